// What a host can do about a booking's calendar event, by its sync state.
import type { BookingWithSync } from "#db/bookings.server.ts";
import { type Booking, canChange } from "../../domain/booking.ts";
import type { SyncState } from "../../domain/sync-state.ts";

export type Choice =
  | "try"
  | "reconnect"
  | "connect"
  | "restore"
  | "cancel"
  | "takeTime"
  | "putBack"
  | "chooseCalendar"
  | "keepWithout";

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

const isOn = ({ status, meeting }: Booking, now: number) =>
  status === "confirmed" && now < meeting.end;
const isConfirmed = ({ status }: Booking) => status === "confirmed";
const always = () => true;

const isOffered: Record<Choice, (booking: Booking, now: number) => boolean> = {
  try: always,
  reconnect: always,
  connect: isOn,
  restore: isOn,
  cancel: canChange,
  takeTime: isConfirmed,
  putBack: isOn,
  chooseCalendar: isOn,
  keepWithout: isConfirmed,
};

/** The choices in the order in which they are offered. */
export function choicesOf(
  { booking, sync }: Pick<BookingWithSync, "booking" | "sync">,
  now: number,
): Choice[] {
  const ofState = byState[sync.state];
  const choices: Choice[] = booking.inCalendar
    ? ofState
    : ["restore", "chooseCalendar", ...ofState.filter(isAboutRemoval)];
  return choices.filter((choice) => isOffered[choice](booking, now));
}

/** What is left to choose while an event that the host did without is still being removed. */
function isAboutRemoval(choice: Choice): boolean {
  return choice === "try" || choice === "reconnect";
}
