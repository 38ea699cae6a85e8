// `npm run bench [-- --json] [-- --crowd 1000,50000,1000000]`: what the app costs, beside its budgets. Counts are exact;
// times are this machine's.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { workerScript } from "../../scripts/local/build.ts";
import { type BuiltWorker, type SignedInHost, signIn } from "../built-worker.ts";
import { linksOf } from "../process/visitor.ts";
import { fillIn, postFormOf } from "../served-form.ts";
import { startBenchWorker } from "./bench-worker.ts";
import { crowdUpTo, fillDays } from "./crowd.ts";
import { firstPaintMs } from "./first-paint.ts";
import { ROWS_HEADER } from "./instruments.ts";
import { time } from "./timing.ts";
import { weigh } from "./weight.ts";

const DAY_MS = 86_400_000;
const EMAIL = "ada.bench@example.com";
/** Longer than a form has to be open before it is taken for a person's. */
const TYPING_MS = 2_500;
const VIEWS = 300;
const BOOKINGS = 20;
const MONTHS = 1_000;

interface Line {
  what: string;
  measured: number | string;
  unit: string;
  budget: string;
  isKept: boolean | null;
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    crowd: { type: "string", default: "1000,50000,1000000" },
  },
});
const crowds = values.crowd.split(",").map(Number);
const say = (text: string) => process.stderr.write(`${text}\n`);

async function measure(bench: BuiltWorker): Promise<Line[]> {
  const host = await signIn(bench, EMAIL);
  await connectCalendar(bench, host);
  // Busy from the day after tomorrow on, 8:00 UTC: eight half hours a day, for sixty days.
  const from = Math.floor(Date.now() / DAY_MS) * DAY_MS + 2 * DAY_MS + 8 * 3_600_000;
  say(`${await fillDays(bench.d1, host.id, from, 60)} bookings of the host who is measured`);
  const page = `${bench.origin}${host.path}/30-minute-meeting`;
  await fetch(page);
  const lines = [...(await weightLines(page)), workerLine()];
  for (const crowd of crowds) {
    const start = performance.now();
    await crowdUpTo(bench.d1, crowd, from);
    say(`${crowd} bookings of others (${Math.round(performance.now() - start)} ms)`);
    lines.push(await rowsReadLine(page, crowd));
  }
  lines.push(...(await timeLines(bench, page)));
  lines.push(await paintLine(page));
  lines.push(...(await bookingLines(bench, page)));
  return lines;
}

async function connectCalendar({ origin, sandbox }: BuiltWorker, { visitor }: SignedInHost) {
  const leave = await visitor.request(`${origin}/auth/calendar`, {
    method: "POST",
    body: new URLSearchParams(),
  });
  const authorize = leave.headers.get("Location") ?? "";
  const { callback } = await walkThroughConsent(sandbox, authorize, { email: EMAIL });
  if (!callback) throw new Error("Google kept the host");
  await visitor.get(callback.href);
}

async function weightLines(page: string): Promise<Line[]> {
  const { htmlBytes, cssBytes, jsBytes, requests, thirdParty } = await weigh(page);
  return [
    atMost("booking page: HTML + CSS, brotli", htmlBytes + cssBytes, "bytes", 30_000),
    atMost("booking page: JavaScript", jsBytes, "bytes", 5_000),
    atMost("booking page: requests", requests, "", 4),
    atMost("booking page: third-party requests", thirdParty, "", 0),
  ];
}

function workerLine(): Line {
  const size = gzipSync(readFileSync(path.resolve(workerScript))).length;
  return atMost("Worker, gzip", size, "bytes", 1_000_000);
}

interface Rows {
  toAnswer: { read: number; written: number };
  inAll: { read: number; written: number };
}

const withRows: RequestInit = { headers: { [ROWS_HEADER]: "1" } };

function rowsOf(answer: Response): Rows {
  return JSON.parse(answer.headers.get(ROWS_HEADER) ?? "null");
}

/** The bookings that a month view has to read, by the page's own range: a month, and a day on either side. */
const MOST_SHOWN = 8 * 33;

async function rowsReadLine(page: string, crowd: number): Promise<Line> {
  const month = new Date(Date.now() + 32 * DAY_MS).toISOString().slice(0, 7);
  const { toAnswer } = rowsOf(await fetch(`${page}?month=${month}`, withRows));
  const what = `booking page: D1 rows read beside ${crowd.toLocaleString("en")} bookings of others`;
  return atMost(what, toAnswer.read, "rows", 60 + MOST_SHOWN);
}

