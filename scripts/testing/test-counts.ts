// What vitest's and Playwright's JSON reports say: the three numbers of the closing line, and which tests failed.

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
  testResults: VitestFile[];
}

interface VitestFile {
  name: string;
  status: string;
  message: string;
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
}

export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  file?: string;
  specs: PlaywrightSpec[];
  suites?: PlaywrightSuite[];
}

interface PlaywrightSpec {
  title: string;
  ok: boolean;
  file: string;
  line: number;
  tests: { results: { error?: { message?: string } }[] }[];
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

/** @returns a line for each failed test, and for each file that could not be run: where, which, the first line of why */
export function failuresOfVitest(report: VitestReport): string[] {
  return report.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter(({ status }) => status === "failed");
    if (tests.length === 0 && file.status === "failed")
      return [`${file.name}: ${firstLine(file.message)}`];
    return tests.map(
      (test) => `${file.name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`,
    );
  });
}

/** @returns a line for each test that did not pass at once: where, which, the first line of why */
export function failuresOfPlaywright({ suites }: Pick<PlaywrightReport, "suites">): string[] {
  return suites.flatMap((suite) => [
    ...suite.specs.flatMap((spec) => {
      const error = spec.tests
        .flatMap(({ results }) => results)
        .find((result) => result.error)?.error;
      return error ? [`${spec.file}:${spec.line}: ${spec.title}: ${firstLine(error.message)}`] : [];
    }),
    ...failuresOfPlaywright({ suites: suite.suites ?? [] }),
  ]);
}

function firstLine(message = ""): string {
  return message.trim().split("\n")[0] ?? "";
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
