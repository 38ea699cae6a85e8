import { expect, test } from "vitest";
import {
  formatDay,
  formatInstant,
  formatMinutes,
  formatMonth,
  formatRange,
  formatSlotName,
  formatTime,
  formatZonedRange,
  formatZonedTime,
  zoneLabel,
  zoneLabelDuring,
} from "./time-text.ts";

const at = (text: string) => Date.parse(text);
const between = (start: string, end: string) => ({ start: at(start), end: at(end) });
const AMERICAN = { locale: "en-US" };

test("R7.4 times count to 24, or to twelve where the locale does", () => {
  expect(formatTime(at("2026-03-03T12:30Z"), "Europe/Berlin")).toBe("13:30");
  expect(formatTime(at("2026-03-03T08:05Z"), "Europe/Berlin")).toBe("09:05");
  expect(formatTime(at("2026-03-03T18:30Z"), "America/New_York", AMERICAN)).toMatch(/^1:30\sPM$/);
  expect(formatTime(at("2026-03-03T12:30Z"), "Europe/Berlin", { locale: "de-DE" })).toBe("13:30");
});

test("R7.4 midnight is never written as 24:00", () => {
  const midnight = at("2026-03-02T23:00Z");
  for (const locale of ["en-GB", "de-DE", "ja-JP", "fr-FR", "sv-SE"]) {
    expect([locale, formatTime(midnight, "Europe/Berlin", { locale })]).toEqual([locale, "00:00"]);
  }
  expect(formatTime(midnight, "Europe/Berlin", AMERICAN)).toMatch(/^12:00\sAM$/);
});

test("R7.4 a time that happens twice carries its offset, so that no two slots read alike", () => {
  const label = (text: string, zone: string) => formatTime(at(text), zone);
  expect(label("2026-10-25T00:30Z", "Europe/Berlin")).toBe("02:30 (GMT+2)");
  expect(label("2026-10-25T01:30Z", "Europe/Berlin")).toBe("02:30 (GMT+1)");
  expect(label("2026-10-25T02:30Z", "Europe/Berlin")).toBe("03:30");
  expect(label("2026-11-01T05:30Z", "America/New_York")).toBe("01:30 (GMT-4)");
  expect(label("2026-11-01T06:30Z", "America/New_York")).toBe("01:30 (GMT-5)");
  expect(label("2026-04-04T14:45Z", "Australia/Lord_Howe")).toBe("01:45 (GMT+11)");
  expect(label("2026-04-04T15:15Z", "Australia/Lord_Howe")).toBe("01:45 (GMT+10:30)");
});

test("R7.4 days, months and slots are named in full", () => {
  expect(formatDay("2026-03-03")).toBe("Tuesday 3 March 2026");
  expect(formatDay("2026-03-03", AMERICAN)).toBe("Tuesday, March 3, 2026");
  expect(formatMonth("2026-03")).toBe("March 2026");
  const slot = between("2026-03-03T12:30Z", "2026-03-03T13:00Z");
  expect(formatSlotName(slot, "Europe/Berlin")).toBe("Tuesday 3 March, 13:30 to 14:00");
});

test("R7.4 a slot's name has the guest's date, on either side of the date line", () => {
  const slot = between("2026-12-15T21:00Z", "2026-12-15T21:30Z");
  expect(formatSlotName(slot, "Asia/Kolkata")).toBe("Wednesday 16 December, 02:30 to 03:00");
  expect(formatSlotName(slot, "Pacific/Kiritimati")).toBe("Wednesday 16 December, 11:00 to 11:30");
  expect(formatSlotName(slot, "Etc/GMT+12")).toBe("Tuesday 15 December, 09:00 to 09:30");
});

test("R7.4 what ends on another day says so", () => {
  const slot = between("2026-03-03T22:45Z", "2026-03-03T23:15Z");
  expect(formatSlotName(slot, "Europe/Berlin")).toBe(
    "Tuesday 3 March, 23:45 to Wednesday 4 March, 00:15",
  );
  expect(formatRange(slot, "Europe/Berlin")).toBe(
    "Tuesday 3 March 2026, 23:45 – Wednesday 4 March 2026, 00:15",
  );
  expect(formatRange(slot, "UTC")).toBe("Tuesday 3 March 2026, 22:45 – 23:15");
});

test("R7.4 the zone is named with its offset at that instant", () => {
  const winter = at("2026-01-15T00:00Z");
  expect(zoneLabel("Europe/Berlin", winter)).toBe("Europe/Berlin (GMT+1)");
  expect(zoneLabel("Europe/Berlin", at("2026-07-15T00:00Z"))).toBe("Europe/Berlin (GMT+2)");
  expect(zoneLabel("Europe/Kyiv", winter)).toBe("Europe/Kyiv (GMT+2)");
  expect(zoneLabel("Asia/Kathmandu", winter)).toBe("Asia/Kathmandu (GMT+5:45)");
  expect(zoneLabel("America/St_Johns", winter)).toBe("America/St Johns (GMT-3:30)");
  expect(zoneLabel("Europe/London", winter)).toBe("Europe/London (GMT)");
  expect(zoneLabel("UTC", winter)).toBe("UTC");
});

test("R7.4 of a time in which the clocks are changed the zone is named with both offsets", () => {
  const berlin = (start: string, end: string) =>
    zoneLabelDuring("Europe/Berlin", between(start, end));
  expect(berlin("2026-10-23T22:00Z", "2026-10-24T22:00Z")).toBe("Europe/Berlin (GMT+2)");
  expect(berlin("2026-10-24T22:00Z", "2026-10-25T23:00Z")).toBe(
    "Europe/Berlin (GMT+2, then GMT+1)",
  );
  expect(berlin("2026-03-28T23:00Z", "2026-03-29T22:00Z")).toBe(
    "Europe/Berlin (GMT+1, then GMT+2)",
  );
  expect(zoneLabelDuring("UTC", between("2026-03-28T23:00Z", "2026-03-29T22:00Z"))).toBe("UTC");
});

test("lengths of time are written in hours and minutes", () => {
  expect([15, 30, 60, 90, 1440].map(formatMinutes)).toEqual([
    "15 min",
    "30 min",
    "1 h",
    "1 h 30 min",
    "24 h",
  ]);
});

test("R7.4 a time stands with its zone and offset, which tell apart what clocks show twice", () => {
  const first = Date.parse("2026-10-25T00:30Z");
  expect(formatZonedTime(first, "Europe/Berlin")).toBe("02:30 Europe/Berlin (GMT+2)");
  expect(formatZonedTime(first + 3_600_000, "Europe/Berlin")).toBe("02:30 Europe/Berlin (GMT+1)");
  expect(formatZonedTime(first, "UTC")).toBe("00:30 UTC");
  expect(formatInstant(first, "America/New_York")).toBe(
    "Saturday 24 October 2026, 20:30 America/New York (GMT-4)",
  );
  const meeting = { start: first, end: first + 1_800_000 };
  expect(formatZonedRange(meeting, "America/New_York")).toBe(
    "Saturday 24 October 2026, 20:30 – 21:00 America/New York (GMT-4)",
  );
});
