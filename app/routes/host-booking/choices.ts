// What a host can do about a booking's calendar event, by its sync state.
import type { BookingWithSync } from "#db/bookings.server.ts";
import { type Booking, canChange, isStillOn } from "../../domain/booking.ts";
import { canDecide, type Decision } from "../../domain/decisions.ts";
import type { SyncState } from "../../domain/sync-state.ts";
import { canTry, type Whereabouts } from "../../domain/whereabouts.ts";
import { isInGoneCalendar } from "../../ui/sync-text.ts";

export type Choice = Decision | "try" | "reconnect" | "connect" | "connectToPut" | "cancel";

type Found = Pick<BookingWithSync, "booking" | "sync"> & {
  where: Whereabouts | null;
  /** Whether the host's new bookings go to a calendar. */
  isConnected: boolean;
};

const byState: Record<SyncState, Choice[]> = {
  pending: ["try"],
  synced: ["try"],
  retrying: ["try", "keepWithout"],
  waiting_for_reconnect: ["reconnect", "try", "chooseCalendar", "keepWithout"],
  parked: ["try", "chooseCalendar", "keepWithout"],
  removed_in_google: ["restore", "cancel", "chooseCalendar", "keepWithout", "try"],
  drifted: ["takeTime", "putBack", "try"],
  not_connected: ["connect"],
};

/** No try brings a calendar back; for Google's time there is no event to move. */
const inGoneCalendar: Record<SyncState, Choice[]> = {
  ...byState,
  synced: ["chooseCalendar", "keepWithout", "try"],
  retrying: ["chooseCalendar", "keepWithout", "try"],
  parked: ["chooseCalendar", "keepWithout", "try"],
};

const always = () => true;

const isOffered: Record<Choice, (booking: Booking, now: number) => boolean> = {
  ...canDecide,
  try: always,
  reconnect: always,
  connect: isStillOn,
  connectToPut: isStillOn,
  cancel: canChange,
};

/** What the host can choose at `now` (epoch ms), in the order in which it is offered. */
export function choicesOf(found: Found, now: number): Choice[] {
  const { booking, sync, where, isConnected } = found;
  const ofState = isInGoneCalendar(found)
    ? inGoneCalendar[sync.state]
    : reachable(byState[sync.state], found, now);
  const choices: Choice[] = booking.inCalendar
    ? ofState
    : [
        isConnected ? "restore" : "connectToPut",
        "chooseCalendar",
        ...ofState.filter(isAboutRemoval),
      ];
  const isPlaced = where ? where.leaving === null && !where.isGone : isConnected;
  return choices.filter(
    (choice) => isOffered[choice](booking, now) && (choice !== "restore" || isPlaced),
  );
}

/** In an account that was disconnected nothing can be tried before it is connected again. */
function reachable(choices: Choice[], { booking, sync, where }: Found, now: number): Choice[] {
  if (canTry(sync, where)) return choices;
  const others = choices.filter((choice) => choice !== "try" && choice !== "reconnect");
  const isDone = sync.state === "synced" && !(booking.inCalendar && isStillOn(booking, now));
  const canConnect = where?.leaving === "disconnected" && !isDone;
  return canConnect ? ["reconnect", ...others] : others;
}

/** What is left to choose while an event that the host did without is still being removed. */
function isAboutRemoval(choice: Choice): boolean {
  return choice === "try" || choice === "reconnect";
}
