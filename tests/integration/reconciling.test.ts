// D4.10: every day what Google shows of our events is compared with what we believe, and put right or shown to the host.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { reconcileCalendars } from "#app/use-cases/reconcile-calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { calendarClient } from "#google-sandbox/calendar-client.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  bookAndSettle,
  cancel,
  connectionOf,
  freeSlots,
  GRACE,
  googleWrites,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SCOPE = "https://www.googleapis.com/auth/calendar.events";
/** Thursday 10:00 in Berlin. */
const THURSDAY = Date.parse("2026-11-05T09:00:00Z");

let world: World;
let host: Host;
let warned: string[];

beforeEach(async () => {
  warned = [];
  vi.spyOn(console, "warn").mockImplementation((line) => void warned.push(String(line)));
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = (startsAt = THURSDAY) => bookAndSettle(world, host, { startsAt });

/** A day on which nothing happens but what cron does at its end. */
async function aDayLater(): Promise<void> {
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  await world.passTime(10 * MINUTE_MS);
}

const eventIdOf = ({ id }: Booking) => `b${id}g1`;
const asAda = () =>
  calendarClient(world.sandbox, world.sandbox.tokensFor(ADA, [SCOPE]).accessToken);
const lists = () => world.sandbox.requests().filter(({ endpoint }) => endpoint === "events.list");
const reconciledLines = () =>
  warned
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ what }) => what === "reconcile");

test("D4.10 where all is well a day costs one call for the calendar, writes nothing and logs nothing", async () => {
  await booked();
  await booked(THURSDAY + HOUR_MS);
  const before = googleWrites(world);
  await aDayLater();
  expect(lists()).toHaveLength(1);
  expect(googleWrites(world)).toEqual(before);
  expect(reconciledLines()).toEqual([]);
  await world.passTime(HOUR_MS);
  expect(lists()).toHaveLength(1);
});

test("D4.10 a host without bookings costs Google nothing", async () => {
  await aDayLater();
  expect(lists()).toEqual([]);
  expect((await connectionOf(host)).reconcile_due_at).toBeGreaterThan(
    world.clock.now() + 23 * HOUR_MS,
  );
});

test("D4.10 an event that is missing is found removed, and shown to the host", async () => {
  const booking = await booked();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google", due_at: null });
  expect(reconciledLines()).toMatchObject([{ hostId: host.id, reason: "missing", count: 1 }]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.10 an event that was moved far away is drifted, not missing", async () => {
  const booking = await booked();
  world.sandbox.byHand.change(ADA, ADA, eventIdOf(booking), {
    start: { dateTime: "2027-11-05T09:00:00Z" },
    end: { dateTime: "2027-11-05T09:30:00Z" },
  });
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "drifted", due_at: null });
});

test("D4.10 what somebody brought back of a cancelled booking is removed again", async () => {
  const booking = await booked();
  await cancel(world.context, booking);
  await world.settle();
  const path = `/calendars/${ADA}/events/${eventIdOf(booking)}`;
  expect((await asAda()("PATCH", path, { status: "confirmed" })).status).toBe(200);
  expect(liveEvents(world)).toHaveLength(1);
  await aDayLater();
  expect(liveEvents(world)).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("D4.10 what somebody removed and brought back themselves is in agreement again", async () => {
  const booking = await booked();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
  const path = `/calendars/${ADA}/events/${eventIdOf(booking)}`;
  await asAda()("PATCH", path, { status: "confirmed" });
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "synced", behind_since_at: null });
  expect(googleWrites(world).filter((write) => write === "events.insert")).toHaveLength(1);
});

const twinOf = (booking: Booking, changes: object = {}) => {
  const [event] = liveEvents(world).filter(({ id }) => id === eventIdOf(booking));
  const { summary, start, end, attendees, extendedProperties } = event ?? {};
  return { summary, start, end, attendees, extendedProperties, ...changes };
};

