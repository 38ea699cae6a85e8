// The app's times against those of Python's zoneinfo, which shares neither code nor time zone data
// with it. What Python answered stands in the tables beside this file; here it is only read.
import { afterAll, expect, test } from "vitest";
import { openIntervals } from "#app/domain/availability.ts";
import {
  dayInterval,
  findTimeZone,
  instantOfWallTime,
  localDay,
  offsetSpans,
  utcOffsetMinutes,
  wallTimeOf,
} from "#app/domain/time-zone.ts";
import { explanationOf, explanationsNotNeeded } from "./explained-differences.ts";
import openHours from "./open-hours.txt?raw";
import randomCases from "./random-cases.txt?raw";
import transitions from "./transitions.txt?raw";
import zones from "./zones.txt?raw";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const STEP_MINUTES = 15;
const FIVE_YEARS = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2031, 0, 1) };

const zoneRows = rowsOf(zones).map(([names = "", offset = "", changes = ""]) => ({
  names: names.split(" "),
  offset: Number(offset),
  changes: pairsOf(changes),
}));
const namesOf = new Map(zoneRows.map(({ names }) => [names[0] ?? "", names]));
/** As the runtime calls them: some names are older than the app's. */
const runtimeZones = Intl.supportedValuesOf("timeZone");

/** Compares, counts, and keeps what is not the same. */
class Comparison {
  compared = 0;
  explained = 0;
  readonly differences: string[] = [];

  same(zone: string, instant: number, actual: unknown, expected: unknown): void {
    this.compared++;
    if (actual === expected) return;
    if (explanationOf(zone, instant)) this.explained++;
    else this.differences.push(`${zone} ${utc(instant)}: ${actual}, Python says ${expected}`);
  }
}

const figures: string[] = [];

function report(what: string, { compared, explained, differences }: Comparison): void {
  figures.push(
    `${what}: ${compared} compared, ${differences.length} differ, ${explained} explained`,
  );
  expect(differences.slice(0, 50)).toEqual([]);
}

afterAll(() => {
  console.info(["Oracle", ...figures].join("\n  "));
});

test("R7.3 every zone that the runtime knows is in the oracle's table", () => {
  const known = new Set(zoneRows.flatMap(({ names }) => names));
  expect(runtimeZones.length).toBeGreaterThan(400);
  expect(runtimeZones.filter((zone) => !known.has(zone))).toEqual([]);
  figures.push(`zones: ${runtimeZones.length} of the runtime, ${known.size} names in the table`);
});

test("R7.3 clocks are changed when Python says, by as much, and at no other time until 2031", () => {
  const comparison = new Comparison();
  for (const { names, offset, changes } of zoneRows) {
    for (const zone of names.filter((name) => findTimeZone(name) !== null)) {
      const spans = offsetSpans(FIVE_YEARS, zone);
      const expected = [[FIVE_YEARS.start / MINUTE_MS, offset], ...changes];
      for (let index = 0; index < Math.max(spans.length, expected.length); index++) {
        const span = spans[index];
        const [minute = Number.NaN, after] = expected[index] ?? [];
        const at = expected[index] ? minute * MINUTE_MS : (span?.start ?? 0);
        comparison.same(
          zone,
          at,
          span && `${utc(span.start)} ${span.offsetMs / MINUTE_MS}`,
          expected[index] && `${utc(at)} ${after}`,
        );
      }
    }
  }
  expect(comparison.compared).toBeGreaterThan(1_000);
  report("changes of the clocks", comparison);
  expect(explanationsNotNeeded()).toEqual([]);
});

test("R7.3 around every change of the clocks until 2031, wall times are those of Python", () => {
  const comparison = new Comparison();
  for (const [name = "", from = "", shown = "", shownSteps = "", offsets = ""] of rowsOf(
    transitions,
  )) {
    const walls = running(Number(shown), shownSteps);
    const expectedOffsets = expand(offsets);
    for (const zone of runtimeNamesOf(name)) {
      for (const [index, wall] of walls.entries()) {
        const instant = (Number(from) + index * STEP_MINUTES) * MINUTE_MS;
        sameWall(comparison, zone, instant, wall);
        comparison.same(zone, instant, utcOffsetMinutes(instant, zone), expectedOffsets[index]);
      }
    }
  }
  expect(comparison.compared).toBeGreaterThan(100_000);
  report("instants around changes", comparison);
});

test("R7.3 around every change of the clocks until 2031, wall times mean the instants that Python says", () => {
  const comparison = new Comparison();
  for (const row of rowsOf(transitions)) {
    const [name = "", , , , , wall = "", meant = "", meantSteps = ""] = row;
    const instants = running(Number(meant), meantSteps);
    for (const zone of runtimeNamesOf(name)) {
      for (const [index, instant] of instants.entries()) {
        sameInstant(comparison, zone, Number(wall) + index * STEP_MINUTES, instant);
      }
    }
  }
  expect(comparison.compared).toBeGreaterThan(40_000);
  report("wall times around changes", comparison);
});

