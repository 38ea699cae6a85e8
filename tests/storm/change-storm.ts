// Guests and hosts book, move and cancel at random, in bursts; whatever they were told has to be true of what is stored.
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { cancelBooking } from "#app/use-cases/cancel-booking.server.ts";
import { moveBooking } from "#app/use-cases/move-booking.server.ts";
import type { Random } from "../simulation/random.ts";
import { findOverlaps } from "./sweep.ts";
import { DAY_MS, KINDS, MINUTE_MS, MONDAY, moveIn, type Town, type TownHost } from "./town.ts";

export interface ChangeReport {
  operations: number;
  sweeps: number;
  /** How often each operation ended how: "move: taken". */
  outcomes: Record<string, number>;
  confirmed: number;
  /** All of what must not be, in words. */
  wrong: string[];
}

const HOSTS = 10;
const MOST_AT_ONCE = 24;
const SWEEP_EVERY = 500;
const FIRST_DAY = 2;
const LAST_DAY = 11;

const NAMED: Record<string, string[]> = {
  book: ["booked", "taken", "notOffered", "tooManyBookings"],
  move: ["done", "tooLate", "changedMeanwhile", "taken", "notOffered", "tooManyChanges"],
  cancel: ["done", "tooLate", "changedMeanwhile"],
};

/** A booking as far as its people know it. */
interface Known {
  hostId: string;
  id: string;
  revision: number;
}

/**
 * So many operations over ten hosts, up to 24 at once: often for one hour of one host, on the same booking, or from a page
 * that is out of date.
 * After every 500 and at the end the stored rows are swept.
 */
export async function changeStorm(
  town: Town,
  operations: number,
  random: Random,
): Promise<ChangeReport> {
  const report: ChangeReport = { operations: 0, sweeps: 0, outcomes: {}, confirmed: 0, wrong: [] };
  const hosts: TownHost[] = [];
  for (let n = 0; n < HOSTS; n++) hosts.push(await moveIn(town, `host${n}`));
  const hot = { host: hosts[0] as TownHost, hour: MONDAY };
  const storm: Storm = { town, random, hosts, hot, known: [], told: new Map(), report };
  while (report.operations < operations) {
    const before = report.operations;
    const size = Math.min(random.between(1, MOST_AT_ONCE), operations - before);
    // Nobody may book too often within an hour.
    town.setNow(town.context.now() + MINUTE_MS);
    storm.hot = { host: random.pick(hosts), hour: someStart(random) };
    await Promise.all(Array.from({ length: size }, () => operate(storm)));
    await town.settle();
    report.operations += size;
    const isDue = Math.floor(before / SWEEP_EVERY) < Math.floor(report.operations / SWEEP_EVERY);
    if (isDue || report.operations === operations) await sweep(storm);
  }
  return report;
}

interface Storm {
  town: Town;
  random: Random;
  hosts: TownHost[];
  /** What many want just now. */
  hot: { host: TownHost; hour: number };
  /** Those that somebody may still want to change; a few of them are cancelled. */
  known: Known[];
  /** What the people of each booking were told last, by its id. */
  told: Map<string, "confirmed" | "cancelled">;
  report: ChangeReport;
}

async function operate(storm: Storm): Promise<void> {
  const { random, report } = storm;
  const what = random.weighted({ book: 4, move: 4, cancel: 2 });
  const booking = what === "book" ? null : someBooking(storm);
  const [name, act] = booking
    ? [what, () => (what === "move" ? move(storm, booking) : cancel(storm, booking))]
    : ["book", () => book(storm)];
  const kind = await act().catch((error: unknown) => `exception ${String(error)}`);
  report.outcomes[`${name}: ${kind}`] = (report.outcomes[`${name}: ${kind}`] ?? 0) + 1;
  if (!NAMED[name]?.includes(kind)) report.wrong.push(`${name} ended with ${kind}`);
}

function someBooking({ random, known, hot }: Storm): Known | null {
  const ofHot = known.filter(({ hostId }) => hostId === hot.host.id);
  const from = ofHot.length > 0 && random.chance(0.7) ? ofHot : known;
  return from.length === 0 ? null : random.pick(from);
}

async function book(storm: Storm): Promise<string> {
  const { town, random, hosts, hot, known, told } = storm;
  const outcome = await bookSlot(town.context, {
    hostId: null,
    handle: (random.chance(0.7) ? hot.host : random.pick(hosts)).handle,
    eventTypeSlug: random.pick(KINDS).slug,
    startsAt: wantedStart(storm),
    durationMinutes: null,
    filledIn: { phone: "", answers: {} },
    address: null,
    guest: {
      name: "Guest",
      email: `${crypto.randomUUID()}@example.org`,
      notes: "",
      timeZone: "UTC",
    },
    formKey: crypto.randomUUID(),
  });
  if (outcome.kind === "booked") {
    const { hostId, id, revision } = outcome.booking;
    known.push({ hostId, id, revision });
    told.set(id, "confirmed");
  }
  return outcome.kind;
}

async function move(storm: Storm, booking: Known): Promise<string> {
  const { town, random } = storm;
  const outcome = await moveBooking(town.context, {
    ...seenBy(random, booking),
    by: random.pick(["guest", "host"]),
    startsAt: wantedStart(storm),
  });
  if (outcome.kind === "done") booking.revision += 1;
  return outcome.kind;
}

async function cancel({ town, random, known, told }: Storm, booking: Known): Promise<string> {
  const outcome = await cancelBooking(town.context, {
    ...seenBy(random, booking),
    by: random.pick(["guest", "host"]),
    reason: "",
  });
  if (outcome.kind !== "done") return outcome.kind;
  told.set(booking.id, "cancelled");
  // Now and then somebody still tries one that is off.
  if (random.chance(0.9) && known.includes(booking)) known.splice(known.indexOf(booking), 1);
  return outcome.kind;
}

/** One in ten looks at a page that is out of date. */
function seenBy(random: Random, { hostId, id, revision }: Known) {
  const expectedRevision = random.chance(0.1) ? revision - 1 : revision;
  return { key: { hostId, id }, expectedRevision };
}

function wantedStart({ random, hot }: Storm): number {
  return random.chance(0.7) ? hot.hour + random.between(0, 3) * 15 * MINUTE_MS : someStart(random);
}

/** Mostly times that are offered, few enough to be wanted by several; sometimes at night or on a Sunday. */
function someStart(random: Random): number {
  const morning = MONDAY + random.between(FIRST_DAY, LAST_DAY) * DAY_MS + 60 * MINUTE_MS;
  return morning + random.between(0, random.chance(0.9) ? 31 : 95) * 15 * MINUTE_MS;
}

async function sweep({ town: { d1 }, told, report }: Storm): Promise<void> {
  report.sweeps += 1;
  const wrong = await findOverlaps(d1);
  const { results } = await d1
    .prepare("SELECT id, status FROM bookings")
    .all<{ id: string; status: string }>();
  const stored = new Map(results.map(({ id, status }) => [id, status]));
  report.confirmed = results.filter(({ status }) => status === "confirmed").length;
  if (stored.size !== told.size) wrong.push(`${stored.size} bookings, ${told.size} known of`);
  for (const [id, status] of told) {
    const is = stored.get(id) ?? "gone";
    if (is !== status) wrong.push(`${id} is ${is}, its people were told ${status}`);
  }
  report.wrong.push(...wrong.map((what) => `after ${report.operations}: ${what}`));
}
