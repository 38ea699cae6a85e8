import { type BookingWithSync, findBooking } from "#db/bookings.server.ts";
import { isId } from "../domain/ids.ts";
import type { AppContext } from "../load-context.server.ts";

/** The host's booking that an address names. @throws a 404 Response when this host has none of that id */
export async function requireHostBooking(
  { db }: Pick<AppContext, "db">,
  hostId: string,
  { bookingId = "" }: { bookingId?: string },
): Promise<BookingWithSync> {
  const found = isId(bookingId) ? await findBooking(db, { hostId, id: bookingId }) : null;
  if (!found) throw new Response(null, { status: 404 });
  return found;
}
