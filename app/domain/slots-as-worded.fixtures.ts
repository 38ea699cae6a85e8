// The rules of slots worked out a second time, as they are worded: by looking at every fifth minute,
// without Temporal.
import type { Interval } from "./interval.ts";
import { TICK_MINUTES } from "./slot-rules.fixtures.ts";
import {
  type BookedTime,
  type BookingLimits,
  type BookingWindow,
  blockOf,
  type SlotRules,
  type Taken,
} from "./slots.ts";
import { type WallClock, wallClock } from "./wall-clock.fixtures.ts";

const MINUTE_MS = 60_000;
const TICK_MS = TICK_MINUTES * MINUTE_MS;
const DAY_MS = 86_400_000;

/** What slots are asked for. */
export interface SlotCase {
  rules: SlotRules;
  taken: Taken;
  now: number;
  range: Interval;
}

/** The starts in the range, on the five-minute grid. */
export function expectedStarts({ rules, taken, now, range }: SlotCase): number[] {
  const zone = rules.schedule.timeZone;
  const today = wallClock(now, zone).day;
  const starts: number[] = [];
  for (let start = range.start; start < range.end; start += TICK_MS) {
    if (start < now + rules.minimumNoticeMinutes * MINUTE_MS) continue;
    if (!isInWindow(rules.bookingWindow, wallClock(start, zone), today)) continue;
    if (isFull(rules.limits, taken.datesBooked, wallClock(start, zone))) continue;
    const slot = { start, end: start + rules.durationMinutes * MINUTE_MS };
    if (!isOpenThroughout(rules, slot) || !isOnStep(rules, start)) continue;
    const { meeting, block } = bookedBy(rules, slot);
    const meets = (a: Interval, b: Interval) => a.start < b.end && b.start < a.end;
    if (taken.busy.some((busy) => meets(busy, block))) continue;
    if (taken.bookings.some((other) => meets(other.meeting, block) || meets(other.block, meeting)))
      continue;
    starts.push(start);
  }
  return starts;
}

function isInWindow(window: BookingWindow, { day, date }: WallClock, today: number): boolean {
  return window.kind === "rolling"
    ? day - today <= window.days
    : window.firstDay <= date && date <= window.lastDay;
}

function isFull(limits: BookingLimits, datesBooked: readonly string[], { day, date }: WallClock) {
  // Day 0 was a Thursday, so weeks that begin on Mondays are counted from three days before.
  const weekOf = (some: number) => Math.floor((some + 3) / 7);
  const onDay = datesBooked.filter((booked) => booked === date).length;
  const inWeek = datesBooked.filter(
    (booked) => weekOf(Date.parse(booked) / DAY_MS) === weekOf(day),
  ).length;
  const { perDay, perWeek } = limits;
  return (perDay !== null && onDay >= perDay) || (perWeek !== null && inWeek >= perWeek);
}

function isOpenThroughout(rules: SlotRules, slot: Interval): boolean {
  for (let tick = slot.start; tick < slot.end; tick += TICK_MS) {
    if (!isOpen(rules, tick)) return false;
  }
  return true;
}

/** Steps are counted from where the hours of the same date begin, without a break. */
export function isOnStep(rules: SlotRules, start: number): boolean {
  const { day } = wallClock(start, rules.schedule.timeZone);
  let opening = start;
  while (
    isOpen(rules, opening - TICK_MS) &&
    wallClock(opening - TICK_MS, rules.schedule.timeZone).day === day
  ) {
    opening -= TICK_MS;
  }
  return (start - opening) % (rules.slotStepMinutes * MINUTE_MS) === 0;
}

function isOpen({ schedule }: SlotRules, instant: number): boolean {
  const { day, date, minutes } = wallClock(instant, schedule.timeZone);
  const override = schedule.overrides.find(({ from, to }) => from <= date && date <= to);
  const weekday = ((day + 3) % 7) + 1;
  const hours = override?.ranges ?? schedule.weeklyHours.filter((some) => some.weekday === weekday);
  return hours.some(({ fromMinutes, toMinutes }) => fromMinutes <= minutes && minutes < toMinutes);
}

/** The booking that takes the slot, with the buffers of the rules. */
export function bookedBy(rules: SlotRules, meeting: Interval): BookedTime {
  return {
    meeting,
    block: blockOf(meeting, rules.bufferBeforeMinutes, rules.bufferAfterMinutes),
  };
}
