// Why a host's times are offered or not: the rules of slots.ts, one after the other, with what stands in the way named.

import { openIntervals } from "./availability.ts";
import { contains, type Interval, overlaps } from "./interval.ts";
import { hoursOn } from "./schedule.ts";
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
  const byHours = hoursReason(rules, day, date);
  const byLimit = limitsReached(rules, taken);
  return startsToExplain(rules, day).map((start) => {
    const limit = byLimit(start);
    const reasons = [
      byHours(start),
      ...timeReasons(rules, now, start),
      limit && ({ kind: "limitReached", per: limit } as const),
      ...takenReasons(rules, taken, start),
    ];
    return { start, reasons: reasons.filter((reason) => reason !== null) };
  });
}

/** On the step within the hours; outside them on the step from the date's first instant on. */
function startsToExplain(rules: SlotRules, day: Interval): number[] {
  const starts = new Set([
    ...candidateStarts(rules, day),
    ...candidateStarts(asEachWeek(rules), day),
  ]);
  const duration = rules.durationMinutes * MINUTE_MS;
  const open = openIntervals(rules.schedule, { start: day.start, end: day.end + duration });
  for (let start = day.start; start < day.end; start += rules.slotStepMinutes * MINUTE_MS) {
    const meeting = { start, end: start + duration };
    if (!open.some((hours) => contains(hours, meeting))) starts.add(start);
  }
  return [...starts].sort((a, b) => a - b);
}

function asEachWeek(rules: SlotRules): SlotRules {
  return { ...rules, schedule: { ...rules.schedule, overrides: [] } };
}

function hoursReason(rules: SlotRules, day: Interval, date: string) {
  const offered = new Set(candidateStarts(rules, day));
  const eachWeek = asEachWeek(rules);
  const usual = new Set(candidateStarts(eachWeek, day));
  const isOverridden =
    JSON.stringify(hoursOn(rules.schedule, date)) !==
    JSON.stringify(hoursOn(eachWeek.schedule, date));
  return (start: number): Reason | null => {
    if (offered.has(start)) return null;
    return isOverridden && usual.has(start) ? { kind: "override" } : { kind: "outsideHours" };
  };
}

function timeReasons(rules: SlotRules, now: number, start: number): Reason[] {
  const zone = rules.schedule.timeZone;
  const { firstDay, lastDay } = bookableDates(rules.bookingWindow, localDay(now, zone));
  const isOutside =
    start < dayInterval(firstDay, zone).start || start >= dayInterval(lastDay, zone).end;
  if (start < now) return [{ kind: "past" }];
  if (isOutside) return [{ kind: "outsideWindow" }];
  return start < now + rules.minimumNoticeMinutes * MINUTE_MS ? [{ kind: "tooSoon" }] : [];
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
  const busy = taken.busy
    .filter((time) => overlaps(time, wanted.block))
    .map((time): Reason => {
      return { kind: "busy", calendarId: time.calendarId, isBuffer: !overlaps(time, meeting) };
    });
  return [...booked, ...busy];
}
