import { findBooking, cancelBooking as storeCancellation } from "#db/bookings.server.ts";
import { refusalOf } from "#db/database.server.ts";
import { type Booking, type BookingKey, canCancel } from "../domain/booking.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { syncBooking } from "./sync-booking.server.ts";

export interface Cancellation {
  key: BookingKey;
  /** The revision that whoever cancels was looking at. */
  expectedRevision: number;
  by: "guest" | "host";
  reason: string;
}

export type CancelOutcome =
  /** Also when it was cancelled before: the wanted state is reached. */
  | { kind: "cancelled"; booking: Booking }
  | { kind: "tooLate" }
  /** It was changed since the page was shown. */
  | { kind: "changedMeanwhile" }
  | { kind: "unknownBooking" };

/** Calls a booking off; its calendar event goes behind the answer. */
export async function cancelBooking(
  context: AppContext,
  cancellation: Cancellation,
): Promise<CancelOutcome> {
  const { db } = context;
  const found = await findBooking(db, cancellation.key);
  if (!found) return { kind: "unknownBooking" };
  const { booking } = found;
  if (booking.status === "cancelled") return { kind: "cancelled", booking };
  if (booking.revision !== cancellation.expectedRevision) return { kind: "changedMeanwhile" };
  if (!canCancel(booking, context.now())) return { kind: "tooLate" };
  try {
    await storeCancellation(db, booking, cancellation.by, cancellation.reason, context.now());
  } catch (error) {
    return afterError(context, booking, error);
  }
  inBackground(context, "sync", syncBooking(context, cancellation.key));
  return { kind: "cancelled", booking: { ...booking, status: "cancelled" } };
}

/** The write may have gone through with its answer lost, or somebody else's may have come first. */
async function afterError(
  { db }: AppContext,
  booking: Booking,
  error: unknown,
): Promise<CancelOutcome> {
  const now = await findBooking(db, booking);
  if (now?.booking.status === "cancelled") return { kind: "cancelled", booking: now.booking };
  if (refusalOf(error) === "stale_revision") return { kind: "changedMeanwhile" };
  throw error;
}
