// A calendar was deleted at Google, or is no longer the host's to write to: its bookings go to another one.
import { sendAllElsewhere } from "#db/bulk-revisions.server.ts";
import { saveDestination } from "#db/calendar-choice.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { isOwn } from "../domain/calendar-access.ts";
import type { Destination } from "../domain/calendar-event.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { wakeDueSyncs } from "./wake-due-syncs.server.ts";

export type ReplaceOutcome =
  /** Also when it was so before. */
  | { kind: "replaced" }
  | { kind: "unknownCalendar" }
  | { kind: "notOwned" }
  | { kind: "notConnected" };

/**
 * Sends the coming bookings of one calendar to another of the connection that new bookings go to, and new bookings with
 * them if they went to the lost one.
 */
export async function replaceCalendar(
  context: AppContext,
  host: Host,
  lost: Destination,
  calendarId: string,
): Promise<ReplaceOutcome> {
  const { db, now } = context;
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || !connectionId) return { kind: "notConnected" };
  const calendar = await findCalendar(db, host.id, connectionId, calendarId);
  if (!calendar) return { kind: "unknownCalendar" };
  if (!isOwn(calendar)) return { kind: "notOwned" };
  const next = { connectionId, calendarId };
  if (lost.connectionId === connectionId && lost.calendarId === calendarId) {
    return { kind: "replaced" };
  }
  await db.batch([
    ...sendAllElsewhere(db, host.id, lost, next, now()),
    saveDestination(db, host.id, lost, next, now()),
  ]);
  inBackground(context, "wake_due_syncs", wakeDueSyncs(context));
  return { kind: "replaced" };
}
