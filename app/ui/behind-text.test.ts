import { expect, test } from "vitest";
import { alarmText, behindText, onTheWayText } from "./behind-text.ts";

const now = Date.parse("2026-11-30T14:30Z");
const since = Date.parse("2026-11-30T13:05Z");
const zone = "America/Argentina/Buenos_Aires";

test("D4.8 the banner tells how many, and since when in which zone", () => {
  const behind = { count: 2, isMore: false, oldestAt: since };
  expect(alarmText(behind, "Europe/Berlin", now)).toBe(
    "2 bookings have been out of step with your calendar, the oldest since 14:05 Europe/Berlin (GMT+1).",
  );
  expect(alarmText({ ...behind, count: 1 }, zone, now)).toBe(
    "1 booking has been out of step with your calendar since 10:05 America/Argentina/Buenos Aires (GMT-3).",
  );
});

test("R6.4 what was asked for just now is on its way", () => {
  const behind = { count: 1, isMore: false, oldestAt: since };
  expect(onTheWayText(behind)).toMatch(/^1 booking is not in step .* on its way/);
  expect(onTheWayText({ ...behind, count: 99, isMore: true })).toMatch(/^99\+ bookings are not/);
});

test("D4.8 counting stops at 99", () => {
  const behind = { count: 99, isMore: true, oldestAt: since };
  expect(alarmText(behind, "UTC", now)).toMatch(/^99\+ bookings have been out of step/);
});

test("D4.8 the Sync page tells the age of the oldest", () => {
  const behind = { count: 3, isMore: false, oldestAt: since };
  expect(behindText(behind, "Europe/Berlin", now)).toBe(
    "3 bookings are out of step with your calendar, the oldest since 14:05 Europe/Berlin (GMT+1), for 1 h 25 min.",
  );
  expect(behindText({ ...behind, count: 1 }, "Europe/Berlin", now)).toBe(
    "1 booking is out of step with your calendar, since 14:05 Europe/Berlin (GMT+1), for 1 h 25 min.",
  );
});
