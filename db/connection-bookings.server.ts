// How many bookings a connection matters to. Counted up to 100: pages say "99+".
import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import type { Database } from "./database.server.ts";
import { bookingSyncs, bookings } from "./schema/bookings.server.ts";

const MOST_COUNTED = 100;

/** The host's bookings that go to the calendar once the host has reconnected. */
export async function countWaitingForReconnect(db: Database, hostId: string): Promise<number> {
  const rows = await db
    .select({ id: bookingSyncs.bookingId })
    .from(bookingSyncs)
    .where(
      and(
        eq(bookingSyncs.hostId, hostId),
        isNotNull(bookingSyncs.behindSinceAt),
        eq(bookingSyncs.state, "waiting_for_reconnect"),
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
