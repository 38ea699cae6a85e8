import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultWeeklyHours } from "../../domain/schedule.ts";
import { drawWeek } from "./week-geometry.ts";

const on = (weekday: number, from: number, to: number) => ({
  ...{ weekday, fromMinutes: from * 60, toMinutes: to * 60 },
});

const hoursMarked = (hours: Parameters<typeof drawWeek>[0]) =>
  drawWeek(hours)?.marks.map(({ hour }) => hour);

test("R7.3 the usual week: from an hour before to an hour after, every second hour named, the weekend empty", () => {
  const week = drawWeek(defaultWeeklyHours());
  expect(week?.marks).toEqual([
    ...[
      { hour: 8, at: 0 },
      { hour: 10, at: 20 },
      { hour: 12, at: 40 },
      { hour: 14, at: 60 },
      { hour: 16, at: 80 },
      { hour: 18, at: 100 },
    ],
  ]);
  expect(week?.days).toHaveLength(7);
  expect(week?.days[0]).toEqual({ name: "Monday", bars: [{ from: 10, width: 80 }] });
  expect(week?.days[5]).toEqual({ name: "Saturday", bars: [] });
});

test("R7.3 several ranges of a day are several bars, in their order", () => {
  const week = drawWeek([on(3, 13, 17), on(3, 9, 12)]);
  expect(week?.days[2]?.bars).toEqual([
    { from: 10, width: 30 },
    { from: 50, width: 40 },
  ]);
});

test("R7.3 the axis never leaves the day: hours in the night, and to midnight", () => {
  expect(hoursMarked([on(1, 22, 24), on(2, 0, 2)])).toEqual([0, 4, 8, 12, 16, 20, 24]);
  expect(drawWeek([on(1, 0, 24)])?.days[0]?.bars).toEqual([{ from: 0, width: 100 }]);
  expect(hoursMarked([on(1, 23, 24)])).toEqual([18, 19, 20, 21, 22, 23, 24]);
  expect(hoursMarked([on(1, 0, 1)])).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("R7.3 a short day is shown on six hours", () => {
  expect(hoursMarked([on(5, 12, 12.5)])).toEqual([10, 11, 12, 13, 14, 15, 16]);
});

test("R7.3 a week without hours has no picture", () => {
  expect(drawWeek([])).toBeNull();
});

const range = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1439 }), fc.nat(1440))
  .map(([weekday, fromMinutes, length]) => ({
    ...{ weekday, fromMinutes, toMinutes: Math.min(1440, fromMinutes + 1 + length) },
  }));

test("R7.3 whatever the hours are, each is a bar within the picture, and two to seven hours of the axis are named", () => {
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 20 }), (hours) => {
      const week = drawWeek(hours);
      const bars = week?.days.flatMap((day) => day.bars) ?? [];
      expect(bars).toHaveLength(hours.length);
      for (const { from, width } of bars) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(width).toBeGreaterThan(0);
        expect(from + width).toBeLessThanOrEqual(100.01);
      }
      const marks = week?.marks ?? [];
      expect(marks.length).toBeGreaterThanOrEqual(2);
      expect(marks.length).toBeLessThanOrEqual(7);
      for (const { hour, at } of marks) {
        expect(hour).toBeGreaterThanOrEqual(0);
        expect(hour).toBeLessThanOrEqual(24);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(100);
      }
    }),
  );
});
