// What visitors see of the free slots: a month of them, or one of them.
import type { EventType } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import type { Interval } from "../domain/interval.ts";
import { addDays, isCalendarDate, isCalendarMonth, localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { zoneLabel } from "../ui/time-text.ts";
import { offerSlots } from "../use-cases/offer-slots.server.ts";
import { type MonthView, monthInterval, viewMonth } from "./month-view.ts";
import { type SlotView, viewSlot } from "./slot-view.ts";

/** Whose slots, and of what. */
export interface SlotPage {
  host: Host;
  eventType: EventType;
  /** The booking that is to be moved: not in its own way, and where it is now is no new time. Absent for a new one. */
  moving?: Booking;
}

/** The slots to choose from, and the schedule's zone. */
async function listFree(context: AppContext, page: SlotPage, range: Interval) {
  const { host, eventType, moving } = page;
  const { slots, timeZone } = await offerSlots(context, host, eventType, range, moving ?? null);
  return { timeZone, slots: slots.filter(({ start }) => start !== moving?.meeting.start) };
}

/**
 * The month and day that an address asks for; unless it does, the month in which one would look first.
 * @param zone of whoever reads it
 */
export async function viewAskedMonth(
  context: AppContext,
  page: SlotPage,
  asked: URLSearchParams,
  zone: string,
): Promise<MonthView> {
  const now = context.now();
  const lastBookableDay = addDays(localDay(now, zone), page.eventType.bookingWindowDays + 1);
  const day = dayAsked(asked.get("day"));
  const month = monthAsked(asked.get("month")) ?? day?.slice(0, 7) ?? null;

  const show = async (shown: string) => {
    const { slots } = await listFree(context, page, monthInterval(shown, zone));
    const dayOfMonth = day?.startsWith(shown) ? day : null;
    return viewMonth(slots, { month: shown, day: dayOfMonth, zone, now, lastBookableDay });
  };
  const first = localDay(page.moving?.meeting.start ?? now, zone).slice(0, 7);
  const view = await show(month ?? first);
  // Late in a month nothing may be left of it: whoever asked for no month sees the next one.
  const isOver = month === null && view.selected === null;
  return isOver && view.nextMonth ? show(view.nextMonth) : view;
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
export function timeText(time: Interval, zone: string): TimeText {
  return { name: viewSlot(time, zone).name, zoneLabel: zoneLabel(zone, time.start) };
}

/** What somebody is about to choose, or can choose from. */
export interface SlotChoice {
  /** The slot that was asked for, while it is free. */
  slot: SlotView | null;
  /** When it is not: the free slots nearest to it. */
  others: SlotView[];
  zone: string;
  zoneLabel: string;
  /** The slot on the clocks of the other one, where they show another time. */
  elsewhere: TimeText | null;
}

const DAY_MS = 86_400_000;
const OTHERS = 6;

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
 * @param zones of whoever reads it, and of the other one: the schedule's unless given
 */
export async function viewChoice(
  context: AppContext,
  page: SlotPage,
  asked: ChoiceAsked,
  zones: { own: string; other?: string },
): Promise<SlotChoice> {
  const { start, without = null } = asked;
  const now = context.now();
  const last = now + page.eventType.bookingWindowDays * DAY_MS;
  const around = Math.min(Math.max(start ?? asked.around ?? now, now), last);
  const range = { start: around - 7 * DAY_MS, end: around + 14 * DAY_MS };
  const offered = await listFree(context, page, range);
  const other = zones.other ?? offered.timeZone;
  const slots = offered.slots.filter((free) => free.start !== without);
  const slot = slots.find((free) => free.start === start) ?? null;
  const nearest = slots
    .toSorted((a, b) => Math.abs(a.start - around) - Math.abs(b.start - around))
    .slice(0, OTHERS)
    .sort((a, b) => a.start - b.start);
  return {
    slot: slot && viewSlot(slot, zones.own),
    others: slot ? [] : nearest.map((free) => viewSlot(free, zones.own)),
    zone: zones.own,
    zoneLabel: zoneLabel(zones.own, around),
    elsewhere: slot && other !== zones.own ? timeText(slot, other) : null,
  };
}
