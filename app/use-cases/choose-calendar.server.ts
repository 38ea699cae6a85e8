import { findNewestEvent, chooseCalendar as storeCalendar } from "#db/booking-revisions.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import { findHost } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import { isOwn } from "../domain/calendar-access.ts";
import { canDecide } from "../domain/decisions.ts";
import type { AppContext } from "../load-context.server.ts";
import { isDecidedBefore } from "./decided-before.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

export type CalendarRefusal =
  /** Not among the host's connected calendars that Slotkeeper may write to. */
  { kind: "unknownCalendar" };

/** Sends a booking's event to another calendar of the host's connection; the old event, wherever it may be, has to go. */
export function chooseCalendar(
  context: AppContext,
  { calendarId, ...request }: RevisionRequest & { calendarId: string },
): Promise<RevisionOutcome | CalendarRefusal> {
  return reviseBooking<CalendarRefusal>(context, request, {
    isDone: async (found) =>
      (await isDecidedBefore(context, request, "calendar_chosen")(found)) &&
      found.booking.chosenCalendar?.calendarId === calendarId,
    isAllowed: canDecide.chooseCalendar,
    store: (booking) => storeChoice(context, booking, calendarId),
  });
}

async function storeChoice(
  { db, now }: AppContext,
  booking: Booking,
  calendarId: string,
): Promise<CalendarRefusal | undefined> {
  const host = await findHost(db, booking.hostId);
  const connectionId = host?.googleCalendarConnectionId;
  const calendar = connectionId
    ? await findCalendar(db, booking.hostId, connectionId, calendarId)
    : null;
  if (!connectionId || !calendar || !isOwn(calendar)) return { kind: "unknownCalendar" };
  const newest = await findNewestEvent(db, booking);
  const fromGeneration = (newest?.generation ?? 0) + 1;
  await storeCalendar(db, booking, { connectionId, calendarId, fromGeneration }, now());
  return undefined;
}
