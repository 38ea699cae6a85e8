// One seed from its beginning to the oracle's verdict.
import { createGoogleSandbox } from "#google-sandbox/sandbox.ts";
import { createD1OnSqlite } from "../d1-on-sqlite/d1-on-sqlite.ts";
import { applyMigrations, readMigrations } from "../d1-on-sqlite/migrations.ts";
import { type Clock, createClock } from "./clock.ts";
import { comeToRest, live, Restless, startCron } from "./days.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createLedger } from "./ledger.ts";
import { createMachine } from "./machine.ts";
import { openHours } from "./open-hours.ts";
import { type Planned, planOperations } from "./operations.ts";
import { judge } from "./oracle.ts";
import { enterSeed } from "./platform.ts";
import { createRandom, type Random } from "./random.ts";
import { intact, type Safeguards } from "./sabotage.ts";
import { goOnWhileOneSleeps, haveSecondThoughts } from "./second-thoughts.ts";
import { type Counts, createTally, type Tally } from "./tally.ts";
import type { Town } from "./town.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createWatch, type Watch } from "./watch.ts";
import { ACCOUNTS, firstEnv, healthyContext, MONDAY, moveIn, type Resident } from "./world.ts";

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

export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const { seed, operations, isTraced, sabotage = intact } = options;
  const clock = createClock(MONDAY);
  const trace = createTrace(clock.now, isTraced);
  const tally = createTally();
  const errors: string[] = [];
  enterSeed({
    clock,
    random: createRandom(seed, "platform"),
    log: (level, line) => {
      if (level === "error") errors.push(line);
      if (trace.isOn) trace.note("log", line);
    },
  });
  const random = createRandom(seed, "people");
  const plan = planOperations(random, operations);
  const lastsUntil = clock.now() + plan.reduce((sum, { gap }) => sum + gap, 0);
  const faults = createFaults(seed, clock.now, lastsUntil, tally);
  const d1 = createD1OnSqlite();
  const world = await found(d1, { seed, clock, trace, tally, random, faults, sabotage });
  const broken = await pass(world, faults, plan);
  d1.close();
  const crashes = new Set(errors.filter(isOwnMistake).map((line) => `crash: ${line}`));
  return {
    seed,
    violations: [...crashes, ...broken],
    hits: sabotage.hits(),
    counts: tally.counts(),
    trace: trace.lines(),
  };
}

interface Foundations {
  seed: number;
  clock: Clock;
  trace: Trace;
  tally: Tally;
  random: Random;
  faults: Faults;
  sabotage: Safeguards;
}

interface World {
  town: Town;
  watch: Watch;
}

/** A D1, a Google, a platform, and the hosts that have moved in before anything went wrong. */
async function found(d1: D1Database, foundations: Foundations): Promise<World> {
  const { seed, clock, trace, tally, random, sabotage } = foundations;
  await applyMigrations(d1, MIGRATIONS);
  await sabotage.database(d1);
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
  const ledger = createLedger(clock.now);
  const machine = createMachine({
    ...foundations,
    ...{ d1, sandbox, ledger, env },
    random: createRandom(seed, "machine"),
    touched: () => touched(),
    sleptOver: (asked) => goOnWhileOneSleeps(town, asked),
  });
  const town: Town = {
    ...{ clock, d1, sandbox, machine, ledger, random, tally, trace, residents },
    slotsOf: await openHours(context, residents, random),
    afterwards: (story) => haveSecondThoughts(town, story),
  };
  const watch = createWatch(town);
  touched = watch.touched;
  return { town, watch };
}

/** @returns the rules that were broken while the days passed, and those that are at their end */
async function pass({ town, watch }: World, faults: Faults, plan: Planned[]): Promise<string[]> {
  startCron(town);
  try {
    await live(town, plan, watch);
    faults.stop();
    await comeToRest(town, watch);
  } catch (error) {
    if (!(error instanceof Restless)) throw error;
    return [...watch.violations(), "restless: something is woken over and over"];
  }
  return [...watch.violations(), ...(await judge(town))];
}

/** Errors that no fault brought: those of the language itself, and what we throw when we are surprised. */
function isOwnMistake(line: string): boolean {
  const { error, message = "" } = JSON.parse(line) as { error: string; message?: string };
  const isInjected =
    message.startsWith("D1_ERROR: Network") || message.startsWith("Queue send failed");
  return !isInjected && (message !== "a sync crashed on every delivery" || error !== "Error");
}
