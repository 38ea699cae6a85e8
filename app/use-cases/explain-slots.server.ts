import { listNamedBookings, type NamedBooking } from "#db/booking-pages.server.ts";
import { type ConflictCalendar, listConflictCalendars } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { withinReach } from "../domain/booking-window.ts";
import type { Interval } from "../domain/interval.ts";
import { type ExplainedStart, explainDay } from "../domain/slot-reasons.ts";
import type { SlotRules } from "../domain/slots.ts";
import { dayInterval } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { busyTimesForPage } from "./busy-times.server.ts";
import { isRefusingAll } from "./calendar-reach.server.ts";
import {
  datesBookedAround,
  rangeThatMatters,
  type SlotPage,
  slotRulesOf,
} from "./offer-slots.server.ts";

export interface SlotsExplained {
  starts: ExplainedStart[];
  rules: SlotRules;
  /** Whom the bookings that stand in the way are with. */
  bookings: NamedBooking[];
  /**
   * Conflict calendars of which Google has told nothing about what is left of this day, or whose last reading failed; none
   * where the booking window leaves nothing of it.
   */
  unread: ConflictCalendar[];
  /** What becomes of guests who choose a time that is unknown: null where all is known. */
  whenUnknown: "accepted" | "refused" | "refusedUntilReconnected" | null;
}

/**
 * Why each time of a date ("YYYY-MM-DD" in the schedule's zone) is offered to guests or not: the decision of their page,
 * by what is known of busy times at this moment.
 */
export async function explainSlots(
  context: AppContext,
  page: SlotPage,
  date: string,
): Promise<SlotsExplained> {
  const { host } = page;
  const rules = await slotRulesOf(context, page);
  const day = dayInterval(date, rules.schedule.timeZone);
  const around = rangeThatMatters(day);
  const connectionId = host.googleCalendarEnabled ? host.googleCalendarConnectionId : null;
  // As for guests: Google is asked anew behind the answer, or waited for where nothing is known yet.
  const relevant = withinReach(around, rules.bookingWindow, context.now());
  if (relevant) await busyTimesForPage(context, host, relevant);
  const [bookings, datesBooked, calendars] = await Promise.all([
    listNamedBookings(context.db, host.id, around),
    datesBookedAround(context, page, around),
    connectionId === null ? [] : listConflictCalendars(context.db, host.id, connectionId),
  ]);
  const busy = calendars.flatMap(({ calendarId, snapshot }) =>
    (snapshot?.busy ?? []).map(([start, end]) => ({ calendarId, start, end })),
  );
  const taken = { bookings, busy, datesBooked };
  const toCome = { ...day, start: Math.max(day.start, context.now()) };
  const isBookable = withinReach(day, rules.bookingWindow, context.now()) !== null;
  const unread = calendars.filter(({ snapshot }) => isBookable && !tellsOf(snapshot, toCome));
  const whenUnknown = await whatBecomesOf(context, host, unread);
  const starts = explainDay(rules, taken, context.now(), date);
  return { starts, rules, bookings, unread, whenUnknown };
}

/** Access that is gone is asked for itself: the last reading may be from before. */
async function whatBecomesOf(
  context: AppContext,
  host: Host,
  unread: ConflictCalendar[],
): Promise<SlotsExplained["whenUnknown"]> {
  if (host.whenBusyTimesUnknown === "accept") return unread.length > 0 ? "accepted" : null;
  if (await isRefusingAll(context, host)) return "refusedUntilReconnected";
  return unread.length > 0 ? "refused" : null;
}

/** Whether the last answer of Google could be read, and covers the range. */
function tellsOf(snapshot: ConflictCalendar["snapshot"], { start, end }: Interval): boolean {
  if (!snapshot || snapshot.unreadableBecause !== null) return false;
  const { coversFrom, coversTo } = snapshot;
  return coversFrom !== null && coversTo !== null && coversFrom <= start && end <= coversTo;
}