test("D4.10 a double of ours goes, and whoever was invited by it is told; ours stays", async () => {
  const booking = await booked();
  const added = await asAda()("POST", `/calendars/${ADA}/events`, twinOf(booking));
  expect(added.status).toBe(200);
  expect(liveEvents(world)).toHaveLength(2);
  await aDayLater();
  expect(liveEvents(world).map(({ id }) => id)).toEqual([eventIdOf(booking)]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  expect(reconciledLines()).toMatchObject([{ reason: "doubled", count: 1 }]);
  expect(world.sandbox.mails().map(({ kind }) => kind)).toEqual(["invitation", "cancellation"]);
});

test("D4.10 a copy that somebody made for another day is theirs", async () => {
  const booking = await booked();
  const copy = twinOf(booking, {
    start: { dateTime: "2026-11-12T09:00:00Z" },
    end: { dateTime: "2026-11-12T09:30:00Z" },
  });
  await asAda()("POST", `/calendars/${ADA}/events`, copy);
  await aDayLater();
  expect(liveEvents(world)).toHaveLength(2);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("D4.10 a double that somebody changes in the same moment is left for the next day", async () => {
  const booking = await booked();
  await asAda()("POST", `/calendars/${ADA}/events`, twinOf(booking));
  const twin = liveEvents(world).find(({ id }) => id !== eventIdOf(booking));
  const worker = world.worker({
    google: async (send, request) => {
      if (request.method === "DELETE" && twin) {
        world.sandbox.byHand.change(ADA, ADA, twin.id, { summary: "Mine after all" });
      }
      return send();
    },
  });
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  expect(await reconcileCalendars(worker.context)).toBe(1);
  await worker.settle();
  expect(liveEvents(world)).toHaveLength(2);
});

test("D4.10 Google can't be asked: nothing is believed of it, and it is asked again within hours", async () => {
  const booking = await booked();
  const fault = world.sandbox.faults.add({
    match: { path: "events.list" },
    effect: "refuse",
    status: 503,
    times: null,
  });
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  world.sandbox.faults.clear(fault.id);
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await world.clock.moveTo(world.clock.now() + HOUR_MS);
  await world.passTime(15 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
});

test("D4.10 R6.4 a calendar that is gone shows itself in its bookings", async () => {
  const booking = await booked();
  for (const path of ["events.list", "events.get"]) {
    world.sandbox.faults.add({ match: { path }, effect: "refuse", status: 404, times: null });
  }
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({
    state: "parked",
    last_outcome: "calendar_missing",
  });
});

test("D4.10 a booking that is at work is left to its work", async () => {
  const booking = await booked();
  await env.DB.prepare(
    "UPDATE booking_syncs SET state = 'retrying', due_at = ?1, not_before_at = ?1",
  )
    .bind(world.clock.now() + 40 * DAY_MS)
    .run();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  const before = await syncOf(booking);
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  await reconcileCalendars(world.context);
  expect(await syncOf(booking)).toEqual(before);
});

test("D4.10 R4.3 what was forgotten while waiting is re-armed once its connection works", async () => {
  const booking = await booked();
  await env.DB.prepare(
    `UPDATE booking_syncs SET state = 'waiting_for_reconnect', due_at = NULL, desired_revision = 1,
       synced_revision = 0, behind_since_at = ?`,
  )
    .bind(world.clock.now())
    .run();
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "synced", behind_since_at: null });
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.10 a connection that waits for its host is not asked about; after reconnecting it is", async () => {
  await booked();
  await env.DB.prepare("UPDATE calendar_connections SET status = 'needs_reconnect'").run();
  await aDayLater();
  expect(lists()).toEqual([]);
  await env.DB.prepare("UPDATE calendar_connections SET status = 'active'").run();
  await world.passTime(5 * MINUTE_MS);
  expect(lists()).toHaveLength(1);
});

test("D4.10 two workers at once compare a connection once, and one host's trouble is not another's", async () => {
  const grace = await aConnectedHost(world, GRACE);
  await booked();
  const slots = await freeSlots(world.context, grace.id);
  const startsAt = slots.find(({ start }) => start > world.clock.now() + 3 * DAY_MS)?.start;
  await book(world.context, aForm(grace, { startsAt }));
  await world.settle();
  world.sandbox.faults.add({
    match: { path: `calendars/${ADA}` },
    effect: "refuse",
    status: 503,
    times: null,
  });
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  const done = await Promise.all([1, 2, 3].map(() => reconcileCalendars(world.context)));
  expect(done.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(lists()).toHaveLength(2);
  const inADay = await row(
    "SELECT count(*) AS n FROM calendar_connections WHERE reconcile_due_at = ?",
    world.clock.now() + DAY_MS,
  );
  expect(inADay).toEqual({ n: 1 });
});

test("D4.10 D4.5 what lands after all the later looks, under an id that was never seen, is removed the next day", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "late", delayMs: 1e9 });
  const booking = await booked();
  await cancel(world.context, booking);
  await world.settle();
  await world.passTime(75 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });

  // Google does not promise to see that an id was used before.
  const path = `/calendars/${ADA}/events/${eventIdOf(booking)}`;
  expect((await asAda()("PATCH", path, { status: "confirmed" })).status).toBe(200);
  expect(liveEvents(world)).toHaveLength(1);
  await aDayLater();
  expect(liveEvents(world)).toEqual([]);
  await world.passTime(75 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
});

test("D4.10 a calendar whose list is refused keeps no other from being compared", async () => {
  const first = await booked();
  const family = world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";
  await env.DB.prepare("UPDATE users SET google_calendar_id = ?").bind(family).run();
  const second = await booked(THURSDAY + HOUR_MS);
  expect(liveEvents(world, ADA, family)).toHaveLength(1);
  const [one, other] = [ADA, family].sort();
  world.sandbox.faults.add({
    match: { method: "GET", path: `calendars/${one}/events` },
    effect: "refuse",
    status: 403,
    reason: "forbidden",
    times: null,
  });
  const missing = other === ADA ? first : second;
  world.sandbox.byHand.delete(ADA, other ?? "", eventIdOf(missing));
  await aDayLater();
  expect(await syncOf(missing)).toMatchObject({ state: "removed_in_google" });
});

test("D4.10 a connection that can't be compared is asked again hourly, and what is parked is not tried hourly with it", async () => {
  const booking = await booked();
  await env.DB.prepare(
    "UPDATE booking_syncs SET state = 'parked', behind_since_at = not_before_at, due_at = NULL, synced_revision = 0",
  ).run();
  await env.DB.prepare("UPDATE calendar_events SET misses = 1").run();
  const fault = world.sandbox.faults.add({
    match: { path: "events.list" },
    effect: "refuse",
    status: 503,
    times: null,
  });
  const looks = () => world.sandbox.requests().filter(({ endpoint }) => endpoint === "events.get");
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  for (let hour = 0; hour < 4; hour++) {
    await world.passTime(2 * MINUTE_MS);
    expect(lists()).toHaveLength(hour + 1);
    await world.clock.moveTo(world.clock.now() + HOUR_MS);
  }
  expect(looks().length).toBeLessThanOrEqual(1);
  world.sandbox.faults.clear(fault.id);
  await world.passTime(10 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", behind_since_at: null });
});
