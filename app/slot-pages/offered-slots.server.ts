// What visitors see of the free slots: a month of them, or one of them.
import type { Interval } from "../domain/interval.ts";
import { dayInterval, isCalendarDate, isCalendarMonth, localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { type TextOptions, zoneLabel } from "../ui/time-text.ts";
import type { SlotPage } from "../use-cases/offer-slots.server.ts";
import { datesToRead, findFreeAround, listFree, listFreeBeyond } from "./free-slots.server.ts";
import { type MonthView, monthInterval, viewMonth, viewOtherDay } from "./month-view.ts";
import { type SlotView, viewSlot } from "./slot-view.ts";

/**
 * The month and day that an address asks for; unless it does, the month in which one would look first, and for a booking
 * that is moved its own day, or else the next free one after it.
 * @param zone of whoever reads it
 */
export async function viewAskedMonth(
  context: AppContext,
  page: SlotPage,
  asked: URLSearchParams,
  zone: string,
  options: TextOptions = {},
): Promise<MonthView> {
  const now = context.now();
  const { firstDay, lastDay: lastBookableDay } = datesToRead(page, now, zone);
  const day = dayAsked(asked.get("day"));
  const month = monthAsked(asked.get("month")) ?? day?.slice(0, 7) ?? null;

  const show = async (shown: string, lookFrom: string | null = null) => {
    const { slots } = await listFree(context, page, restOf(monthInterval(shown, zone), now));
    const dayOfMonth = day?.startsWith(shown) ? day : null;
    const at = { month: shown, day: dayOfMonth, lookFrom, zone };
    return viewMonth(slots, { ...at, now, lastBookableDay }, options);
  };
  const first = page.moving ? localDay(page.moving.meeting.start, zone) : firstDay;
  const view = month === null ? await show(first.slice(0, 7), first) : await show(month);
  if (view.selected?.slots.length || view.otherDay) return view;
  // Late in a month nothing may be left of it: whoever asked for no month sees the next one. Looking for a free day first
  // would read that month twice.
  const next = month === null && view.nextMonth ? await show(view.nextMonth) : null;
  if (next?.selected?.slots.length) return next;
  const { end } = monthInterval(next?.month ?? view.month, zone);
  const other = await findFreeAround(context, page, end, zone);
  if (!other) return view;
  const date = localDay(other.start, zone);
  if (month === null) return show(date.slice(0, 7));
  return { ...view, otherDay: viewOtherDay(date, view, options) };
}

/** What is over is not read: late in a month that would be a month of bookings. */
function restOf({ start, end }: Interval, now: number): Interval {
  return { start: Math.min(Math.max(start, now), end), end };
}

function dayAsked(text: string | null): string | null {
  return text !== null && isCalendarDate(text) ? text : null;
}

function monthAsked(text: string | null): string | null {
  return text !== null && isCalendarMonth(text) ? text : null;
}

/** A time in a zone, in words. */
export interface TimeText {
  name: string;
  zoneLabel: string;
}

/** A time on the clocks of `zone`: that of whoever reads it. */
export function timeText(time: Interval, zone: string, options: TextOptions = {}): TimeText {
  return { name: viewSlot(time, zone, options).name, zoneLabel: zoneLabel(zone, time.start) };
}

/** What somebody is about to choose, or can choose from. */
export interface SlotChoice {
  /** The slot that was asked for, while it is free. */
  slot: SlotView | null;
  /** The day to look for others on, in the zone of whoever reads it; null when none was named. */
  day: string | null;
  /** When it is not: the free slots nearest to it. */
  others: SlotView[];
  zone: string;
  zoneLabel: string;
  /** The slot on the clocks of the other one, where they show another time. */
  elsewhere: TimeText | null;
}

const DAY_MS = 86_400_000;
const OTHERS = 3;

/** Instants in epoch ms. */
export interface ChoiceAsked {
  /** Null when no slot was named. */
  start: number | null;
  /** Where to look for others when it is null. */
  around?: number | null;
  /** A start that has just been refused: the stored busy times may not know yet what Google said. */
  without?: number | null;
}

/**
 * The slot that was asked for if it is free, else what is free around it.
 * @param zones of whoever reads it, how they write times, and of the other one: the schedule's unless given
 */
export async function viewChoice(
  context: AppContext,
  page: SlotPage,
  asked: ChoiceAsked,
  zones: { own: string; other?: string } & TextOptions,
): Promise<SlotChoice> {
  const { start, without = null } = asked;
  const now = context.now();
  const { firstDay, lastDay } = datesToRead(page, now, zones.own);
  const first = Math.max(now, dayInterval(firstDay, zones.own).start);
  const last = dayInterval(lastDay, zones.own).end;
  const around = Math.min(Math.max(start ?? asked.around ?? now, first), Math.max(first, last));
  const range = { start: around - 7 * DAY_MS, end: around + 14 * DAY_MS };
  const offered = await listFree(context, page, range);
  const other = zones.other ?? offered.rules.schedule.timeZone;
  const isOpen = (free: Interval) => free.start !== without;
  const near = offered.slots.filter(isOpen);
  const slot = near.find((free) => free.start === start) ?? null;
  const choices =
    near.length > 0 ? near : await listFreeBeyond(context, page, range.end, zones.own);
  const nearest = choices
    .filter(isOpen)
    .toSorted((a, b) => Math.abs(a.start - around) - Math.abs(b.start - around))
    .slice(0, OTHERS)
    .sort((a, b) => a.start - b.start);
  return {
    slot: slot && viewSlot(slot, zones.own, zones),
    day: start === null ? null : localDay(around, zones.own),
    others: slot ? [] : nearest.map((free) => viewSlot(free, zones.own, zones)),
    zone: zones.own,
    zoneLabel: zoneLabel(zones.own, around),
    elsewhere: slot && other !== zones.own ? timeText(slot, other, zones) : null,
  };
}
