// Google is away for a whole day in which guests go on booking: what happens when it is back.
import type { AppContext } from "#app/load-context.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { createGoogleSandbox } from "#google-sandbox/sandbox.ts";
import { createD1OnSqlite } from "../d1-on-sqlite/d1-on-sqlite.ts";
import { applyMigrations, readMigrations } from "../d1-on-sqlite/migrations.ts";
import { type Clock, createClock } from "./clock.ts";
import { createFaults } from "./faults.ts";
import { bookingOfEvent, createLedger } from "./ledger.ts";
import { createMachine, type Machine } from "./machine.ts";
import { enterSeed } from "./platform.ts";
import { createRandom } from "./random.ts";
import { intact } from "./sabotage.ts";
import { createTally } from "./tally.ts";
import { createTrace } from "./trace.ts";
import {
  ACCOUNTS,
  firstEnv,
  healthyContext,
  KINDS,
  MONDAY,
  moveIn,
  type Resident,
} from "./world.ts";

export interface OutageReport {
  bookings: number;
  /** Tries at Google while it was away. */
  triesMeanwhile: number;
  /** From when Google was back until the last event stood, in ms. */
  lastedMs: number;
  /** The most calls to Google for the host within any minute, while away and afterwards. */
  mostCallsAMinute: number;
  /**
   * Of all pairs of bookings, how many in a hundred were delivered the younger first. 50 is chance; some few are always
   * tried again by themselves before their turn.
   */
  percentYoungerFirst: number;
  /** How long another host's booking, made in the middle of the delivery, waited for its event, in ms. */
  otherHostMs: number;
  notDelivered: number;
  mails: number;
  settled: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MIGRATIONS = readMigrations();

/** One host, fully booked in a day without Google; another host, who books while the backlog goes out. */
export async function runLongOutage(bookings: number): Promise<OutageReport> {
  const clock = createClock(MONDAY);
  enterSeed({ clock, random: createRandom(1, "platform"), log: () => undefined });
  const d1 = createD1OnSqlite();
  await applyMigrations(d1, MIGRATIONS);
  const sandbox = createGoogleSandbox({
    now: clock.now,
    sleep: clock.sleep,
    clientId: "simulated-client",
    clientSecret: "simulated-secret",
    redirectOrigin: "https://slotkeeper.test",
    accounts: ACCOUNTS,
  });
  const env = firstEnv(d1);
  const context = healthyContext(clock, d1, sandbox, env);
  const [busy, quiet] = await moveInTwo(context, d1, sandbox);
  const tally = createTally();
  const faults = createFaults(1, clock.now, clock.now(), tally);
  faults.stop();
  const machine = createMachine({
    ...{ clock, d1, sandbox, faults, tally, env, sabotage: intact },
    random: createRandom(1, "machine"),
    trace: createTrace(clock.now, false),
    ledger: createLedger(clock.now),
    touched: () => undefined,
  });
  knockEachMinute(clock, machine);

  const calls = countCalls(sandbox, busy.email);
  const away = sandbox.faults.add({
    match: { path: "/calendar/v3/" },
    effect: "refuse",
    status: 503,
    times: null,
  });
  const bookedAt = await bookForADay(clock, machine, busy, bookings);
  const triesMeanwhile = calls.times.length;
  sandbox.faults.clear(away.id);
  const backAt = clock.now();

  const otherHostMs = await bookInBetween(clock, machine, sandbox, quiet);
  await clock.runUntil(backAt + 6 * 60 * MINUTE_MS);
  return {
    bookings: bookedAt.size,
    triesMeanwhile,
    otherHostMs,
    ...deliveryOf(sandbox, busy, bookedAt, backAt),
    mostCallsAMinute: mostWithinAMinute(calls.times),
    settled: await countSettled(d1, busy),
  };
}

type Sandbox = ReturnType<typeof createGoogleSandbox>;

async function moveInTwo(context: AppContext, d1: D1Database, sandbox: Sandbox) {
  const [ada, grace] = ACCOUNTS;
  if (!ada || !grace) throw new Error("two accounts are needed");
  const busy = await moveIn(context, d1, sandbox, ada);
  const quiet = await moveIn(context, d1, sandbox, grace);
  // Open day and night, so that there is room for all.
  const allDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    fromMinutes: 0,
    toMinutes: 1440,
  }));
  await d1
    .prepare("UPDATE schedules SET weekly_hours = ? WHERE host_id = ?")
    .bind(JSON.stringify(allDay), busy.hostId)
    .run();
  return [busy, quiet] as const;
}

