// The host's calendars as Google lists them now: kept, so that a choice can be checked and a lost calendar is noticed.
import { findConnection } from "#db/calendar-connections.server.ts";
import { type CalendarToSave, saveCalendarList } from "#db/calendars.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { withAccessToken } from "./access-token.server.ts";

export type ListOutcome =
  | { kind: "listed" }
  /** What was listed before stands. */
  | { kind: "unavailable" }
  /** The connection itself no longer works: its status says why. */
  | { kind: "noAccess" };

/** Asks Google for the whole list, however many pages it has, and stores it. */
export async function refreshCalendarList(
  context: AppContext,
  connection: { hostId: string; connectionId: string },
): Promise<ListOutcome> {
  const { hostId, connectionId } = connection;
  const askedAt = context.now();
  const answer = await withAccessToken(context, hostId, connectionId, (token) =>
    context.google.calendar.listCalendars(token),
  );
  if (answer.kind === "listed") {
    const listed = answer.calendars.map(
      (calendar): CalendarToSave => ({ ...calendar, blocksSlots: false, listedAt: askedAt }),
    );
    await saveCalendarList(context.db, { hostId, id: connectionId }, listed, context.now());
    return { kind: "listed" };
  }
  const known = await findConnection(context.db, hostId, connectionId);
  return { kind: known?.status === "active" ? "unavailable" : "noAccess" };
}
