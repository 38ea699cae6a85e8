// The Worker ends at each of its calls in turn, in each way that it can. What it leaves behind has to become right by
// itself: time passes, and nobody sends a form again that was stored.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { runScheduled } from "#app/cron/run-scheduled.server.ts";
import type { Booking } from "#app/domain/booking.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { bookSlot, type SlotRequest } from "#app/use-cases/book-slot.server.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import { findStoredRequest } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import { DEATHS, type Death, dyingWorker } from "./dying-worker.ts";
import {
  aConnectedHost,
  aForm,
  book,
  cancel,
  freeSlots,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MOST_CALLS = 60;
const LONG_ENOUGH_MS = 90 * 60_000;

let world: World;
let host: Host;
let slots: Interval[];

beforeEach(async () => {
  // Dying Workers say so.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
  slots = await freeSlots(world.context, host.id);
  await world.settle();
  // No meeting begins while a test runs.
  slots = slots.filter(({ start }) => start > world.clock.now() + 86_400_000);
});

/** A form for a slot of its own. */
function nextForm(): SlotRequest {
  const slot = slots.shift();
  if (!slot) throw new Error("all slots are used up");
  return aForm(host, { startsAt: slot.start });
}

/** A booking whose first sync met this fault, if any. */
async function booked(fault?: NewFault): Promise<Booking> {
  if (fault) world.sandbox.faults.add(fault);
  const booking = await book(world.context, nextForm());
  await world.settle();
  expect(world.sandbox.faults.list()).toEqual([]);
  return booking;
}

/** A booking whose Worker ended as soon as it was stored. */
async function bookedAndNeverTried(): Promise<Booking> {
  const forgetful = world.worker({
    database: {
      before: ({ sql }) => {
        if (sql.startsWith('update "booking_syncs"')) throw new Error("this Worker has ended");
      },
    },
  });
  const booking = await book(forgetful.context, nextForm());
  await forgetful.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "pending", attempts: 0 });
  return booking;
}

/** Does it again and again, each time with a Worker that dies one call later, until one lives. */
async function killAtEveryCall(
  death: Death,
  prepare: () => Promise<Booking>,
  act: (context: AppContext, booking: Booking) => Promise<unknown>,
): Promise<[calls: number, booking: Booking][]> {
  const left: [number, Booking][] = [];
  for (let calls = 1; calls < MOST_CALLS; calls++) {
    const booking = await prepare();
    const worker = dyingWorker(world, calls, death);
    await act(worker.context, booking).catch(() => undefined);
    await worker.settle();
    left.push([calls, booking]);
    if (!worker.hasDied()) return left;
  }
  throw new Error("the Worker never lived");
}

/** The guest cancels again as long as they get no answer. */
async function cancelInTheEnd(booking: Booking): Promise<void> {
  const outcome = await cancel(world.context, booking);
  if (outcome.kind !== "cancelled") throw new Error(`cancelling ended with ${outcome.kind}`);
}

const isCancelled = async ({ id }: Booking) =>
  (await row("SELECT status FROM bookings WHERE id = ?", id)).status === "cancelled";

async function faultsOf(
  left: [calls: number, booking: Booking][],
  faultOf: (booking: Booking) => Promise<string | null>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [calls, booking] of left) {
    const { state, due_at, lease_token } = await syncOf(booking);
    const isSettled = state === "synced" && due_at === null && lease_token === null;
    const fault = isSettled ? await faultOf(booking) : `sync ${state}, due ${due_at}`;
    if (fault) faults.push(`died at call ${calls}: ${fault}`);
  }
  return faults;
}

const eventsOf = ({ id }: Booking) =>
  liveEvents(world)
    .map((event) => event.id)
    .filter((eventId) => eventId.startsWith(`b${id}g`));

async function faultOfBooked(booking: Booking): Promise<string | null> {
  const events = eventsOf(booking);
  if (events.length !== 1) return `${events.length} events`;
  const stored = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
  if (stored.google_event_id !== events[0]) return "the event is not stored";
  const mails = mailsAbout(world, booking).join();
  return mails === "invitation" ? null : `mails: ${mails}`;
}

async function faultOfCancelled(booking: Booking): Promise<string | null> {
  const events = eventsOf(booking);
  if (events.length > 0) return `${events.length} events`;
  // Whoever was invited hears of the end, once; whoever was not hears of nothing.
  const mails = mailsAbout(world, booking).join();
  return ["", "invitation,cancellation"].includes(mails) ? null : `mails: ${mails}`;
}

/** Half an hour later, as a host or guest may move it; the pages for it are yet to come. */
async function moved(booking: Booking): Promise<Booking> {
  const [ms, now] = [1_800_000, world.clock.now()];
  await env.DB.prepare(
    `UPDATE bookings SET starts_at = starts_at + ?1, ends_at = ends_at + ?1,
       block_starts_at = block_starts_at + ?1, block_ends_at = block_ends_at + ?1,
       revision = revision + 1, updated_at = ?2 WHERE id = ?3`,
  )
    .bind(ms, now, booking.id)
    .run();
  const { start, end } = booking.meeting;
  return { ...booking, meeting: { start: start + ms, end: end + ms } };
}

