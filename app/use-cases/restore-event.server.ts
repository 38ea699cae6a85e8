import { restoreEvent as storeRestoring } from "#db/booking-revisions.server.ts";
import { findHost } from "#db/hosts.server.ts";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import type { Booking } from "../domain/booking.ts";
import { canDecide } from "../domain/decisions.ts";
import type { AppContext } from "../load-context.server.ts";
import { isDecidedBefore } from "./decided-before.server.ts";
import { destinationOf } from "./destination.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

export type RestoreRefusal =
  /** The account that the event would be put into is disconnected, or there is none. */
  { kind: "nowhereToPut" };

/** Puts the event (back) into the calendar that somebody removed it from, or that the host did without. */
export function restoreEvent(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome | RestoreRefusal> {
  return reviseBooking<RestoreRefusal>(context, request, {
    isDone: isDecidedBefore(context, request, "restored"),
    isAllowed: canDecide.restore,
    store: async (booking) => {
      if (!(await hasPlace(context, booking))) return { kind: "nowhereToPut" };
      await storeRestoring(context.db, booking, context.now());
      return undefined;
    },
  });
}

/** A booking keeps its calendar: today's destination is for those that have none yet. */
async function hasPlace({ db }: AppContext, booking: Booking): Promise<boolean> {
  const where = await findWhereabouts(db, booking);
  if (where) return where.leaving === null;
  const host = await findHost(db, booking.hostId);
  return host !== null && destinationOf(host) !== null;
}
