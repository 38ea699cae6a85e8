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
