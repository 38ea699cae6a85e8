// R3.4, R7.8: a booking that is moved stays the same booking, with the same event and the same link.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { requireGuestBooking } from "#app/http/guest-booking.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { guestPath } from "#app/use-cases/guest-link.server.ts";
import { listHistory } from "#db/booking-revisions.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  bookAndSettle,
  bookingNow,
  cancel,
  edit,
  freeSlots,
  GRACE,
  googleWrites,
  liveEvents,
  mailsAbout,
  move,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** Of the bookings of `aForm`: Monday 10:00 in Berlin. */
const TEN = Date.parse("2026-11-02T09:00:00Z");
const HALF_PAST_TEN = TEN + HALF_HOUR_MS;
const NOON = TEN + 4 * HALF_HOUR_MS;

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = (startsAt = TEN) => bookAndSettle(world, host, { startsAt });

const startOf = (event: ReturnType<typeof liveEvents>[number] | undefined) =>
  Date.parse(event?.start.dateTime ?? "");

test.each(["guest", "host"] as const)(
  "R3.4 R7.8 a %s moves a booking: the same booking, link and event, at the new time, and one mail about the time",
  async (by) => {
    const booking = await booked();
    const [before] = liveEvents(world);
    const link = await guestPath(world.context.env, booking);

    expect(await move(world.context, booking, NOON, by)).toEqual({ kind: "done" });
    await world.settle();

    const now = await bookingNow(world.context, booking);
    expect(now).toEqual({
      ...booking,
      meeting: { start: NOON, end: NOON + HALF_HOUR_MS },
      block: { start: NOON, end: NOON + HALF_HOUR_MS },
      revision: 2,
      timeRevision: 2,
    });
    const events = liveEvents(world);
    expect(events.map(({ id }) => id)).toEqual([before?.id]);
    expect(startOf(events[0])).toBe(NOON);
    expect(Date.parse(events[0]?.end.dateTime ?? "")).toBe(NOON + HALF_HOUR_MS);
    expect(events[0]).toMatchObject({
      summary: before?.summary,
      description: before?.description,
      attendees: before?.attendees,
      hangoutLink: before?.hangoutLink,
      htmlLink: before?.htmlLink,
    });
    expect(world.sandbox.mails().map(({ kind, to, changed }) => [kind, to, changed])).toEqual([
      ["invitation", booking.guest.email, undefined],
      ["update", booking.guest.email, ["time"]],
    ]);
    expect(googleWrites(world)).toEqual(["events.insert", "events.patch"]);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });

    expect(await guestPath(world.context.env, now)).toBe(link);
    const [, , hostId, bookingId, capability = ""] = link.split("/");
    const opened = await requireGuestBooking(world.context, { hostId, bookingId, capability });
    expect(opened.booking.meeting.start).toBe(NOON);
    expect(await listHistory(world.context.db, booking)).toMatchObject([
      { what: "booked" },
      { what: "moved", who: by, detail: { from: TEN, to: NOON } },
    ]);
  },
);

test("R7.6 R7.7 a move frees its old time for others and takes its new one", async () => {
  const booking = await booked();
  await move(world.context, booking, NOON);
  await world.settle();
  await world.passTime(2 * MINUTE_MS);

  const offered = (await freeSlots(world.context, host.id)).map(({ start }) => start);
  expect(offered).toContain(TEN);
  expect(offered).not.toContain(NOON);
  const other = await book(world.context, aForm(host));
  expect(other.meeting.start).toBe(TEN);
  await world.settle();
  expect(liveEvents(world)).toHaveLength(2);
});

test("R7.6 a move onto a slot that overlaps its own old time is allowed, in D1 and in Google", async () => {
  await env.DB.prepare("UPDATE event_types SET slot_step_minutes = 15").run();
  const booking = await booked();
  const quarterPast = TEN + 15 * MINUTE_MS;
  expect(await move(world.context, booking, quarterPast)).toEqual({ kind: "done" });
  await world.settle();
  expect(startOf(liveEvents(world)[0])).toBe(quarterPast);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("R7.6 an appointment of the host's own beside the booking's old time is in the way all the same", async () => {
  await env.DB.prepare("UPDATE event_types SET slot_step_minutes = 15").run();
  const booking = await booked();
  world.sandbox.byHand.add(ADA, ADA, {
    start: { dateTime: new Date(HALF_PAST_TEN).toISOString() },
    end: { dateTime: new Date(HALF_PAST_TEN + HALF_HOUR_MS).toISOString() },
    summary: "Dentist",
  });
  expect(await move(world.context, booking, TEN + 15 * MINUTE_MS)).toEqual({ kind: "notOffered" });
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ desired_revision: 1 });
});

