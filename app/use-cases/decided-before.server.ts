import { type HistoryEntry, wasMadeBy } from "#db/booking-revisions.server.ts";
import type { BookingWithSync } from "#db/bookings.server.ts";
import type { AppContext } from "../load-context.server.ts";
import type { RevisionRequest } from "./revise-booking.server.ts";

/**
 * Whether this very decision was stored before: a form sent twice, or an answer lost. Anything else came in between.
 * @param what as the booking's history calls it
 */
export function isDecidedBefore(
  { db }: Pick<AppContext, "db">,
  { expectedRevision }: RevisionRequest,
  what: HistoryEntry["what"],
): (found: BookingWithSync) => Promise<boolean> {
  return async ({ booking }) =>
    booking.revision > expectedRevision && wasMadeBy(db, booking, expectedRevision + 1, what);
}
