import fc from "fast-check";
import { expect, test } from "vitest";
import { openIntervals } from "./availability.ts";
import { clip, type Interval, merge } from "./interval.ts";
import { hoursOn, type Schedule } from "./schedule.ts";
import {
  holdsEverywhere,
  type Place,
  schedulesAt,
  stretchesAbout,
  TICK_MINUTES,
} from "./slot-rules.fixtures.ts";
import { addDays, dayInterval, localDay } from "./time-zone.ts";
import { wallClock } from "./wall-clock.fixtures.ts";

const MINUTE_MS = 60_000;
const TICK_MS = TICK_MINUTES * MINUTE_MS;
const MINUTES_A_DAY = 1440;

/** Minutes after midnight that clocks skip on the date. */
const GAPS: [zone: string, date: string, from: number, to: number][] = [
  ["Europe/Berlin", "2026-03-29", 120, 180],
  ["America/New_York", "2026-03-08", 120, 180],
  ["America/Los_Angeles", "2027-03-14", 120, 180],
  ["Australia/Lord_Howe", "2026-10-04", 120, 150],
  ["Africa/Cairo", "2026-04-24", 0, 60],
  ["America/Santiago", "2026-09-06", 0, 60],
  ["Asia/Beirut", "2026-03-29", 0, 60],
  ["America/Havana", "2026-03-08", 0, 60],
  ["Pacific/Chatham", "2026-09-27", 165, 225],
  ["Antarctica/Troll", "2026-03-29", 60, 180],
  ["Africa/Casablanca", "2026-03-22", 120, 180],
  ["Asia/Gaza", "2026-03-28", 120, 180],
  ["America/Nuuk", "2026-03-28", 1380, 1440],
  ["Asia/Tehran", "2021-03-22", 0, 60],
];

/** Minutes after midnight that clocks show twice on the date. */
const REPEATS: [zone: string, date: string, from: number, to: number][] = [
  ["Europe/Berlin", "2026-10-25", 120, 180],
  ["America/New_York", "2026-11-01", 60, 120],
  ["Australia/Lord_Howe", "2026-04-05", 90, 120],
  ["Africa/Cairo", "2026-10-29", 1380, 1440],
  ["America/Santiago", "2026-04-04", 1380, 1440],
  ["Antarctica/Troll", "2026-10-25", 60, 180],
  ["Africa/Casablanca", "2026-02-15", 120, 180],
  ["Pacific/Chatham", "2026-04-05", 165, 225],
];

interface Case {
  schedule: Schedule;
  range: Interval;
}

test("R7.3 invariant 1: it is open exactly while the clock shows hours of the date it shows", () => {
  holdsEverywhere(casesAt, ({ schedule, range }) => {
    const ticks: Interval[] = [];
    for (let tick = range.start; tick < range.end; tick += TICK_MS) {
      const { date, minutes } = wallClock(tick, schedule.timeZone);
      const isOpen = hoursOn(schedule, date).some(
        ({ fromMinutes, toMinutes }) => fromMinutes <= minutes && minutes < toMinutes,
      );
      if (isOpen) ticks.push({ start: tick, end: tick + TICK_MS });
    }
    expect(openIntervals(schedule, range).map(readable)).toEqual(merge(ticks).map(readable));
  });
});

test("R7.3 invariant 2: what is open over several dates is what is open on each", () => {
  const datesFrom = (place: Place) =>
    fc
      .record({ schedule: schedulesAt(place), before: fc.nat(3), after: fc.nat(3) })
      .map((some) => ({
        schedule: some.schedule,
        dates: Array.from({ length: some.before + some.after + 1 }, (_, index) =>
          addDays(place.date, index - some.before),
        ),
      }));
  holdsEverywhere(datesFrom, ({ schedule, dates }) => {
    const days = dates.map((date) => dayInterval(date, schedule.timeZone));
    const all = { start: days[0]?.start ?? 0, end: days.at(-1)?.end ?? 0 };
    const single = merge(days.flatMap((day) => openIntervals(schedule, day)));
    expect(openIntervals(schedule, all).map(readable)).toEqual(single.map(readable));
  });
});

test("R7.3 invariant 2: what is open on a date depends on the hours of that date alone", () => {
  const twoSchedules = (place: Place) =>
    fc.record({
      one: schedulesAt(place),
      other: schedulesAt(place),
      date: fc.constant(place.date),
    });
  holdsEverywhere(twoSchedules, ({ one, other, date }) => {
    const sameHours = {
      ...other,
      overrides: [...other.overrides, { from: date, to: date, ranges: hoursOn(one, date) }],
    };
    const day = dayInterval(date, one.timeZone);
    expect(openIntervals(sameHours, day)).toEqual(openIntervals(one, day));
  });
});

