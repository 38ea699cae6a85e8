import { type Interval, intersect } from "./interval.ts";
import { type BookingWindow, bookableDates, LONGEST_BLOCK_MS } from "./slots.ts";
import { addDays, dayInterval, localDay } from "./time-zone.ts";

/** Which dates of an event type can be booked, from how it is stored. */
export function bookingWindowOf(eventType: {
  bookingWindowDays: number;
  windowFirstDay: string | null;
  windowLastDay: string | null;
}): BookingWindow {
  const { windowFirstDay: firstDay, windowLastDay: lastDay, bookingWindowDays: days } = eventType;
  if (firstDay !== null && lastDay !== null) return { kind: "range", firstDay, lastDay };
  return { kind: "rolling", days };
}

/**
 * From when to when anything can stand in the way of a slot that the booking window leaves, whatever the schedule's zone.
 * Its end is the start of a date in UTC, so that it moves once a day.
 * @param now epoch ms
 */
export function reachOfWindow(window: BookingWindow, now: number): Interval {
  const { firstDay, lastDay } = bookableDates(window, localDay(now, "UTC"));
  // Clocks may be a date ahead of UTC and half a day behind it: both begin within the date before, and end within the
  // date after.
  const from = Math.max(now, dayInterval(addDays(firstDay, -1), "UTC").start);
  const to = dayInterval(addDays(lastDay, 1), "UTC").end;
  return { start: from - LONGEST_BLOCK_MS, end: to + LONGEST_BLOCK_MS };
}

/** The part of `range` that the booking window leaves; null when it leaves nothing of it. */
export function withinReach(range: Interval, window: BookingWindow, now: number): Interval | null {
  return intersect(range, reachOfWindow(window, now));
}
