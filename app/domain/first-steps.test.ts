import { expect, test } from "vitest";
import { doneSteps, FIRST_STEPS, type FirstStep, firstOpenStep, stepAfter } from "./first-steps.ts";

const done = (firstSteps: FirstStep[] | null, googleCalendarEnabled = false) =>
  doneSteps({ firstSteps, googleCalendarEnabled });

test("R7.1 a new host has done nothing, and whoever is asked nothing any more has done all", () => {
  expect(done([])).toEqual([]);
  expect(done(null)).toEqual([...FIRST_STEPS]);
});

test("R7.1 steps are done in whatever order they were taken, and told in theirs", () => {
  expect(done(["share", "page"])).toEqual(["page", "share"]);
});

test("R1.1 the calendar's step is done once one is connected, or when it was skipped", () => {
  expect(done(["page"], true)).toEqual(["page", "calendar"]);
  expect(done(["calendar"])).toEqual(["calendar"]);
});

test("R7.1 what is gone on with is the first step that is open", () => {
  expect(firstOpenStep(done([]))).toBe("page");
  expect(firstOpenStep(done(["page", "calendar"]))).toBe("hours");
  expect(firstOpenStep(done(["page", "hours"], true))).toBe("share");
  expect(firstOpenStep(done(null))).toBeNull();
});

test("R7.1 a step leads to what is open behind it, then to what was left out, then to the last", () => {
  expect(stepAfter("page", done(["page"]))).toBe("hours");
  expect(stepAfter("hours", done(["page", "hours"], true))).toBe("share");
  expect(stepAfter("share", done(["page", "calendar", "share"]))).toBe("hours");
  expect(stepAfter("page", done(["page", "hours", "calendar"]))).toBe("share");
  expect(stepAfter("hours", done(null))).toBe("share");
});
