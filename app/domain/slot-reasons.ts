// Why a host's times are offered or not: the rules of slots.ts, one after the other, with what stands in the way named.

import { openIntervals } from "./availability.ts";
import { contains, type Interval, merge, overlaps } from "./interval.ts";
import {
  type BookedTime,
  blockOf,
  bookableDates,
  candidateStarts,
  conflicts,
  limitsReached,
  type SlotRules,
} from "./slots.ts";
import { dayInterval, localDay } from "./time-zone.ts";

const MINUTE_MS = 60_000;

/** What is known of the time taken, each with what it is. */
export interface NamedTaken {
  bookings: readonly (BookedTime & { id: string })[];
  busy: readonly (Interval & { calendarId: string })[];
  datesBooked: readonly string[];
}

export type Reason =
  | { kind: "outsideHours" }
  /** A date override has other hours than the week. */
  | { kind: "override" }
  | { kind: "past" }
  | { kind: "tooSoon" }
  | { kind: "outsideWindow" }
  | { kind: "limitReached"; per: "day" | "week" }
  /** `isBuffer`: only the time kept free before or after is in the way. */
  | { kind: "booked"; bookingId: string; isBuffer: boolean }
  | { kind: "busy"; calendarId: string; isBuffer: boolean };

export interface ExplainedStart {
  start: number;
  /** Empty: it is offered. */
  reasons: Reason[];
}

/**
 * The times of a date ("YYYY-MM-DD" in the schedule's zone) at which a meeting is offered, or would be if nothing stood in
 * its way, and, step by step, those outside the hours. Exactly those without a reason are what `listSlots` lists.
 */
export function explainDay(
  rules: SlotRules,
  taken: NamedTaken,
  now: number,
  date: string,
): ExplainedStart[] {
  const day = dayInterval(date, rules.schedule.timeZone);
  const offered = new Set(candidateStarts(rules, day));
  const usual = new Set(candidateStarts(withoutOverrides(rules), day));
  const byTime = timeReason(rules, now);
  const byLimit = limitsReached(rules, taken);
  const starts = new Set([...offered, ...usual, ...startsOutsideHours(rules, day)]);
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) => {
      const limit = byLimit(start);
      const reasons = [
        offered.has(start) ? null : hoursReason(usual.has(start)),
        byTime(start),
        limit && ({ kind: "limitReached", per: limit } as const),
        ...takenReasons(rules, taken, start),
      ];
      return { start, reasons: reasons.filter((reason) => reason !== null) };
    });
}

/** On the step from the date's first instant on. */
function startsOutsideHours(rules: SlotRules, day: Interval): number[] {
  const starts: number[] = [];
  const duration = rules.durationMinutes * MINUTE_MS;
  const open = openIntervals(rules.schedule, { start: day.start, end: day.end + duration });
  for (let start = day.start; start < day.end; start += rules.slotStepMinutes * MINUTE_MS) {
    const meeting = { start, end: start + duration };
    if (!open.some((hours) => contains(hours, meeting))) starts.push(start);
  }
  return starts;
}

function withoutOverrides(rules: SlotRules): SlotRules {
  return { ...rules, schedule: { ...rules.schedule, overrides: [] } };
}

/** @param isUsual the week's own hours, without date overrides, would offer it */
function hoursReason(isUsual: boolean): Reason {
  return isUsual ? { kind: "override" } : { kind: "outsideHours" };
}

function timeReason(rules: SlotRules, now: number): (start: number) => Reason | null {
  const zone = rules.schedule.timeZone;
  const { firstDay, lastDay } = bookableDates(rules.bookingWindow, localDay(now, zone));
  const first = dayInterval(firstDay, zone).start;
  const { end } = dayInterval(lastDay, zone);
  const notice = now + rules.minimumNoticeMinutes * MINUTE_MS;
  return (start) => {
    if (start < now) return { kind: "past" };
    if (start < first || start >= end) return { kind: "outsideWindow" };
    return start < notice ? { kind: "tooSoon" } : null;
  };
}

function takenReasons(rules: SlotRules, taken: NamedTaken, start: number): Reason[] {
  const { bufferBeforeMinutes, bufferAfterMinutes } = rules;
  const meeting = { start, end: start + rules.durationMinutes * MINUTE_MS };
  const wanted = { meeting, block: blockOf(meeting, bufferBeforeMinutes, bufferAfterMinutes) };
  const booked = taken.bookings
    .filter((booking) => conflicts(booking, wanted))
    .map((booking): Reason => {
      const isBuffer = !overlaps(booking.meeting, meeting);
      return { kind: "booked", bookingId: booking.id, isBuffer };
    });
  // What lies within bookings is what Google says of their own events: they stand in the way under their guests' names.
  const byBookings = merge(taken.bookings.map((booking) => booking.meeting));
  const busy = taken.busy
    .filter((time) => overlaps(time, wanted.block))
    .filter((time) => !byBookings.some((booked) => contains(booked, time)))
    .map((time): Reason => {
      return { kind: "busy", calendarId: time.calendarId, isBuffer: !overlaps(time, meeting) };
    });
  return [...booked, ...busy];
}
