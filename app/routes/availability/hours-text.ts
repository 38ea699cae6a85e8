// Hours in words: a week that can be read at a glance.
import type { WallRange, WeeklyHours } from "../../domain/schedule.ts";
import { formatDay } from "../../ui/time-text.ts";
import { WEEKDAYS } from "./hours-rows.ts";

/** Neighbouring days with the same hours are one line. */
export interface WeekLine {
  days: string;
  /** "09:00 – 12:00, 13:00 – 17:00", or that there are none. */
  hours: string;
}

const NONE = "Not available";

/** The week from Monday to Sunday. */
export function weekLines(weeklyHours: readonly WeeklyHours[]): WeekLine[] {
  const lines: { first: number; last: number; hours: string }[] = [];
  WEEKDAYS.forEach((_, index) => {
    const hours = rangesText(weeklyHours.filter(({ weekday }) => weekday === index + 1));
    const line = lines.at(-1);
    if (line?.hours === hours) line.last = index;
    else lines.push({ first: index, last: index, hours });
  });
  return lines.map(({ first, last, hours }) => ({ days: daysText(first, last), hours }));
}

function daysText(first: number, last: number): string {
  const [from = "", to = ""] = [WEEKDAYS[first], WEEKDAYS[last]];
  if (first === last) return from;
  return last === first + 1 ? `${from} and ${to}` : `${from} to ${to}`;
}

/** "09:00 – 12:00, 13:00 – 24:00" */
export function rangesText(ranges: readonly WallRange[]): string {
  if (ranges.length === 0) return NONE;
  return ranges
    .toSorted((a, b) => a.fromMinutes - b.fromMinutes)
    .map(({ fromMinutes, toMinutes }) => `${clock(fromMinutes)} – ${clock(toMinutes)}`)
    .join(", ");
}

/** "Monday 3 August 2026", or "Monday 3 August 2026 to Friday 7 August 2026". */
export function datesText(firstDay: string, lastDay: string): string {
  return firstDay === lastDay
    ? formatDay(firstDay)
    : `${formatDay(firstDay)} to ${formatDay(lastDay)}`;
}

/** "‘A’", "‘A’ and ‘B’", "‘A’, ‘B’ and ‘C’" */
export function quotedList(titles: readonly string[]): string {
  const quoted = titles.map((title) => `‘${title}’`);
  const last = quoted.pop() ?? "";
  return quoted.length > 0 ? `${quoted.join(", ")} and ${last}` : last;
}

function clock(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
