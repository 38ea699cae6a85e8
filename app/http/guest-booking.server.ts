import { isBeingDeleted } from "#db/account-deletion.server.ts";
import { type BookingWithSync, findBooking } from "#db/bookings.server.ts";
import { isGuestLink } from "../crypto/guest-link.server.ts";
import { GUEST_LINK_LIFE_MS } from "../domain/booking.ts";
import { isId } from "../domain/ids.ts";
import type { KeyRing } from "../env.server.ts";
import type { AppContext } from "../load-context.server.ts";

interface Params {
  hostId?: string;
  bookingId?: string;
  capability?: string;
}

/**
 * The booking that a guest's link opens. Bookings go with their host's account and never otherwise, so a link that is
 * well-formed and names none is answered 410.
 *
 * 410 and 404 tell apart an id that is stored from one that is not, to anybody. That tells nothing: both ids are 128 bits
 * that nobody can guess, so whoever names a booking and its host has seen its link, and knows that the booking was made.
 * Of one that exists, what it is and how it stands is told to none but the holder of its capability.
 * @throws a 404 Response for a link that opens nothing: malformed, forged, of another booking, or 30 days after the
 * meeting; 410 for one whose booking went with its host's account, or is about to
 */
export async function requireGuestBooking(
  { env, db, now }: Pick<AppContext, "env" | "db" | "now">,
  params: Params,
): Promise<BookingWithSync> {
  const { hostId = "", bookingId = "", capability = "" } = params;
  const isWellFormed =
    isId(hostId) && isId(bookingId) && isCapability(env.LINK_KEY_RING, capability);
  if (!isWellFormed) throw notFound();
  const [found, isLeaving] = await Promise.all([
    findBooking(db, { hostId, id: bookingId }),
    isBeingDeleted(db, hostId),
  ]);
  if (!found) throw gone();
  const { booking } = found;
  if (!(await isGuestLink(env.LINK_KEY_RING, booking, capability))) throw notFound();
  if (now() > booking.meeting.end + GUEST_LINK_LIFE_MS) throw notFound();
  // Its guest has to see that it is off, as long as it can be shown.
  if (isLeaving && booking.status !== "cancelled") throw gone();
  return found;
}

/** Whether a text could be a capability that a key of ours has made: its key's id and 256 bits in base64url. */
function isCapability(ring: KeyRing, text: string): boolean {
  const [keyId = "", mac = "", ...rest] = text.split(".");
  return rest.length === 0 && Object.hasOwn(ring.keys, keyId) && /^[A-Za-z0-9_-]{43}$/.test(mac);
}

const notFound = () => new Response(null, { status: 404 });
const gone = () => new Response(null, { status: 410 });

/** The guest's page, as the address of this one or of one below it names it. */
export function guestBookingPath({ hostId, bookingId, capability }: Params): string {
  return `/booking/${hostId}/${bookingId}/${capability}`;
}
