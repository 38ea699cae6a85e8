import { listNamedBookings, type NamedBooking } from "#db/booking-pages.server.ts";
import { type ConflictCalendar, listConflictCalendars } from "#db/calendars.server.ts";
import { type ExplainedStart, explainDay } from "../domain/slot-reasons.ts";
import type { SlotRules } from "../domain/slots.ts";
import { dayInterval } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
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
  /** Conflict calendars of which Google has told nothing about this day, or not lately. */
  unread: ConflictCalendar[];
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
  const around = rangeThatMatters(dayInterval(date, rules.schedule.timeZone));
  const connectionId = host.googleCalendarEnabled ? host.googleCalendarConnectionId : null;
  const [bookings, datesBooked, calendars] = await Promise.all([
    listNamedBookings(context.db, host.id, around),
    datesBookedAround(context, page, around),
    connectionId === null ? [] : listConflictCalendars(context.db, host.id, connectionId),
  ]);
  const busy = calendars.flatMap(({ calendarId, snapshot }) =>
    (snapshot?.busy ?? []).map(([start, end]) => ({ calendarId, start, end })),
  );
  const taken = { bookings, busy, datesBooked };
  const unread = calendars.filter(
    ({ snapshot }) => !snapshot?.fetchedAt || snapshot.unreadableBecause !== null,
  );
  return { starts: explainDay(rules, taken, context.now(), date), rules, bookings, unread };
}
