// npm run simulate: many seeds, on all cores, with a verdict on each.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { longOutageInThread } from "./long-outage-in-thread.ts";
import type { SeedResult } from "./run-seed.ts";
import { SAFEGUARDS, type SafeguardName } from "./sabotage.ts";
import type { Job } from "./seed-thread.ts";
import { startThreads, type Threads } from "./seeds-in-threads.ts";
import { addCounts, type Counts } from "./tally.ts";

const HELP = `npm run simulate -- [options]

Runs the real use cases and the real SQL against the Google sandbox in a simulated world where everything fails, and
checks that bookings and calendars agree in the end. Each seed is one such world; the same seed is the same world.

  --seeds N         how many (100)
  --from S          the first (1); "--seeds 1 --from S --trace" replays one
  --operations N    what people do in each (200)
  --workers W       threads (as many as there are cores)
  --trace           print what happened in each seed, in order
  --sabotage NAME   switch one safeguard off, or "all" one after the other, and tell which seed notices first:
                    ${SAFEGUARDS.join(", ")}
  --outage N        instead: Google is away for a whole day in which N bookings are made; tell how they are delivered
  --help`;

const MOST_TRACES = 10;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    from: { type: "string", default: "1" },
    operations: { type: "string", default: "200" },
    workers: { type: "string", default: String(availableParallelism()) },
    trace: { type: "boolean", default: false },
    sabotage: { type: "string" },
    outage: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  if (values.outage !== undefined) return outage(numberOf("outage"));
  const threads = startThreads(numberOf("workers"));
  try {
    return await (values.sabotage === undefined
      ? simulate(threads)
      : sabotage(threads, values.sabotage));
  } finally {
    await threads.close();
  }
}

function jobs(without: SafeguardName | null): Job[] {
  const from = numberOf("from");
  const operations = numberOf("operations");
  return Array.from({ length: numberOf("seeds") }, (_, at) => ({
    seed: from + at,
    operations,
    isTraced: values.trace,
    without,
  }));
}

function numberOf(name: "seeds" | "from" | "operations" | "workers" | "outage"): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`--${name} wants a whole number above 0, not "${values[name]}"`);
  return process.exit(2);
}

async function outage(bookings: number): Promise<boolean> {
  const report = await longOutageInThread(bookings);
  console.log(report);
  return report.notDelivered === 0 && report.settled === bookings;
}

async function simulate(threads: Threads): Promise<boolean> {
  const startedAt = performance.now();
  const counts: Counts = {};
  const red: SeedResult[] = [];
  let done = 0;
  await threads.run(jobs(null), (result) => {
    done += 1;
    addCounts(counts, result.counts);
    if (values.trace) console.log(result.trace.join("\n"));
    if (result.violations.length > 0) {
      red.push(result);
      console.log(`seed ${result.seed}: ${result.violations.join("\n    ")}`);
    }
    return true;
  });
  await keepTraces(threads, red);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(table(counts));
  console.log(
    `${done} seeds, ${red.length} red, ${seconds.toFixed(1)} s, ${(done / seconds).toFixed(2)} seeds/s`,
  );
  return red.length === 0;
}

/** A red seed is run once more, with its trace on; that changes nothing about it. */
async function keepTraces(threads: Threads, red: SeedResult[]): Promise<void> {
  if (red.length === 0 || values.trace) return;
  const folder = path.join(tmpdir(), "slotkeeper-simulation");
  mkdirSync(folder, { recursive: true });
  const again = red.slice(0, MOST_TRACES).map(({ seed }) => ({
    seed,
    operations: numberOf("operations"),
    isTraced: true,
    without: null,
  }));
  await threads.run(again, ({ seed, violations, trace }) => {
    const file = path.join(folder, `seed-${seed}.txt`);
    writeFileSync(file, `${[...trace, "", ...violations].join("\n")}\n`);
    console.log(
      `seed ${seed}: trace in ${file}; replay: npm run simulate -- --seeds 1 --from ${seed} --trace`,
    );
    return true;
  });
}

/** Which seed notices first that a safeguard is off, and by what. */
async function sabotage(threads: Threads, which: string): Promise<boolean> {
  const names = SAFEGUARDS.filter((name) => which === "all" || which === name);
  if (names.length === 0) {
    console.error(`there is no safeguard "${which}", but ${SAFEGUARDS.join(", ")}`);
    return process.exit(2);
  }
  let areAllCaught = true;
  for (const name of names) {
    const results = await threads.run(jobs(name), ({ violations }) => violations.length === 0);
    const first = results.find((result) => result && result.violations.length > 0);
    const hits = results.reduce((sum, result) => sum + (result?.hits ?? 0), 0);
    if (hits === 0)
      throw new Error(`"${name}" found nothing to take out: the app says it otherwise by now`);
    areAllCaught &&= first !== undefined;
    console.log(
      first ? caught(name, first) : `${name.padEnd(20)} NOT CAUGHT (taken out ${hits} times)`,
    );
    if (first && values.trace) console.log(first.trace.join("\n"));
  }
  return areAllCaught;
}

function caught(name: string, { seed, violations }: SeedResult): string {
  return `${name.padEnd(20)} seed ${String(seed).padEnd(5)} ${violations[0]}`;
}

function table(counts: Counts): string {
  return Object.entries(counts)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([group, names]) => {
      const cells = Object.entries(names)
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([name, count]) => `  ${name.padEnd(34)} ${String(count).padStart(9)}`);
      return [group, ...cells].join("\n");
    })
    .join("\n");
}
