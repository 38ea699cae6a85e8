// The frame of everything that changes a booking: read, check what whoever asks was looking at, store the next revision,
// sync behind the answer.
import { type BookingWithSync, findBooking } from "#db/bookings.server.ts";
import { isTooMany, refusalOf } from "#db/database.server.ts";
import type { Booking, BookingKey } from "../domain/booking.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { syncBooking } from "./sync-booking.server.ts";

export interface RevisionRequest {
  key: BookingKey;
  /** The revision that whoever asks was looking at. */
  expectedRevision: number;
}

export type RevisionOutcome =
  /** Also when it was so before: the wanted state is reached. */
  | { kind: "done" }
  /** The meeting has begun or is over, or it is cancelled. */
  | { kind: "tooLate" }
  /** It was changed since the page was shown. */
  | { kind: "changedMeanwhile" }
  /** Its guest has moved or edited it too often of late. */
  | { kind: "tooManyChanges" }
  | { kind: "unknownBooking" };

interface Revision<Refusal> {
  isDone: (found: BookingWithSync) => boolean | Promise<boolean>;
  isAllowed: (booking: Booking, now: number) => boolean;
  /** Stores the next revision, or says why it can't; throws what the database refuses. */
  store: (booking: Booking) => Promise<Refusal | undefined>;
}

/** Stores the next revision of a booking, once: asking again for what is so already changes nothing. */
export async function reviseBooking<Refusal extends { kind: string } = never>(
  context: AppContext,
  { key, expectedRevision }: RevisionRequest,
  { isDone, isAllowed, store }: Revision<Refusal>,
): Promise<RevisionOutcome | Refusal> {
  const found = await findBooking(context.db, key);
  if (!found) return { kind: "unknownBooking" };
  const { booking } = found;
  if (await isDone(found)) return { kind: "done" };
  if (booking.revision !== expectedRevision) return { kind: "changedMeanwhile" };
  if (!isAllowed(booking, context.now())) return { kind: "tooLate" };
  try {
    const refusal = await store(booking);
    if (refusal) return refusal;
  } catch (error) {
    // The write may have gone through with its answer lost, or somebody else's may have come first.
    const now = await findBooking(context.db, key);
    // With its host's account.
    if (!now) return { kind: "unknownBooking" };
    if (!(await isDone(now))) {
      if (refusalOf(error) === "stale_revision") return { kind: "changedMeanwhile" };
      if (isTooMany(error)) return { kind: "tooManyChanges" };
      throw error;
    }
  }
  inBackground(context, "sync", syncBooking(context, key));
  return { kind: "done" };
}
