import { type EventType, getSchedule, listBookedTimes } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Interval } from "../domain/interval.ts";
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

/** Everything that can stand in the way of a slot that starts in `range`. */
export function rangeThatMatters(range: Interval): Interval {
  return { start: range.start - LONGEST_BLOCK_MS, end: range.end + LONGEST_BLOCK_MS };
}

/** The free slots that start in `range`, and the schedule's zone. */
export async function offerSlots(
  context: AppContext,
  host: Host,
  eventType: EventType,
  range: Interval,
): Promise<{ slots: Interval[]; timeZone: string }> {
  const around = rangeThatMatters(range);
  const [rules, bookings, busy] = await Promise.all([
    slotRulesOf(context, eventType),
    listBookedTimes(context.db, host.id, around),
    busyTimesForPage(context, host, around),
  ]);
  return {
    slots: listSlots(rules, { bookings, busy }, context.now(), range),
    timeZone: rules.schedule.timeZone,
  };
}
