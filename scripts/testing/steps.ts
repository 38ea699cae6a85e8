import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { findChromium } from "../../tests/browser/find-chromium.ts";
import { secretsIn } from "../../tests/told-secrets.ts";
import { buildWorker } from "../local/build.ts";
import { offlineEnvironment } from "../local/wrangler.ts";
import {
  countListedTests,
  countsOfPlaywright,
  countsOfVitest,
  failuresOfPlaywright,
  failuresOfVitest,
  noTests,
  type TestCounts,
} from "./test-counts.ts";

export interface Step {
  heading: string;
  run(): Promise<StepResult>;
}

export interface StepResult {
  succeeded: boolean;
  counts: TestCounts;
  /** A line for each failed test: said again at the end, since what the runners print of them is far up by then. */
  failures?: string[];
}

const environment = {
  ...process.env,
  ...offlineEnvironment,
  PATH: ["node_modules/.bin", process.env.PATH].join(path.delimiter),
};
const vitestReport = "test-results/vitest.json";
const playwrightReport = "test-results/playwright.json";

export const allSteps: Step[] = [
  { heading: "Format", run: () => runTool("biome", ["format", "."]) },
  { heading: "Lint", run: () => runTool("biome", ["lint", "--error-on-warnings", "."]) },
  { heading: "Types", run: () => runTool("tsc", ["--noEmit"]) },
  { heading: "Build", run: build },
  { heading: "Unit and integration tests", run: () => runVitest([]) },
  { heading: "Browser tests", run: runBrowserTests },
];

/** For `npm test -- <filter>`: only vitest, only what matches. */
export function filteredSteps(filters: string[]): Step[] {
  return [{ heading: `Tests matching ${filters.join(" ")}`, run: () => runVitest(filters) }];
}

async function build(): Promise<StepResult> {
  const { wasBuilt } = await buildWorker(console.log);
  if (!wasBuilt) console.log("Nothing changed since the last build.");
  return { succeeded: true, counts: noTests };
}

async function runVitest(filters: string[]): Promise<StepResult> {
  rmSync(vitestReport, { force: true });
  const { succeeded } = await runTool("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitestReport}`,
    ...filters,
  ]);
  return {
    succeeded,
    counts: readReport(vitestReport, countsOfVitest, noTests),
    failures: readReport(vitestReport, failuresOfVitest, []),
  };
}

async function runBrowserTests(): Promise<StepResult> {
  if (!findChromium()) return refuseOrSkipBrowserTests();
  rmSync(playwrightReport, { force: true });
  const { succeeded } = await runTool(
    "playwright",
    ["test", "--reporter=list,json", "--pass-with-no-tests"],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
  );
  return {
    succeeded,
    counts: readReport(playwrightReport, countsOfPlaywright, noTests),
    failures: readReport(playwrightReport, failuresOfPlaywright, []),
  };
}

function refuseOrSkipBrowserTests(): StepResult {
  const missing =
    "No Chromium was found: install it (Debian: apt-get install chromium) or set CHROMIUM.";
  if (process.env.CI === "true") {
    console.error(`${missing} With CI=true that is a failure.`);
    return { succeeded: false, counts: noTests };
  }
  console.warn(`\n!!! ${missing}\n!!! THE BROWSER TESTS WERE NOT RUN.\n`);
  return { succeeded: true, counts: { ...noTests, skipped: countBrowserTests() } };
}

function countBrowserTests(): number {
  const list = spawnSync("playwright", ["test", "--list", "--reporter=json"], { env: environment });
  return countListedTests(JSON.parse(list.stdout.toString()).suites);
}

function runTool(
  tool: string,
  toolArguments: string[],
  more: NodeJS.ProcessEnv = {},
): Promise<StepResult> {
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(tool, toolArguments, {
    stdio: ["inherit", "pipe", "pipe"],
    env: { ...environment, ...color, ...more },
  });
  const told = [listen(child.stdout, process.stdout), listen(child.stderr, process.stderr)];
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`${tool} could not be run: ${error.message}`);
      resolve({ succeeded: false, counts: noTests });
    });
    child.on("close", (code) => {
      const secrets = told.flat();
      for (const line of secrets) console.error(`A log line tells a secret: ${line}`);
      resolve({ succeeded: code === 0 && secrets.length === 0, counts: noTests });
    });
  });
}

/** Passes on what a tool says. @returns the log lines of the app among it that tell a secret, as they come */
function listen(from: Readable, to: NodeJS.WritableStream): string[] {
  const secrets: string[] = [];
  from.on("data", (bytes) => to.write(bytes));
  createInterface({ input: from }).on("line", (line) => {
    if (line.includes('{"level":') && secretsIn(line).length > 0) secrets.push(line);
  });
  return secrets;
}

/** A runner that broke down before its first test leaves no report; its exit code tells. */
function readReport<Report, Said>(
  file: string,
  read: (report: Report) => Said,
  nothing: Said,
): Said {
  return existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : nothing;
}
