import { availableParallelism } from "node:os";
import { buildWorker } from "../../scripts/local/build.ts";
import { type FuzzCase, makeCase } from "./cases.ts";
import { judge } from "./judge.ts";
import { headOf, type RawAnswer, sendRaw } from "./raw-http.ts";
import { createFuzzTown, type Town } from "./town.ts";

export interface Finding {
  number: number;
  name: string;
  wrong: string[];
  /** The request as it was sent, its beginning. */
  request: string;
  answer: string;
}

export interface FuzzReport {
  cases: number;
  /** How often which status was answered to which kind of case. */
  statuses: Record<string, Record<string, number>>;
  /** What the Worker logged as a warning or an error, by its first words. */
  log: Record<string, number>;
  findings: Finding[];
}

const SETTLE_MS = 40;
/** A sync that hangs longer is none that a case has begun. */
const LONGEST_SETTLING_MS = 4_000;
/** What is only looked at writes nothing, so it is enough to count its writes now and then. */
const COUNT_EVERY = 20;

/** Is told of each case at once, and of what was wrong with its answer. */
type Listener = (finding: Finding | null, casesSoFar: number) => void;

/** Sends these cases, those of each lane one after the other to a town of its own. */
export async function fuzz(
  seed: number,
  numbers: number[],
  heard: Listener = () => undefined,
): Promise<FuzzReport> {
  const report: FuzzReport = { cases: 0, statuses: {}, log: {}, findings: [] };
  const left = [...numbers].reverse();
  // It is built once, before several look whether it is.
  await buildWorker(console.log);
  const lane = async () => {
    const town = await createFuzzTown();
    try {
      for (let number = left.pop(); number !== undefined; number = left.pop()) {
        const finding = await tryCase(town, await makeCase(town, seed, number), report);
        if (finding) report.findings.push(finding);
        heard(finding, report.cases);
      }
    } finally {
      await town.stop();
    }
  };
  const lanes = Math.min(availableParallelism(), numbers.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return report;
}

async function tryCase(town: Town, asked: FuzzCase, report: FuzzReport): Promise<Finding | null> {
  const answer = await sendRaw(town.worker.origin, asked.request);
  const isAccepted = answer !== null && answer.status < 400;
  const isPost = asked.request.method === "POST";
  // A look at a host's page may ask Google anew, behind the answer.
  const isWatched = isPost || asked.name.startsWith("host");
  if (isAccepted && isWatched) await settle(town);
  const isCounted = isWatched || asked.number % COUNT_EVERY === 0;
  const writes = isCounted ? await town.writes.sinceLast() : {};
  const log = town.worker.takeLog();
  const wrong = judge(town, asked, answer, writes);
  wrong.push(...log.filter((line) => /^uncaught|"level":"error"/.test(line)));
  note(report, asked, answer, log);
  const location = answer?.headers.location ?? "";
  const isSignedOut =
    /^\/sign-in|^\/account-deleted/.test(location) || location === "/" || answer?.status === 403;
  if (asked.name.startsWith("host") && isSignedOut) town.forgetHostArea();
  if (isAccepted && Object.keys(writes).length > 0) {
    await town.restore(location);
    await town.writes.sinceLast();
  }
  return wrong.length > 0 ? findingOf(asked, answer, wrong) : null;
}

function note(report: FuzzReport, asked: FuzzCase, answer: RawAnswer | null, log: string[]): void {
  report.cases += 1;
  const [kind = ""] = /^form \w+|^\w+/.exec(asked.name) ?? [];
  const statuses = report.statuses[kind] ?? {};
  report.statuses[kind] = statuses;
  count(statuses, String(answer?.status ?? "none"));
  for (const line of log) count(report.log, line.slice(0, 120));
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

function findingOf(
  { number, name, request }: FuzzCase,
  answer: RawAnswer | null,
  wrong: string[],
): Finding {
  const { body } = request;
  const sent = headOf(request).slice(0, 1_500) + (body?.toString("latin1").slice(0, 1_500) ?? "");
  return {
    number,
    name,
    wrong,
    request: sent,
    answer: answer ? `${answer.status} ${answer.body.slice(0, 600)}` : "none",
  };
}

/** The sync behind an answer writes, too, on a busy machine long after it: one that runs, or is due and not begun. */
async function settle({ worker }: Town): Promise<void> {
  const underWay = worker.d1.prepare(
    `SELECT 1 FROM booking_syncs WHERE lease_until > ?1
      OR (due_at <= ?1 AND not_before_at <= ?1 AND coalesce(last_attempted_at, 0) < due_at) LIMIT 1`,
  );
  for (let waited = 0; waited < LONGEST_SETTLING_MS; waited += SETTLE_MS) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if ((await underWay.bind(Date.now()).first()) === null) return;
  }
}
