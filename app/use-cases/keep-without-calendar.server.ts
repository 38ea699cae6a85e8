import { keepWithoutCalendar as storeKeeping } from "#db/booking-revisions.server.ts";
import { canDecide } from "../domain/decisions.ts";
import type { AppContext } from "../load-context.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

/** Keeps the booking and takes its event out of the calendar. */
export function keepWithoutCalendar(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: ({ booking }) => !booking.inCalendar,
    isAllowed: canDecide.keepWithout,
    store: async (booking) => {
      await storeKeeping(context.db, booking, context.now());
      return undefined;
    },
  });
}
