// Round after round, many guests ask for overlapping times of one host at the same moment.
import { type BookSlotOutcome, bookSlot } from "#app/use-cases/book-slot.server.ts";
import type { Random } from "../simulation/random.ts";
import { findOverlaps } from "./sweep.ts";
import { DAY_MS, KINDS, MINUTE_MS, MONDAY, moveIn, type Town, type TownHost } from "./town.ts";

export interface StormReport {
  rounds: number;
  asked: number;
  /** How many asked for each outcome's kind. */
  outcomes: Record<string, number>;
  fewestBooked: number;
  mostBooked: number;
  /** All of what must not be, in words. */
  wrong: string[];
}

/** What guests may be told of a slot. Anything else, such as that the database is away, is wrong in a storm. */
const NAMED: BookSlotOutcome["kind"][] = ["booked", "taken", "notOffered"];

/**
 * `guests` book at once, `rounds` times, each round on a day of its own: within three hours of it, at any quarter of an
 * hour, for one of several durations and buffers. One in ten sends the same form twice.
 */
export async function bookingStorm(
  town: Town,
  { rounds, guests }: { rounds: number; guests: number },
  random: Random,
): Promise<StormReport> {
  const report: StormReport = {
    rounds,
    asked: 0,
    outcomes: {},
    fewestBooked: Number.POSITIVE_INFINITY,
    mostBooked: 0,
    wrong: [],
  };
  const host = await moveIn(town, "storm");
  const days = workingDays();
  for (let round = 1; round <= rounds; round++) {
    const day = days.next().value;
    // Two days before, so that no round is beyond the booking window.
    town.setNow(day - 2 * DAY_MS);
    const forms = Array.from({ length: guests }, (_, n) => formOf(host, day, n, random));
    // Whoever sends twice sends the form of the one before.
    const sent = forms.map((form, n) => (n > 0 && random.chance(0.1) ? forms[n - 1] : form));
    await playRound(town, round, sent as typeof forms, report);
  }
  report.wrong.push(...(await findOverlaps(town.d1)));
  return report;
}

type Form = ReturnType<typeof formOf>;

async function playRound(town: Town, round: number, forms: Form[], report: StormReport) {
  const before = await countConfirmed(town.d1);
  const answers = await Promise.allSettled(forms.map((form) => bookSlot(town.context, form)));
  await town.settle();
  const booked = new Set<string>();
  for (const answer of answers) {
    const kind = answer.status === "fulfilled" ? answer.value.kind : "exception";
    report.asked += 1;
    report.outcomes[kind] = (report.outcomes[kind] ?? 0) + 1;
    if (!NAMED.some((named) => named === kind)) report.wrong.push(`round ${round}: ${kind}`);
    if (answer.status === "fulfilled" && answer.value.kind === "booked")
      booked.add(answer.value.booking.id);
  }
  const stored = (await countConfirmed(town.d1)) - before;
  if (booked.size === 0) report.wrong.push(`round ${round}: nobody was booked`);
  if (stored !== booked.size)
    report.wrong.push(
      `round ${round}: ${booked.size} were told that they are booked, ${stored} are`,
    );
  report.fewestBooked = Math.min(report.fewestBooked, booked.size);
  report.mostBooked = Math.max(report.mostBooked, booked.size);
}

async function countConfirmed(d1: D1Database): Promise<number> {
  const sql = "SELECT count(*) AS n FROM bookings WHERE status = 'confirmed'";
  return Number(await d1.prepare(sql).first("n"));
}

/** From the Wednesday of the first week on, at ten in Berlin (summer time or not: the hours are nine to five). */
function* workingDays(): Generator<number, never> {
  for (let day = MONDAY + 2 * DAY_MS + 2 * 60 * MINUTE_MS; ; day += DAY_MS) {
    const weekday = new Date(day).getUTCDay();
    if (weekday >= 1 && weekday <= 5) yield day;
  }
}

function formOf(host: TownHost, day: number, n: number, random: Random) {
  return {
    hostId: host.id,
    handle: host.handle,
    eventTypeSlug: random.pick(KINDS).slug,
    startsAt: day + random.between(0, 11) * 15 * MINUTE_MS,
    durationMinutes: null,
    filledIn: { phone: "", answers: {} },
    address: null,
    guest: { name: `Guest ${n}`, email: `guest${n}@example.org`, notes: "", timeZone: "UTC" },
    formKey: crypto.randomUUID(),
  };
}
