// However often and from wherever a booking's sync is woken, Google is asked for one event.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { SyncMessage } from "#app/queue/message.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  bookingNow,
  cancel,
  googleWrites,
  liveEvents,
  mailsAbout,
  move,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const DELIVERIES = 200;
const MINUTE_MS = 60_000;

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

/** A booking whose Worker ended as soon as it was stored. */
async function bookedAndNeverTried(): Promise<Booking> {
  const forgetful = world.worker({
    database: {
      before: ({ sql }) => {
        if (sql.startsWith('update "booking_syncs"')) throw new Error("this Worker has ended");
      },
    },
  });
  const booking = await book(forgetful.context, aForm(host));
  await forgetful.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "pending", attempts: 0 });
  return booking;
}

/** 200 deliveries at once, by Workers of their own. */
async function deliverMany(booking: Booking): Promise<void> {
  const workers = Array.from({ length: 20 }, () => world.worker());
  const deliveries = Array.from({ length: DELIVERIES }, (_, n) =>
    syncBooking(workers[n % workers.length]?.context ?? world.context, booking),
  );
  await Promise.all(deliveries);
  for (const worker of workers) await worker.settle();
  await world.settle();
}

const synced = { state: "synced", due_at: null, lease_token: null, attempts: 0 };

test("R3.1 D4.3 200 concurrent deliveries of one booking make one event and one invitation", async () => {
  const booking = await bookedAndNeverTried();
  await deliverMany(booking);
  expect(googleWrites(world)).toEqual(["events.insert"]);
  expect(world.sandbox.events(ADA)).toHaveLength(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject(synced);
});

test("R3.1 D4.5 200 concurrent deliveries after a lost reply make no second event, and no second invitation", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await world.clock.moveTo(world.clock.now() + 3_000);
  await deliverMany(booking);
  expect(googleWrites(world)).toEqual(["events.insert", "events.insert"]);
  expect(world.sandbox.events(ADA)).toHaveLength(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject(synced);
});

test("R3.4 200 concurrent deliveries of a moved booking write it once, with one mail", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await move(world.context, booking, booking.meeting.start + 30 * MINUTE_MS);
  await deliverMany(booking);
  expect(googleWrites(world)).toEqual(["events.insert", "events.patch"]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
});

test("R3.5 200 concurrent deliveries of a cancelled booking remove it once, with one mail", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await cancel(world.context, booking);
  await deliverMany(booking);
  expect(googleWrites(world)).toEqual(["events.insert", "events.delete"]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
});

test("D4.3 changes that come while 200 deliveries run end in the newest state, told of once each at most", async () => {
  const booking = await bookedAndNeverTried();
  const changes = async () => {
    await move(world.context, booking, booking.meeting.start + 30 * MINUTE_MS);
    const moved = await bookingNow(world.context, booking);
    await move(world.context, moved, booking.meeting.start + 60 * MINUTE_MS);
  };
  await Promise.all([deliverMany(booking), changes()]);
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  const [event, ...others] = liveEvents(world);
  expect(others).toEqual([]);
  expect(Date.parse(event?.start.dateTime ?? "")).toBe(booking.meeting.start + 60 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 3 });
  const [first, ...updates] = mailsAbout(world, booking);
  expect(first).toBe("invitation");
  expect(updates.every((mail) => mail === "update")).toBe(true);
  expect(updates.length).toBeLessThanOrEqual(2);
});

test("D4.2 200 messages about one booking in one batch are one try", async () => {
  const booking = await bookedAndNeverTried();
  const { hostId, id } = booking;
  const body = SyncMessage.parse({ version: 1, type: "sync_booking", hostId, bookingId: id });
  await world.queue.binding.sendBatch(Array.from({ length: DELIVERIES }, () => ({ body })));
  await world.deliver();
  expect(googleWrites(world)).toEqual(["events.insert"]);
  expect(await syncOf(booking)).toMatchObject(synced);
});
