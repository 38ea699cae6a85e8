import { type BookingWithSync, findBooking } from "#db/bookings.server.ts";
import { isGuestLink } from "../crypto/guest-link.server.ts";
import { GUEST_LINK_LIFE_MS } from "../domain/booking.ts";
import { isId } from "../domain/ids.ts";
import type { AppContext } from "../load-context.server.ts";

interface Params {
  hostId?: string;
  bookingId?: string;
  capability?: string;
}

/**
 * The booking that a guest's link opens.
 * @throws a 404 Response for a link that opens nothing: forged, of another booking, or 30 days after the meeting
 */
export async function requireGuestBooking(
  { env, db, now }: Pick<AppContext, "env" | "db" | "now">,
  params: Params,
): Promise<BookingWithSync> {
  const { hostId = "", bookingId = "", capability = "" } = params;
  const found =
    isId(hostId) && isId(bookingId) ? await findBooking(db, { hostId, id: bookingId }) : null;
  if (!found || !(await isGuestLink(env.LINK_KEY_RING, found.booking, capability))) {
    throw new Response(null, { status: 404 });
  }
  if (now() > found.booking.meeting.end + GUEST_LINK_LIFE_MS) {
    throw new Response(null, { status: 404 });
  }
  return found;
}

/** The guest's page, as the address of this one or of one below it names it. */
export function guestBookingPath({ hostId, bookingId, capability }: Params): string {
  return `/booking/${hostId}/${bookingId}/${capability}`;
}
