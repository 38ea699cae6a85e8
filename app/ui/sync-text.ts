import type { BookingWithSync } from "#db/bookings.server.ts";
import type { SyncState } from "../domain/sync-state.ts";
import type { Tone } from "./notice.tsx";
import { formatTime } from "./time-text.ts";

export interface SyncText {
  tone: Tone;
  text: string;
}

const reasons: Record<string, string> = {
  timeout: "Google took too long to answer",
  network: "Google could not be reached",
  rate_limited: "Google asked for a pause",
  quota_exhausted: "a limit of your Google account is used up",
  token_being_renewed: "access was being renewed",
  token_refused: "Google refused our access for a moment",
  calendar_missing: "the calendar no longer exists or is no longer yours",
  not_found_yet: "Google does not show the event just now",
  event_not_ours: "the event in your calendar lost the mark that says it is from Slotkeeper",
  meet_not_allowed: "Google makes no video meetings in this calendar",
  out_of_time: "our last try took too long",
  too_many_steps: "the event kept changing during our last try",
  lease_lost: "another try was under way",
  calendar_api_disabled: "the Calendar API is switched off for this Slotkeeper",
  crashed: "our last try broke off",
};

/** What stopped the last try, in words; unknown codes name Google's status at least. */
export function reasonText(code: string | null): string {
  if (code === null) return "of an unknown reason";
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known) return known;
  const status = /_(\d{3})/.exec(code)?.[1];
  return status ? `Google answered ${status}` : "something is not set up correctly";
}

/** A booking's sync state for its host. `zone` is the host's. */
export function syncTextForHost({ booking, sync }: BookingWithSync, zone: string): SyncText {
  const isCancelled = booking.status === "cancelled";
  const at = formatTime(sync.notBeforeAt, zone);
  const texts: Record<SyncState, SyncText> = {
    pending: {
      tone: "plain",
      text: isCancelled ? "Being removed from your calendar" : "Being added to your calendar",
    },
    synced: {
      tone: "good",
      text: isCancelled ? "Not in your calendar" : "On your calendar",
    },
    retrying: {
      tone: "warn",
      text: `Retrying at ${at} because ${reasonText(sync.lastOutcome)}`,
    },
    waiting_for_reconnect: { tone: "bad", text: "Waiting for you to reconnect Google Calendar" },
    parked: { tone: "bad", text: `Needs you: ${reasonText(sync.lastOutcome)}` },
    removed_in_google: { tone: "warn", text: "Removed in Google Calendar" },
    drifted: { tone: "warn", text: "Moved in Google Calendar" },
    not_connected: { tone: "plain", text: "No calendar connected" },
  };
  return texts[sync.state];
}
