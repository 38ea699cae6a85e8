// Where the hours of a week lie in a picture of it.
import type { WeeklyHours } from "../../domain/schedule.ts";
import { WEEKDAYS } from "./hours-rows.ts";

/** Per cent of the width, from the left. */
export interface Bar {
  from: number;
  width: number;
}

/** An hour that is named, 0 to 24, and where it stands in per cent. */
export interface HourMark {
  hour: number;
  at: number;
}

export interface WeekGeometry {
  marks: HourMark[];
  /** From Monday to Sunday; no bars on days without hours. */
  days: { name: string; bars: Bar[] }[];
}

const LEAST_HOURS = 6;
const MOST_STEPS = 6;
const STEPS = [1, 2, 3, 4];

/**
 * The week as bars on an axis that runs from an hour before the earliest to an hour after the latest, and over six hours at
 * least, never past midnight. Null for a week without hours.
 */
export function drawWeek(weeklyHours: readonly WeeklyHours[]): WeekGeometry | null {
  if (weeklyHours.length === 0) return null;
  const { first, last } = axisOf(weeklyHours);
  const at = (minutes: number) => percent((minutes / 60 - first) / (last - first));
  return {
    marks: markedHours(first, last).map((hour) => ({ hour, at: at(hour * 60) })),
    days: WEEKDAYS.map((name, index) => ({
      name,
      bars: weeklyHours
        .filter(({ weekday }) => weekday === index + 1)
        .toSorted((a, b) => a.fromMinutes - b.fromMinutes)
        .map(({ fromMinutes, toMinutes }) => ({
          from: at(fromMinutes),
          width: percent((toMinutes - fromMinutes) / 60 / (last - first)),
        })),
    })),
  };
}

/** Whole hours, 0 to 24. */
function axisOf(weeklyHours: readonly WeeklyHours[]): { first: number; last: number } {
  const earliest = Math.min(...weeklyHours.map(({ fromMinutes }) => fromMinutes));
  const latest = Math.max(...weeklyHours.map(({ toMinutes }) => toMinutes));
  const first = Math.max(0, Math.floor(earliest / 60) - 1);
  const last = Math.min(24, Math.ceil(latest / 60) + 1);
  const missing = Math.max(0, LEAST_HOURS - (last - first));
  const from = Math.min(Math.max(0, first - Math.floor(missing / 2)), 24 - LEAST_HOURS);
  return {
    first: Math.min(first, from),
    last: Math.max(last, Math.min(first, from) + LEAST_HOURS),
  };
}

/** So few that their names fit beside each other on a phone. */
function markedHours(first: number, last: number): number[] {
  const step = STEPS.find((size) => (last - first) / size <= MOST_STEPS) ?? 4;
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return hours.filter((hour) => hour % step === 0);
}

/** Two decimals are finer than any screen. */
const percent = (part: number) => Math.round(part * 10_000) / 100;
