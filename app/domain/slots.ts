import { dailyOpenIntervals } from "./availability.ts";
import { type Interval, isEmpty, merge, overlaps } from "./interval.ts";
import type { Schedule } from "./schedule.ts";
import { addDays, dayInterval, localDay } from "./time-zone.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * No block (meeting with its buffers) is longer than this. The database searches for conflicts no
 * further back, so a longer block could be double-booked there.
 */
export const LONGEST_BLOCK_MS = DAY_MS;

/** No booking window reaches further. */
export const LONGEST_BOOKING_WINDOW_DAYS = 3650;

/** What decides which slots an event type offers. */
export interface SlotRules {
  schedule: Schedule;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** A slot starts at least this long after now. */
  minimumNoticeMinutes: number;
  /** How many dates after today, in the schedule's zone, can be booked; 0 is today only. */
  bookingWindowDays: number;
  /** From one start to the next, counted from where the hours of a date begin. */
  slotStepMinutes: number;
}

/** The time of a booking: the meeting itself, and the block, which is the meeting with buffers. */
export interface BookedTime {
  meeting: Interval;
  block: Interval;
}

/** What stands in the way of slots. Need not be sorted; may overlap. */
export interface Taken {
  bookings: readonly BookedTime[];
  /** Busy times of the host's conflict calendars. */
  busy: readonly Interval[];
}

/**
 * The free slots that start in `range`: sorted meetings, without their buffers. All times are epoch
 * ms; which dates and hours count is decided in the schedule's zone alone. `taken` must hold all
 * whose block or busy time overlaps `range` widened by `LONGEST_BLOCK_MS` on either side. Throws
 * RangeError on rules that no event type may have (see `areSlotRulesSound`).
 */
export function listSlots(
  rules: SlotRules,
  taken: Taken,
  now: number,
  range: Interval,
): Interval[] {
  if (!areSlotRulesSound(rules)) throw new RangeError("slot rules out of bounds");
  const bookable = bookableStarts(rules, now, range);
  const duration = rules.durationMinutes * MINUTE_MS;
  const blocked = blockedStarts(rules, taken);
  let next = 0;
  const slots: Interval[] = [];
  for (const start of candidateStarts(rules, bookable)) {
    let block = blocked[next];
    while (block && block.end <= start) block = blocked[++next];
    if (!block || start < block.start) slots.push({ start, end: start + duration });
  }
  return slots;
}

/**
 * The slot that starts at `start` (epoch ms), or null when none is offered there: the decision
 * `listSlots` takes, for one instant. Any number may be asked for; one that is no instant in use
 * (fractions, NaN, year 9999) has no slot.
 */
export function findSlot(
  rules: SlotRules,
  taken: Taken,
  now: number,
  start: number,
): Interval | null {
  if (!Number.isSafeInteger(start)) return null;
  const [slot] = listSlots(rules, taken, now, { start, end: start + 1 });
  return slot ?? null;
}

/** The slots under the date ("YYYY-MM-DD") on which they start in `zone`, in the order given. */
export function slotsByDay(slots: readonly Interval[], zone: string): Map<string, Interval[]> {
  const days = new Map<string, Interval[]>();
  for (const slot of slots) {
    const day = localDay(slot.start, zone);
    const known = days.get(day);
    if (known) known.push(slot);
    else days.set(day, [slot]);
  }
  return days;
}

/**
 * Whether two bookings of one host exclude each other: the meeting of one overlaps the block of the
 * other. The gap between them is thus the larger of the two buffers, never their sum.
 */
export function conflicts(a: BookedTime, b: BookedTime): boolean {
  return overlaps(a.meeting, b.block) || overlaps(b.meeting, a.block);
}

/** The meeting with its buffers. */
export function blockOf(
  meeting: Interval,
  bufferBeforeMinutes: number,
  bufferAfterMinutes: number,
): Interval {
  return {
    start: meeting.start - bufferBeforeMinutes * MINUTE_MS,
    end: meeting.end + bufferAfterMinutes * MINUTE_MS,
  };
}

/**
 * Whether the numbers are whole, not negative, and neither the block nor the booking window exceeds
 * its bound (`LONGEST_BLOCK_MS`, `LONGEST_BOOKING_WINDOW_DAYS`).
 */
export function areSlotRulesSound(rules: SlotRules): boolean {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes, slotStepMinutes } = rules;
  const numbers = [
    durationMinutes,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    slotStepMinutes,
    rules.minimumNoticeMinutes,
    rules.bookingWindowDays,
  ];
  if (!numbers.every((number) => Number.isInteger(number) && number >= 0)) return false;
  if (durationMinutes === 0 || slotStepMinutes === 0) return false;
  if (rules.bookingWindowDays > LONGEST_BOOKING_WINDOW_DAYS) return false;
  const blockMinutes = durationMinutes + bufferBeforeMinutes + bufferAfterMinutes;
  return blockMinutes * MINUTE_MS <= LONGEST_BLOCK_MS;
}

/** The part of `range` that notice and booking window leave for starts. */
function bookableStarts(rules: SlotRules, now: number, range: Interval): Interval {
  const zone = rules.schedule.timeZone;
  const lastDate = addDays(localDay(now, zone), rules.bookingWindowDays);
  return {
    start: Math.max(range.start, now + rules.minimumNoticeMinutes * MINUTE_MS),
    end: Math.min(range.end, dayInterval(lastDate, zone).end),
  };
}

/** The starts on the step at which a whole meeting lies inside the host's hours, ascending. */
function candidateStarts(rules: SlotRules, bookable: Interval): number[] {
  if (isEmpty(bookable)) return [];
  const duration = rules.durationMinutes * MINUTE_MS;
  const step = rules.slotStepMinutes * MINUTE_MS;
  // Steps are counted from where hours begin, which may be long before the first start asked for:
  // no date lasts longer than 26 hours (Antarctica/Troll), so two days back none is cut off.
  const days = dailyOpenIntervals(rules.schedule, {
    start: bookable.start - 2 * DAY_MS,
    end: bookable.end + duration,
  });
  const open = merge(days);
  let current = 0;
  const starts: number[] = [];
  for (const day of days) {
    let whole = open[current];
    while (whole && whole.end < day.end) whole = open[++current];
    if (!whole) break;
    const skipped = Math.max(0, Math.ceil((bookable.start - day.start) / step));
    const end = Math.min(day.end, bookable.end, whole.end - duration + 1);
    for (let start = day.start + skipped * step; start < end; start += step) starts.push(start);
  }
  return starts;
}

/**
 * Every start that would conflict, with a booking as in `conflicts` and with a busy time when the
 * slot's block overlaps it. Worked out once, so that no slot is compared with every booking.
 */
function blockedStarts(rules: SlotRules, taken: Taken): Interval[] {
  const duration = rules.durationMinutes * MINUTE_MS;
  const before = rules.bufferBeforeMinutes * MINUTE_MS;
  const after = rules.bufferAfterMinutes * MINUTE_MS;
  return merge([
    ...taken.bookings.flatMap(({ meeting, block }) => [
      startsThatOverlap(block, 0, duration),
      startsThatOverlap(meeting, before, duration + after),
    ]),
    ...taken.busy.map((busy) => startsThatOverlap(busy, before, duration + after)),
  ]);
}

/** The starts s at which `[s - before, s + after)` overlaps `taken`. Instants are whole ms. */
function startsThatOverlap(taken: Interval, before: number, after: number): Interval {
  if (isEmpty(taken)) return taken;
  return { start: taken.start - after + 1, end: taken.end + before };
}
