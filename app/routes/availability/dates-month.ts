// A month of a schedule, with the dates that differ from its week. Pure.
import type { StoredOverride } from "#db/schedules.server.ts";
import type { WeeklyHours } from "../../domain/schedule.ts";
import {
  addMonths,
  isCalendarDate,
  isCalendarMonth,
  isoWeekday,
  monthDays,
} from "../../domain/time-zone.ts";
import { formatDay, formatMonth } from "../../ui/time-text.ts";
import { rangesText } from "./hours-text.ts";
import { type OverrideView, viewOverride } from "./override-view.ts";

/** Days off, other hours than those of the week, no hours in the week, or those of the week. */
export type DayKind = "off" | "hours" | "closed" | "usual";

export interface DatesDay {
  date: string;
  number: number;
  /** In full, with what there is to say of it. */
  name: string;
  kind: DayKind;
  isToday: boolean;
  isPast: boolean;
  isChosen: boolean;
}

export interface DatesMonth {
  month: string;
  title: string;
  /** Null where nothing can be changed, or nobody looks that far ahead. */
  previousMonth: string | null;
  nextMonth: string | null;
  days: DatesDay[];
  chosen: ChosenDay | null;
}

/** A day that was chosen in the month. */
export interface ChosenDay {
  date: string;
  name: string;
  /** The hours that it has by the week, in words. */
  weekly: string;
  /** What the day has instead of them. */
  override: OverrideView | null;
}

interface Dates {
  weeklyHours: readonly WeeklyHours[];
  overrides: readonly StoredOverride[];
  /** In the schedule's zone. */
  today: string;
}

const MONTHS_AHEAD = 24;

/**
 * The month that an address asks for, and the day. A day says which month it lies in. What is over, too far ahead or no
 * date at all asks for nothing, and then this month is shown.
 */
export function viewDatesMonth(dates: Dates, asked: URLSearchParams): DatesMonth {
  const { today, overrides } = dates;
  const thisMonth = today.slice(0, 7);
  const furthest = overrides.map(({ lastDay }) => lastDay.slice(0, 7));
  const lastMonth = [addMonths(thisMonth, MONTHS_AHEAD), ...furthest].sort().at(-1) ?? thisMonth;
  const day = dayAsked(asked.get("day") ?? "", today, lastMonth);
  const askedMonth = day?.slice(0, 7) ?? asked.get("month") ?? "";
  const isInReach =
    isCalendarMonth(askedMonth) && askedMonth >= thisMonth && askedMonth <= lastMonth;
  const month = isInReach ? askedMonth : thisMonth;
  const days = monthDays(month);
  return {
    month,
    title: formatMonth(month),
    previousMonth: month > thisMonth ? addMonths(month, -1) : null,
    nextMonth: month < lastMonth ? addMonths(month, 1) : null,
    days: days.map((date) => viewDay(dates, date, day)),
    chosen: day === null ? null : viewChosen(dates, day),
  };
}

function dayAsked(text: string, today: string, lastMonth: string): string | null {
  const isInReach = isCalendarDate(text) && text >= today && text.slice(0, 7) <= lastMonth;
  return isInReach ? text : null;
}

function viewDay(dates: Dates, date: string, chosen: string | null): DatesDay {
  const override = overrideOn(dates, date);
  const kind = kindOf(dates, date, override);
  const isToday = date === dates.today;
  const said = {
    off: ": day off",
    hours: `: other hours, ${rangesText(override?.ranges ?? [])}`,
    closed: ": no weekly hours",
    usual: "",
  };
  return {
    date,
    number: Number(date.slice(8)),
    name: `${formatDay(date)}${isToday ? ", today" : ""}${said[kind]}`,
    ...{ kind, isToday, isPast: date < dates.today, isChosen: date === chosen },
  };
}

function kindOf(dates: Dates, date: string, override: StoredOverride | null): DayKind {
  if (override) return override.ranges.length === 0 ? "off" : "hours";
  return weeklyHoursOn(dates, date).length === 0 ? "closed" : "usual";
}

function viewChosen(dates: Dates, date: string): ChosenDay {
  const override = overrideOn(dates, date);
  return {
    date,
    name: formatDay(date),
    weekly: rangesText(weeklyHoursOn(dates, date)),
    override: override && viewOverride(override),
  };
}

const overrideOn = ({ overrides }: Dates, date: string) =>
  overrides.find(({ firstDay, lastDay }) => firstDay <= date && date <= lastDay) ?? null;

const weeklyHoursOn = ({ weeklyHours }: Dates, date: string) =>
  weeklyHours.filter(({ weekday }) => weekday === isoWeekday(date));
