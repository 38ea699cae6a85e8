import { dailyOpenIntervals } from "./availability.ts";
import { type Interval, isEmpty, merge, overlaps } from "./interval.ts";
import type { Schedule } from "./schedule.ts";
import { addDays, dayInterval, isCalendarDate, localDay, mondayOf } from "./time-zone.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * No block (meeting with its buffers) is longer than this. The database searches for conflicts no
 * further back, so a longer block could be double-booked there.
 */
export const LONGEST_BLOCK_MS = DAY_MS;

/** No booking window reaches further. */
export const LONGEST_BOOKING_WINDOW_DAYS = 3650;

/**
 * Which dates can be booked, in the schedule's zone: so many after today (0 is today only), or from one to another
 * ("YYYY-MM-DD", both included).
 */
export type BookingWindow =
  | { kind: "rolling"; days: number }
  | { kind: "range"; firstDay: string; lastDay: string };

/** How many bookings of an event type there may be on a date, and from Monday to Sunday; null: any number. */
export interface BookingLimits {
  perDay: number | null;
  perWeek: number | null;
}

/** What decides which slots an event type offers. */
export interface SlotRules {
  schedule: Schedule;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** A slot starts at least this long after now. */
  minimumNoticeMinutes: number;
  bookingWindow: BookingWindow;
  limits: BookingLimits;
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
  /** The dates ("YYYY-MM-DD") of the bookings that the limits count, each as often as there are bookings. */
  datesBooked: readonly string[];
  /** The date that a booking to be moved is on: there and in its week it is counted already, so no limit is in its way. */
  dateLeft?: string;
}

/** Nothing stands in the way. */
export const nothingTaken: Taken = { bookings: [], busy: [], datesBooked: [] };

/**
 * The free slots that start in `range`: sorted meetings, without their buffers. All times are epoch
 * ms; which dates and hours count is decided in the schedule's zone alone. `taken` must hold all
 * whose block or busy time overlaps `range` widened by `LONGEST_BLOCK_MS` on either side, and the
 * dates booked of all weeks that `range` touches. Throws on rules that no event type may have (see `areSlotRulesSound`).
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
  const limitReached = limitsReached(rules, taken);
  let next = 0;
  const slots: Interval[] = [];
  for (const start of candidateStarts(rules, bookable)) {
    let block = blocked[next];
    while (block && block.end <= start) block = blocked[++next];
    const isFree = !block || start < block.start;
    if (isFree && !limitReached(start)) slots.push({ start, end: start + duration });
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
  ];
  if (!numbers.every((number) => Number.isInteger(number) && number >= 0)) return false;
  if (durationMinutes === 0 || slotStepMinutes === 0) return false;
  if (!isWindowSound(rules.bookingWindow) || !areLimitsSound(rules.limits)) return false;
  const blockMinutes = durationMinutes + bufferBeforeMinutes + bufferAfterMinutes;
  return blockMinutes * MINUTE_MS <= LONGEST_BLOCK_MS;
}

function isWindowSound(window: BookingWindow): boolean {
  if (window.kind === "range") {
    const { firstDay, lastDay } = window;
    return isCalendarDate(firstDay) && isCalendarDate(lastDay) && firstDay <= lastDay;
  }
  return (
    Number.isInteger(window.days) && window.days >= 0 && window.days <= LONGEST_BOOKING_WINDOW_DAYS
  );
}

function areLimitsSound({ perDay, perWeek }: BookingLimits): boolean {
  return [perDay, perWeek].every((most) => most === null || (Number.isInteger(most) && most > 0));
}

/**
 * The first and the last date, in the schedule's zone, that the booking window leaves; the first is not after the last
 * unless the window is over. A window that names its dates reaches no further than one that counts days can.
 * @param today in the schedule's zone
 */
export function bookableDates(
  window: BookingWindow,
  today: string,
): { firstDay: string; lastDay: string } {
  if (window.kind === "rolling") return { firstDay: today, lastDay: addDays(today, window.days) };
  const furthest = addDays(today, LONGEST_BOOKING_WINDOW_DAYS);
  const [, firstDay = today] = [today, window.firstDay].sort();
  const [lastDay = furthest] = [furthest, window.lastDay].sort();
  return { firstDay, lastDay };
}

/** The part of `range` that notice and booking window leave for starts. */
function bookableStarts(rules: SlotRules, now: number, range: Interval): Interval {
  const zone = rules.schedule.timeZone;
  const { firstDay, lastDay } = bookableDates(rules.bookingWindow, localDay(now, zone));
  const notice = now + rules.minimumNoticeMinutes * MINUTE_MS;
  return {
    start: Math.max(range.start, notice, dayInterval(firstDay, zone).start),
    end: Math.min(range.end, dayInterval(lastDay, zone).end),
  };
}

/** Which limit the date on which a meeting would start, or its week, has reached; null for none. */
export function limitsReached(
  { schedule, limits }: SlotRules,
  { datesBooked, dateLeft }: Pick<Taken, "datesBooked" | "dateLeft">,
): (start: number) => "day" | "week" | null {
  const { perDay, perWeek } = limits;
  if (perDay === null && perWeek === null) return () => null;
  const onDay = countEach(datesBooked);
  const inWeek = countEach(datesBooked.map(mondayOf));
  const weekLeft = dateLeft === undefined ? null : mondayOf(dateLeft);
  const isFull = (count = 0, most: number | null) => most !== null && count >= most;
  return (start) => {
    const day = localDay(start, schedule.timeZone);
    if (day !== dateLeft && isFull(onDay.get(day), perDay)) return "day";
    const week = mondayOf(day);
    return week !== weekLeft && isFull(inWeek.get(week), perWeek) ? "week" : null;
  };
}

function countEach(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** The starts in `bookable` on the step at which a whole meeting lies inside the host's hours, ascending. */
export function candidateStarts(rules: SlotRules, bookable: Interval): number[] {
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
