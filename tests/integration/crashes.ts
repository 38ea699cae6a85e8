// Letting Workers die, and telling whether what they left behind has become right.
import { env } from "cloudflare:test";
import { expect } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import type { AppContext } from "#app/load-context.server.ts";
import type { SlotRequest } from "#app/use-cases/book-slot.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import { type Death, dyingWorker } from "./dying-worker.ts";
import {
  aConnectedHost,
  aForm,
  book,
  freeSlots,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MOST_CALLS = 60;

/** Longer than all waits after a crash together, the looks for a lost insert included. */
export const LONG_ENOUGH_MS = 90 * 60_000;

/** How the first sync of a booking may have ended. */
export const FIRST_SYNCS: [string, NewFault | undefined][] = [
  ["was written", undefined],
  ["was refused", { match: { path: "events.insert" }, effect: "refuse" }],
  ["was written with its reply lost", { match: { path: "events.insert" }, effect: "drop-reply" }],
  ["is on its way", { match: { path: "events.insert" }, effect: "late", delayMs: 90_000 }],
];

/** A connected host with many free slots, each for one booking. */
export interface CrashSite {
  world: World;
  nextForm: () => SlotRequest;
}

export async function aCrashSite(): Promise<CrashSite> {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const slots = await freeSlots(world.context, host.id);
  await world.settle();
  // No meeting begins while a test runs, and each may be moved by half an hour.
  const tomorrow = world.clock.now() + 86_400_000;
  const free = slots.filter(({ start }, n) => start > tomorrow && n % 2 === 0);
  const nextForm = () => {
    const slot = free.shift();
    if (!slot) throw new Error("all slots are used up");
    return aForm(host, { startsAt: slot.start });
  };
  return { world, nextForm };
}

/** Dozens of bookings at one instant would be given turns. */
export const aMomentLater = ({ clock }: World) => clock.moveTo(clock.now() + 1_000);

/** A booking whose first sync met this fault, if any. */
export async function booked({ world, nextForm }: CrashSite, fault?: NewFault): Promise<Booking> {
  if (fault) world.sandbox.faults.add(fault);
  const booking = await book(world.context, nextForm());
  await world.settle();
  expect(world.sandbox.faults.list()).toEqual([]);
  return booking;
}

/** A booking whose Worker ended as soon as it was stored. */
export async function bookedAndNeverTried({ world, nextForm }: CrashSite): Promise<Booking> {
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

/** Half an hour later, as a host or guest may move it. */
export async function moved({ world }: CrashSite, booking: Booking): Promise<Booking> {
  const ms = 1_800_000;
  await env.DB.prepare(
    `UPDATE bookings SET starts_at = starts_at + ?1, ends_at = ends_at + ?1,
       block_starts_at = block_starts_at + ?1, block_ends_at = block_ends_at + ?1,
       revision = revision + 1, time_revision = revision + 1, updated_at = ?2 WHERE id = ?3`,
  )
    .bind(ms, world.clock.now(), booking.id)
    .run();
  const { start, end } = booking.meeting;
  return { ...booking, meeting: { start: start + ms, end: end + ms } };
}

/** What a Worker left behind that died at its n-th call; the last one lived. */
export type Remains = [calls: number, booking: Booking][];

/** Does it again and again, each time with a Worker that dies one call later, until one lives. */
export async function killAtEveryCall(
  { world }: CrashSite,
  death: Death,
  prepare: () => Promise<Booking>,
  act: (context: AppContext, booking: Booking) => Promise<unknown>,
): Promise<Remains> {
  const remains: Remains = [];
  for (let calls = 1; calls < MOST_CALLS; calls++) {
    await aMomentLater(world);
    const booking = await prepare();
    const worker = dyingWorker(world, calls, death);
    await act(worker.context, booking).catch(() => undefined);
    await worker.settle();
    remains.push([calls, booking]);
    if (!worker.hasDied()) return remains;
  }
  throw new Error("no Worker lived");
}

/** What is wrong with these bookings; nothing when each is settled and as `faultOf` wants it. */
export async function faultsOf(
  { world }: CrashSite,
  remains: Remains,
  faultOf: (world: World, booking: Booking) => Promise<string | null>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [calls, booking] of remains) {
    const { state, due_at, lease_token } = await syncOf(booking);
    const isSettled = state === "synced" && due_at === null && lease_token === null;
    const fault = isSettled ? await faultOf(world, booking) : `sync ${state}, due ${due_at}`;
    if (fault) faults.push(`died at call ${calls}: ${fault}`);
  }
  return faults;
}

export const eventsOf = (world: World, { id }: Booking) =>
  liveEvents(world).filter((event) => event.id.startsWith(`b${id}g`));

/** One event at the booking's time, known to the booking, and one invitation. */
export async function faultOfBooked(world: World, booking: Booking): Promise<string | null> {
  const events = eventsOf(world, booking);
  const [event] = events;
  if (!event || events.length > 1) return `${events.length} events`;
  const start = Date.parse(event.start.dateTime ?? "");
  if (start !== booking.meeting.start) return "the event is at another time";
  const stored = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
  if (stored.google_event_id !== event.id) return "the event is not stored";
  const mails = mailsAbout(world, booking).join();
  return mails === "invitation" ? null : `mails: ${mails}`;
}

/** As `faultOfBooked`; and whoever had been invited to the old time hears of the new one, once. */
export async function faultOfMoved(world: World, booking: Booking): Promise<string | null> {
  const fault = await faultOfBooked(world, booking);
  return fault === "mails: invitation,update" ? null : fault;
}

/** No event; whoever was invited hears of the end, once, and whoever was not hears of nothing. */
export async function faultOfCancelled(world: World, booking: Booking): Promise<string | null> {
  const events = eventsOf(world, booking);
  if (events.length > 0) return `${events.length} events`;
  const mails = mailsAbout(world, booking).join();
  return ["", "invitation,cancellation"].includes(mails) ? null : `mails: ${mails}`;
}
