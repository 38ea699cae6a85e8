// Google allows 600 calls a minute and user: one host's storm keeps to that, starves nobody, and gets through.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  aConnectedHost,
  aForm,
  book,
  cancel,
  GRACE,
  googleWrites,
  liveEvents,
  mailsAbout,
  syncOf,
} from "./people.ts";
import { MOST_CALLS_A_MINUTE, mostInAMinute, slotsOf, statesOf } from "./storms.ts";
import { createWorld, type World } from "./world.ts";

// Hundreds of bookings take a busy machine a while.
vi.setConfig({ testTimeout: 120_000 });

const MINUTE_MS = 60_000;

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

test("R3.1 D4.4 200 bookings of one host in one instant: never 600 calls in a minute, and all are there in minutes", async () => {
  const grace = await aConnectedHost(world, GRACE);
  const slots = await slotsOf(world, host);
  const graceSlots = await slotsOf(world, grace);
  const instant = world.clock.now();
  const bookings: Booking[] = [];
  for (const slot of slots.slice(0, 200)) {
    bookings.push(await book(world.context, aForm(host, { startsAt: slot.start })));
  }
  await world.settle();
  expect(world.clock.now()).toBe(instant);
  const atOnce = liveEvents(world).length;
  expect(atOnce).toBeGreaterThanOrEqual(25);
  expect(atOnce).toBeLessThanOrEqual(40);
  expect(await statesOf(host)).toEqual({ synced: atOnce, pending: 200 - atOnce });

  // Somebody else's guest waits for none of them.
  const other = await book(world.context, aForm(grace, { startsAt: graceSlots[0]?.start }));
  await world.settle();
  expect(await syncOf(other)).toMatchObject({ state: "synced" });
  expect(liveEvents(world, GRACE)).toHaveLength(1);

  await world.passTime(3 * MINUTE_MS);
  expect(await statesOf(host)).toEqual({ synced: 200 });
  expect(new Set(liveEvents(world).map(({ id }) => id)).size).toBe(200);
  expect(googleWrites(world).filter((write) => write === "events.insert")).toHaveLength(201);
  expect(mostInAMinute(world.sandbox.requests())).toBeLessThanOrEqual(MOST_CALLS_A_MINUTE);
});

test("D4.4 a booking whose turn comes later says so, counts no try, and keeps its turn", async () => {
  const slots = await slotsOf(world, host);
  const bookings: Booking[] = [];
  for (const slot of slots.slice(0, 40)) {
    bookings.push(await book(world.context, aForm(host, { startsAt: slot.start })));
  }
  await world.settle();
  const last = bookings.at(-1) as Booking;
  const waiting = await syncOf(last);
  expect(waiting).toMatchObject({ state: "pending", last_outcome: "paced", attempts: 0 });
  expect(waiting.due_at).toBeGreaterThan(world.clock.now());
  expect(waiting.turn_at).toBeGreaterThan(Number(waiting.due_at));

  // Whoever asks before its time changes nothing.
  await syncBooking(world.context, last);
  expect(await syncOf(last)).toEqual(waiting);
  await world.passTime(MINUTE_MS);
  expect(await syncOf(last)).toMatchObject({ state: "synced", turn_at: null, attempts: 0 });
  expect(mailsAbout(world, last)).toEqual(["invitation"]);
});

test("D4.4 bookings now and then never wait", async () => {
  const slots = await slotsOf(world, host);
  for (const slot of slots.slice(0, 50)) {
    const booking = await book(world.context, aForm(host, { startsAt: slot.start }));
    await world.settle();
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
    await world.clock.moveTo(world.clock.now() + 500);
  }
});

test("R3.5 D4.4 a storm of bookings that are cancelled before their turn asks Google nothing for them", async () => {
  const slots = await slotsOf(world, host);
  const bookings: Booking[] = [];
  for (const slot of slots.slice(0, 60)) {
    bookings.push(await book(world.context, aForm(host, { startsAt: slot.start })));
  }
  await world.settle();
  for (const booking of bookings) await cancel(world.context, booking);
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(liveEvents(world)).toEqual([]);
  expect(await statesOf(host)).toEqual({ synced: 60 });
  const writes = googleWrites(world);
  expect(writes.filter((write) => write === "events.insert").length).toBeLessThanOrEqual(40);
});

test("D4.4 Google asks for a pause (429): the others of that host stand back too, and nobody else", async () => {
  const grace = await aConnectedHost(world, GRACE);
  const [slots, graceSlots] = [await slotsOf(world, host), await slotsOf(world, grace)];
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 429,
    reason: "rateLimitExceeded",
    retryAfter: 50,
  });
  const first = await book(world.context, aForm(host, { startsAt: slots[0]?.start }));
  await world.settle();
  expect(await syncOf(first)).toMatchObject({ state: "retrying", last_outcome: "rate_limited" });
  const second = await book(world.context, aForm(host, { startsAt: slots[1]?.start }));
  await world.settle();
  expect(await syncOf(second)).toMatchObject({ state: "pending", last_outcome: "paced" });
  const other = await book(world.context, aForm(grace, { startsAt: graceSlots[0]?.start }));
  await world.settle();
  expect(await syncOf(other)).toMatchObject({ state: "synced" });
  const calls = world.sandbox.requests().filter(({ endpoint }) => endpoint === "events.insert");
  expect(calls).toHaveLength(2);

  await world.passTime(2 * MINUTE_MS);
  for (const booking of [first, second]) {
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  }
});

test("D4.4 Try now keeps a booking's turn: it gets no later one by being impatient", async () => {
  const slots = await slotsOf(world, host);
  const bookings: Booking[] = [];
  for (const slot of slots.slice(0, 60)) {
    bookings.push(await book(world.context, aForm(host, { startsAt: slot.start })));
  }
  await world.settle();
  const last = bookings.at(-1) as Booking;
  const before = await syncOf(last);
  expect(before).toMatchObject({ last_outcome: "paced" });
  for (let presses = 0; presses < 3; presses++) {
    await retrySync(world.context, last);
    await world.settle();
  }
  const after = await syncOf(last);
  expect(after.turn_at).toBe(before.turn_at);
  expect(after.due_at).toBe(before.due_at);
});

test("D4.4 a pause of a day that one call was told holds nobody else up for longer than ten minutes", async () => {
  const slots = await slotsOf(world, host);
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 429,
    reason: "rateLimitExceeded",
    retryAfter: 86_400,
  });
  const first = await book(world.context, aForm(host, { startsAt: slots[0]?.start }));
  await world.settle();
  expect(await syncOf(first)).toMatchObject({ state: "retrying", last_outcome: "rate_limited" });
  expect(Number((await syncOf(first)).due_at)).toBe(world.clock.now() + 86_400_000);
  const second = await book(world.context, aForm(host, { startsAt: slots[1]?.start }));
  await world.settle();
  expect(await syncOf(second)).toMatchObject({ last_outcome: "paced" });
  await world.passTime(11 * MINUTE_MS);
  expect(await syncOf(second)).toMatchObject({ state: "synced" });
});
