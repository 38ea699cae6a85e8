import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { offerSlots } from "#app/use-cases/offer-slots.server.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import { listComingBookings } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { JsonObject } from "#google-sandbox/calendar/event-body.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  cancel,
  connect,
  EVENT_TYPE,
  freeSlots,
  GRACE,
  hostNow,
  liveEvents,
  row,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 30_000 });

const TEN = Date.parse("2026-11-02T09:00:00Z");
const HALF_HOUR_MS = 1_800_000;

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

/** An event that the host made in Google: Monday 10:00 to 11:00. */
const privateEvent = (changes: JsonObject = {}) =>
  world.sandbox.byHand.add(ADA, ADA, {
    summary: "Dentist",
    start: { dateTime: new Date(TEN).toISOString() },
    end: { dateTime: new Date(TEN + 2 * HALF_HOUR_MS).toISOString() },
    ...changes,
  });

async function isOffered(startsAt: number): Promise<boolean> {
  const slots = await freeSlots(world.context, host.id);
  return slots.some(({ start }) => start === startsAt);
}

const askFor = (startsAt: number) => bookSlot(world.context, aForm(host, { startsAt }));

const questions = () =>
  world.sandbox.requests().filter(({ endpoint }) => endpoint === "freeBusy").length;

test("R7.6 what the host does elsewhere takes its slots away, on the page and when booking", async () => {
  privateEvent();
  expect(await isOffered(TEN - HALF_HOUR_MS)).toBe(true);
  expect(await isOffered(TEN)).toBe(false);
  expect(await isOffered(TEN + HALF_HOUR_MS)).toBe(false);
  expect(await isOffered(TEN + 2 * HALF_HOUR_MS)).toBe(true);
  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
  expect(await askFor(TEN + HALF_HOUR_MS)).toEqual({ kind: "notOffered" });
  expect((await askFor(TEN + 2 * HALF_HOUR_MS)).kind).toBe("booked");
  await world.settle();
});

test.each([
  ["marked as free", { transparency: "transparent" }],
  ["declined", { attendees: [{ email: ADA, self: true, responseStatus: "declined" }] }],
])("R7.6 an event that is %s takes nothing away", async (_how, change) => {
  privateEvent(change);
  expect(await isOffered(TEN)).toBe(true);
  expect((await askFor(TEN)).kind).toBe("booked");
  await world.settle();
});

test("R7.6 buffers count against busy times, too", async () => {
  await env.DB.prepare("UPDATE event_types SET buffer_before_minutes = 30").run();
  privateEvent();
  expect(await isOffered(TEN + 2 * HALF_HOUR_MS)).toBe(false);
  expect(await askFor(TEN + 2 * HALF_HOUR_MS)).toEqual({ kind: "notOffered" });
  expect(await isOffered(TEN + 3 * HALF_HOUR_MS)).toBe(true);
  await world.settle();
});

test("what was added in Google after the page was shown is seen when booking", async () => {
  expect(await isOffered(TEN)).toBe(true);
  privateEvent();
  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
  expect(await row("SELECT count(*) AS n FROM bookings")).toEqual({ n: 0 });
});

test("R7.6 once Google has contradicted what a page went by, neither that time nor one beside it is offered", async () => {
  expect(await isOffered(TEN + HALF_HOUR_MS)).toBe(true);
  await world.settle();
  privateEvent();
  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
  const slots = (await freeSlots(world.context, host.id)).map(({ start }) => start);
  expect(slots).not.toContain(TEN);
  expect(slots).not.toContain(TEN + HALF_HOUR_MS);
  expect(slots).toContain(TEN + 2 * HALF_HOUR_MS);
  await world.settle();
  const asked = questions();
  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
  await world.settle();
  // The live check, and no more: the snapshot says so already.
  expect(questions()).toBe(asked + 1);
});

