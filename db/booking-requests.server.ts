// Who asked for bookings in the last hours, as pseudonyms, which a trigger counts.
import { sql } from "drizzle-orm";
import type { Database } from "./database.server.ts";

const PAGE = 500;

/**
 * Forgets what was asked before an instant, the oldest of each host first. Hosts are found one after the other in the
 * primary key, so what is kept is not read.
 * @returns whether there may be more
 */
export async function deleteBookingRequests(db: Database, before: number): Promise<boolean> {
  const { meta } = await db.run(sql`
    WITH RECURSIVE hosts (id) AS (
      SELECT min(host_id) FROM booking_requests
      UNION ALL
      SELECT (SELECT min(host_id) FROM booking_requests WHERE host_id > hosts.id)
      FROM hosts WHERE hosts.id IS NOT NULL
    )
    DELETE FROM booking_requests WHERE (host_id, at, booking_id) IN (
      SELECT host_id, at, booking_id FROM hosts JOIN booking_requests ON host_id = hosts.id
      WHERE at < ${before} LIMIT ${PAGE}
    )`);
  return meta.changes >= PAGE;
}