test("R7.3 invariant 4: hours wholly in a gap yield nothing, hours partly in it lose that part", () => {
  for (const [zone, date, gapFrom, gapTo] of GAPS) {
    const some = fc.oneof(hours(0, MINUTES_A_DAY), hours(gapFrom, gapTo));
    fc.assert(
      fc.property(some, ([from, to]) => {
        const open = openMinutes(zone, date, from, to);
        const skipped = Math.max(0, Math.min(to, gapTo) - Math.max(from, gapFrom));
        expect([zone, date, open]).toEqual([zone, date, to - from - skipped]);
        expect(shownMinutes(zone, date, from, to).every((at) => at < gapFrom || at >= gapTo)).toBe(
          true,
        );
      }),
      { numRuns: 30 },
    );
  }
});

test("R7.3 invariant 4: hours in a repeated hour count twice", () => {
  for (const [zone, date, firstFrom, firstTo] of REPEATS) {
    const some = fc.oneof(hours(0, MINUTES_A_DAY), hours(firstFrom, firstTo));
    fc.assert(
      fc.property(some, ([from, to]) => {
        const open = openMinutes(zone, date, from, to);
        const repeated = Math.max(0, Math.min(to, firstTo) - Math.max(from, firstFrom));
        expect([zone, date, open]).toEqual([zone, date, to - from + repeated]);
      }),
      { numRuns: 30 },
    );
  }
});

test("R7.3 invariant 8: a date without a midnight opens at its first instant", () => {
  const withoutMidnight = GAPS.filter(([, , gapFrom]) => gapFrom === 0);
  expect(withoutMidnight.length).toBeGreaterThanOrEqual(4);
  for (const [zone, date, , gapTo] of withoutMidnight) {
    fc.assert(
      fc.property(hours(gapTo, MINUTES_A_DAY), ([from, to]) => {
        const day = dayInterval(date, zone);
        const fromMidnight = openIntervals(everyDay(zone, 0, to), day);
        expect(fromMidnight[0]?.start).toBe(day.start);
        expect(openIntervals(everyDay(zone, from, to), day)[0]?.start).toBe(
          day.start + (from - gapTo) * MINUTE_MS,
        );
        expect(wallClock(day.start, zone)).toMatchObject({ date, minutes: gapTo });
      }),
      { numRuns: 30 },
    );
  }
});

test("R7.3 invariant 10: a date that the zone skipped is never open", () => {
  for (const place of [
    { zone: "Pacific/Apia", date: "2011-12-30" },
    { zone: "Pacific/Kwajalein", date: "1993-08-21" },
  ]) {
    fc.assert(
      fc.property(casesAt(place), ({ schedule, range }) => {
        const day = dayInterval(place.date, place.zone);
        expect(day.end).toBe(day.start);
        expect(openIntervals(schedule, day)).toEqual([]);
        const open = openIntervals(schedule, range);
        expect(open.some(({ start }) => localDay(start, place.zone) === place.date)).toBe(false);
      }),
    );
  }
});

test("R7.3 what is open in a part of a range is that part of what is open in the whole", () => {
  const withPart = (place: Place) => fc.tuple(casesAt(place), fc.nat(999), fc.nat(999));
  holdsEverywhere(withPart, ([{ schedule, range }, one, other]) => {
    const at = (share: number) =>
      range.start + Math.floor(((range.end - range.start) * share) / 1_000 / MINUTE_MS) * MINUTE_MS;
    const part = { start: at(Math.min(one, other)), end: at(Math.max(one, other)) };
    expect(openIntervals(schedule, part)).toEqual(clip(openIntervals(schedule, range), part));
  });
});

function casesAt(place: Place): fc.Arbitrary<Case> {
  return fc.record({
    schedule: schedulesAt(place),
    range: stretchesAbout(dayInterval(place.date, place.zone)),
  });
}

/** From one minute to a later one, both from `min` to `max`. */
function hours(min: number, max: number): fc.Arbitrary<[number, number]> {
  return fc
    .tuple(fc.integer({ min, max: max - 1 }), fc.integer({ min: 1, max: max - min }))
    .map(([from, length]) => [from, Math.min(max, from + length)]);
}

function everyDay(timeZone: string, fromMinutes: number, toMinutes: number): Schedule {
  const weeklyHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinutes, toMinutes }));
  return { timeZone, weeklyHours, overrides: [] };
}

function openMinutes(zone: string, date: string, from: number, to: number): number {
  const open = openIntervals(everyDay(zone, from, to), dayInterval(date, zone));
  return open.reduce((sum, { start, end }) => sum + (end - start) / MINUTE_MS, 0);
}

/** What clocks show when it opens and in the last minute before it closes. */
function shownMinutes(zone: string, date: string, from: number, to: number): number[] {
  return openIntervals(everyDay(zone, from, to), dayInterval(date, zone)).flatMap(
    ({ start, end }) => [wallClock(start, zone).minutes, wallClock(end - MINUTE_MS, zone).minutes],
  );
}

function readable({ start, end }: Interval): string {
  return `${new Date(start).toISOString()} to ${new Date(end).toISOString()}`;
}
