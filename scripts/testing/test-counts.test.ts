import { expect, test } from "vitest";
import {
  addCounts,
  closingLine,
  countListedTests,
  countsOfPlaywright,
  countsOfVitest,
  failuresOfPlaywright,
  failuresOfVitest,
} from "./test-counts.ts";

test("the closing line sums what vitest and Playwright report", () => {
  const vitest = countsOfVitest({
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [],
  });
  const playwright = countsOfPlaywright({
    stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 },
    suites: [],
  });
  expect(closingLine(addCounts(vitest, playwright))).toBe("10 passed, 2 failed, 3 skipped");
});

test("a flaky browser test counts as failed", () => {
  const report = { stats: { expected: 0, unexpected: 0, flaky: 2, skipped: 0 }, suites: [] };
  expect(countsOfPlaywright(report).failed).toBe(2);
});

test("listed browser tests are counted through nested suites", () => {
  const spec = { title: "a page", ok: true, file: "a.spec.ts", line: 1, tests: [] };
  const suites = [{ specs: [spec, spec], suites: [{ specs: [spec] }] }, { specs: [spec] }];
  expect(countListedTests(suites)).toBe(4);
});

test("a failed test is named with its file and the first line of why, and so is a file that can't be run", () => {
  const passed = { status: "passed", fullName: "R1.1 fine", failureMessages: [] };
  const failed = {
    status: "failed",
    fullName: "R1.2 wrong",
    failureMessages: ["Error: 1 is not 2\n  at x.ts"],
  };
  const failures = failuresOfVitest({
    numPassedTests: 1,
    numFailedTests: 1,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [
      { name: "a.test.ts", status: "failed", message: "", assertionResults: [passed, failed] },
      { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
      { name: "c.test.ts", status: "passed", message: "", assertionResults: [passed] },
    ],
  });
  expect(failures).toEqual([
    "a.test.ts: R1.2 wrong: Error: 1 is not 2",
    "b.test.ts: no such module",
  ]);
});

test("a failed browser test is named with its line, through nested suites", () => {
  const fine = { title: "fine", ok: true, file: "a.spec.ts", line: 3, tests: [{ results: [{}] }] };
  const wrong = {
    title: "wrong",
    ok: false,
    file: "a.spec.ts",
    line: 9,
    tests: [{ results: [{ error: { message: "Timed out\nwaiting" } }] }],
  };
  const failures = failuresOfPlaywright({
    suites: [{ specs: [fine], suites: [{ specs: [wrong] }] }],
  });
  expect(failures).toEqual(["a.spec.ts:9: wrong: Timed out"]);
});
