import { restoreEvent as storeRestoring } from "#db/booking-revisions.server.ts";
import { canDecide } from "../domain/decisions.ts";
import type { AppContext } from "../load-context.server.ts";
import { isDecidedBefore } from "./decided-before.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

/** Puts the event (back) into the calendar that somebody removed it from, or that the host did without. */
export function restoreEvent(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: isDecidedBefore(context, request, "restored"),
    isAllowed: canDecide.restore,
    store: async (booking) => {
      await storeRestoring(context.db, booking, context.now());
      return undefined;
    },
  });
}
