import { expect, test } from "vitest";
import { formatDay, formatRange } from "./time-text.ts";
import { unbrokenDate } from "./unbroken-date.ts";

const meeting = { start: Date.parse("2026-11-23T22:30Z"), end: Date.parse("2026-11-24T00:30Z") };

test("R7.4 a date breaks after its weekday at most, never before its year, however it is written", () => {
  expect(unbrokenDate(formatDay("2026-11-23"))).toBe("Monday 23\u00a0November\u00a02026");
  for (const locale of ["en-GB", "en-US", "en-AU", "en-IN"]) {
    const text = formatRange(meeting, "UTC", { locale });
    const kept = unbrokenDate(text);
    expect(kept.replaceAll("\u00a0", " ")).toBe(text.replaceAll("\u00a0", " "));
    expect(kept).not.toMatch(/ 2026/);
  }
});

test("R7.4 the times of a range stay together", () => {
  expect(unbrokenDate("Tuesday 3 March 2026, 13:30 – 14:00")).toMatch(/, 13:30\u00a0–\u00a014:00$/);
});

test("R7.4 a time on twelve hours keeps its AM or PM", () => {
  const at = { start: meeting.start, end: meeting.start + 1_800_000 };
  const kept = unbrokenDate(formatRange(at, "UTC", { locale: "en-US" }));
  expect(kept).toMatch(/10:30\u00a0PM\s–\s11:00\u00a0PM$/);
});

test("R7.4 a text without a date stays as it is", () => {
  expect(unbrokenDate("Tuesday 3 March, 13:30 to 14:00")).toBe("Tuesday 3 March, 13:30 to 14:00");
});