async function timeLines({ origin, sandbox }: BuiltWorker, page: string): Promise<Line[]> {
  const ask = (url: string) => async () => (await fetch(url)).arrayBuffer();
  const slots = `${origin}/bench/months?calls=`;
  await ask(`${slots}${MONTHS}`)();
  const months = await time(1, ask(`${slots}${MONTHS}`));
  await time(VIEWS / 3, ask(page));
  const nothing = await time(VIEWS, ask(`${origin}/bench/nothing`));
  const callsBefore = sandbox.requests().length;
  const view = await time(VIEWS, ask(page));
  const calls = sandbox.requests().length - callsBefore;
  return [
    atMost(`a month of slots, mean of ${MONTHS}`, months.p50Ms / MONTHS, "ms", 5),
    told("booking page: time to answer, p50", view.p50Ms, "ms", "none"),
    told("booking page: time to answer, p99", view.p99Ms, "ms", "none"),
    told("a trivial route: time to answer, p50", nothing.p50Ms, "ms", "none"),
    told("booking page: CPU beyond a trivial route", view.cpuMs - nothing.cpuMs, "ms", "aim 10"),
    told(`calls to Google behind ${VIEWS} views`, calls, "", "1 a minute and calendar list"),
  ];
}

async function paintLine(page: string): Promise<Line> {
  const what = "booking page: from its answer to its first paint, CPU 4 times slower, median";
  const ms = await firstPaintMs(page);
  return ms === null
    ? { what, measured: "no Chromium", unit: "", budget: "aim 500", isKept: null }
    : told(what, ms, "ms", "aim 500");
}

async function bookingLines(bench: BuiltWorker, page: string): Promise<Line[]> {
  const forms = await openForms(page, BOOKINGS);
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
  const rows: number[] = [];
  const times: number[] = [];
  const questions: number[] = [];
  for (const [n, form] of forms.entries()) {
    const asked = () =>
      bench.sandbox.requests().filter(({ endpoint }) => endpoint === "freeBusy").length;
    const before = asked();
    const init: RequestInit = {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams(fillIn(form, { email: `guest${n}@example.org` })),
    };
    // Every second one is counted, which makes it wait for its sync; the others are timed.
    const isCounted = n % 2 === 0;
    const start = performance.now();
    const answer = await fetch(form.action, { ...init, ...(isCounted ? withRows : {}) });
    await answer.arrayBuffer();
    if (answer.status !== 303) throw new Error(`a booking was answered with ${answer.status}`);
    questions.push(asked() - before);
    if (isCounted) rows.push(rowsOf(answer).inAll.written);
    else times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return [
    atMost(
      "booking: free/busy questions to Google while the guest waits",
      Math.max(...questions),
      "",
      1,
    ),
    atMost("booking and its sync: D1 rows written", Math.max(...rows), "rows", 16),
    told("booking: time to answer, p50", times[Math.floor(times.length / 2)] ?? 0, "ms", "none"),
  ];
}

/** One form for each of so many slots that do not overlap. */
async function openForms(page: string, count: number) {
  const month = new Date(Date.now() + 32 * DAY_MS).toISOString().slice(0, 7);
  const days = linksOf(await (await fetch(`${page}?month=${month}`)).text(), "day=");
  const slots: string[] = [];
  for (const day of new Set(days)) {
    if (slots.length >= count) break;
    const html = await (await fetch(new URL(day, page))).text();
    slots.push(...linksOf(html, "/book?").slice(0, 2));
  }
  const forms = slots.slice(0, count).map(async (slot) => {
    const url = new URL(slot, page).href;
    return postFormOf(await (await fetch(url)).text(), url);
  });
  return Promise.all(forms);
}

function atMost(what: string, measured: number, unit: string, most: number): Line {
  const budget = `≤ ${most.toLocaleString("en")}`;
  return { ...told(what, measured, unit, budget), isKept: measured <= most };
}

function told(what: string, measured: number, unit: string, budget: string): Line {
  return { what, measured: Math.round(measured * 1_000) / 1_000, unit, budget, isKept: null };
}

function tableOf(lines: Line[]): string {
  const rows = lines.map(({ what, measured, unit, budget, isKept }) => {
    const kept = isKept === null ? "" : isKept ? "kept" : "BROKEN";
    return `| ${what} | ${measured.toLocaleString("en")} ${unit} | ${budget} | ${kept} |\n`;
  });
  return `| what | measured | budget | |\n|---|---|---|---|\n${rows.join("")}`;
}

const worker = await startBenchWorker();
try {
  const lines = await measure(worker);
  process.stdout.write(values.json ? `${JSON.stringify(lines, null, 2)}\n` : tableOf(lines));
} finally {
  await worker.stop();
}
