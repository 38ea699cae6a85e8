// Moments near now, as people say them: the day is told only where it is not today's.
import { localDay } from "../domain/time-zone.ts";
import { formatDay, formatInstant, formatMinutes, formatZonedTime } from "./time-text.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** "14:05 Europe/Berlin (GMT+1)", with its date before it on another day than `now` in `zone`: see `formatInstant`. */
export function formatMoment(instant: number, zone: string, now: number): string {
  const isToday = localDay(instant, zone) === localDay(now, zone);
  return isToday ? formatZonedTime(instant, zone) : formatInstant(instant, zone);
}

/** The same in a sentence: "at 14:05 Europe/Berlin (GMT+1)", or "on Tuesday 3 March 2026 at 14:05 Europe/Berlin (GMT+1)". */
export function atMoment(instant: number, zone: string, now: number): string {
  const time = formatZonedTime(instant, zone);
  const day = localDay(instant, zone);
  return day === localDay(now, zone) ? `at ${time}` : `on ${formatDay(day)} at ${time}`;
}

/** How long ago, roughly: "less than a minute", "5 min", "2 h 10 min", "3 days". */
export function formatAge(ms: number): string {
  if (ms < MINUTE_MS) return "less than a minute";
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  return formatMinutes(Math.floor(ms / MINUTE_MS));
}
