import { expect, test } from "vitest";
import {
  type DateOverride,
  defaultWeeklyHours,
  hoursOn,
  listScheduleProblems,
  type Schedule,
  type WeeklyHours,
} from "./schedule.ts";

const hours = (fromHour: number, toHour: number) => ({
  fromMinutes: fromHour * 60,
  toMinutes: toHour * 60,
});
const berlin = (weeklyHours: WeeklyHours[], overrides: DateOverride[] = []): Schedule => ({
  timeZone: "Europe/Berlin",
  weeklyHours,
  overrides,
});
const problemsOf = (schedule: Schedule) =>
  listScheduleProblems(schedule).map(({ part, index, problem }) => `${part} ${index} ${problem}`);

test("R7.3 a new host is open Monday to Friday from 9 to 17", () => {
  const schedule = berlin(defaultWeeklyHours());
  expect(hoursOn(schedule, "2026-03-02")).toEqual([hours(9, 17)]);
  expect(hoursOn(schedule, "2026-03-06")).toEqual([hours(9, 17)]);
  expect(hoursOn(schedule, "2026-03-07")).toEqual([]);
  expect(hoursOn(schedule, "2026-03-08")).toEqual([]);
  expect(listScheduleProblems(schedule)).toEqual([]);
});

test("R7.3 a weekday can have several ranges, given in any order", () => {
  const schedule = berlin([
    { weekday: 1, ...hours(14, 18) },
    { weekday: 1, ...hours(8, 12) },
    { weekday: 2, ...hours(1, 2) },
  ]);
  expect(hoursOn(schedule, "2026-03-02")).toEqual([hours(8, 12), hours(14, 18)]);
});

test("R7.3 ranges that touch are one, and the schedule stays as it was", () => {
  const weeklyHours = [
    { weekday: 1, ...hours(12, 18) },
    { weekday: 1, ...hours(8, 12) },
  ];
  expect(hoursOn(berlin(weeklyHours), "2026-03-02")).toEqual([hours(8, 18)]);
  expect(weeklyHours[0]).toEqual({ weekday: 1, ...hours(12, 18) });
});

test("R7.3 a date override replaces the hours of its dates, both ends included", () => {
  const schedule = berlin(defaultWeeklyHours(), [
    { from: "2026-03-03", to: "2026-03-04", ranges: [hours(18, 20)] },
  ]);
  expect(hoursOn(schedule, "2026-03-02")).toEqual([hours(9, 17)]);
  expect(hoursOn(schedule, "2026-03-03")).toEqual([hours(18, 20)]);
  expect(hoursOn(schedule, "2026-03-04")).toEqual([hours(18, 20)]);
  expect(hoursOn(schedule, "2026-03-05")).toEqual([hours(9, 17)]);
});

test("R7.3 an override without ranges is a day off, one on a weekend opens it", () => {
  const schedule = berlin(defaultWeeklyHours(), [
    { from: "2026-03-03", to: "2026-03-03", ranges: [] },
    { from: "2026-03-07", to: "2026-03-07", ranges: [hours(10, 12)] },
  ]);
  expect(hoursOn(schedule, "2026-03-03")).toEqual([]);
  expect(hoursOn(schedule, "2026-03-07")).toEqual([hours(10, 12)]);
});

test("R7.3 of two overrides for one date the last counts", () => {
  const schedule = berlin(defaultWeeklyHours(), [
    { from: "2026-03-01", to: "2026-03-31", ranges: [] },
    { from: "2026-03-03", to: "2026-03-03", ranges: [hours(10, 11)] },
  ]);
  expect(hoursOn(schedule, "2026-03-03")).toEqual([hours(10, 11)]);
  expect(hoursOn(schedule, "2026-03-04")).toEqual([]);
});

test("R7.3 weekly hours that overlap, are empty, reversed or outside the day are named", () => {
  const schedule = berlin([
    { weekday: 1, ...hours(9, 12) },
    { weekday: 1, ...hours(11, 13) },
    { weekday: 2, ...hours(11, 13) },
    { weekday: 3, ...hours(9, 9) },
    { weekday: 3, ...hours(17, 9) },
    { weekday: 4, ...hours(-1, 9) },
    { weekday: 4, ...hours(9, 25) },
    { weekday: 5, fromMinutes: 0.5, toMinutes: 60 },
    { weekday: 5, fromMinutes: Number.NaN, toMinutes: 60 },
    { weekday: 0, ...hours(9, 10) },
    { weekday: 8, ...hours(9, 10) },
  ]);
  expect(problemsOf(schedule)).toEqual([
    "weeklyHours 1 overlapping",
    "weeklyHours 3 ends_before_start",
    "weeklyHours 4 ends_before_start",
    "weeklyHours 5 outside_the_day",
    "weeklyHours 6 outside_the_day",
    "weeklyHours 7 outside_the_day",
    "weeklyHours 8 outside_the_day",
    "weeklyHours 9 not_a_weekday",
    "weeklyHours 10 not_a_weekday",
  ]);
});

test("R7.3 hours that only touch, and a whole day, are sound", () => {
  const schedule = berlin([
    { weekday: 1, ...hours(9, 12) },
    { weekday: 1, ...hours(12, 17) },
    { weekday: 2, ...hours(0, 24) },
  ]);
  expect(problemsOf(schedule)).toEqual([]);
});

test("R7.3 overrides with impossible, reversed or shared dates or bad ranges are named", () => {
  const schedule = berlin(
    [],
    [
      { from: "2026-02-30", to: "2026-03-01", ranges: [] },
      { from: "2026-03-02", to: "2026-03-01", ranges: [] },
      { from: "2026-03-05", to: "2026-03-09", ranges: [] },
      { from: "2026-03-09", to: "2026-03-10", ranges: [] },
      { from: "2026-04-01", to: "2026-04-01", ranges: [hours(9, 12), hours(11, 13)] },
      { from: "2026-04-02", to: "9999-12-31", ranges: [] },
    ],
  );
  expect(problemsOf(schedule)).toEqual([
    "overrides 0 not_a_date",
    "overrides 1 dates_reversed",
    "overrides 3 dates_overlapping",
    "overrides 4 overlapping",
    "overrides 5 not_a_date",
  ]);
});

test("R7.3 an unknown time zone is named", () => {
  const schedule = { ...berlin(defaultWeeklyHours()), timeZone: "../Berlin" };
  expect(problemsOf(schedule)).toEqual(["timeZone 0 unknown_time_zone"]);
});
