// How many bookings a connection matters to. Counted up to 100: pages say "99+".
import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import type { Database } from "./database.server.ts";
import { bookingSyncs, bookings } from "./schema/bookings.server.ts";

const MOST_COUNTED = 100;

const LIVE_EVENT = sql`SELECT 1 FROM calendar_events AS event
  WHERE event.host_id = bookings.host_id AND event.booking_id = bookings.id AND event.gone_at IS NULL`;

/**
 * The host's bookings that are written once this connection's account is connected again: those that belong in one of its
 * calendars, and those that have no calendar yet.
 */
export async function countWaitingForReconnect(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
): Promise<number> {
  const rows = await db
    .select({ id: bookingSyncs.bookingId })
    .from(bookingSyncs)
    .innerJoin(
      bookings,
      and(eq(bookings.hostId, bookingSyncs.hostId), eq(bookings.id, bookingSyncs.bookingId)),
    )
    .where(
      and(
        eq(bookingSyncs.hostId, hostId),
        isNotNull(bookingSyncs.behindSinceAt),
        eq(bookingSyncs.state, "waiting_for_reconnect"),
        sql`CASE WHEN ${bookings.chosenConnectionId} IS NULL
          THEN EXISTS (${LIVE_EVENT} AND event.connection_id = ${id}) OR NOT EXISTS (${LIVE_EVENT})
          ELSE ${bookings.chosenConnectionId} = ${id} END`,
      ),
    )
    .limit(MOST_COUNTED);
  return rows.length;
}

/** Where a booking's event belongs: where its host has chosen, or else where the newest one is. */
const CONNECTION_OF = sql`COALESCE(bookings.chosen_connection_id, (SELECT event.connection_id
  FROM calendar_events AS event
  WHERE event.host_id = bookings.host_id AND event.booking_id = bookings.id
  ORDER BY event.generation DESC LIMIT 1))`;

/** Of a sync: it waits, or finds out at its next try that it does, for an account that was disconnected. */
const WAITS = sql`booking_syncs.state IN ('pending', 'retrying', 'waiting_for_reconnect')`;

/** A condition on `booking_syncs`: it waits for an account that was disconnected, whichever that is. */
export const waitsForEnded = sql`(${WAITS} AND EXISTS (SELECT 1 FROM bookings
  JOIN calendar_connections AS connection
    ON connection.host_id = bookings.host_id AND connection.id = ${CONNECTION_OF}
  WHERE bookings.host_id = booking_syncs.host_id AND bookings.id = booking_syncs.booking_id
    AND connection.status = 'disconnected'))`;

/** The bookings that wait for this connection, which has ended while another one is in use; counted up to 100. */
export async function countWaitingForEnded(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
): Promise<number> {
  const rows = await db.all(sql`
    SELECT 1 FROM booking_syncs
    JOIN bookings ON bookings.host_id = booking_syncs.host_id AND bookings.id = booking_syncs.booking_id
    WHERE booking_syncs.host_id = ${hostId} AND booking_syncs.behind_since_at > 0
      AND ${WAITS} AND ${CONNECTION_OF} = ${id}
    LIMIT ${MOST_COUNTED}`);
  return rows.length;
}

/** The coming bookings that have their event in one of this connection's calendars. */
export async function countComingEvents(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
  now: number,
): Promise<number> {
  const rows = await db
    .select({ id: bookings.id })
    .from(bookings)
    .where(
      and(
        eq(bookings.hostId, hostId),
        eq(bookings.status, "confirmed"),
        gt(bookings.endsAt, now),
        sql`EXISTS (SELECT 1 FROM calendar_events AS event
          WHERE event.host_id = bookings.host_id AND event.booking_id = bookings.id
            AND event.connection_id = ${id} AND event.wanted = 'present' AND event.gone_at IS NULL)`,
      ),
    )
    .limit(MOST_COUNTED);
  return rows.length;
}
