// D4.9: a booking that is sent to another calendar is called off in the old one only when the new one has it; and what a
// calendar refused leaves no trace.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { chooseCalendar } from "#app/use-cases/choose-calendar.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import { restoreEvent } from "#app/use-cases/restore-event.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import {
  ADA,
  aConnectedHost,
  asksFor,
  bookAndSettle,
  bookingNow,
  cancel,
  googleWrites,
  liveEvents,
  mailsAbout,
  move,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** Wednesday 10:00 in Berlin. */
const TEN = Date.parse("2026-11-04T09:00:00Z");

let world: World;
let host: Host;
let family: string;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
  family = world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";
});

const booked = () => bookAndSettle(world, host, { startsAt: TEN });

const eventIdOf = ({ id }: Booking, generation = 1) => `b${id}g${generation}`;
const idsIn = (calendarId: string) => liveEvents(world, ADA, calendarId).map(({ id }) => id);

async function choose(booking: Booking, calendarId: string): Promise<void> {
  const now = await bookingNow(world.context, booking);
  expect(await chooseCalendar(world.context, { ...asksFor(now), calendarId })).toEqual({
    kind: "done",
  });
  await world.settle();
}

const refuse = (path: string, changes: Partial<NewFault> = {}) =>
  world.sandbox.faults.add({
    match: { path },
    effect: "refuse",
    status: 403,
    reason: "forbidden",
    times: null,
    ...changes,
  });

const synced = { state: "synced", due_at: null, last_outcome: null };

test.each<[string, Partial<NewFault>, string]>([
  ["refuses", { status: 403, reason: "forbidden" }, "parked"],
  ["is missing", { status: 404 }, "parked"],
  ["is away", { status: 503 }, "retrying"],
])(
  "D4.9 the chosen calendar %s: the old event stands, and nobody is told of a cancellation",
  async (_how, answer, state) => {
    const booking = await booked();
    const fault = refuse("events.insert", answer);
    await choose(booking, family);
    await world.passTime(5 * MINUTE_MS);
    expect(await syncOf(booking)).toMatchObject({ state });
    expect([idsIn(ADA), idsIn(family)]).toEqual([[eventIdOf(booking)], []]);
    expect(mailsAbout(world, booking)).toEqual(["invitation"]);

    // Once it takes the event, the old one goes.
    world.sandbox.faults.clear(fault.id);
    await choose(booking, family);
    await world.passTime(5 * MINUTE_MS);
    expect(idsIn(ADA)).toEqual([]);
    expect(idsIn(family)).toHaveLength(1);
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  },
);

test("D4.9 Google goes away between the two events: the new one stands, the old one goes when Google is back", async () => {
  const booking = await booked();
  const fault = refuse("events.delete", { status: 503 });
  await choose(booking, family);
  expect([idsIn(ADA), idsIn(family)]).toEqual([[eventIdOf(booking)], [eventIdOf(booking, 2)]]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "invitation"]);
  world.sandbox.faults.clear(fault.id);
  await world.passTime(5 * MINUTE_MS);
  expect([idsIn(ADA), idsIn(family)]).toEqual([[], [eventIdOf(booking, 2)]]);
  expect(await syncOf(booking)).toMatchObject(synced);
});

test.each<[string, Partial<NewFault>]>([
  ["refused", { status: 403, reason: "forbidden" }],
  ["was missing", { status: 404 }],
])(
  "D4.9 a calendar that %s and is chosen away again leaves no event that can't be removed",
  async (_how, answer) => {
    const booking = await booked();
    const fault = refuse(`calendars/${family}`, answer);
    await choose(booking, family);
    await world.passTime(2 * MINUTE_MS);
    expect(await syncOf(booking)).toMatchObject({ state: "parked" });
    await choose(booking, ADA);
    await world.passTime(2 * MINUTE_MS);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: null });
    expect(idsIn(ADA)).toHaveLength(1);
    world.sandbox.faults.clear(fault.id);
  },
);

test.each([
  ["kept without a calendar", keepWithoutCalendar],
  ["cancelled", (context, request) => cancelOf(context, request)],
] as [string, typeof keepWithoutCalendar][])(
  "D4.9 a booking whose chosen calendar refused and that is %s is at rest, with nothing left anywhere",
  async (_how, decide) => {
    const booking = await booked();
    refuse(`calendars/${family}`);
    await choose(booking, family);
    expect(await syncOf(booking)).toMatchObject({ state: "parked" });
    const now = await bookingNow(world.context, booking);
    expect(await decide(world.context, asksFor(now))).toEqual({ kind: "done" });
    await world.settle();
    await world.passTime(2 * MINUTE_MS);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: null });
    expect(idsIn(ADA)).toEqual([]);
  },
);

const cancelOf: typeof keepWithoutCalendar = (context, { key, expectedRevision }) =>
  cancel(context, { ...key, revision: expectedRevision } as Booking);

test("D4.9 chosen away and back while Google is away: one event, in the calendar chosen last, no cancellation mailed too many", async () => {
  const booking = await booked();
  const faults = ["events.insert", "events.delete", "events.get", "events.patch"].map((path) =>
    refuse(path, { status: 503 }),
  );
  await choose(booking, family);
  await choose(booking, ADA);
  for (const { id } of faults) world.sandbox.faults.clear(id);
  await world.passTime(10 * MINUTE_MS);
  expect(idsIn(family)).toEqual([]);
  expect(idsIn(ADA)).toHaveLength(1);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("D4.9 moved while the chosen calendar takes its time: the event comes at the newest time, the old one goes", async () => {
  const booking = await booked();
  const fault = refuse("events.insert", { status: 503 });
  await choose(booking, family);
  const now = await bookingNow(world.context, booking);
  await move(world.context, now, TEN + 4 * HALF_HOUR_MS);
  await world.settle();
  world.sandbox.faults.clear(fault.id);
  await world.passTime(10 * MINUTE_MS);
  expect(idsIn(ADA)).toEqual([]);
  const [event, ...others] = liveEvents(world, ADA, family);
  expect(others).toEqual([]);
  expect(Date.parse(event?.start.dateTime ?? "")).toBe(TEN + 4 * HALF_HOUR_MS);
});

test("D4.9 kept without a calendar while Google is away, and restored: the event never left, and nobody is mailed", async () => {
  const booking = await booked();
  const fault = refuse("events.delete", { status: 503 });
  await keepWithoutCalendar(world.context, asksFor(booking));
  await world.settle();
  world.sandbox.faults.clear(fault.id);
  const now = await bookingNow(world.context, booking);
  expect(await restoreEvent(world.context, asksFor(now))).toEqual({ kind: "done" });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(idsIn(ADA)).toEqual([eventIdOf(booking)]);
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.9 kept without a calendar with the removal's reply lost, and restored: the next event, one more invitation", async () => {
  const booking = await booked();
  world.sandbox.faults.add({ match: { path: "events.delete" }, effect: "drop-reply" });
  await keepWithoutCalendar(world.context, asksFor(booking));
  await world.settle();
  const now = await bookingNow(world.context, booking);
  await restoreEvent(world.context, asksFor(now));
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(idsIn(ADA)).toEqual([eventIdOf(booking, 2)]);
});

test("D4.9 the reply to the new event is lost: found, and the old one goes once", async () => {
  const booking = await booked();
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  await choose(booking, family);
  await world.passTime(5 * MINUTE_MS);
  expect([idsIn(ADA), idsIn(family)]).toEqual([[], [eventIdOf(booking, 2)]]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "invitation", "cancellation"]);
  expect(googleWrites(world).filter((write) => write === "events.delete")).toHaveLength(1);
});
