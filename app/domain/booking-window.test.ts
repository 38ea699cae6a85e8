import { expect, test } from "vitest";
import { bookingWindowOf, reachOfWindow, withinReach } from "./booking-window.ts";
import { listSlots, nothingTaken, type SlotRules } from "./slots.ts";
import { addDays, localDay } from "./time-zone.ts";

const NOW = Date.parse("2026-11-02T07:00:00Z");
const DAY_MS = 86_400_000;

test("R7.2 a window that names its dates counts them, any other the days from today", () => {
  const days = { bookingWindowDays: 30, windowFirstDay: null, windowLastDay: null };
  expect(bookingWindowOf(days)).toEqual({ kind: "rolling", days: 30 });
  const dates = { ...days, windowFirstDay: "2026-12-01", windowLastDay: "2026-12-24" };
  expect(bookingWindowOf(dates)).toEqual({
    kind: "range",
    firstDay: "2026-12-01",
    lastDay: "2026-12-24",
  });
});

const around = (zone: string): SlotRules => ({
  schedule: {
    timeZone: zone,
    weeklyHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      fromMinutes: 0,
      toMinutes: 1440,
    })),
    overrides: [],
  },
  durationMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 60,
  minimumNoticeMinutes: 0,
  bookingWindow: { kind: "rolling", days: 60 },
  limits: { perDay: null, perWeek: null },
  slotStepMinutes: 60,
});

test.each(["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York"])(
  "R7.6 no slot of %s, with its buffers, lies outside the reach of the window, at any hour",
  (zone) => {
    for (let hour = 0; hour < 24; hour++) {
      const now = NOW + hour * 3_600_000;
      const all = { start: now - 3 * DAY_MS, end: now + 70 * DAY_MS };
      const slots = listSlots(around(zone), nothingTaken, now, all);
      const reach = reachOfWindow({ kind: "rolling", days: 60 }, now);
      expect(slots.length).toBeGreaterThan(1_400);
      expect(reach.start).toBeLessThanOrEqual(slots[0]?.start ?? 0);
      const end = (slots.at(-1)?.end ?? Number.POSITIVE_INFINITY) + 3_600_000;
      expect(end).toBeLessThanOrEqual(reach.end);
      expect(end).toBeGreaterThan(reach.end - 4 * DAY_MS);
    }
  },
);

test("R7.6 of a month that the window does not reach nothing matters", () => {
  const window = { kind: "rolling" as const, days: 60 };
  const later = { start: NOW + 90 * DAY_MS, end: NOW + 120 * DAY_MS };
  expect(withinReach(later, window, NOW)).toBeNull();
  expect(withinReach({ start: 0, end: NOW - 2 * DAY_MS }, window, NOW)).toBeNull();
  const month = { start: NOW + 45 * DAY_MS, end: NOW + 75 * DAY_MS };
  const part = withinReach(month, window, NOW);
  expect(part?.start).toBe(month.start);
  expect(localDay(part?.end ?? 0, "UTC")).toBe(addDays(localDay(NOW, "UTC"), 63));
});
