// What whoever chooses a slot sees of a month: its days, which of them have free slots, and the slots of one day. Pure.
import type { Interval } from "../domain/interval.ts";
import { slotsByDay } from "../domain/slots.ts";
import { addMonths, dayInterval, localDay, monthDays, wallTimeOf } from "../domain/time-zone.ts";
import {
  firstWeekday,
  formatDay,
  formatMonth,
  type TextOptions,
  zoneLabelDuring,
} from "../ui/time-text.ts";
import { type SlotView, viewSlot } from "./slot-view.ts";

export interface DayView {
  date: string;
  number: number;
  name: string;
  isFree: boolean;
  isToday: boolean;
  isSelected: boolean;
}

export interface MonthView {
  month: string;
  title: string;
  /** Null where there is nothing to book. */
  previousMonth: string | null;
  nextMonth: string | null;
  /** The day that weeks begin with for whoever reads: 1 for Monday to 7 for Sunday. */
  firstWeekday: number;
  days: DayView[];
  selected: DaySlots | null;
  /** Where the shown day has nothing: a day that has. */
  otherDay: OtherDay | null;
  /** The zone, with its offset on the selected day, or else in the month. */
  zoneLabel: string;
}

/** A day with free slots: the next one, or the first of all where none follows. */
export interface OtherDay {
  date: string;
  name: string;
  isNext: boolean;
}

/** The slots of one day, also by the part of the day that they begin in. */
export interface DaySlots {
  date: string;
  name: string;
  slots: SlotView[];
  /** Those that have slots, in their order. */
  parts: { name: string; slots: SlotView[] }[];
}

interface Asked {
  month: string;
  /** The day to show; null for the first free one, from `lookFrom` on. */
  day: string | null;
  lookFrom?: string | null;
  zone: string;
  now: number;
  lastBookableDay: string;
}

/** The instants that a month covers in `zone`. */
export function monthInterval(month: string, zone: string): Interval {
  const days = monthDays(month);
  const first = days[0] ?? `${month}-01`;
  const last = days.at(-1) ?? first;
  return { start: dayInterval(first, zone).start, end: dayInterval(last, zone).end };
}

/**
 * A month and one of its days, in words and with what its links need.
 * @param slots the free slots that start in the month, sorted
 */
export function viewMonth(
  slots: readonly Interval[],
  asked: Asked,
  options: TextOptions = {},
): MonthView {
  const { month, zone, now } = asked;
  const days = monthDays(month);
  const byDay = slotsByDay(slots, zone);
  const today = localDay(now, zone);
  const { lookFrom } = asked;
  const isWorthShowing = (date: string) => byDay.has(date) && (!lookFrom || date >= lookFrom);
  const selected = asked.day ?? days.find(isWorthShowing) ?? null;
  const nextFree = selected === null || byDay.has(selected) ? null : firstAfter(byDay, selected);
  return {
    month,
    title: formatMonth(month, options),
    previousMonth: month > today.slice(0, 7) ? addMonths(month, -1) : null,
    nextMonth: month < asked.lastBookableDay.slice(0, 7) ? addMonths(month, 1) : null,
    firstWeekday: firstWeekday(options),
    days: days.map((date) => ({
      date,
      number: Number(date.slice(8)),
      name: formatDay(date, options),
      isFree: byDay.has(date),
      isToday: date === today,
      isSelected: date === selected,
    })),
    selected:
      selected === null ? null : viewDay(selected, byDay.get(selected) ?? [], zone, options),
    otherDay:
      nextFree === null
        ? null
        : { date: nextFree, name: formatDay(nextFree, options), isNext: true },
    zoneLabel: zoneLabelDuring(
      zone,
      selected === null ? monthInterval(month, zone) : dayInterval(selected, zone),
    ),
  };
}

const PARTS = [
  { name: "Night", untilMinutes: 5 * 60 },
  { name: "Morning", untilMinutes: 12 * 60 },
  { name: "Afternoon", untilMinutes: 17 * 60 },
  { name: "Evening", untilMinutes: 24 * 60 },
];

function viewDay(
  date: string,
  slots: readonly Interval[],
  zone: string,
  options: TextOptions,
): DaySlots {
  const views = slots.map((slot) => ({
    ...viewSlot(slot, zone, options),
    part: PARTS.find((part) => wallTimeOf(slot.start, zone).minutes < part.untilMinutes)?.name,
  }));
  const parts = PARTS.map(({ name }) => ({
    name,
    slots: views.filter(({ part }) => part === name).map(({ part, ...slot }) => slot),
  }));
  return {
    date,
    name: formatDay(date, options),
    slots: views.map(({ part, ...slot }) => slot),
    parts: parts.filter((part) => part.slots.length > 0),
  };
}

/** What an address names to come back to what is shown: the day, or else the month. */
export function shownPart({ month, selected }: MonthView): Record<string, string> {
  return selected ? { day: selected.date } : { month };
}

/** The way from a month, or a day of it, without slots to a day elsewhere that has some. */
export function viewOtherDay(
  date: string,
  { month, selected }: MonthView,
  options: TextOptions,
): OtherDay {
  return { date, name: formatDay(date, options), isNext: date > (selected?.date ?? month) };
}

function firstAfter(byDay: Map<string, Interval[]>, day: string): string | null {
  return [...byDay.keys()].sort().find((date) => date > day) ?? null;
}
