// Bookings by week and by event type.
import type { Interval } from "./interval.ts";
import { addDays, dayInterval, localDay, mondayOf } from "./time-zone.ts";

/** A week on the clocks of a zone, from Monday's first instant to that of the next Monday. */
export interface Week {
  /** "YYYY-MM-DD". */
  monday: string;
  interval: Interval;
}

/** The week of `now` (epoch ms) in `zone` and those before it, `count` in all, the oldest first; without holes. */
export function lastWeeks(now: number, zone: string, count: number): Week[] {
  const thisMonday = mondayOf(localDay(now, zone));
  return Array.from({ length: count }, (_, index) => {
    const monday = addDays(thisMonday, 7 * (index - count + 1));
    const start = dayInterval(monday, zone).start;
    const end = dayInterval(addDays(monday, 7), zone).start;
    return { monday, interval: { start, end } };
  });
}

/** So many bookings of an event type begin in a week, the nth that was asked about. */
export interface BookingCount {
  week: number;
  eventTypeId: string;
  status: "confirmed" | "cancelled";
  count: number;
}

/** Bookings that stand or took place, and those that were called off. */
export interface Counted {
  confirmed: number;
  cancelled: number;
}

/** The counts of each of so many weeks, those without a booking too. */
export function countsByWeek(counts: readonly BookingCount[], weeks: number): Counted[] {
  return Array.from({ length: weeks }, (_, index) =>
    total(counts.filter(({ week }) => week === index)),
  );
}

/** The counts of each event type that has any, the most booked first. */
export function countsByEventType(
  counts: readonly BookingCount[],
): (Counted & { eventTypeId: string })[] {
  const ids = [...new Set(counts.map(({ eventTypeId }) => eventTypeId))];
  return ids
    .map((id) => ({
      eventTypeId: id,
      ...total(counts.filter(({ eventTypeId }) => eventTypeId === id)),
    }))
    .sort((a, b) => b.confirmed - a.confirmed || b.cancelled - a.cancelled);
}

function total(counts: readonly BookingCount[]): Counted {
  const sum = (wanted: BookingCount["status"]) =>
    counts.reduce((all, { status, count }) => all + (status === wanted ? count : 0), 0);
  return { confirmed: sum("confirmed"), cancelled: sum("cancelled") };
}
