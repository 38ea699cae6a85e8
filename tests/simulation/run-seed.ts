// One seed from its beginning to the oracle's verdict.

import { listSlots } from "#app/domain/slots.ts";
import type { Env } from "#app/env.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { slotRulesOf } from "#app/use-cases/offer-slots.server.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import { createGoogleSandbox } from "#google-sandbox/sandbox.ts";
import { createD1OnSqlite } from "../d1-on-sqlite/d1-on-sqlite.ts";
import { applyMigrations, readMigrations } from "../d1-on-sqlite/migrations.ts";
import { pressTryNow } from "./change-operations.ts";
import { type Clock, createClock } from "./clock.ts";
import { createFaults } from "./faults.ts";
import { reconnect } from "./host-operations.ts";
import { createLedger } from "./ledger.ts";
import { createMachine } from "./machine.ts";
import { OPERATIONS, type Planned, planOperations } from "./operations.ts";
import { judge } from "./oracle.ts";
import { enterSeed } from "./platform.ts";
import { createRandom, type Random } from "./random.ts";
import { intact, type Safeguards } from "./sabotage.ts";
import { goOnWhileOneSleeps, haveSecondThoughts } from "./second-thoughts.ts";
import { type Counts, createTally } from "./tally.ts";
import type { Town } from "./town.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createWatch, type Watch } from "./watch.ts";
import {
  ACCOUNTS,
  firstEnv,
  healthyContext,
  KINDS,
  type Kind,
  MONDAY,
  moveIn,
  type Resident,
} from "./world.ts";

export interface SeedOptions {
  seed: number;
  operations: number;
  isTraced: boolean;
  sabotage?: Safeguards;
}

export interface SeedResult {
  seed: number;
  /** Rules that were broken, each with what broke it. */
  violations: string[];
  /** How often the safeguard that is switched off would have been asked. */
  hits: number;
  counts: Counts;
  /** What happened, in order; empty unless it was traced. */
  trace: string[];
}

/** Read once, before chance is simulated: reading draws on it. */
const MIGRATIONS = readMigrations();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const { seed, operations, isTraced, sabotage = intact } = options;
  const clock = createClock(MONDAY);
  const trace = createTrace(clock.now, isTraced);
  const tally = createTally();
  const logged: string[] = [];
  enterSeed({
    clock,
    random: createRandom(seed, "platform"),
    log: (level, line) => noteLog(trace, logged, level, line),
  });

  const random = createRandom(seed, "people");
  const plan = planOperations(random, operations);
  const d1 = createD1OnSqlite();
  await applyMigrations(d1, MIGRATIONS);
  let touched = () => {};
  const sandbox = createGoogleSandbox({
    now: clock.now,
    sleep: clock.sleep,
    clientId: "simulated-client",
    clientSecret: "simulated-secret",
    redirectOrigin: "https://slotkeeper.test",
    accounts: ACCOUNTS,
    onChange: () => touched(),
  });
  const env = firstEnv(d1);
  const context = healthyContext(clock, d1, sandbox, env);
  const residents: Resident[] = [];
  for (const account of ACCOUNTS.slice(0, random.between(2, ACCOUNTS.length))) {
    residents.push(await moveIn(context, d1, sandbox, account));
  }
  const slots = await openHours(context, residents, random);

  const ledger = createLedger(clock.now);
  const lastsUntil = clock.now() + plan.reduce((sum, { gap }) => sum + gap, 0);
  const faults = createFaults(seed, clock.now, lastsUntil, tally);
  const machine = createMachine({
    clock,
    d1,
    sandbox,
    faults,
    random: createRandom(seed, "machine"),
    trace,
    ledger,
    sabotage,
    env: env as Env,
    touched: () => touched(),
    sleptOver: (asked) => void goOnWhileOneSleeps(town, asked),
  });
  const town: Town = {
    clock,
    d1,
    sandbox,
    machine,
    ledger,
    random,
    tally,
    trace,
    residents,
    slotsOf: (resident, kind) => slots.get(keyOf(resident, kind)) ?? [],
    afterwards: (story) => haveSecondThoughts(town, story),
  };
  const watch = createWatch(town);
  touched = watch.touched;

  startCron(clock, town);
  const crashes = await live(town, plan, watch);
  faults.stop();
  await comeToRest(town, watch);
  const violations = [
    ...crashes,
    ...new Set(logged.filter(isOwnMistake).map((line) => `crash: ${line}`)),
    ...watch.violations(),
    ...(await judge(town)),
  ];
  d1.close();
  const hits = sabotage.hits();
  return { seed, violations, hits, counts: tally.counts(), trace: trace.lines() };
}

