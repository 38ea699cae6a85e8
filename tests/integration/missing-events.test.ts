// Google's 404 is no proof that an event is gone; and what a run does besides: its time, its calls, its log.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import type { Host } from "#db/hosts.server.ts";
import { calendarClient } from "#google-sandbox/calendar-client.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  bookAndSettle,
  cancel,
  googleWrites,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;

let world: World;
let host: Host;

beforeEach(async () => {
  // Retries are logged.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const fault = (path: string, changes: Partial<NewFault> = {}) =>
  world.sandbox.faults.add({ match: { path }, effect: "refuse", status: 404, ...changes });

const booked = () => bookAndSettle(world, host);

async function cancelled(booking: Booking): Promise<void> {
  expect((await cancel(world.context, booking)).kind).toBe("done");
  await world.settle();
}

const eventIdOf = ({ id }: Booking) => `b${id}g1`;

const asked = (endpoint: string) =>
  world.sandbox.requests().filter((request) => request.endpoint === endpoint).length;

async function expectOneEvent(booking: Booking): Promise<void> {
  expect(liveEvents(world).map(({ id }) => id)).toEqual([eventIdOf(booking)]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
}

test.each([1, 2, null])(
  "D4.5 a reply is lost and the event not shown %s times: one event, one invitation",
  async (times) => {
    world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
    fault("events.get", { times });
    const booking = await booked();
    await world.passTime(2 * MINUTE_MS);

    await expectOneEvent(booking);
    // Only the list is left to find it by.
    expect(asked("events.list")).toBe(times === null ? 1 : 0);
    const { google_event_id } = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
    expect(google_event_id).toBe(eventIdOf(booking));
  },
);

test("D4.6 a new event that is not shown for a moment is not taken for removed, and a cancellation removes it", async () => {
  fault("events.insert", { effect: "meet-pending", delayMs: MINUTE_MS });
  fault("events.get", { times: 2 });
  const booking = await booked();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  await world.passTime(3_000);
  expect(await syncOf(booking)).toMatchObject({
    state: "retrying",
    last_outcome: "not_found_yet",
  });
  await world.passTime(5 * MINUTE_MS);
  await expectOneEvent(booking);

  await cancelled(booking);
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test("D4.6 an event removed by hand, noticed, and brought back from the trash is removed with its booking", async () => {
  fault("events.insert", { effect: "meet-pending", delayMs: MINUTE_MS });
  const booking = await booked();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await world.passTime(MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });

  const scope = "https://www.googleapis.com/auth/calendar.events";
  const google = calendarClient(world.sandbox, world.sandbox.tokensFor(ADA, [scope]).accessToken);
  const path = `/calendars/${ADA}/events/${eventIdOf(booking)}`;
  expect((await google("PATCH", path, { status: "confirmed" })).status).toBe(200);
  await cancelled(booking);
  expect(liveEvents(world)).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
});

test("R6.4 a calendar that can't be read keeps a cancelled booking open, until it can be cleared", async () => {
  const booking = await booked();
  fault("events.delete", { times: null });
  fault("events.list", { times: null });
  await cancelled(booking);
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({
    state: "parked",
    last_outcome: "calendar_missing",
  });
  expect(liveEvents(world)).toHaveLength(1);
});

test("R3.3 Google fails when asked for the Meet link: the booking stays synced, and the link comes later", async () => {
  fault("events.insert", { effect: "meet-pending", delayMs: MINUTE_MS });
  fault("events.get", { status: 503, times: 2 });
  const booking = await booked();
  await world.passTime(3_000);
  const sync = await syncOf(booking);
  expect(sync).toMatchObject({ state: "synced", last_outcome: null });
  expect(sync.due_at).toBeGreaterThan(world.clock.now());
  await world.passTime(10 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  const { google_meet_link } = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
  expect(google_meet_link).toMatch(/^https:/);
});

// ---------------------------------------------------------------- one run

test("D4.3 a run that would outlast its time ends: no write is begun too late", async () => {
  const limits: number[] = [];
  const begun: [endpoint: string, at: number][] = [];
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    limits.push(ms);
    return real(60_000);
  });
  const startsAt = world.clock.now() + 3_600_000;
  let isSlow = false;
  const worker = world.worker({
    google: async (send, request) => {
      const isInsert = request.method === "POST" && request.url.includes("/events?");
      if (isInsert && !isSlow) world.sandbox.expireAccessTokens(ADA);
      isSlow ||= isInsert;
      if (!isSlow) return send();
      begun.push([isInsert ? "insert" : "token", world.clock.now()]);
      await world.clock.moveTo(world.clock.now() + 12_000);
      return send();
    },
  });
  const from = world.clock.now();
  const booking = await book(worker.context, aForm(host, { startsAt: firstFullHour(startsAt) }));
  limits.length = 0;
  await worker.settle();

  // 12 s for the insert, 12 s for the renewal: the second insert would begin with 1 s left, and does; none after.
  expect(begun.slice(0, 2).map(([endpoint, at]) => [endpoint, at - from])).toEqual([
    ["insert", 0],
    ["token", 12_000],
  ]);
  expect(begun.every(([, at]) => at - from <= 24_000)).toBe(true);
  expect(limits.slice(0, 3)).toEqual([10_000, 10_000, 1_000]);
  expect(await syncOf(booking)).toMatchObject({ lease_token: null });
});

const firstFullHour = (instant: number) => Math.ceil(instant / 3_600_000) * 3_600_000;

test("D4.3 a booking costs D1 few calls, and a cancelled one does not ask what its calendar can do", async () => {
  const calls: string[] = [];
  const worker = world.worker({ database: { before: ({ sql }) => void calls.push(sql) } });
  const callsOfSync = () => calls.slice(calls.findIndex((sql) => isClaim(sql)));
  const booking = await book(worker.context, aForm(host));
  await worker.settle();
  expect(callsOfSync().length).toBeLessThanOrEqual(8);

  calls.length = 0;
  await cancel(worker.context, booking);
  await worker.settle();
  const asksForMeet = (sql: string) => /from "calendars"/.test(sql) && !/busy_snapshots/.test(sql);
  expect(callsOfSync().filter(asksForMeet)).toEqual([]);
});

const isClaim = (sql: string) => sql.startsWith('update "booking_syncs" set "');

test("D4.3 the queue is asked to wake a booking before the host's busy times are read anew", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  const booking = await booked();
  const order: string[] = [];
  const worker = world.worker({
    queue: (send) => {
      order.push("wake");
      return send();
    },
    google: (send, request) => {
      if (request.url.endsWith("/freeBusy")) order.push("busy times");
      return send();
    },
  });
  await cancel(worker.context, booking);
  await worker.settle();
  expect(order).toEqual(["wake", "busy times"]);
});

test("what a run met is logged with the booking that it was about", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  fault("events.insert", { status: 503 });
  const { id, hostId } = await booked();
  const lines = warn.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(lines).toContainEqual({
    level: "warn",
    what: "sync",
    state: "retrying",
    reason: "google_503",
    attempts: 1,
    hostId,
    bookingId: id,
  });
  expect(googleWrites(world)).toEqual(["events.insert"]);
});