test("R7.8 moved to where it is, it is done: no revision, no write, no mail", async () => {
  const booking = await booked();
  expect(await move(world.context, booking, TEN)).toEqual({ kind: "done" });
  expect(await move(world.context, { ...booking, revision: 7 }, TEN)).toEqual({ kind: "done" });
  await world.settle();
  expect(await bookingNow(world.context, booking)).toEqual(booking);
  expect(googleWrites(world)).toEqual(["events.insert"]);
});

// ---------------------------------------------------------------- sent twice, and lost

test("R7.8 the answer of D1 to a move is lost: it is known to have moved, once, with one mail", async () => {
  const booking = await booked();
  let isLost = false;
  const worker = world.worker({
    database: {
      after: ({ sql }) => {
        if (isLost || !sql.includes('update "bookings" set')) return;
        isLost = true;
        throw new Error("D1_ERROR: Network connection lost.");
      },
    },
  });
  expect(await move(worker.context, booking, NOON)).toEqual({ kind: "done" });
  await worker.settle();
  expect(isLost).toBe(true);
  expect(await bookingNow(world.context, booking)).toMatchObject({ revision: 2 });
  expect(startOf(liveEvents(world)[0])).toBe(NOON);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("R7.8 D1 says nothing more after storing a move: the same form sent again is done, nothing is moved twice", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  let isDown = false;
  const worker = world.worker({
    database: {
      before: () => {
        if (isDown) throw new Error("D1_ERROR: away");
      },
      after: ({ sql }) => {
        if (!sql.includes('update "bookings" set')) return;
        isDown = true;
        throw new Error("D1_ERROR: away");
      },
    },
  });
  await expect(move(worker.context, booking, NOON)).rejects.toThrow();
  await worker.settle();

  expect(await move(world.context, booking, NOON)).toEqual({ kind: "done" });
  await world.passTime(5 * MINUTE_MS);
  expect(await bookingNow(world.context, booking)).toMatchObject({ revision: 2 });
  expect(startOf(liveEvents(world)[0])).toBe(NOON);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("R7.8 the same move sent many times at once is one move with one mail", async () => {
  const booking = await booked();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => move(world.context, booking, NOON)),
  );
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(outcomes).toEqual(Array(8).fill({ kind: "done" }));
  expect(await bookingNow(world.context, booking)).toMatchObject({ revision: 2 });
  expect(googleWrites(world)).toEqual(["events.insert", "events.patch"]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("D4.5 Google's reply to a move is lost: it is found done, without a second write or mail", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  world.sandbox.faults.add({ match: { path: "events.patch" }, effect: "drop-reply" });
  await move(world.context, booking, NOON);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "retrying", last_outcome: "network" });
  await world.passTime(MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("D4.5 a move that Google carries out late is overtaken by a later one, and the later one stands", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  world.sandbox.faults.add({
    match: { path: "events.patch" },
    effect: "late",
    delayMs: 90_000,
  });
  await move(world.context, booking, NOON);
  await world.settle();
  await move(world.context, await bookingNow(world.context, booking), HALF_PAST_TEN);
  await world.settle();
  await world.passTime(10 * MINUTE_MS);
  await world.sandbox.settled();
  expect(startOf(liveEvents(world)[0])).toBe(HALF_PAST_TEN);
  expect(liveEvents(world)).toHaveLength(1);
});

// ---------------------------------------------------------------- what is refused

test("R7.8 whoever looks at an older revision is told that the booking has changed, and nothing moves", async () => {
  const booking = await booked();
  await edit(world.context, booking, { notes: "New" });
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "changedMeanwhile" });
  expect(await move(world.context, { ...booking, revision: 3 }, NOON)).toEqual({
    kind: "changedMeanwhile",
  });
  await world.settle();
  expect(startOf(liveEvents(world)[0])).toBe(TEN);
});

test("R7.8 guest and host move at the same moment to different times: one time counts, the other is told", async () => {
  const booking = await booked();
  const outcomes = await Promise.all([
    move(world.context, booking, NOON, "guest"),
    move(world.context, booking, HALF_PAST_TEN, "host"),
  ]);
  await world.settle();
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["changedMeanwhile", "done"]);
  const now = await bookingNow(world.context, booking);
  expect(now.revision).toBe(2);
  expect(startOf(liveEvents(world)[0])).toBe(now.meeting.start);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("R7.7 a slot that another booking has is taken, and both stay where they are", async () => {
  const booking = await booked();
  await booked(NOON);
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "taken" });
  await world.settle();
  expect((await bookingNow(world.context, booking)).meeting.start).toBe(TEN);
});

