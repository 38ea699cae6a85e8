import {
  type BookingCount,
  countsByEventType,
  countsByWeek,
  type Week,
} from "../../domain/booking-weeks.ts";
import { formatDay } from "../../ui/time-text.ts";

export interface WeekBar {
  monday: string;
  /** "2 Nov", for the axis. */
  short: string;
  /** "Monday 2 November 2026". */
  name: string;
  confirmed: number;
  cancelled: number;
}

export interface TypeBar {
  id: string;
  title: string;
  confirmed: number;
  cancelled: number;
}

export interface NumbersView {
  weeks: WeekBar[];
  types: TypeBar[];
  /** Of the weeks' bookings, in a sentence: what the chart shows. */
  summary: string;
}

const axisDay = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** @param titles of the host's event types, by id */
export function viewNumbers(
  weeks: readonly Week[],
  counts: readonly BookingCount[],
  titles: ReadonlyMap<string, string>,
): NumbersView {
  const counted = countsByWeek(counts, weeks.length);
  const bars = weeks.map(({ monday }, index) => ({
    monday,
    short: axisDay.format(Date.parse(monday)),
    name: formatDay(monday),
    confirmed: counted[index]?.confirmed ?? 0,
    cancelled: counted[index]?.cancelled ?? 0,
  }));
  const types = countsByEventType(counts).map(({ eventTypeId, ...sums }) => ({
    id: eventTypeId,
    title: titles.get(eventTypeId) ?? "An event type that is gone",
    ...sums,
  }));
  return { weeks: bars, types, summary: summaryOf(bars) };
}

function summaryOf(weeks: readonly WeekBar[]): string {
  const total = weeks.reduce((sum, { confirmed }) => sum + confirmed, 0);
  const most = weeks.toSorted((a, b) => b.confirmed - a.confirmed)[0];
  const all = `${countText(total)} in ${weeks.length} weeks`;
  if (!most || most.confirmed === 0) return `${all}.`;
  return `${all}; the most, ${most.confirmed}, in the week that began on ${most.name}.`;
}

function countText(count: number): string {
  return count === 1 ? "1 booking" : `${count} bookings`;
}
