// Revisions of many bookings at once. Statements for `db.batch`, the history before the bookings that it is read from; a
// trigger promises each one's sync.
import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Destination } from "#app/domain/calendar-event.ts";
import type { HistoryEntry } from "./booking-revisions.server.ts";
import type { Database } from "./database.server.ts";
import { bookingHistory, bookings } from "./schema/bookings.server.ts";

interface ConnectionKey {
  hostId: string;
  id: string;
}

/** Confirmed bookings whose meeting is not over. */
const isComing = (hostId: string, now: number) =>
  and(eq(bookings.hostId, hostId), eq(bookings.status, "confirmed"), gt(bookings.endsAt, now));

const EVENTS = sql`SELECT 1 FROM calendar_events AS event
  WHERE event.host_id = bookings.host_id AND event.booking_id = bookings.id`;

/** The coming bookings go on without the events that this connection's calendars have of them. */
export function keepAllWithoutCalendar(db: Database, { hostId, id }: ConnectionKey, now: number) {
  const where = and(
    isComing(hostId, now),
    eq(bookings.inCalendar, true),
    sql`EXISTS (${EVENTS} AND event.connection_id = ${id} AND event.wanted = 'present')`,
  );
  return reviseAll(db, where, "kept_without_calendar", { inCalendar: false }, now);
}

/** The bookings whose meeting has not begun are called off by their host: of one under way nobody is told that it is off. */
export function cancelAllComing(db: Database, hostId: string, reason: string, now: number) {
  const where = and(isComing(hostId, now), gt(bookings.startsAt, now));
  const changes = { status: "cancelled", cancelledBy: "host", cancelReason: reason } as const;
  return reviseAll(db, where, "cancelled", changes, now);
}

/**
 * The coming bookings whose event is, or was meant to be, in one calendar get a new one in another. What somebody removed
 * in Google stays removed.
 */
export function sendAllElsewhere(
  db: Database,
  hostId: string,
  from: Destination,
  to: Destination,
  now: number,
) {
  const changes = {
    chosenConnectionId: to.connectionId,
    chosenCalendarId: to.calendarId,
    chosenGeneration: sql`1 + COALESCE((SELECT max(event.generation) FROM calendar_events AS event
      WHERE event.host_id = bookings.host_id AND event.booking_id = bookings.id), 0)`,
  };
  return reviseAll(db, belongsIn(hostId, from, now), "calendar_chosen", changes, now);
}

/** How many coming bookings have, or were meant to have, their event in this calendar; counted up to 100. */
export async function countComingIn(
  db: Database,
  hostId: string,
  place: Destination,
  now: number,
): Promise<number> {
  const rows = await db
    .select({ id: bookings.id })
    .from(bookings)
    .where(belongsIn(hostId, place, now))
    .limit(100);
  return rows.length;
}

function belongsIn(hostId: string, { connectionId, calendarId }: Destination, now: number) {
  const isNewestThere = sql`EXISTS (${EVENTS}
    AND event.connection_id = ${connectionId} AND event.calendar_id = ${calendarId}
    AND event.generation = (SELECT max(newest.generation) FROM calendar_events AS newest
      WHERE newest.host_id = bookings.host_id AND newest.booking_id = bookings.id))`;
  return and(
    isComing(hostId, now),
    eq(bookings.inCalendar, true),
    sql`CASE WHEN chosen_calendar_id IS NULL THEN ${isNewestThere}
      ELSE chosen_calendar_id = ${calendarId} AND chosen_connection_id = ${connectionId} END`,
    sql`NOT EXISTS (SELECT 1 FROM booking_syncs WHERE booking_syncs.host_id = bookings.host_id
      AND booking_syncs.booking_id = bookings.id AND booking_syncs.state = 'removed_in_google')`,
  );
}

function reviseAll(
  db: Database,
  where: SQL | undefined,
  what: HistoryEntry["what"],
  changes: object,
  now: number,
) {
  return [
    db.insert(bookingHistory).select(
      // In the order of the table's columns.
      sql`SELECT host_id, id, revision + 1, 0, ${now}, 'host', ${what}, NULL FROM bookings WHERE ${where}`,
    ),
    db
      .update(bookings)
      .set({ ...changes, revision: sql`${bookings.revision} + 1`, updatedAt: now })
      .where(where),
  ] as const;
}
