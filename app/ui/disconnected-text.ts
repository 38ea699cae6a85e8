// What is said of bookings whose event belongs in the calendar of an account that was disconnected.
import { canChange } from "../domain/booking.ts";
import type { Whereabouts } from "../domain/whereabouts.ts";
import { atMoment } from "./moment-text.ts";
import type { Found, Moment, SyncText } from "./sync-text.ts";

/** Of an event that stays there, in agreement when it was last looked at. */
export function leftText(
  { account, leaving }: Whereabouts,
  { booking, sync: { syncedAt } }: Found,
  { zone, now }: Moment,
): SyncText {
  const since = syncedAt === null ? "" : `; it was last checked ${atMoment(syncedAt, zone, now)}`;
  const how = leaving === "disconnecting" ? "just being disconnected" : "disconnected";
  const later = canChange(booking, now)
    ? " What you or your guest change here reaches it once you have connected that account again."
    : "";
  return {
    tone: "plain",
    text: "In your calendar, no longer followed",
    detail: `The event stays in the calendar of ${account}, which is ${how}. Slotkeeper no longer follows it${since}.${later}`,
  };
}

/** Of what is still to be written there, or removed from there. */
export function waitingText({ account }: Whereabouts, isWanted: boolean): string {
  const why = `You have disconnected ${account}, whose calendar its event belongs in.`;
  const what = isWanted
    ? "The booking stands, and nothing is lost: it is delivered once you have connected that account again."
    : "The event is removed once you have connected that account again.";
  return `${why} ${what}`;
}

const decided: Found["sync"]["state"][] = ["parked", "removed_in_google", "drifted"];

/** What is decided about such an event waits too. */
export function withDisconnected({ sync, where }: Found, shown: SyncText): SyncText {
  if (!where?.leaving || !decided.includes(sync.state)) return shown;
  const note = `Its calendar is that of ${where.account}, which is disconnected: what has to be written there waits until you have connected that account again.`;
  return { ...shown, detail: shown.detail ? `${shown.detail} ${note}` : note };
}

/** How many coming bookings have their events where they are no longer followed; empty when there are none. */
export function leftEventsText(left: { account: string; count: number }[]): string {
  return left.map(leftInText).join(" ");
}

function leftInText({ account, count }: { account: string; count: number }): string {
  const place = `in the calendar of ${account}, which is disconnected: Slotkeeper no longer follows`;
  if (count === 1) return `1 coming booking has its event ${place} it.`;
  return `${count > 99 ? "99+" : count} coming bookings have their events ${place} them.`;
}
