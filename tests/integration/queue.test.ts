import { createExecutionContext, createMessageBatch, env, getQueueResult } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { consumeSyncMessages } from "#app/queue/consumer.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { aConnectedHost, aForm, book, cancel, googleWrites, liveEvents, syncOf } from "./people.ts";
import { DEAD_LETTERS, SYNC_QUEUE } from "./recorded-queue.ts";
import { dump } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

const HOUR_MS = 3_600_000;

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

/** A booking that waits for its second try. */
async function retrying() {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse" });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.clock.moveTo(world.clock.now() + 3_000);
  return booking;
}

async function consume(bodies: unknown[], queue = SYNC_QUEUE, context = world.context) {
  const messages = bodies.map((body, n) => ({
    id: `m${n}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch(queue, messages);
  await consumeSyncMessages(context, batch);
  await world.settle();
  return getQueueResult(batch, createExecutionContext());
}

const messageFor = ({ hostId, id }: { hostId: string; id: string }) => ({
  version: 1,
  type: "sync_booking",
  hostId,
  bookingId: id,
});

test("a message wakes its booking and is acknowledged", async () => {
  const booking = await retrying();
  const result = await consume([messageFor(booking)]);
  expect(result).toMatchObject({ explicitAcks: ["m0"], retryMessages: [], ackAll: false });
  expect(liveEvents(world)).toHaveLength(1);
});

test("messages carry ids and nothing else", async () => {
  const booking = await retrying();
  expect(world.queue.sent.map(({ body }) => body)).toEqual([messageFor(booking)]);
});

test("a message that comes during another's work changes nothing, until that work's lease is over", async () => {
  const booking = await retrying();
  let goOn = () => {};
  const pause = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let isWriting = false;
  const slow = world.worker({
    google: async (send) => {
      isWriting = true;
      await pause;
      return send();
    },
  });
  const first = consume([messageFor(booking)], SYNC_QUEUE, slow.context);
  await vi.waitFor(() => expect(isWriting).toBe(true));
  const before = await syncOf(booking);
  expect((await consume([messageFor(booking)])).explicitAcks).toEqual(["m0"]);
  expect(await syncOf(booking)).toEqual(before);
  expect(liveEvents(world)).toEqual([]);

  await world.clock.moveTo(Number(before.lease_until));
  await consume([messageFor(booking)]);
  goOn();
  await first;
  expect(liveEvents(world)).toHaveLength(1);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
});

test("a message that comes before its time, or at the same time as another, changes nothing", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse" });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const result = await consume([messageFor(booking)]);
  expect(result.explicitAcks).toEqual(["m0"]);
  expect(googleWrites(world)).toHaveLength(1);

  await world.clock.moveTo(world.clock.now() + 3_000);
  const batches = await Promise.all([1, 2, 3].map(() => consume([messageFor(booking)])));
  expect(batches.map(({ explicitAcks }) => explicitAcks)).toEqual([["m0"], ["m0"], ["m0"]]);
  expect(googleWrites(world)).toHaveLength(2);
});

test.each([
  ["nothing", null],
  ["text", "sync"],
  ["an older version", { version: 0, type: "sync_booking", hostId: "a", bookingId: "b" }],
  ["another type", { version: 1, type: "other", hostId: "a", bookingId: "b" }],
  ["ids that are none", { version: 1, type: "sync_booking", hostId: "' OR 1", bookingId: "b" }],
  [
    "a newer version",
    { ...messageFor({ hostId: "a".repeat(32), id: "b".repeat(32) }), version: 2 },
  ],
  [
    "a version that is text",
    { ...messageFor({ hostId: "a".repeat(32), id: "b".repeat(32) }), version: "1" },
  ],
  ["a list", [1, 2, 3]],
  ["a number", 7],
  ["ids of other types", { version: 1, type: "sync_booking", hostId: 5, bookingId: null }],
  ["ids that are too long", messageFor({ hostId: "a".repeat(33), id: "b".repeat(10_000) })],
  [
    "an id too many",
    { ...messageFor({ hostId: "a".repeat(32), id: "b".repeat(32) }), revision: 1 },
  ],
])("a message that holds %s is dropped and does not stop the others", async (_what, body) => {
  const booking = await retrying();
  const log = vi.spyOn(console, "warn").mockImplementation(() => {});
  const before = await dump(env.DB);
  const calls = world.sandbox.requests().length;
  for (const queue of [SYNC_QUEUE, DEAD_LETTERS]) {
    log.mockClear();
    const result = await consume([body], queue);
    expect(result).toMatchObject({ explicitAcks: ["m0"], retryMessages: [] });
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
    expect(lines).toEqual([{ level: "warn", what: "unknown_message" }]);
  }
  expect(await dump(env.DB)).toBe(before);
  expect(world.sandbox.requests()).toHaveLength(calls);
  const result = await consume([body, messageFor(booking)]);
  expect(result.explicitAcks).toEqual(["m0", "m1"]);
  expect(liveEvents(world)).toHaveLength(1);
});

test.each([SYNC_QUEUE, DEAD_LETTERS])(
  "a message (%s) about a booking, or a host, that does not exist is acknowledged and changes nothing",
  async (queue) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    await retrying();
    const before = await dump(env.DB);
    const calls = world.sandbox.requests().length;
    for (const hostId of [host.id, "f".repeat(32)]) {
      const result = await consume([messageFor({ hostId, id: "0".repeat(32) })], queue);
      expect(result).toMatchObject({ explicitAcks: ["m0"], retryMessages: [] });
    }
    expect(await dump(env.DB)).toBe(before);
    expect(world.sandbox.requests()).toHaveLength(calls);
  },
);

test("a crash gives the message back for later, logs it, and does not stop the others", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await retrying();
  const broken = world.worker({
    database: {
      before: () => {
        throw new Error("D1_ERROR: away");
      },
    },
  });
  const result = await consume([messageFor(booking), null], SYNC_QUEUE, broken.context);
  expect(result.retryMessages).toMatchObject([{ msgId: "m0" }]);
  expect(result.explicitAcks).toEqual(["m1"]);
  const line = JSON.parse(String(log.mock.calls[0]?.[0]));
  expect(line).toMatchObject({ level: "error", what: "sync", bookingId: booking.id });
});

test("a dead letter raises an alert, and the booking is tried again after an hour", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await retrying();
  await world.clock.moveTo(world.clock.now() + 90_000);
  const now = world.clock.now();
  const result = await consume([messageFor(booking)], DEAD_LETTERS);
  expect(result.explicitAcks).toEqual(["m0"]);
  expect(log.mock.calls).toHaveLength(1);
  expect(JSON.parse(String(log.mock.calls[0]?.[0]))).toMatchObject({
    level: "error",
    what: "dead_letter",
    alert: true,
    bookingId: booking.id,
  });
  expect(await syncOf(booking)).toMatchObject({
    state: "retrying",
    last_outcome: "crashed",
    due_at: now + HOUR_MS,
    not_before_at: now + HOUR_MS,
  });

  await world.passTime(HOUR_MS - 60_000);
  expect(liveEvents(world)).toEqual([]);
  await world.passTime(3 * 60_000);
  expect(liveEvents(world)).toHaveLength(1);
});

test("a dead letter holds up no newer change of its booking, and wakes nothing that is done", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await retrying();
  await world.clock.moveTo(world.clock.now() + 90_000);
  await consume([messageFor(booking)], DEAD_LETTERS);
  await cancel(world.context, booking);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });

  await world.passTime(2 * HOUR_MS);
  await consume([messageFor(booking)], DEAD_LETTERS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  expect(log.mock.calls).toHaveLength(2);
});

test("a dead letter puts off no try that fell due after the crashes", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await retrying();
  const before = await syncOf(booking);
  await consume([messageFor(booking)], DEAD_LETTERS);
  expect(await syncOf(booking)).toEqual(before);
});

test("D1 away for all deliveries: the message ends as a dead letter, the booking does not", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await retrying();
  const key = messageFor(booking);
  const broken = world.worker({
    database: {
      before: ({ sql }) => {
        if (sql.startsWith('update "booking_syncs"')) throw new Error("D1_ERROR: away");
      },
    },
  });
  for (let attempt = 1; attempt <= 4; attempt++) {
    const result = await consume([key], SYNC_QUEUE, broken.context);
    expect(result.retryMessages).toHaveLength(1);
  }
  await world.clock.moveTo(world.clock.now() + 90_000);
  await consume([key], DEAD_LETTERS);
  expect(await syncOf(booking)).toMatchObject({ last_outcome: "crashed" });
  await world.passTime(HOUR_MS + 120_000);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("R3.6 cron's nudge for what a worker still holds may get lost too: it is nudged again a minute later", async () => {
  const booking = await retrying();
  const leaseUntil = world.clock.now() + 40_000;
  await env.DB.prepare(
    "UPDATE booking_syncs SET lease_token = 'dead', lease_until = ?1, due_at = ?1 WHERE booking_id = ?2",
  )
    .bind(leaseUntil, booking.id)
    .run();
  await world.runCron();
  expect(await syncOf(booking)).toMatchObject({ due_at: leaseUntil });
});

test("R3.6 the queue is away for hours: cron sees to what is due by itself", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  world.queue.mode = "refuse";
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", times: 2 });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "retrying" });
  await world.passTime(30 * 60_000);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(liveEvents(world)).toHaveLength(1);
});
