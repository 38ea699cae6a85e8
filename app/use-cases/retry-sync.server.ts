import { findBooking } from "#db/bookings.server.ts";
import { lookAgain } from "#db/sync-waking.server.ts";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import type { BookingKey } from "../domain/booking.ts";
import { canTry } from "../domain/whereabouts.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { syncBooking } from "./sync-booking.server.ts";

/** Whoever pressed "Try now" sees the result on the next page, if Google is not too slow for it. */
const WAIT_MS = 4_000;

export type RetryOutcome =
  /** It was tried, or still is; the booking's state tells. */
  | { kind: "tried" }
  /** Another try is under way, or there is no such booking of this host's. */
  | { kind: "nothingToTry" }
  /** Its event is in the calendar of this account, which is disconnected: nothing could be learnt. */
  | { kind: "notFollowed"; account: string };

/** Tries a booking's sync now, whatever it waits for, and looks at its event even if all seemed well. */
export async function retrySync(context: AppContext, key: BookingKey): Promise<RetryOutcome> {
  const [found, where] = await Promise.all([
    findBooking(context.db, key),
    findWhereabouts(context.db, key),
  ]);
  if (!found) return { kind: "nothingToTry" };
  if (where && !canTry(found.sync, where)) return { kind: "notFollowed", account: where.account };
  const rearmed = await lookAgain(context.db, key.hostId, [key.id], context.now());
  if (rearmed === 0) return { kind: "nothingToTry" };
  const sync = syncBooking(context, key).catch(() => undefined);
  inBackground(context, "sync", sync);
  await Promise.race([sync, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  return { kind: "tried" };
}
