import { type BookingTexts, editBooking as storeEdit } from "#db/booking-revisions.server.ts";
import { type Booking, canChange } from "../domain/booking.ts";
import type { AppContext } from "../load-context.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

export interface Edit extends RevisionRequest {
  by: "guest" | "host";
  /** What is to be written anew; the rest stays. */
  changes: { guestName?: string; notes?: string; title?: string; place?: string };
}

/** Changes what a booking says, not when it is. */
export function editBooking(
  context: AppContext,
  { by, changes, ...request }: Edit,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: ({ booking }) => isSame(textsAfter(booking, changes), textsAfter(booking, {})),
    isAllowed: canChange,
    store: async (booking) => {
      await storeEdit(context.db, booking, textsAfter(booking, changes), by, context.now());
      return undefined;
    },
  });
}

function textsAfter(booking: Booking, changes: Edit["changes"]): BookingTexts {
  return {
    title: changes.title ?? booking.title,
    guestName: changes.guestName ?? booking.guest.name,
    guestNotes: changes.notes ?? booking.guest.notes,
    locationDetail: changes.place ?? booking.location.detail,
  };
}

function isSame(a: BookingTexts, b: BookingTexts): boolean {
  return (Object.keys(a) as (keyof BookingTexts)[]).every((field) => a[field] === b[field]);
}
