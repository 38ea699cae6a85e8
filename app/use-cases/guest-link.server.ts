import { signGuestLink } from "../crypto/guest-link.server.ts";
import type { Booking } from "../domain/booking.ts";
import type { Env } from "../env.server.ts";

/** The path of the guest's page: `/booking/<host>/<booking>/<capability>`. */
export async function guestPath(
  env: Pick<Env, "LINK_KEY_RING">,
  booking: Booking,
): Promise<string> {
  const capability = await signGuestLink(env.LINK_KEY_RING, booking);
  return `/booking/${booking.hostId}/${booking.id}/${capability}`;
}

/** The same as a full address, for calendars and mail. */
export async function guestLink(
  env: Pick<Env, "LINK_KEY_RING" | "APP_ORIGIN">,
  booking: Booking,
): Promise<string> {
  return env.APP_ORIGIN + (await guestPath(env, booking));
}
