import { cancelBooking as storeCancellation } from "#db/booking-revisions.server.ts";
import { canChange } from "../domain/booking.ts";
import type { AppContext } from "../load-context.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

export interface Cancellation extends RevisionRequest {
  by: "guest" | "host";
  reason: string;
}

/** Calls a booking off; its calendar event goes behind the answer. */
export function cancelBooking(
  context: AppContext,
  { by, reason, ...request }: Cancellation,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: ({ booking }) => booking.status === "cancelled",
    isAllowed: canChange,
    store: async (booking) => {
      await storeCancellation(context.db, booking, by, reason, context.now());
      return undefined;
    },
  });
}
