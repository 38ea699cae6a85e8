import { expect, test } from "vitest";
import {
  addDays,
  addMonths,
  dayInterval,
  findTimeZone,
  happensTwice,
  instantOfWallTime,
  isCalendarDate,
  isCalendarMonth,
  isoWeekday,
  isTimeZone,
  listTimeZones,
  localDay,
  monthDays,
  offsetSpans,
  utcOffsetMinutes,
  wallTimeOf,
} from "./time-zone.ts";

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);
const wallTime = (date: string, clock: string, zone: string) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return new Date(instantOfWallTime(date, hours * 60 + minutes, zone)).toISOString();
};
const hoursOf = (date: string, zone: string) => {
  const { start, end } = dayInterval(date, zone);
  return (end - start) / HOUR_MS;
};

test("IANA names are time zones, old and new spellings alike", () => {
  for (const name of ["Europe/Berlin", "UTC", "Etc/GMT+12", "US/Eastern", "Asia/Kolkata"]) {
    expect([name, isTimeZone(name)]).toEqual([name, true]);
  }
  expect(isTimeZone("America/Argentina/Buenos_Aires")).toBe(true);
  expect(isTimeZone("Europe/Kiev")).toBe(true);
  expect(isTimeZone("Europe/Kyiv")).toBe(true);
});

test("offsets, paths, abbreviations and other texts are no time zones", () => {
  const texts = [
    "",
    "+01:00",
    "-05",
    "GMT+1",
    "UTC+1",
    "Z",
    "../etc/passwd",
    "Europe/../UTC",
    "Europe",
    "Europe/Atlantis",
    "europe/berlin",
    "Europe/Berlin ",
    "Europe/Berlin\n",
    "Europe/Berlin\0",
    "Europe/Berlin[u-ca=iso8601]",
    "2026-01-01T00:00[Europe/Berlin]",
    "Etc/Unknown",
    "Factory",
    "SystemV/EST5",
    "PST",
    "AST",
    "a".repeat(100_000),
  ];
  for (const text of texts)
    expect([text.slice(0, 40), isTimeZone(text)]).toEqual([text.slice(0, 40), false]);
});

test("a zone is found in any letter case and under its current name", () => {
  expect(findTimeZone("europe/berlin")).toBe("Europe/Berlin");
  expect(findTimeZone("utc")).toBe("UTC");
  expect(findTimeZone("Europe/Kiev")).toBe("Europe/Kyiv");
  expect(findTimeZone("Asia/Calcutta")).toBe("Asia/Kolkata");
  expect(findTimeZone("Mars/Olympus")).toBeNull();
  expect(findTimeZone("+01:00")).toBeNull();
  expect(findTimeZone("SystemV/EST5")).toBeNull();
});

test("the zones to choose from are all valid, current, sorted, once each, with UTC", () => {
  const zones = listTimeZones();
  expect(zones.length).toBeGreaterThan(400);
  expect(zones).toEqual([...new Set(zones)].sort());
  expect(zones.filter((zone) => !isTimeZone(zone) || findTimeZone(zone) !== zone)).toEqual([]);
  expect(zones).toContain("UTC");
  expect(zones).toContain("Asia/Kolkata");
  expect(zones).not.toContain("Asia/Calcutta");
});

test("wall times become instants with the offset of that date", () => {
  expect(wallTime("2026-01-15", "9:00", "Europe/Berlin")).toBe("2026-01-15T08:00:00.000Z");
  expect(wallTime("2026-07-15", "9:00", "Europe/Berlin")).toBe("2026-07-15T07:00:00.000Z");
  expect(wallTime("2026-07-15", "9:00", "Asia/Kathmandu")).toBe("2026-07-15T03:15:00.000Z");
  expect(wallTime("2026-01-15", "9:00", "Pacific/Chatham")).toBe("2026-01-14T19:15:00.000Z");
  expect(wallTime("2026-01-15", "9:00", "Pacific/Kiritimati")).toBe("2026-01-14T19:00:00.000Z");
  expect(wallTime("2026-01-15", "9:00", "Etc/GMT+12")).toBe("2026-01-15T21:00:00.000Z");
});

