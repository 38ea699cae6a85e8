import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsEverywhere, type Place } from "../domain/slot-rules.fixtures.ts";
import { dayInterval } from "../domain/time-zone.ts";
import { wallClock } from "../domain/wall-clock.fixtures.ts";
import { formatDay, formatSlotName, formatTime } from "./time-text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ..."January February March April May June July August".split(" "),
  ..."September October November December".split(" "),
];
const often = { casesAPlace: 30, casesAnywhere: 100 };

test("R7.4 invariant 11: a slot is named with the guest's date, on either side of the date line", () => {
  holdsEverywhere(
    momentsAbout,
    ({ instant, zone }) => {
      const end = instant + 30 * MINUTE_MS;
      const name = formatSlotName({ start: instant, end }, zone);
      expect(name.startsWith(`${written(instant, zone)}, `)).toBe(true);
      const isNextDay = wallClock(end, zone).date !== wallClock(instant, zone).date;
      expect(name.includes(` to ${written(end, zone)}, `)).toBe(isNextDay);
    },
    often,
  );
});

test("R7.4 invariant 11: no two instants read alike: a time that comes twice carries its offset", () => {
  let twice = 0;
  holdsEverywhere(
    momentsAbout,
    ({ instant, zone }) => {
      const label = labelOf(instant, zone);
      const others: number[] = [];
      for (
        let other = instant - 4 * HOUR_MS;
        other <= instant + 4 * HOUR_MS;
        other += 5 * MINUTE_MS
      ) {
        if (other !== instant) others.push(other);
      }
      expect(others.filter((other) => labelOf(other, zone) === label)).toEqual([]);
      const wall = JSON.stringify(wallClock(instant, zone));
      const isRepeated = others.some((other) => JSON.stringify(wallClock(other, zone)) === wall);
      expect(/\(GMT.*\)$/.test(label)).toBe(isRepeated);
      if (isRepeated) twice++;
    },
    often,
  );
  expect(twice).toBeGreaterThan(0);
});

test("R7.4 invariant 12: the clock counts 00:00 to 23:59, or 12:00 am to 11:59 pm, and reads back as the time it is", () => {
  holdsEverywhere(
    momentsAbout,
    ({ instant, zone }) => {
      const { minutes } = wallClock(instant, zone);
      const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
      const padded = (number: number) => String(number).padStart(2, "0");
      const withoutOffset = (text: string) => text.replace(/ \(GMT.*\)$/, "");
      expect(withoutOffset(formatTime(instant, zone))).toBe(`${padded(hour)}:${padded(minute)}`);
      expect(withoutOffset(formatTime(instant, zone, { locale: "de-DE" }))).toBe(
        `${padded(hour)}:${padded(minute)}`,
      );
      const american = withoutOffset(formatTime(instant, zone, { locale: "en-US" }));
      expect(american.replace(/\s/g, " ")).toBe(
        `${hour % 12 === 0 ? 12 : hour % 12}:${padded(minute)} ${hour < 12 ? "AM" : "PM"}`,
      );
    },
    often,
  );
});

interface Moment {
  zone: string;
  instant: number;
}

/** On a five-minute grid, midnights more often than their share. */
function momentsAbout({ zone, date }: Place): fc.Arbitrary<Moment> {
  const { start, end } = dayInterval(date, zone);
  const ticks = (end - start + 10 * HOUR_MS) / (5 * MINUTE_MS);
  const anyTime = fc.nat(ticks).map((tick) => start - 5 * HOUR_MS + tick * 5 * MINUTE_MS);
  const instant = fc.oneof(
    { weight: 4, arbitrary: anyTime },
    { weight: 1, arbitrary: fc.constantFrom(start, end) },
  );
  return instant.map((instant) => ({ zone, instant }));
}

/** "Tuesday 3 March", by the numbers of Intl's date. */
function written(instant: number, zone: string): string {
  const { date, day } = wallClock(instant, zone);
  const [, month = 1, dayOfMonth] = date.split("-").map(Number);
  return `${WEEKDAYS[(day + 4) % 7]} ${dayOfMonth} ${MONTHS[month - 1]}`;
}

function labelOf(instant: number, zone: string): string {
  return `${formatDay(wallClock(instant, zone).date)} ${formatTime(instant, zone)}`;
}
