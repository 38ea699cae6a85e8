import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { SyncMessage } from "#app/queue/message.ts";
import { findBooking } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  aConnectedHost,
  aForm,
  book,
  googleWrites,
  liveEvents,
  mailsAbout,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 30_000 });

let world: World;
let host: Host;

beforeEach(async () => {
  // Retries are logged.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const threeRefusals = () =>
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 500,
    times: 3,
  });

async function expectOneEvent(booking: Booking): Promise<void> {
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null, attempts: 0 });
  expect(liveEvents(world).map(({ id }) => id)).toEqual([`b${booking.id}g1`]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
}

test("R3.6 Google refuses three times: booked at once, shown as retrying, and there within a minute", async () => {
  threeRefusals();
  const booking = await book(world.context, aForm(host));
  await world.settle();

  const shown = await findBooking(world.context.db, booking);
  expect(shown?.booking.status).toBe("confirmed");
  expect(shown?.sync).toMatchObject({ state: "retrying", lastOutcome: "google_500" });
  expect(shown?.sync.notBeforeAt).toBeGreaterThan(world.clock.now());
  expect(shown?.sync.notBeforeAt).toBeLessThanOrEqual(world.clock.now() + 2_000);

  await world.passTime(60_000);
  await expectOneEvent(booking);
  expect(googleWrites(world)).toHaveLength(4);
});

test("R3.6 the queue loses every message of a sync: cron finds what is due", async () => {
  threeRefusals();
  world.queue.mode = "lose";
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(world.queue.nextDueAt()).toBeNull();

  // Only what cron sends comes through.
  for (let minutes = 0; minutes < 4; minutes++) {
    world.queue.mode = "work";
    await world.clock.moveTo(world.clock.now() + 60_000);
    await world.runCron();
    world.queue.mode = "lose";
    await world.deliver();
  }
  await expectOneEvent(booking);
});

test("R3.6 the queue loses what cron sends, too: cron sends again, five minutes later", async () => {
  threeRefusals();
  world.queue.mode = "lose";
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.passTime(4 * 60_000);
  expect(liveEvents(world)).toEqual([]);

  world.queue.mode = "work";
  await world.passTime(15 * 60_000);
  await expectOneEvent(booking);
});

test("R3.6 the queue delivers everything twice: one event, and no try too many", async () => {
  threeRefusals();
  world.queue.mode = "double";
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.passTime(5 * 60_000);

  await expectOneEvent(booking);
  expect(googleWrites(world)).toHaveLength(4);
});

test("R3.6 the queue takes nothing: booked all the same, and there once it takes something", async () => {
  threeRefusals();
  world.queue.mode = "refuse";
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "retrying" });
  await world.clock.moveTo(world.clock.now() + 60_000);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await world.runCron();
  expect(log.mock.calls.join()).toContain("the queue is away");

  world.queue.mode = "work";
  await world.passTime(10 * 60_000);
  await expectOneEvent(booking);
});

test("messages that come in any order and again do nothing that was done", async () => {
  threeRefusals();
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.passTime(60_000);
  const writes = googleWrites(world).length;
  const [message] = world.queue.sent;

  for (let n = 0; n < 3; n++) await world.queue.binding.send(message?.body);
  await world.deliver();
  expect(googleWrites(world)).toHaveLength(writes);
  await expectOneEvent(booking);
});

test("cron sends a backlog once, oldest first, and not anew each minute", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", times: null });
  world.queue.mode = "lose";
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const startsAt = Date.parse("2026-11-03T08:00:00Z") + n * 1_800_000;
    ids.push((await book(world.context, aForm(host, { startsAt }))).id);
    await world.settle();
    await world.clock.moveTo(world.clock.now() + 1_000);
  }
  await world.clock.moveTo(world.clock.now() + 60_000);
  world.queue.mode = "work";
  await world.runCron();
  const sent = world.queue.sent.map(({ body }) => SyncMessage.parse(body).bookingId);
  expect(sent).toEqual(ids);
  await world.clock.moveTo(world.clock.now() + 60_000);
  await world.runCron();
  expect(world.queue.sent).toHaveLength(5);
});

test.each([
  [{ status: 503 }, "google_503", 2_000],
  [{ status: 429, retryAfter: 120 }, "rate_limited", 120_000],
  [{ status: 403, reason: "userRateLimitExceeded" }, "rate_limited", 2_000],
  [{ status: 403, reason: "quotaExceeded" }, "quota_exhausted", 3_602_000],
  [{ status: 403, reason: "accessNotConfigured" }, "calendar_api_disabled", 60_000],
  [{ status: 502 }, "google_502", 2_000],
])("R5.3 %j is tried again, no sooner than it should be", async (fault, reason, waitMs) => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", ...fault });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const sync = await syncOf(booking);
  expect(sync).toMatchObject({ state: "retrying", last_outcome: reason });
  const wait = Number(sync.due_at) - world.clock.now();
  expect(wait).toBeGreaterThan(waitMs * 0.99 - 5);
  expect(wait).toBeLessThanOrEqual(waitMs);

  await world.passTime(waitMs + 60_000);
  await expectOneEvent(booking);
});

test("R5.3 an answer that no repetition changes parks the booking, which still stands", async () => {
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 400,
    reason: "invalid",
  });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.passTime(3_600_000);
  expect(await syncOf(booking)).toMatchObject({
    state: "parked",
    last_outcome: "google_400_invalid",
    due_at: null,
  });
  expect(googleWrites(world)).toHaveLength(1);
});

test("Google away for six hours: the tries grow rare, and the event comes within an hour of its return", async () => {
  const fault = world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    times: null,
  });
  const booking = await book(
    world.context,
    aForm(host, { startsAt: Date.parse("2026-11-05T09:00:00Z") }),
  );
  await world.settle();
  await world.passTime(6 * 3_600_000);
  expect(googleWrites(world).length).toBeGreaterThan(10);
  expect(googleWrites(world).length).toBeLessThan(20);
  expect(await syncOf(booking)).toMatchObject({ state: "retrying" });

  world.sandbox.faults.clear(fault.id);
  await world.passTime(3_660_000);
  await expectOneEvent(booking);
});
