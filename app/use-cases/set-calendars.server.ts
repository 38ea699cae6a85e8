// Where new bookings go, and which calendars take slots away.
import { saveCalendarChoice } from "#db/calendar-choice.server.ts";
import { listCalendarsOf, MOST_CONFLICT_CALENDARS } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { isOwn } from "../domain/calendar-access.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { refreshBusyTimes } from "./busy-times.server.ts";
import { destinationOf } from "./destination.server.ts";

export interface CalendarChoice {
  destinationId: string;
  /** The calendars whose busy times take slots away; none: only bookings do. */
  conflictIds: string[];
}

export type ChoiceOutcome =
  | { kind: "saved" }
  /** No such calendar on the host's list. */
  | { kind: "unknownCalendar" }
  /** The host may read the destination, but Slotkeeper may only write to calendars that are the host's own. */
  | { kind: "notOwned" }
  /** Google takes 50 in one question. */
  | { kind: "tooManyConflictCalendars" }
  | { kind: "notConnected" };

/** Counts for the next booking; those that are made keep their calendar. */
export async function setCalendars(
  context: AppContext,
  host: Host,
  { destinationId, conflictIds }: CalendarChoice,
): Promise<ChoiceOutcome> {
  const destination = destinationOf(host);
  if (!destination) return { kind: "notConnected" };
  const { connectionId } = destination;
  const listed = await listCalendarsOf(context.db, host.id, connectionId);
  const chosen = listed.find(({ calendarId }) => calendarId === destinationId);
  const isKnown = (id: string) => listed.some(({ calendarId }) => calendarId === id);
  if (!chosen || !conflictIds.every(isKnown)) return { kind: "unknownCalendar" };
  if (!isOwn(chosen)) return { kind: "notOwned" };
  if (conflictIds.length > MOST_CONFLICT_CALENDARS) return { kind: "tooManyConflictCalendars" };
  const connection = { hostId: host.id, connectionId };
  await saveCalendarChoice(context.db, connection, destinationId, conflictIds, context.now());
  inBackground(context, "refresh_busy_times", refreshBusyTimes(context, host));
  return { kind: "saved" };
}
