// The free slots that pages choose from, and where there are any.
import { bookingWindowOf } from "../domain/booking-window.ts";
import type { Interval } from "../domain/interval.ts";
import { bookableDates } from "../domain/slots.ts";
import { addDays, dayInterval, localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { type OfferedSlots, offerSlots, type SlotPage } from "../use-cases/offer-slots.server.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Mostly something is free soon: what comes later is read only where nothing is, 465 days in all. */
const STRIDES_DAYS = [31, 62, 124, 248];

/** The slots that start in `range`: where a booking that is moved is now is no new time. */
export async function listFree(
  context: AppContext,
  page: SlotPage,
  range: Interval,
): Promise<OfferedSlots> {
  const { slots, rules } = await offerSlots(context, page, range);
  return { rules, slots: slots.filter(({ start }) => start !== page.moving?.meeting.start) };
}

/** The dates that may hold slots, on clocks that may be a date away from those of the schedule. */
export function datesToRead(
  { eventType }: SlotPage,
  now: number,
  zone: string,
): { firstDay: string; lastDay: string } {
  const noticed = localDay(now + eventType.minimumNoticeMinutes * MINUTE_MS, zone);
  const { firstDay, lastDay } = bookableDates(bookingWindowOf(eventType), localDay(now, zone));
  const dates = { firstDay: addDays(firstDay, -1), lastDay: addDays(lastDay, 1) };
  return dates.firstDay < noticed ? { ...dates, firstDay: noticed } : dates;
}

/**
 * The first free slot after an instant, or else the first of all; null when nothing can be booked within 465 days.
 * @param zone of whoever reads it
 */
export async function findFreeAround(
  context: AppContext,
  page: SlotPage,
  after: number,
  zone: string,
): Promise<Interval | null> {
  const { firstDay, lastDay } = datesToRead(page, context.now(), zone);
  const start = dayInterval(firstDay, zone).start;
  const end = dayInterval(lastDay, zone).end;
  const between = Math.max(after, start);
  const next = await findFirstFree(context, page, { start: between, end });
  return next ?? findFirstFree(context, page, { start, end: Math.min(between, end) });
}

/** A day's length of free slots from the one on that `findFreeAround` finds; none when it finds none. */
export async function listFreeBeyond(
  context: AppContext,
  page: SlotPage,
  after: number,
  zone: string,
): Promise<Interval[]> {
  const first = await findFreeAround(context, page, after, zone);
  if (!first) return [];
  return (await listFree(context, page, { start: first.start, end: first.start + DAY_MS })).slots;
}

async function findFirstFree(
  context: AppContext,
  page: SlotPage,
  range: Interval,
): Promise<Interval | null> {
  let start = range.start;
  for (const days of STRIDES_DAYS) {
    if (start >= range.end) return null;
    const stride = { start, end: Math.min(start + days * DAY_MS, range.end) };
    const [first] = (await listFree(context, page, stride)).slots;
    if (first) return first;
    start = stride.end;
  }
  return null;
}