async function faultOfMoved(booking: Booking): Promise<string | null> {
  const [event, ...others] = liveEvents(world).filter(({ id }) => id === `b${booking.id}g1`);
  if (!event || others.length > 0) return "not one event";
  const start = Date.parse(event.start.dateTime ?? "");
  if (start !== booking.meeting.start) return "the event is at another time";
  const mails = mailsAbout(world, booking).join();
  return ["invitation", "invitation,update"].includes(mails) ? null : `mails: ${mails}`;
}

const DROPPED: NewFault = { match: { path: "events.insert" }, effect: "drop-reply" };
const LATE: NewFault = { match: { path: "events.insert" }, effect: "late", delayMs: 90_000 };
const REFUSED: NewFault = { match: { path: "events.insert" }, effect: "refuse" };
const FIRST_SYNCS: [string, NewFault | undefined][] = [
  ["was written", undefined],
  ["was refused", REFUSED],
  ["was written with its reply lost", DROPPED],
  ["is still on its way", LATE],
];

test.each(DEATHS)(
  "R3.6 a Worker that dies (%s) at any call of a booking leaves one event",
  async (death) => {
    const left: [number, Booking][] = [];
    let hasDied = true;
    for (let calls = 1; hasDied; calls++) {
      const form = nextForm();
      const worker = dyingWorker(world, calls, death);
      const outcome = await bookSlot(worker.context, form);
      await worker.settle();
      hasDied = worker.hasDied();
      const id = await env.DB.prepare("SELECT id FROM bookings WHERE starts_at = ?")
        .bind(form.startsAt)
        .first<string>("id");
      // Nothing stored, no answer: the guest sends the form again. Stored: nobody does anything.
      if (outcome.kind === "booked") expect(id).toBe(outcome.booking.id);
      if (id === null) left.push([calls, await book(world.context, form)]);
      else {
        const stored = await findStoredRequest(world.context.db, { hostId: host.id, id });
        if (stored) left.push([calls, stored.booking]);
      }
    }
    expect(left.length).toBeGreaterThan(12);

    await world.passTime(LONG_ENOUGH_MS);

    expect(await faultsOf(left, faultOfBooked)).toEqual([]);
  },
);

for (const death of DEATHS) {
  test.each(FIRST_SYNCS.slice(1))(
    `a Worker that dies (${death}) at any call of the second sync, when the event %s, leaves one event`,
    async (_when, fault) => {
      const prepare = async () => {
        const booking = await booked(fault);
        await world.clock.moveTo(world.clock.now() + 3_000);
        return booking;
      };
      const left = await killAtEveryCall(death, prepare, syncBooking);
      await world.settle();
      expect(left.length).toBeGreaterThan(5);

      await world.passTime(LONG_ENOUGH_MS);

      expect(await faultsOf(left, faultOfBooked)).toEqual([]);
    },
  );

  test.each(FIRST_SYNCS)(
    `R3.5 a Worker that dies (${death}) at any call of a cancellation, when the event %s, leaves no event`,
    async (_when, fault) => {
      const left = await killAtEveryCall(death, () => booked(fault), cancel);
      for (const [, booking] of left) {
        if (!(await isCancelled(booking))) await cancelInTheEnd(booking);
      }
      await world.settle();
      expect(left.length).toBeGreaterThan(5);

      await world.passTime(LONG_ENOUGH_MS);

      expect(await faultsOf(left, faultOfCancelled)).toEqual([]);
    },
  );

  test(`R3.5 a booking that is cancelled right after a Worker died (${death}) at any call of its first sync leaves no event`, async () => {
    const left = await killAtEveryCall(death, bookedAndNeverTried, syncBooking);
    for (const [, booking] of left) await cancelInTheEnd(booking);
    await world.settle();
    expect(left.length).toBeGreaterThan(5);

    await world.passTime(LONG_ENOUGH_MS);

    expect(await faultsOf(left, faultOfCancelled)).toEqual([]);
  });

  test.each(FIRST_SYNCS)(
    `R3.4 a Worker that dies (${death}) at any call after a booking was moved, when the event %s, leaves one event at the new time`,
    async (_when, fault) => {
      const prepare = async () => {
        const booking = await booked(fault);
        // The slot after it is where it goes.
        slots.shift();
        await world.clock.moveTo(world.clock.now() + 3_000);
        return moved(booking);
      };
      const left = await killAtEveryCall(death, prepare, syncBooking);
      await world.settle();
      expect(left.length).toBeGreaterThan(5);

      await world.passTime(LONG_ENOUGH_MS);

      expect(await faultsOf(left, faultOfMoved)).toEqual([]);
    },
  );
}

test.each(["before", "after"] as const)(
  "R3.6 a cron that dies (%s) at any call loses no booking",
  async (death) => {
    const left = await killAtEveryCall(death, bookedAndNeverTried, async (context) =>
      runScheduled(context),
    );
    expect(left.length).toBeGreaterThan(3);
    await world.passTime(LONG_ENOUGH_MS);
    expect(await faultsOf(left, faultOfBooked)).toEqual([]);
  },
);
