import {
  type EventType,
  getSchedule,
  listBookedTimes,
  listDaysBooked,
} from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import { bookingWindowOf, withinReach } from "../domain/booking-window.ts";
import { type Interval, subtract } from "../domain/interval.ts";
import { LONGEST_BLOCK_MS, listSlots, type SlotRules } from "../domain/slots.ts";
import { localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { busyTimesForPage } from "./busy-times.server.ts";

const LONGEST_BLOCK_MINUTES = LONGEST_BLOCK_MS / 60_000;

/** Whose slots, and of what. */
export interface SlotPage {
  host: Host;
  eventType: EventType;
  /** How long the meeting is to last: one of the event type's durations, or as long as the booking that is moved. */
  durationMinutes: number;
  /** The booking that is to be moved, which is not in its own way; null for a new one. */
  moving: Booking | null;
}

/** The rules of an event type, as the pure functions want them. */
export async function slotRulesOf(
  { db }: Pick<AppContext, "db">,
  { eventType, durationMinutes }: Pick<SlotPage, "eventType" | "durationMinutes">,
): Promise<SlotRules> {
  // A booking that is moved may last longer than its event type allows now: buffers then take what a block has left.
  const left = LONGEST_BLOCK_MINUTES - durationMinutes;
  const bufferBeforeMinutes = Math.min(eventType.bufferBeforeMinutes, left);
  const bufferAfterMinutes = Math.min(eventType.bufferAfterMinutes, left - bufferBeforeMinutes);
  return {
    schedule: await getSchedule(db, eventType.hostId, eventType.scheduleId),
    durationMinutes,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    minimumNoticeMinutes: eventType.minimumNoticeMinutes,
    bookingWindow: bookingWindowOf(eventType),
    limits: { perDay: eventType.dayLimit, perWeek: eventType.weekLimit },
    slotStepMinutes: eventType.slotStepMinutes,
  };
}

/** Everything that can stand in the way of a slot that starts in `range`. */
export function rangeThatMatters(range: Interval): Interval {
  return { start: range.start - LONGEST_BLOCK_MS, end: range.end + LONGEST_BLOCK_MS };
}

/** What the limits of the event type count around `range`; nothing is read where it has none. */
export async function datesBookedAround(
  { db }: Pick<AppContext, "db">,
  { eventType, moving }: SlotPage,
  range: Interval,
): Promise<string[]> {
  if (eventType.dayLimit === null && eventType.weekLimit === null) return [];
  return listDaysBooked(db, eventType, range, moving?.id ?? null);
}

/** The date that a booking to be moved is on, as the limits count; undefined when none is. */
export function dateLeftBy({ moving }: SlotPage, { schedule }: SlotRules): string | undefined {
  return moving ? localDay(moving.meeting.start, schedule.timeZone) : undefined;
}

export interface OfferedSlots {
  /** Free, and starting in the range that was asked for. */
  slots: Interval[];
  rules: SlotRules;
}

/** The free slots that start in `range`, and the rules that they follow. */
export async function offerSlots(
  context: AppContext,
  page: SlotPage,
  range: Interval,
): Promise<OfferedSlots> {
  const { host, moving } = page;
  const around = rangeThatMatters(range);
  const relevant = withinReach(around, bookingWindowOf(page.eventType), context.now());
  const [rules, bookings, datesBooked, busy] = await Promise.all([
    slotRulesOf(context, page),
    listBookedTimes(context.db, host.id, around, moving?.id ?? null),
    datesBookedAround(context, page, range),
    relevant ? busyTimesForPage(context, host, relevant) : [],
  ]);
  // Its own event counts as busy in Google; what else may be there at that time, the live check will know.
  const inTheWay = moving ? subtract(busy, [moving.meeting]) : busy;
  const dateLeft = dateLeftBy(page, rules);
  const taken = { bookings, busy: inTheWay, datesBooked, dateLeft };
  return { slots: listSlots(rules, taken, context.now(), range), rules };
}
