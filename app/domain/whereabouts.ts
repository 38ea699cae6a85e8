// Where a booking's event belongs, and whether anything can be learnt or done there.
import type { Destination } from "./calendar-event.ts";
import type { SyncState } from "./sync-state.ts";

export interface Whereabouts extends Destination {
  /** The e-mail address of its Google account. */
  account: string;
  /** Whether the host has ended the connection, or is just ending it; null: neither, whatever else may be wrong with it. */
  leaving: "disconnecting" | "disconnected" | null;
  /** As Google listed it last; null when it never did. */
  calendarName: string | null;
  /** Whether that calendar is on the list of its account no more. */
  isGone: boolean;
  /** Whether the event stands in that very calendar, as far as we know. */
  isThere: boolean;
  /** Whether it says there what the booking says, as far as we know. */
  isAsBooked: boolean;
  /** Whether what older events there may still be were all in calendars that are gone. */
  isOlderGone: boolean;
}

/** An account that its host has disconnected, or is just disconnecting. */
export interface DisconnectedAccount {
  connectionId: string;
  account: string;
  leaving: "disconnecting" | "disconnected";
}

/** The disconnected account that the event belongs in; null when its account is connected, or there is none. */
export function disconnectedAccountOf(where: Whereabouts | null): DisconnectedAccount | null {
  if (!where?.leaving) return null;
  const { connectionId, account, leaving } = where;
  return { connectionId, account, leaving };
}

/**
 * Whether trying again by hand could bring anything. In a disconnected account nothing can be looked at; what waits there
 * without having heard of that may turn out to have nothing to wait for.
 */
export function canTry(
  { state, lastOutcome }: { state: SyncState; lastOutcome: string | null },
  where: Whereabouts | null,
): boolean {
  if (!where?.leaving || state === "pending" || state === "retrying") return true;
  return state === "waiting_for_reconnect" && lastOutcome !== "disconnected";
}