test.each(["needs_reconnect", "blocked", "missing_scope"])(
  "R7.6 access that is gone (%s) does not come back in a minute, and whoever refuses bookings then is told apart",
  async (status) => {
    await env.DB.prepare("UPDATE calendar_connections SET status = ?").bind(status).run();
    await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
    expect(await askFor(TEN)).toEqual({ kind: "calendarOutOfReach" });
    await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'accept'").run();
    expect((await askFor(TEN)).kind).toBe("booked");
    await world.settle();
  },
);

test("no title leaves Google: what is stored are intervals", async () => {
  privateEvent();
  await freeSlots(world.context, host.id);
  await world.settle();
  const snapshot = await row("SELECT * FROM busy_snapshots");
  expect(JSON.parse(String(snapshot.busy))).toEqual([[TEN, TEN + 2 * HALF_HOUR_MS]]);
  expect(JSON.stringify(snapshot)).not.toContain("Dentist");
});

test("the first view waits for Google; later ones show what is known, and have it renewed behind them", async () => {
  await isOffered(TEN);
  expect(questions()).toBe(1);
  await isOffered(TEN);
  expect(questions()).toBe(1);

  await world.clock.moveTo(world.clock.now() + 60_000);
  privateEvent();
  expect(await isOffered(TEN)).toBe(true);
  await world.settle();
  expect(questions()).toBe(2);
  expect(await isOffered(TEN)).toBe(false);
});

test("a first view waits 1.5 s for a slow Google, no longer", async () => {
  let answerNow = () => {};
  const answer = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  const worker = world.worker({ google: (send) => answer.then(send) });
  const from = performance.now();
  const slots = await freeSlots(worker.context, host.id);
  expect(slots.length).toBeGreaterThan(0);
  expect(performance.now() - from).toBeGreaterThan(1_400);
  answerNow();
  await worker.settle();
});

test("Google away: the booking is taken and flagged; refused when the host wants it so", async () => {
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
  expect((await askFor(TEN)).kind).toBe("booked");
  await world.settle();
  const [coming] = await listComingBookings(world.context.db, host.id, world.clock.now(), 10);
  expect(coming?.busyTimesChecked).toBe(false);
  expect(liveEvents(world)).toHaveLength(1);

  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  expect(await askFor(TEN + HALF_HOUR_MS)).toEqual({ kind: "calendarUnknown" });
  expect(await row("SELECT count(*) AS n FROM bookings")).toEqual({ n: 1 });

  world.sandbox.faults.clear();
  expect((await askFor(TEN + HALF_HOUR_MS)).kind).toBe("booked");
  expect(await row("SELECT max(busy_times_checked) AS checked FROM bookings")).toEqual({
    checked: 1,
  });
  await world.settle();
});

test("Google away: what it said last still counts as busy", async () => {
  privateEvent();
  await freeSlots(world.context, host.id);
  await world.settle();
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
  await world.clock.moveTo(world.clock.now() + 120_000);
  expect(await isOffered(TEN)).toBe(false);
  await world.settle();
  expect(await isOffered(TEN)).toBe(false);
  await world.settle();
});

test("a Google that is silent holds a guest up for 2 s; the booking stands", async () => {
  let answerNow = () => {};
  const answer = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  const worker = world.worker({
    google: (send, request) => (request.url.endsWith("/freeBusy") ? answer.then(send) : send()),
  });
  const from = performance.now();
  expect((await bookSlot(worker.context, aForm(host))).kind).toBe("booked");
  expect(performance.now() - from).toBeGreaterThan(1_900);
  answerNow();
  await worker.settle();
});

test("a calendar that Google says it can't read is unknown, not free", async () => {
  await env.DB.prepare("UPDATE calendars SET blocks_slots = 1 WHERE name = 'Family'").run();
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  const now = await hostNow(world.context, host.id);
  const readable = await bookSlot(world.context, aForm(now));
  expect(readable.kind).toBe("booked");
  await world.settle();

  await env.DB.prepare(
    `INSERT INTO calendars SELECT host_id, connection_id, 'gone@example.com', 'Gone', time_zone,
       access_role, 0, 1, 0, null, listed_at FROM calendars WHERE is_primary`,
  ).run();
  const form = aForm(now, { startsAt: TEN + HALF_HOUR_MS });
  expect(await bookSlot(world.context, form)).toEqual({ kind: "calendarUnknown" });
  await freeSlots(world.context, host.id);
  await world.settle();
  expect(
    await row("SELECT busy, unreadable_because FROM busy_snapshots WHERE calendar_id LIKE 'gone%'"),
  ).toEqual({ busy: null, unreadable_because: "notFound" });
});

