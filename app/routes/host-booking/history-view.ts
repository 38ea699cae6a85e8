// What happened to a booking, in words.
import type { HistoryEntry } from "#db/booking-revisions.server.ts";
import { formatInstant } from "../../ui/time-text.ts";

/** One of the things that happened. `id`: unlike that of any other of its booking. */
export interface HistoryView {
  id: string;
  at: string;
  text: string;
}

const deeds: Record<HistoryEntry["what"], string> = {
  booked: "booked",
  moved: "moved the meeting",
  edited: "changed the details",
  cancelled: "cancelled",
  restored: "had the event put into the calendar again",
  time_taken_from_google: "took Google Calendar’s time: moved",
  time_put_back: "had the event moved back to the time of the booking",
  calendar_chosen: "chose another calendar",
  kept_without_calendar: "decided that it has no calendar event",
};

/**
 * An entry of a booking's history, as its host reads it.
 * @param zone the host's
 */
export function viewHistory(
  { revision, entry, at, who, what, detail }: HistoryEntry,
  guestName: string,
  zone: string,
): HistoryView {
  const names = { guest: guestName, host: "You", google: "Google", slotkeeper: "Slotkeeper" };
  const move = detail ? moveText(detail, zone) : "";
  return {
    id: `${revision}.${entry}`,
    at: formatInstant(at, zone),
    text: `${names[who]} ${deeds[what]}${move}`,
  };
}

function moveText({ from, to }: Record<string, string | number>, zone: string): string {
  if (typeof from !== "number" || typeof to !== "number") return "";
  return ` from ${formatInstant(from, zone)} to ${formatInstant(to, zone)}`;
}
