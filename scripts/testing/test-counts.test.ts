import { expect, test } from "vitest";
import {
  addCounts,
  closingLine,
  countListedTests,
  countsOfPlaywright,
  countsOfVitest,
} from "./test-counts.ts";

test("the closing line sums what vitest and Playwright report", () => {
  const vitest = countsOfVitest({
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
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
  const suites = [{ specs: [1, 2], suites: [{ specs: [3] }] }, { specs: [4] }];
  expect(countListedTests(suites)).toBe(4);
});