test("a cancelled booking's time can be booked again at once, while its event still stands in Google", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const first = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.faults.add({ match: { path: "events.delete" }, effect: "refuse", times: null });
  await cancel(world.context, first);
  await world.settle();
  expect(liveEvents(world)).toHaveLength(1);

  const second = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.faults.clear();
  await world.passTime(120_000);
  expect(liveEvents(world).map(({ id }) => id)).toEqual([`b${second.id}g1`]);
});

test("the same when the event's writing was never confirmed", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", times: 3 });
  const first = await book(world.context, aForm(host));
  await world.settle();
  await cancel(world.context, first);
  await world.settle();
  expect(liveEvents(world)).toHaveLength(1);

  expect((await bookSlot(world.context, aForm(host))).kind).toBe("booked");
  await world.settle();
});

test("a private event beside the leftover of a cancelled booking still counts", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const first = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.faults.add({ match: { path: "events.delete" }, effect: "refuse", times: null });
  await cancel(world.context, first);
  await world.settle();
  privateEvent();
  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
});

test("what else stands in that calendar counts, also another Slotkeeper host's booking", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const first = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.faults.add({ match: { path: "events.delete" }, effect: "refuse", times: null });
  await cancel(world.context, first);
  await world.settle();
  // The same person, with a second account here and the same Google calendar.
  const second = await aHost(world, GRACE);
  await connect(world, second, { email: ADA });
  const other = await hostNow(world.context, second.id);
  await env.DB.prepare("UPDATE schedules SET time_zone = 'Europe/Berlin'").run();
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse" });
  expect((await bookSlot(world.context, aForm(other))).kind).toBe("booked");
  await world.settle();
  expect(liveEvents(world)).toHaveLength(2);

  expect(await askFor(TEN)).toEqual({ kind: "notOffered" });
});

test("the page offers the time of a cancelled booking again once its event is gone", async () => {
  await isOffered(TEN);
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.clock.moveTo(world.clock.now() + 61_000);
  await isOffered(TEN);
  await world.settle();
  expect(await isOffered(TEN)).toBe(false);
  await cancel(world.context, booking);
  await world.settle();
  expect(await isOffered(TEN)).toBe(true);
});

const DAY_MS = 86_400_000;

/** Whether a Monday at 10:00 in Berlin's winter, so many weeks ahead, is offered on the page of its days. */
async function isOfferedIn(weeks: number): Promise<boolean> {
  const { context } = world;
  const eventType = await findActiveEventType(context.db, host.id, EVENT_TYPE);
  if (!eventType) throw new Error("the host has no event type");
  const page = {
    host: await hostNow(context, host.id),
    eventType,
    durationMinutes: eventType.durationMinutes,
    moving: null,
  };
  const start = TEN + weeks * 7 * DAY_MS;
  const range = { start: start - 3 * DAY_MS, end: start + 3 * DAY_MS };
  const { slots } = await offerSlots(context, page, range);
  return slots.some((slot) => slot.start === start);
}

const busyIn = (weeks: number) => {
  const start = TEN + weeks * 7 * DAY_MS;
  const at = (ms: number) => ({ dateTime: new Date(ms).toISOString() });
  privateEvent({ start: at(start), end: at(start + HALF_HOUR_MS) });
};

const windowOf = (days: number) =>
  env.DB.prepare("UPDATE event_types SET booking_window_days = ?").bind(days).run();

