import type { Booking } from "../domain/booking.ts";

/**
 * Who called a booking off, and why; null while it stands.
 * @param names of guest and host, as whoever reads it calls them
 */
export function cancelText(
  { cancelledBy, cancelReason }: Pick<Booking, "cancelledBy" | "cancelReason">,
  names: { guest: string; host: string },
): string | null {
  if (cancelledBy === null) return null;
  const who = `Cancelled by ${names[cancelledBy]}`;
  return cancelReason ? `${who}: ${cancelReason}` : `${who}.`;
}
