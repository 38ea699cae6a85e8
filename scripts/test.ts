import { allSteps, filteredSteps, type Step } from "./testing/steps.ts";
import { addCounts, closingLine, noTests } from "./testing/test-counts.ts";

const filters = process.argv.slice(2);
process.exitCode = (await runInOrder(filters.length ? filteredSteps(filters) : allSteps)) ? 0 : 1;

/** Stops at the first step that fails. */
async function runInOrder(steps: Step[]): Promise<boolean> {
  let counts = noTests;
  const summary: string[] = [];
  let failed: string | null = null;
  let failures: string[] = [];
  for (const { heading, run } of steps) {
    console.log(`\n=== ${heading}`);
    const startedAt = performance.now();
    const result = await run().catch(reportBreakdown);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    summary.push(`${result.succeeded ? "ok    " : "FAILED"} ${heading} (${seconds} s)`);
    counts = addCounts(counts, result.counts);
    if (!result.succeeded) {
      failed = heading;
      failures = result.failures ?? [];
      break;
    }
  }
  // A step that failed without a failed test (format, a module that does not load) is a failure too.
  if (failed && counts.failed === 0) counts = addCounts(counts, { ...noTests, failed: 1 });
  console.log(`\n=== Summary\n${summary.join("\n")}`);
  if (failed) console.log([`Stopped at: ${failed}`, ...failures].join("\n"));
  console.log(closingLine(counts));
  return !failed;
}

function reportBreakdown(error: Error) {
  console.error(error.message);
  return { succeeded: false, counts: noTests, failures: [] };
}
