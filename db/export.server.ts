// What a host takes along: their bookings, page by page, so that neither D1 nor the Worker ever holds all of them.
import { and, asc, eq, gt } from "drizzle-orm";
import type { ExportedBooking } from "#app/domain/exported-booking.ts";
import { toBooking } from "./bookings.server.ts";
import type { Database } from "./database.server.ts";
import { bookings } from "./schema/bookings.server.ts";

/**
 * The host's bookings, whatever became of them, in the order of their ids: one that is moved meanwhile comes exactly once.
 * @param afterId the last one of the page before; "" for the first page
 */
export async function listBookingsToExport(
  db: Database,
  hostId: string,
  afterId: string,
  limit: number,
): Promise<ExportedBooking[]> {
  const rows = await db
    .select()
    .from(bookings)
    .where(and(eq(bookings.hostId, hostId), gt(bookings.id, afterId)))
    .orderBy(asc(bookings.id))
    .limit(limit);
  return rows.map((row) => ({
    booking: toBooking(row),
    event: row.googleEventId === null ? null : { id: row.googleEventId, link: row.googleEventLink },
    meetLink: row.googleMeetLink,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }));
}
