import { expect, test } from "vitest";
import { openIntervals } from "./availability.ts";
import type { Schedule } from "./schedule.ts";
import { dayInterval } from "./time-zone.ts";

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);
const minutesOf = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};
const everyDay = (timeZone: string, ...ranges: string[]): Schedule => ({
  timeZone,
  weeklyHours: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    ranges.map((range) => {
      const [from = "", to = ""] = range.split("-");
      return { weekday, fromMinutes: minutesOf(from), toMinutes: minutesOf(to) };
    }),
  ),
  overrides: [],
});
const openOn = (date: string, timeZone: string, ...ranges: string[]) =>
  openIntervals(everyDay(timeZone, ...ranges), dayInterval(date, timeZone)).map(
    ({ start, end }) => `${utc(start)} to ${utc(end)}`,
  );
const hoursOn = (date: string, timeZone: string, ...ranges: string[]) =>
  openIntervals(everyDay(timeZone, ...ranges), dayInterval(date, timeZone)).reduce(
    (sum, { start, end }) => sum + (end - start) / HOUR_MS,
    0,
  );
const utc = (instant: number) => new Date(instant).toISOString().replace(":00.000Z", "Z");

test("R7.3 hours become instants with the offset of their date", () => {
  expect(openOn("2026-01-15", "Europe/Berlin", "9:00-12:00", "13:00-17:00")).toEqual([
    "2026-01-15T08:00Z to 2026-01-15T11:00Z",
    "2026-01-15T12:00Z to 2026-01-15T16:00Z",
  ]);
  expect(openOn("2026-07-15", "Europe/Berlin", "9:00-17:00")).toEqual([
    "2026-07-15T07:00Z to 2026-07-15T15:00Z",
  ]);
});

test("R7.3 office hours are eight hours on the days the clocks are changed", () => {
  const days = [
    ["2026-03-29", "Europe/Berlin"],
    ["2026-10-25", "Europe/Berlin"],
    ["2026-03-08", "America/New_York"],
    ["2026-11-01", "America/New_York"],
    ["2026-10-04", "Australia/Lord_Howe"],
    ["2026-04-05", "Australia/Lord_Howe"],
    ["2026-09-27", "Pacific/Chatham"],
    ["2026-04-24", "Africa/Cairo"],
    ["2026-03-29", "Antarctica/Troll"],
  ] as const;
  for (const [date, zone] of days)
    expect([zone, hoursOn(date, zone, "9:00-17:00")]).toEqual([zone, 8]);
});

test("R7.3 hours wholly in a gap yield nothing", () => {
  expect(openOn("2026-03-29", "Europe/Berlin", "2:00-3:00")).toEqual([]);
  expect(openOn("2026-03-29", "Europe/Berlin", "2:15-2:45")).toEqual([]);
  expect(openOn("2026-03-29", "Antarctica/Troll", "1:00-3:00")).toEqual([]);
});

test("R7.3 hours partly in a gap are clipped to what the clocks do show", () => {
  expect(openOn("2026-03-29", "Europe/Berlin", "1:00-2:30")).toEqual([
    "2026-03-29T00:00Z to 2026-03-29T01:00Z",
  ]);
  expect(openOn("2026-03-29", "Europe/Berlin", "2:30-5:00")).toEqual([
    "2026-03-29T01:00Z to 2026-03-29T03:00Z",
  ]);
  expect(openOn("2026-10-04", "Australia/Lord_Howe", "2:15-3:00")).toEqual([
    "2026-10-03T15:30Z to 2026-10-03T16:00Z",
  ]);
});

test("R7.3 hours around a gap lose it, hours around a repeated hour have it twice", () => {
  expect(hoursOn("2026-03-29", "Europe/Berlin", "1:00-4:00")).toBe(2);
  expect(hoursOn("2026-10-25", "Europe/Berlin", "1:00-4:00")).toBe(4);
  expect(hoursOn("2026-10-04", "Australia/Lord_Howe", "0:00-6:00")).toBe(5.5);
  expect(hoursOn("2026-10-25", "Antarctica/Troll", "0:00-4:00")).toBe(6);
});