test("R7.3 at 20,000 random times and dates the app and Python agree", () => {
  const comparison = new Comparison();
  let cases = 0;
  for (const [name = "", kind, asked = ""] of rowsOf(randomCases)) {
    const zone = zoneFor(name);
    for (const [question = 0, answer = 0, length = 0] of pairsOf(asked)) {
      cases++;
      if (kind === "w") sameInstant(comparison, zone, question, question + answer);
      if (kind === "i") sameWall(comparison, zone, question * MINUTE_MS, question + answer);
      if (kind === "d") sameDay(comparison, zone, question, { start: answer, length });
    }
  }
  expect(cases).toBe(20_000);
  report(`${cases} random cases`, comparison);
});

test("R7.3 hours are open at exactly the minutes at which Python finds them open", () => {
  const comparison = new Comparison();
  for (const [line = ""] of rowsOf(openHours, "\n")) {
    const [timeZone, from, to, weekly, overrides, opened]: ScheduleRow = JSON.parse(line);
    const schedule = {
      timeZone,
      weeklyHours: weekly.map(([weekday, ...hours]) => ({ weekday, ...rangeOf(hours) })),
      overrides: overrides.map(([from, to, ranges]) => ({ from, to, ranges: ranges.map(rangeOf) })),
    };
    const range = { start: from * MINUTE_MS, end: to * MINUTE_MS };
    const open = openIntervals(schedule, range).map(
      ({ start, end }) => `${utc(start)}/${utc(end)}`,
    );
    const expected = opened.map(
      ([opens, closes]) => `${utc((from + opens) * MINUTE_MS)}/${utc((from + closes) * MINUTE_MS)}`,
    );
    comparison.same(timeZone, range.start, open.join(" "), expected.join(" "));
  }
  expect(comparison.compared).toBeGreaterThan(1_000);
  report("schedules", comparison);
});

type Pair = [number, number];
type ScheduleRow = [
  zone: string,
  from: number,
  to: number,
  weekly: [number, number, number][],
  overrides: [string, string, Pair[]][],
  opened: Pair[],
];

function rangeOf([fromMinutes, toMinutes]: Pair) {
  return { fromMinutes, toMinutes };
}

function sameWall(comparison: Comparison, zone: string, instant: number, wall: number): void {
  const expected = `${dateOf(wall)} ${wall % DAY_MINUTES}`;
  // The last instant of the minute, too: seconds are dropped.
  for (const within of [instant, instant + MINUTE_MS - 1]) {
    const { date, minutes } = wallTimeOf(within, zone);
    comparison.same(zone, within, `${date} ${minutes}`, expected);
  }
  comparison.same(zone, instant, localDay(instant, zone), dateOf(wall));
}

function sameInstant(comparison: Comparison, zone: string, wall: number, expected: number): void {
  const instant = instantOfWallTime(dateOf(wall), wall % DAY_MINUTES, zone);
  comparison.same(zone, expected * MINUTE_MS, utc(instant), utc(expected * MINUTE_MS));
}

function sameDay(
  comparison: Comparison,
  zone: string,
  day: number,
  expected: { start: number; length: number },
): void {
  const { start, end } = dayInterval(dateOf(day * DAY_MINUTES), zone);
  const at = expected.start * MINUTE_MS;
  comparison.same(zone, at, utc(start), utc(at));
  comparison.same(zone, at, (end - start) / MINUTE_MS, expected.length);
}

/** Every name of the zone that the runtime lists. */
function runtimeNamesOf(name: string): string[] {
  const listed = new Set(runtimeZones);
  return (namesOf.get(name) ?? []).filter((alias) => listed.has(alias));
}

/** The name under which the app knows the zone. */
function zoneFor(name: string): string {
  return runtimeNamesOf(name)[0] ?? name;
}

/** Lines without comments, cut at the separator. */
function rowsOf(table: string, separator = "|"): string[][] {
  return table
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(separator));
}

/** "5:1,2 6:3,4" */
function pairsOf(text: string): number[][] {
  return text === "" ? [] : text.split(" ").map((pair) => pair.split(/[:,]/).map(Number));
}

/** "15x2 75x1" is 15, 15, 75. */
function expand(runs: string): number[] {
  return runs.split(" ").flatMap((run) => {
    const [value = 0, count = 0] = run.split("x").map(Number);
    return Array<number>(count).fill(value);
  });
}

/** `first`, and what each step makes of it. */
function running(first: number, steps: string): number[] {
  const numbers = [first];
  let last = first;
  for (const step of expand(steps)) {
    last += step;
    numbers.push(last);
  }
  return numbers;
}

function dateOf(wallMinutes: number): string {
  return utc(wallMinutes * MINUTE_MS).slice(0, 10);
}

function utc(instant: number): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}
