import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsEverywhere, PLACES, type Place, TICK_MINUTES } from "./slot-rules.fixtures.ts";
import {
  dayInterval,
  happensTwice,
  instantOfWallTime,
  isTimeZone,
  offsetSpans,
  utcOffsetMinutes,
  wallTimeOf,
} from "./time-zone.ts";
import { wallClock } from "./wall-clock.fixtures.ts";

const MINUTE_MS = 60_000;
const TICK_MS = TICK_MINUTES * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

test("R7.3 the zones in which others went wrong are always tried", () => {
  const zones = new Set(PLACES.map(({ zone }) => zone));
  for (const zone of [
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Africa/Cairo",
    "America/Nuuk",
    "America/Vancouver",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "America/Phoenix",
    "Asia/Tehran",
  ]) {
    expect([zone, zones.has(zone), isTimeZone(zone)]).toEqual([zone, true, true]);
  }
});

test("R7.3 invariant 3: an instant, read as wall time, leads back to itself or to the earlier of the two that read so", () => {
  let twice = 0;
  holdsEverywhere(
    instantsAbout,
    ({ instant, zone }) => {
      const wall = wallTimeOf(instant, zone);
      const back = instantOfWallTime(wall.date, wall.minutes, zone);
      const alike = instantsThatRead(instant, zone);
      expect(happensTwice(instant, zone)).toBe(alike.length > 1);
      expect(new Date(back)).toEqual(new Date(Math.min(...alike)));
      if (alike.length > 1) twice++;
    },
    { casesAPlace: 40, casesAnywhere: 100 },
  );
  expect(twice).toBeGreaterThan(0);
});

test("R7.3 invariant 3: wall times are those that Intl writes, and the offset is what lies between", () => {
  holdsEverywhere(
    instantsAbout,
    ({ instant, zone }) => {
      const { date, minutes, day } = wallClock(instant, zone);
      expect(wallTimeOf(instant, zone)).toEqual({ date, minutes });
      const wallMinutes = day * 1440 + minutes;
      expect(utcOffsetMinutes(instant, zone)).toBe(wallMinutes - instant / MINUTE_MS);
    },
    { casesAPlace: 40, casesAnywhere: 100 },
  );
});

test("R7.3 invariant 8: a date begins at the first instant that shows it, whether at midnight or later", () => {
  const places = (place: Place) => fc.constant(place);
  holdsEverywhere(places, ({ zone, date }) => {
    const { start, end } = dayInterval(date, zone);
    expect(wallClock(start - 1, zone).date < date).toBe(true);
    expect(wallClock(end, zone).date > date).toBe(true);
    // A date that was skipped is empty: what would be its start shows a later one.
    if (start === end) return;
    expect(wallClock(start, zone).date).toBe(date);
    expect(wallClock(end - 1, zone).date).toBe(date);
  });
});

test("R7.3 a range is cut into spans of one offset each, without a hole", () => {
  const ranges = (place: Place) =>
    fc.record({ from: instantsAbout(place), hours: fc.integer({ min: 1, max: 400 * 24 }) });
  holdsEverywhere(
    ranges,
    ({ from: { instant, zone }, hours }) => {
      const range = { start: instant, end: instant + hours * HOUR_MS };
      const spans = offsetSpans(range, zone);
      expect(spans[0]?.start).toBe(range.start);
      expect(spans.at(-1)?.end).toBe(range.end);
      for (const [index, span] of spans.entries()) {
        expect(span.start).toBe(spans[index - 1]?.end ?? range.start);
        expect(span.offsetMs).not.toBe(spans[index - 1]?.offsetMs);
        for (const at of [span.start, (span.start + span.end) / 2, span.end - 1]) {
          expect(utcOffsetMinutes(Math.floor(at), zone) * MINUTE_MS).toBe(span.offsetMs);
        }
      }
    },
    { casesAPlace: 2, casesAnywhere: 30 },
  );
});

interface Moment {
  zone: string;
  instant: number;
}

/** Whole ticks, from five hours before the date to five hours after it. */
function instantsAbout({ zone, date }: Place): fc.Arbitrary<Moment> {
  const { start, end } = dayInterval(date, zone);
  const count = (end - start + 10 * HOUR_MS) / TICK_MS;
  return fc.nat(count).map((ticks) => ({ zone, instant: start - 5 * HOUR_MS + ticks * TICK_MS }));
}

/** The instants within four hours that read like this one, by Intl. */
function instantsThatRead(instant: number, zone: string): number[] {
  const { date, minutes } = wallClock(instant, zone);
  const alike: number[] = [];
  for (let other = instant - 4 * HOUR_MS; other <= instant + 4 * HOUR_MS; other += TICK_MS) {
    const read = wallClock(other, zone);
    if (read.date === date && read.minutes === minutes) alike.push(other);
  }
  return alike;
}