test("a skipped wall time moves on by the length of the gap", () => {
  expect(wallTime("2026-03-29", "2:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
  expect(wallTime("2026-03-08", "2:30", "America/New_York")).toBe("2026-03-08T07:30:00.000Z");
  expect(wallTime("2026-10-04", "2:15", "Australia/Lord_Howe")).toBe("2026-10-03T15:45:00.000Z");
  expect(wallTime("2026-03-29", "1:30", "Antarctica/Troll")).toBe("2026-03-29T01:30:00.000Z");
});

test("a wall time that happens twice is the earlier one", () => {
  expect(wallTime("2026-10-25", "2:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  expect(wallTime("2026-11-01", "1:30", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
  expect(wallTime("2026-04-05", "1:45", "Australia/Lord_Howe")).toBe("2026-04-04T14:45:00.000Z");
});

test("1440 minutes after midnight is the next midnight, whatever the clocks do in between", () => {
  expect(wallTime("2026-03-29", "24:00", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
  expect(wallTime("2026-10-25", "24:00", "Europe/Berlin")).toBe("2026-10-25T23:00:00.000Z");
  expect(wallTime("2026-12-31", "24:00", "UTC")).toBe("2027-01-01T00:00:00.000Z");
});

test("a date whose midnight is skipped begins at its first instant", () => {
  expect(wallTime("2026-04-24", "0:00", "Africa/Cairo")).toBe("2026-04-23T22:00:00.000Z");
  expect(wallTime("2026-04-23", "24:00", "Africa/Cairo")).toBe("2026-04-23T22:00:00.000Z");
  expect(wallTime("2026-09-06", "0:00", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
  expect(wallTime("2026-03-29", "0:00", "Asia/Beirut")).toBe("2026-03-28T22:00:00.000Z");
  expect(wallTimeOf(at("2026-04-23T22:00Z"), "Africa/Cairo")).toEqual({
    date: "2026-04-24",
    minutes: 60,
  });
});

test("days last 24 hours, and more or less where clocks are changed", () => {
  expect(hoursOf("2026-03-28", "Europe/Berlin")).toBe(24);
  expect(hoursOf("2026-03-29", "Europe/Berlin")).toBe(23);
  expect(hoursOf("2026-10-25", "Europe/Berlin")).toBe(25);
  expect(hoursOf("2026-10-04", "Australia/Lord_Howe")).toBe(23.5);
  expect(hoursOf("2026-04-05", "Australia/Lord_Howe")).toBe(24.5);
  expect(hoursOf("2026-03-29", "Antarctica/Troll")).toBe(22);
  expect(hoursOf("2026-10-25", "Antarctica/Troll")).toBe(26);
  expect(hoursOf("2026-04-24", "Africa/Cairo")).toBe(23);
});

test("a date that a zone skipped has an empty interval", () => {
  expect(hoursOf("2011-12-29", "Pacific/Apia")).toBe(24);
  expect(hoursOf("2011-12-30", "Pacific/Apia")).toBe(0);
  expect(hoursOf("2011-12-31", "Pacific/Apia")).toBe(24);
  expect(hoursOf("1993-08-21", "Pacific/Kwajalein")).toBe(0);
});

test("wall times are read on the right side of the date line", () => {
  const instant = at("2026-12-15T11:30:59.999Z");
  expect(wallTimeOf(instant, "Pacific/Kiritimati")).toEqual({ date: "2026-12-16", minutes: 90 });
  expect(wallTimeOf(instant, "Etc/GMT+12")).toEqual({ date: "2026-12-14", minutes: 1410 });
  expect(localDay(instant, "Asia/Kolkata")).toBe("2026-12-15");
  expect(localDay(at("2026-12-15T18:30Z"), "Asia/Kolkata")).toBe("2026-12-16");
});

test("wall time to instant and back changes nothing, save for what is skipped or repeated", () => {
  const zones = ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll"];
  for (const zone of zones) {
    for (
      let instant = at("2026-01-01T00:00Z");
      instant < at("2027-01-01T00:00Z");
      instant += 5.25 * HOUR_MS
    ) {
      const { date, minutes } = wallTimeOf(instant, zone);
      const back = instantOfWallTime(date, minutes, zone);
      expect(wallTimeOf(back, zone)).toEqual({ date, minutes });
      if (!happensTwice(instant, zone)) expect([zone, back]).toEqual([zone, instant]);
      else expect(back).toBeLessThanOrEqual(instant);
    }
  }
});

test("both halves of a repeated hour happen twice, the hours around it do not", () => {
  const twice = (text: string) => happensTwice(at(text), "Europe/Berlin");
  expect(twice("2026-10-24T23:59Z")).toBe(false);
  expect(twice("2026-10-25T00:00Z")).toBe(true);
  expect(twice("2026-10-25T01:59Z")).toBe(true);
  expect(twice("2026-10-25T02:00Z")).toBe(false);
  expect(twice("2026-03-29T00:59Z")).toBe(false);
  expect(twice("2026-03-29T01:00Z")).toBe(false);
  expect(happensTwice(at("2026-10-25T00:30Z"), "UTC")).toBe(false);
});

test("a range is cut exactly where the clocks are changed", () => {
  const range = { start: at("2026-03-01T00:00Z"), end: at("2026-12-01T00:00Z") };
  const spring = at("2026-03-29T01:00Z");
  const autumn = at("2026-10-25T01:00Z");
  expect(offsetSpans(range, "Europe/Berlin")).toEqual([
    { start: range.start, end: spring, offsetMs: HOUR_MS },
    { start: spring, end: autumn, offsetMs: 2 * HOUR_MS },
    { start: autumn, end: range.end, offsetMs: HOUR_MS },
  ]);
  expect(offsetSpans(range, "UTC")).toEqual([{ ...range, offsetMs: 0 }]);
  expect(offsetSpans({ start: 5, end: 5 }, "Europe/Berlin")).toEqual([]);
});

test("offsets count minutes and may be negative", () => {
  const instant = at("2026-01-15T00:00Z");
  expect(utcOffsetMinutes(instant, "Asia/Kathmandu")).toBe(345);
  expect(utcOffsetMinutes(instant, "Pacific/Chatham")).toBe(825);
  expect(utcOffsetMinutes(instant, "America/St_Johns")).toBe(-210);
  expect(utcOffsetMinutes(instant, "UTC")).toBe(0);
});

test("dates are added over months, leap days and years", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  expect(addDays("2026-03-29", 365)).toBe("2027-03-29");
});

test("weekdays count from Monday", () => {
  expect(isoWeekday("1970-01-01")).toBe(4);
  expect(isoWeekday("2026-03-02")).toBe(1);
  expect(isoWeekday("2026-03-08")).toBe(7);
  expect(isoWeekday("2028-02-29")).toBe(2);
});

test("only dates of the calendar, written in the one way, are dates", () => {
  for (const date of ["1970-01-01", "2026-02-28", "2028-02-29", "2199-12-31"]) {
    expect([date, isCalendarDate(date)]).toEqual([date, true]);
  }
  const texts = [
    "",
    "2026-02-30",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-1-1",
    "1969-12-31",
    "2200-01-01",
    "9999-12-31",
    "0000-01-01",
    "+002026-01-01",
    "2026-01-01T00:00",
    " 2026-01-01",
    "2026-01-01\n",
    "٢٠٢٦-01-01",
    "2026-W01-1",
  ];
  for (const text of texts) expect([text, isCalendarDate(text)]).toEqual([text, false]);
});

test("a month has all its days, leap day included", () => {
  expect(monthDays("2028-02")).toHaveLength(29);
  expect(monthDays("2026-02").at(-1)).toBe("2026-02-28");
  expect(monthDays("2026-12").at(-1)).toBe("2026-12-31");
  expect(isCalendarMonth("2026-12")).toBe(true);
  expect(["2026-13", "2026-1", "2026-00", "9999-01", "2026-01-01"].filter(isCalendarMonth)).toEqual(
    [],
  );
  expect(() => monthDays("2026-13")).toThrow(RangeError);
});

test("what is no wall time is refused instead of wrapped around", () => {
  expect(() => instantOfWallTime("2026-01-01", -1, "UTC")).toThrow(RangeError);
  expect(() => instantOfWallTime("2026-01-01", 1441, "UTC")).toThrow(RangeError);
  expect(() => instantOfWallTime("2026-01-01", 1.5, "UTC")).toThrow(RangeError);
  expect(() => instantOfWallTime("2026-02-30", 60, "UTC")).toThrow(RangeError);
  expect(() => instantOfWallTime("2026-01-01", 60, "Mars/Olympus")).toThrow(RangeError);
  expect(() => addDays("tomorrow", 1)).toThrow(RangeError);
});

test("months are counted across years, forwards and back", () => {
  expect(addMonths("2026-11", 2)).toBe("2027-01");
  expect(addMonths("2026-12", 12)).toBe("2027-12");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(addMonths("2026-03", 0)).toBe("2026-03");
});
