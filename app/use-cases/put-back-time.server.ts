import { putTimeBack as storePutBack } from "#db/booking-revisions.server.ts";
import { canDecide } from "../domain/decisions.ts";
import type { AppContext } from "../load-context.server.ts";
import { isDecidedBefore } from "./decided-before.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

/** Moves the event, which somebody moved in Google, back to the booking's time. */
export function putBackTime(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: isDecidedBefore(context, request, "time_put_back"),
    isAllowed: canDecide.putBack,
    store: async (booking) => {
      await storePutBack(context.db, booking, context.now());
      return undefined;
    },
  });
}
