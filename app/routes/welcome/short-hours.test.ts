import { expect, test } from "vitest";
import { defaultWeeklyHours, type WeeklyHours } from "../../domain/schedule.ts";
import { readShortHours, shortHoursIn, shortHoursOf } from "./short-hours.ts";

const on = (weekday: number, from: number, to: number): WeeklyHours => ({
  ...{ weekday, fromMinutes: from * 60, toMinutes: to * 60 },
});

test("R7.1 a new host's week is short: Monday to Friday, 9 to 17", () => {
  const short = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" };
  expect(shortHoursOf(defaultWeeklyHours())).toEqual(short);
  expect(readShortHours(short)).toEqual({ kind: "sound", weeklyHours: defaultWeeklyHours() });
});

test("R7.1 a week without hours is filled in from the usual ones, with no day ticked", () => {
  expect(shortHoursOf([])).toEqual({ days: [], from: "09:00", to: "17:00" });
});

test.each([
  ["a break", [on(1, 9, 12), on(1, 13, 17)]],
  ["days that differ", [on(1, 9, 17), on(2, 9, 16)]],
])("R7.1 a week with %s is more than the short form holds", (_what, hours) => {
  expect(shortHoursOf(hours)).toBeNull();
});

test("R7.1 hours until midnight are short, and stay so", () => {
  const short = { days: [6], from: "18:00", to: "00:00" };
  expect(shortHoursOf([on(6, 18, 24)])).toEqual(short);
  expect(readShortHours(short)).toEqual({ kind: "sound", weeklyHours: [on(6, 18, 24)] });
});

test("R7.1 the days of a form are its boxes, whatever else it holds", () => {
  const form = { "day-1": "on", "day-7": "", "day-8": "on", day: "1", from: "10:00" };
  expect(shortHoursIn(form)).toEqual({ days: [1, 7], from: "10:00", to: "" });
});

test.each([
  [{ days: [], from: "09:00", to: "17:00" }, ["days"]],
  [{ days: [1], from: "", to: "17:00" }, ["from"]],
  [{ days: [1], from: "09:00", to: "25:00" }, ["to"]],
  [{ days: [1], from: "17:00", to: "09:00" }, ["to"]],
  [{ days: [], from: "nine", to: "" }, ["days", "from", "to"]],
])("R7.1 what is wrong with %j is told of each field", (short, fields) => {
  const read = readShortHours(short);
  expect(read.kind === "refused" && Object.keys(read.errors).sort()).toEqual(fields);
});
