import { expect, test } from "vitest";
import { defaultWeeklyHours } from "../../domain/schedule.ts";
import { freeDaysTexts } from "./free-days-text.ts";
import { datesText, quotedList, rangesText, weekLines } from "./hours-text.ts";
import { viewOverrides } from "./override-view.ts";

test("R7.3 a week is read at a glance: neighbouring days that are alike are one line", () => {
  expect(weekLines(defaultWeeklyHours())).toEqual([
    { days: "Monday to Friday", hours: "09:00 – 17:00" },
    { days: "Saturday and Sunday", hours: "Not available" },
  ]);
  const hours = [
    { weekday: 3, fromMinutes: 780, toMinutes: 1440 },
    { weekday: 3, fromMinutes: 0, toMinutes: 720 },
  ];
  expect(weekLines(hours)).toEqual([
    { days: "Monday and Tuesday", hours: "Not available" },
    { days: "Wednesday", hours: "00:00 – 12:00, 13:00 – 24:00" },
    { days: "Thursday to Sunday", hours: "Not available" },
  ]);
  expect(weekLines([])).toEqual([{ days: "Monday to Sunday", hours: "Not available" }]);
});

test("R7.3 dates, hours and titles are written out", () => {
  expect(rangesText([])).toBe("Not available");
  expect(datesText("2026-08-03", "2026-08-03")).toBe("Monday 3 August 2026");
  expect(datesText("2026-08-03", "2026-08-07")).toBe(
    "Monday 3 August 2026 to Friday 7 August 2026",
  );
  expect([[], ["A"], ["A", "B"], ["A", "B", "C"]].map(quotedList)).toEqual([
    "",
    "‘A’",
    "‘A’ and ‘B’",
    "‘A’, ‘B’ and ‘C’",
  ]);
});

test("R7.3 a date override is over the day after its last one", () => {
  const override = (id: string, firstDay: string, lastDay: string) => ({
    ...{ id, firstDay, lastDay, ranges: [] },
  });
  const all = [
    override("a", "2026-01-01", "2026-01-02"),
    override("b", "2026-11-01", "2026-11-02"),
    override("c", "2026-12-24", "2026-12-24"),
  ];
  const ids = (today: string) => {
    const { coming, past } = viewOverrides(all, today);
    return [coming, past].map((views) => views.map(({ id }) => id));
  };
  expect(ids("2026-11-02")).toEqual([["b", "c"], ["a"]]);
  expect(ids("2026-11-03")).toEqual([["c"], ["b", "a"]]);
});

test("R7.3 a few whole days that are marked free are told, the rest counted, titles shown as plain lines", () => {
  const days = (title: string, lastDay = "2026-08-03") => ({
    ...{ title, firstDay: "2026-08-03", lastDay },
  });
  expect(freeDaysTexts([days("Holiday", "2026-08-07"), days("a\u202eb\nc"), days("")])).toEqual([
    "All day ‘Holiday’ from Monday 3 August 2026 to Friday 7 August 2026 is marked Free in Google, so guests can book then.",
    "All day ‘ab c’ on Monday 3 August 2026 is marked Free in Google, so guests can book then.",
    "All day ‘(No title)’ on Monday 3 August 2026 is marked Free in Google, so guests can book then.",
  ]);
  const many = freeDaysTexts(Array.from({ length: 8 }, () => days("x".repeat(500))));
  expect([many.length, many.at(-1)]).toEqual([6, "And 3 more within 90 days."]);
  expect(many[0]?.length).toBeLessThan(200);
});