test("R7.7 of a move and a booking that want one slot at the same moment one gets it", async () => {
  const booking = await booked();
  const [moved, other] = await Promise.all([
    move(world.context, booking, NOON),
    book(world.context, aForm(host, { startsAt: NOON })).then(
      () => "booked",
      () => "refused",
    ),
  ]);
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect([moved.kind === "done", other === "booked"].filter(Boolean)).toHaveLength(1);
  const starts = liveEvents(world).map(startOf);
  expect(starts.filter((start) => start === NOON)).toHaveLength(1);
});

test.each([
  ["off the grid", TEN + 7 * MINUTE_MS],
  ["at night", Date.parse("2026-11-03T02:00:00Z")],
  ["in the past", Date.parse("2026-11-01T09:00:00Z")],
  ["beyond the booking window", Date.parse("2027-11-02T09:00:00Z")],
  ["no time at all", Number.NaN],
])("R7.6 a move to a time %s is not offered", async (_what, startsAt) => {
  const booking = await booked();
  expect(await move(world.context, booking, startsAt)).toEqual({ kind: "notOffered" });
  await world.settle();
  expect(googleWrites(world)).toEqual(["events.insert"]);
});

test("R7.8 a meeting that has begun is not moved; a moment before, it is", async () => {
  const booking = await booked();
  await world.clock.moveTo(TEN - 1);
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "done" });
  await world.settle();
  await world.clock.moveTo(NOON);
  const now = await bookingNow(world.context, booking);
  const later = NOON + 4 * HALF_HOUR_MS;
  expect(await move(world.context, now, later)).toEqual({ kind: "tooLate" });
});

test("R7.8 a cancelled booking is not moved, and an unknown one is unknown", async () => {
  const booking = await booked();
  await cancel(world.context, booking);
  await world.settle();
  const cancelled = { ...booking, revision: 2 };
  expect(await move(world.context, cancelled, NOON)).toEqual({ kind: "tooLate" });
  const unknown = { ...booking, id: "0".repeat(32) };
  expect(await move(world.context, unknown, NOON)).toEqual({ kind: "unknownBooking" });
});

test("R7.6 Google can't say whether the host is free: the move goes by the host's choice", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "calendarUnknown" });
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'accept'").run();
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "done" });
  await world.settle();
  const { busy_times_checked } = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
  expect(busy_times_checked).toBe(0);
});

test("R7.2 an event type that was switched off keeps its bookings movable", async () => {
  const booking = await booked();
  await env.DB.prepare("UPDATE event_types SET is_active = 0").run();
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "done" });
  await world.settle();
  expect(startOf(liveEvents(world)[0])).toBe(NOON);
});

test("D3.2 hours that change while a move is decided are read anew", async () => {
  const booking = await booked();
  let changes = 0;
  const worker = world.worker({
    database: {
      before: async ({ sql }) => {
        if (!sql.includes('update "bookings" set') || changes > 0) return;
        changes += 1;
        await env.DB.prepare("UPDATE schedules SET name = 'New'").run();
      },
    },
  });
  expect(await move(worker.context, booking, NOON)).toEqual({ kind: "done" });
  await worker.settle();
  expect(changes).toBe(1);
  expect(startOf(liveEvents(world)[0])).toBe(NOON);
});

// ---------------------------------------------------------------- before and beside the sync

test("R7.2 a booking moved after its host changed zones counts on the date that the schedule now gives it", async () => {
  const booking = await booked();
  await env.DB.batch([
    env.DB.prepare("UPDATE schedules SET time_zone = 'Pacific/Auckland'"),
    env.DB.prepare("UPDATE event_types SET day_limit = 1"),
  ]);
  // Nine in the morning of the 11th in Auckland; in Berlin it is still the 10th.
  const wednesday = Date.parse("2026-11-10T20:00Z");
  expect(await move(world.context, booking, wednesday)).toEqual({ kind: "done" });
  const alike = aForm(host, { startsAt: wednesday + 2 * HALF_HOUR_MS });
  expect(await bookSlot(world.context, alike)).toEqual({ kind: "limitReached" });
  await book(world.context, aForm(host, { startsAt: Date.parse("2026-11-09T21:00Z") }));
  await world.settle();
});