function noteLog(trace: Trace, logged: string[], level: string, line: string): void {
  if (level === "error") logged.push(line);
  if (trace.isOn) trace.note("log", line);
}

/** Errors that no fault brought: those of the language itself, and what we throw when we are surprised. */
function isOwnMistake(line: string): boolean {
  const { error, message = "" } = JSON.parse(line) as { error: string; message?: string };
  if (message.startsWith("D1_ERROR: Network") || message.startsWith("Queue send failed"))
    return false;
  return message !== "a sync crashed on every delivery" || error !== "Error";
}

function keyOf({ timeZone }: Resident, { slug }: Kind): string {
  return `${timeZone} ${slug}`;
}

const offered = new Map<string, number[]>();

/** The starts that a page offers on some days, two weeks ahead: no meeting begins while the world is watched. */
async function openHours(
  context: AppContext,
  residents: Resident[],
  random: Random,
): Promise<Map<string, number[]>> {
  const open = new Map<string, number[]>();
  for (const resident of residents) {
    for (const kind of KINDS) {
      const key = keyOf(resident, kind);
      const all = offered.get(key) ?? (await allStarts(context, resident, kind));
      offered.set(key, all);
      const first = random.between(0, Math.max(0, all.length - 100));
      open.set(key, all.slice(first, first + 100));
    }
  }
  return open;
}

async function allStarts(context: AppContext, resident: Resident, kind: Kind): Promise<number[]> {
  const eventType = await findActiveEventType(context.db, resident.hostId, kind.slug);
  if (!eventType) throw new Error(`there is no ${kind.slug}`);
  const rules = await slotRulesOf(context, eventType);
  const range = { start: MONDAY + 14 * DAY_MS, end: MONDAY + 28 * DAY_MS };
  return listSlots(rules, { bookings: [], busy: [] }, MONDAY, range).map(({ start }) => start);
}

/**
 * Cron knocks each minute. Where no row is due, or about to be while somebody holds it, it would find nothing but what it
 * does once a day, so that of those knocks one in three hours is enough.
 */
function startCron(clock: Clock, { d1, machine }: Town): void {
  const due = d1.prepare(
    `SELECT 1 FROM booking_syncs WHERE due_at IS NOT NULL AND due_at <= ?1 + 120000
     AND (due_at <= ?1 + 1000 OR lease_until IS NOT NULL) LIMIT 1`,
  );
  const knock = async () => {
    clock.after(MINUTE_MS, knock);
    const isThirdHour = clock.now() % (3 * HOUR_MS) < MINUTE_MS;
    const isDue = (await due.bind(clock.now()).first()) !== null;
    if (isThirdHour || isDue) machine.runCron();
  };
  clock.after(MINUTE_MS - (clock.now() % MINUTE_MS), knock);
}

/** @returns what went wrong with the simulation itself */
async function live(town: Town, plan: Planned[], watch: Watch): Promise<string[]> {
  const { clock, tally } = town;
  const crashes: string[] = [];
  for (const { gap, name } of plan) {
    const next = clock.now() + gap;
    for (let at = clock.now() + 10 * MINUTE_MS; at < next; at += 10 * MINUTE_MS) {
      await clock.runUntil(at);
      await watch.look();
    }
    await clock.runUntil(next);
    await watch.look();
    tally.count("operation", name);
    OPERATIONS[name].act(town).catch((error: Error) => {
      crashes.push(`crash in the simulation: ${name}: ${error.stack}`);
    });
  }
  return crashes;
}

/** No more faults: what was begun ends, everybody connects again, presses what pages offer, and days pass. */
async function comeToRest(town: Town, watch: Watch): Promise<void> {
  const { clock, machine, residents, ledger, d1 } = town;
  machine.setVersions(false);
  await passTime(clock, watch, 12 * HOUR_MS);
  for (const resident of residents) reconnect(town, resident);
  await passTime(clock, watch, DAY_MS);
  const parked = await d1
    .prepare("SELECT booking_id AS id FROM booking_syncs WHERE state = 'parked'")
    .all<{ id: string }>();
  for (const { id } of parked.results) {
    const story = ledger.stories.get(id);
    if (story) pressTryNow(town, story);
  }
  await passTime(clock, watch, 3 * DAY_MS);
}

async function passTime(clock: Clock, watch: Watch, ms: number): Promise<void> {
  const end = clock.now() + ms;
  while (clock.now() < end) {
    await clock.runUntil(Math.min(end, clock.now() + HOUR_MS));
    await watch.look();
  }
}
