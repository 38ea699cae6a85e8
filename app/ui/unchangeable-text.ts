import { type Booking, canChange } from "../domain/booking.ts";

/** Why a booking can't be moved, changed or cancelled any more; null while it can. */
export function whyUnchangeable(
  booking: Booking,
  now: number,
  what: "moved" | "changed" | "cancelled",
): string | null {
  if (canChange(booking, now)) return null;
  const why =
    booking.status === "cancelled"
      ? "This booking is cancelled"
      : "This meeting has begun or is over";
  return `${why}, so it can’t be ${what}.`;
}
