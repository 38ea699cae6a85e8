// What vitest's and Playwright's JSON reports say, in the three numbers of the closing line.

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export const noTests: TestCounts = { passed: 0, failed: 0, skipped: 0 };

export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  specs: unknown[];
  suites?: PlaywrightSuite[];
}

export function countsOfVitest(report: VitestReport): TestCounts {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A test that passes only at the second attempt has failed. */
export function countsOfPlaywright({ stats }: PlaywrightReport): TestCounts {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}

/** For a report of `playwright test --list`, where nothing ran. */
export function countListedTests(suites: PlaywrightSuite[]): number {
  return suites.reduce(
    (sum, suite) => sum + suite.specs.length + countListedTests(suite.suites ?? []),
    0,
  );
}

export function addCounts(some: TestCounts, more: TestCounts): TestCounts {
  return {
    passed: some.passed + more.passed,
    failed: some.failed + more.failed,
    skipped: some.skipped + more.skipped,
  };
}

export function closingLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