test("R7.2 R7.8 a booking that its event type would be too long for today, with longer buffers, can still be moved", async () => {
  await env.DB.prepare("UPDATE event_types SET other_durations = '[60]'").run();
  const booking = await book(world.context, aForm(host, { durationMinutes: 60 }));
  await world.settle();
  const longest = "buffer_before_minutes = 700, buffer_after_minutes = 700";
  await env.DB.prepare(`UPDATE event_types SET other_durations = '[]', ${longest}`).run();
  expect(await move(world.context, booking, NOON)).toEqual({ kind: "done" });
  const { meeting, block } = await bookingNow(world.context, booking);
  expect(meeting).toEqual({ start: NOON, end: NOON + 2 * HALF_HOUR_MS });
  expect(block.end - block.start).toBe(24 * 60 * MINUTE_MS);
});

test("R7.2 R7.8 where more is booked than a lowered limit allows, a move within the day or the week is no more of it", async () => {
  const booking = await booked();
  await booked(NOON);
  await env.DB.prepare("UPDATE event_types SET day_limit = 1, week_limit = 1").run();
  expect(await move(world.context, booking, HALF_PAST_TEN)).toEqual({ kind: "done" });
  const moved = await bookingNow(world.context, booking);
  const tuesday = HALF_PAST_TEN + 24 * 2 * HALF_HOUR_MS;
  expect(await move(world.context, moved, tuesday)).toEqual({ kind: "done" });
  const onTuesday = await bookingNow(world.context, booking);
  expect(await move(world.context, onTuesday, NOON - HALF_HOUR_MS)).toEqual({
    kind: "limitReached",
  });
  await world.settle();
});

test("D4.1 a move waits for no write to Google", async () => {
  const booking = await booked();
  let goOn = () => {};
  const pause = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const worker = world.worker({
    google: (send, request) => (request.method === "PATCH" ? pause.then(send) : send()),
  });
  expect(await move(worker.context, booking, NOON)).toEqual({ kind: "done" });
  expect(startOf(liveEvents(world)[0])).toBe(TEN);
  goOn();
  await worker.settle();
  expect(startOf(liveEvents(world)[0])).toBe(NOON);
});

test("D4.2 booked, moved twice and edited while Google is away: one event of the newest state, one invitation, no update", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const fault = world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    times: null,
  });
  const booking = await booked();
  await move(world.context, booking, NOON);
  await move(world.context, { ...booking, revision: 2 }, HALF_PAST_TEN);
  await edit(world.context, { ...booking, revision: 3 }, { notes: "Newest" });
  await world.settle();
  world.sandbox.faults.clear(fault.id);
  await world.passTime(5 * MINUTE_MS);

  const events = liveEvents(world);
  expect(events).toHaveLength(1);
  expect(startOf(events[0])).toBe(HALF_PAST_TEN);
  expect(events[0]?.description).toContain("Newest");
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.7 moved away and back before Google heard of it: nobody is mailed", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  const fault = world.sandbox.faults.add({
    match: { path: "events.patch" },
    effect: "refuse",
    times: null,
  });
  await move(world.context, booking, NOON);
  await world.settle();
  const back = await move(world.context, { ...booking, revision: 2 }, TEN);
  expect(back).toEqual({ kind: "done" });
  await world.settle();
  world.sandbox.faults.clear(fault.id);
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 3 });
  expect(startOf(liveEvents(world)[0])).toBe(TEN);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("R3.4 a booking of a host without a calendar is moved too, and its event comes at the newest time", async () => {
  const grace = await aHost(world, GRACE);
  const [first, , third] = await freeSlots(world.context, grace.id);
  const form = aForm(grace, { startsAt: first?.start });
  const booking = await book(world.context, form);
  expect(await move(world.context, booking, third?.start ?? 0)).toEqual({ kind: "done" });
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "not_connected" });
  expect(world.sandbox.mails()).toEqual([]);
});

test("R7.8 a booking that was moved is cancelled where it is: the event goes, one cancellation", async () => {
  const booking = await booked();
  await move(world.context, booking, NOON);
  await world.settle();
  await cancel(world.context, await bookingNow(world.context, booking));
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update", "cancellation"]);
});