function knockEachMinute(clock: Clock, machine: Machine): void {
  const knock = () => {
    machine.runCron();
    clock.after(MINUTE_MS, knock);
  };
  clock.after(MINUTE_MS, knock);
}

/** Calls to the calendar of one account, by when they were made. */
function countCalls(sandbox: Sandbox, email: string): { times: number[] } {
  const counted = { times: [] as number[] };
  const { fetch } = sandbox;
  sandbox.fetch = (input, init) => {
    if (String(input).includes(encodeURIComponent(email))) counted.times.push(Date.now());
    return fetch(input, init);
  };
  return counted;
}

/** Bookings spread over a day. @returns when each was made, oldest first */
async function bookForADay(
  clock: Clock,
  machine: Machine,
  host: Resident,
  wanted: number,
): Promise<Map<string, number>> {
  const bookedAt = new Map<string, number>();
  const first = MONDAY + 3 * DAY_MS;
  for (let number = 0; number < wanted; number++) {
    await clock.runUntil(MONDAY + Math.floor((DAY_MS * number) / wanted));
    const startsAt = first + number * 30 * MINUTE_MS;
    book(machine, host, startsAt).then((id) => bookedAt.set(id, startsAt));
  }
  await clock.runUntil(MONDAY + DAY_MS);
  return bookedAt;
}

async function book(machine: Machine, { handle }: Resident, startsAt: number): Promise<string> {
  const served = await machine.serve("book", (context) =>
    bookSlot(context, {
      hostId: null,
      handle,
      eventTypeSlug: KINDS[0]?.slug ?? "",
      startsAt,
      durationMinutes: null,
      filledIn: { phone: "", answers: {} },
      address: null,
      guest: { name: "Guest", email: `guest${startsAt}@example.org`, notes: "", timeZone: "UTC" },
      formKey: `form of ${handle} for ${startsAt}`,
    }),
  );
  if (served.kind !== "answered" || served.value.kind !== "booked") {
    throw new Error(`booking ended with ${JSON.stringify(served)}`);
  }
  return served.value.booking.id;
}

/** @returns how long the quiet host's booking waited for its event, in ms */
async function bookInBetween(
  clock: Clock,
  machine: Machine,
  sandbox: Sandbox,
  quiet: Resident,
): Promise<number> {
  await clock.runUntil(clock.now() + 3 * MINUTE_MS);
  const askedAt = clock.now();
  const day = Date.parse("2026-11-10T15:00:00Z");
  book(machine, quiet, day);
  while (sandbox.events(quiet.email).length === 0 && clock.now() < askedAt + DAY_MS) {
    await clock.runUntil(clock.now() + 100);
  }
  return clock.now() - askedAt;
}

function deliveryOf(
  sandbox: Sandbox,
  host: Resident,
  bookedAt: Map<string, number>,
  backAt: number,
) {
  const deliveredAt = new Map<string, number>();
  for (const { id, updated, status } of sandbox.events(host.email)) {
    const booking = bookingOfEvent(id);
    if (booking && status !== "cancelled") deliveredAt.set(booking, Date.parse(updated));
  }
  const inOrder = [...bookedAt.keys()].map((id) => deliveredAt.get(id) ?? Number.NaN);
  return {
    lastedMs: Math.max(...inOrder) - backAt,
    percentYoungerFirst: percentOutOfOrder(inOrder),
    notDelivered: inOrder.filter((at) => Number.isNaN(at)).length,
    mails: sandbox.mails().filter(({ calendarId }) => calendarId === host.email).length,
  };
}

function percentOutOfOrder(times: number[]): number {
  let pairs = 0;
  let reversed = 0;
  times.forEach((older, at) => {
    for (const younger of times.slice(at + 1)) {
      pairs += 1;
      if (younger < older) reversed += 1;
    }
  });
  return Math.round((100 * reversed) / pairs);
}

function mostWithinAMinute(times: number[]): number {
  let most = 0;
  let first = 0;
  times.forEach((at, last) => {
    while ((times[first] ?? at) <= at - MINUTE_MS) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

async function countSettled(d1: D1Database, { hostId }: Resident): Promise<number> {
  const row = await d1
    .prepare(
      "SELECT count(*) AS settled FROM booking_syncs WHERE host_id = ? AND state = 'synced' AND due_at IS NULL",
    )
    .bind(hostId)
    .first<{ settled: number }>();
  return row?.settled ?? 0;
}
