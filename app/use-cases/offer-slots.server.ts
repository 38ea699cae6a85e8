import { type EventType, getSchedule, listBookedTimes } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import { type Interval, subtract } from "../domain/interval.ts";
import { LONGEST_BLOCK_MS, listSlots, type SlotRules } from "../domain/slots.ts";
import type { AppContext } from "../load-context.server.ts";
import { busyTimesForPage } from "./busy-times.server.ts";

/** The rules of an event type, as the pure functions want them. */
export async function slotRulesOf(
  { db }: Pick<AppContext, "db">,
  eventType: EventType,
): Promise<SlotRules> {
  return {
    schedule: await getSchedule(db, eventType.hostId, eventType.scheduleId),
    durationMinutes: eventType.durationMinutes,
    bufferBeforeMinutes: eventType.bufferBeforeMinutes,
    bufferAfterMinutes: eventType.bufferAfterMinutes,
    minimumNoticeMinutes: eventType.minimumNoticeMinutes,
    bookingWindowDays: eventType.bookingWindowDays,
    slotStepMinutes: eventType.slotStepMinutes,
  };
}

/** The rules by which a booking is moved: those of its event type, and the meeting stays as long as it is. */
export async function rulesForMoving(
  context: Pick<AppContext, "db">,
  eventType: EventType,
  { meeting }: Booking,
): Promise<SlotRules> {
  const rules = await slotRulesOf(context, eventType);
  // One that was moved by hand in Google may last any number of seconds.
  const minutes = Math.max(1, Math.round((meeting.end - meeting.start) / 60_000));
  return { ...rules, durationMinutes: minutes };
}

/** Everything that can stand in the way of a slot that starts in `range`. */
export function rangeThatMatters(range: Interval): Interval {
  return { start: range.start - LONGEST_BLOCK_MS, end: range.end + LONGEST_BLOCK_MS };
}

/**
 * The free slots that start in `range`, and the schedule's zone.
 * @param moving the booking that is being moved, which is not in its own way; null for a new one
 */
export async function offerSlots(
  context: AppContext,
  host: Host,
  eventType: EventType,
  range: Interval,
  moving: Booking | null = null,
): Promise<{ slots: Interval[]; timeZone: string }> {
  const around = rangeThatMatters(range);
  const [rules, bookings, busy] = await Promise.all([
    moving ? rulesForMoving(context, eventType, moving) : slotRulesOf(context, eventType),
    listBookedTimes(context.db, host.id, around, moving?.id ?? null),
    busyTimesForPage(context, host, around),
  ]);
  // Its own event counts as busy in Google; what else may be there at that time, the live check will know.
  const inTheWay = moving ? subtract(busy, [moving.meeting]) : busy;
  return {
    slots: listSlots(rules, { bookings, busy: inTheWay }, context.now(), range),
    timeZone: rules.schedule.timeZone,
  };
}