test("R7.3 hours that end inside a repeated hour are open both times the clock shows them", () => {
  expect(openOn("2026-10-25", "Europe/Berlin", "1:00-2:30")).toEqual([
    "2026-10-24T23:00Z to 2026-10-25T00:30Z",
    "2026-10-25T01:00Z to 2026-10-25T01:30Z",
  ]);
});

test("R7.3 a day whose midnight is skipped opens at its first instant", () => {
  expect(openOn("2026-04-24", "Africa/Cairo", "0:00-24:00")).toEqual([
    "2026-04-23T22:00Z to 2026-04-24T21:00Z",
  ]);
  expect(openOn("2026-09-06", "America/Santiago", "0:00-2:00")).toEqual([
    "2026-09-06T04:00Z to 2026-09-06T05:00Z",
  ]);
});

test("R7.3 a date that the zone skipped has no hours", () => {
  const range = { start: at("2011-12-28T12:00Z"), end: at("2012-01-03T00:00Z") };
  const opening = openIntervals(everyDay("Pacific/Apia", "9:00-17:00"), range).map((open) =>
    utc(open.start),
  );
  expect(opening).toEqual([
    "2011-12-28T19:00Z",
    "2011-12-29T19:00Z",
    "2011-12-30T19:00Z",
    "2011-12-31T19:00Z",
    "2012-01-01T19:00Z",
    "2012-01-02T19:00Z",
  ]);
  expect(openOn("2011-12-30", "Pacific/Apia", "0:00-24:00")).toEqual([]);
});

test("R7.3 an evening repeated across midnight is open twice", () => {
  // Goose Bay put its clocks back from 00:01 to 23:01 of the day before, at 03:01 UTC.
  const openIn = (start: string, end: string, hours: string) =>
    openIntervals(everyDay("America/Goose_Bay", hours), { start: at(start), end: at(end) }).map(
      (open) => `${utc(open.start)} to ${utc(open.end)}`,
    );
  const second = "2010-11-07T03:01Z to 2010-11-07T04:00Z";
  expect(openIn("2010-11-07T00:00Z", "2010-11-07T12:00Z", "23:00-24:00")).toEqual([
    "2010-11-07T02:00Z to 2010-11-07T03:00Z",
    second,
  ]);
  expect(openIn("2010-11-07T03:00Z", "2010-11-07T12:00Z", "23:00-24:00")).toEqual([second]);
  expect(openIn("2010-11-07T02:30Z", "2010-11-07T03:30Z", "0:00-1:00")).toEqual([
    "2010-11-07T03:00Z to 2010-11-07T03:01Z",
  ]);
});

test("R7.3 hours up to and from midnight are one interval", () => {
  const range = { start: at("2026-03-02T12:00Z"), end: at("2026-03-03T12:00Z") };
  const open = openIntervals(everyDay("UTC", "0:00-2:00", "22:00-24:00"), range);
  expect(open).toEqual([{ start: at("2026-03-02T22:00Z"), end: at("2026-03-03T02:00Z") }]);
});

test("R7.3 open times are cut at the range asked for, and none are in an empty one", () => {
  const schedule = everyDay("UTC", "9:00-17:00");
  const range = { start: at("2026-03-02T10:00Z"), end: at("2026-03-02T11:00Z") };
  expect(openIntervals(schedule, range)).toEqual([range]);
  expect(openIntervals(schedule, { start: range.start, end: range.start })).toEqual([]);
});

test("R7.3 hosts far east and west of Greenwich are open on their own dates", () => {
  const nine = (date: string, zone: string) => openOn(date, zone, "9:00-10:00");
  expect(nine("2027-01-11", "Pacific/Auckland")).toEqual([
    "2027-01-10T20:00Z to 2027-01-10T21:00Z",
  ]);
  expect(nine("2027-07-12", "Pacific/Auckland")).toEqual([
    "2027-07-11T21:00Z to 2027-07-11T22:00Z",
  ]);
  expect(nine("2027-01-11", "Pacific/Kiritimati")).toEqual([
    "2027-01-10T19:00Z to 2027-01-10T20:00Z",
  ]);
  expect(nine("2027-01-11", "Etc/GMT+12")).toEqual(["2027-01-11T21:00Z to 2027-01-11T22:00Z"]);
  expect(nine("2027-01-11", "Asia/Kathmandu")).toEqual(["2027-01-11T03:15Z to 2027-01-11T04:15Z"]);
});