test("R7.6 the whole booking window is asked about, 400 days in five questions, two months in one", async () => {
  await isOfferedIn(1);
  expect(questions()).toBe(1);
  await windowOf(390);
  busyIn(52);
  busyIn(16);
  expect([await isOfferedIn(52), await isOfferedIn(16), await isOfferedIn(17)]).toEqual([
    false,
    false,
    true,
  ]);
  expect(questions()).toBe(6);
  const { covers_from, covers_to } = await row<{ covers_from: number; covers_to: number }>(
    "SELECT covers_from, covers_to FROM busy_snapshots",
  );
  expect(covers_from).toBe(Date.parse("2026-11-01"));
  expect(covers_to).toBe(Date.parse("2026-11-02") + 400 * DAY_MS);
});

test("R7.6 a date range as booking window is covered too, and what nobody can book is not asked about", async () => {
  await env.DB.prepare(
    "UPDATE event_types SET window_first_day = '2027-03-01', window_last_day = '2027-03-20'",
  ).run();
  busyIn(18);
  expect(await isOfferedIn(1)).toBe(false);
  expect(questions()).toBe(0);
  expect([await isOfferedIn(18), await isOfferedIn(17)]).toEqual([false, true]);
  expect(questions()).toBe(2);
});

test("R7.6 views of what lies beyond the snapshots ask Google ten times a minute, however many come", async () => {
  await windowOf(3650);
  busyIn(60);
  const views = async (count: number) => {
    const before = questions();
    for (let n = 0; n < count; n++) await isOfferedIn(60);
    return questions() - before;
  };
  expect(await views(60)).toBe(10);
  await world.clock.moveTo(world.clock.now() + 60_000);
  expect(await views(60)).toBe(10);
  // What a page could not know, a booking asks.
  expect(await isOfferedIn(60)).toBe(true);
  expect(await askFor(TEN + 60 * 7 * DAY_MS)).toEqual({ kind: "notOffered" });
  await world.settle();
});

test("R7.6 further ahead than snapshots reach, Google is asked each time, and nothing is kept", async () => {
  await windowOf(500);
  busyIn(60);
  expect([await isOfferedIn(60), await isOfferedIn(61)]).toEqual([false, true]);
  expect(questions()).toBe(2);
  expect(await row("SELECT count(*) AS n FROM busy_snapshots")).toEqual({ n: 0 });
});

test("R7.6 dates that were never asked about are asked about before they are offered, and not in vain each time", async () => {
  await isOfferedIn(1);
  await windowOf(300);
  busyIn(30);
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
  await isOfferedIn(30);
  const asked = questions();
  expect(asked).toBeGreaterThan(1);
  await isOfferedIn(30);
  expect(questions()).toBe(asked);
  world.sandbox.faults.clear();
  await world.clock.moveTo(world.clock.now() + 61_000);
  expect(await isOfferedIn(30)).toBe(false);
});

test("R7.6 when Google was asked for a page is remembered", async () => {
  const askedAt = async () => (await hostNow(world.context, host.id)).busyTimesAskedAt;
  expect(await askedAt()).toBeNull();
  await isOffered(TEN);
  await world.settle();
  const first = world.clock.now();
  expect(await askedAt()).toBe(first);
  await world.clock.moveTo(first + 59_000);
  await isOffered(TEN);
  await world.settle();
  expect(await askedAt()).toBe(first);
  await world.clock.moveTo(first + 60_000);
  await Promise.all([isOffered(TEN), isOffered(TEN), isOffered(TEN)]);
  await world.settle();
  expect(await askedAt()).toBe(first + 60_000);
  expect(questions()).toBe(2);
});

test("R7.6 a busy time that is cut at the edge of what is covered does not look new each minute", async () => {
  const at = (ms: number) => ({ dateTime: new Date(ms).toISOString() });
  privateEvent({ start: at(TEN - 30 * DAY_MS), end: at(TEN + 200 * DAY_MS) });
  await isOffered(TEN);
  await world.settle();
  const before = await row("SELECT taken_version FROM users");
  await world.clock.moveTo(world.clock.now() + 61_000);
  await isOffered(TEN);
  await world.settle();
  expect(questions()).toBe(2);
  expect(await row("SELECT taken_version FROM users")).toEqual(before);
});
