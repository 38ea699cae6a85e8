import { expect, test } from "vitest";
import { atMoment, formatAge, formatMoment } from "./moment-text.ts";

const ZONE = "Europe/Berlin";
const now = Date.parse("2026-11-30T22:30Z");
const MINUTE_MS = 60_000;

test("R7.9 a moment of today is a time with its zone; of another day in the host's zone, it has its day", () => {
  const today = Date.parse("2026-11-30T22:59Z");
  const tomorrow = Date.parse("2026-11-30T23:00Z");
  expect(formatMoment(today, ZONE, now)).toBe("23:59 Europe/Berlin (GMT+1)");
  expect(formatMoment(tomorrow, ZONE, now)).toBe(
    "Tuesday 1 December 2026, 00:00 Europe/Berlin (GMT+1)",
  );
  expect(formatMoment(tomorrow, "UTC", now)).toBe("23:00 UTC");
  expect(atMoment(today, ZONE, now)).toBe("at 23:59 Europe/Berlin (GMT+1)");
  expect(atMoment(tomorrow, ZONE, now)).toBe(
    "on Tuesday 1 December 2026 at 00:00 Europe/Berlin (GMT+1)",
  );
});

test("D4.8 ages are told in minutes, hours, then days", () => {
  const ages = [0, 59_999, MINUTE_MS, 65 * MINUTE_MS, 2879 * MINUTE_MS, 2880 * MINUTE_MS];
  expect(ages.map(formatAge)).toEqual([
    "less than a minute",
    "less than a minute",
    "1 min",
    "1 h 5 min",
    "47 h 59 min",
    "2 days",
  ]);
});
