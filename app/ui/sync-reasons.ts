// Why a sync stands as it does, in words: every code that can be stored beside its state.
import type { SyncNote } from "../domain/sync-step.ts";

/** Of a booking that is on the calendar all the same. */
const notes: Record<SyncNote, string> = {
  meet_not_allowed: "this calendar makes no Google Meet links; tell your guest how to join",
  meet_failed: "Google made no Google Meet link; tell your guest how to join",
  old_event_left:
    "an older event of it is left in a calendar that we can’t reach any more; delete it there",
  left_in_gone_calendar:
    "an older event of it was in a calendar that is gone at Google; should that calendar come back, we remove it",
};

/** Why a booking waits for its host to reconnect. */
const waitings: Record<string, string> = {
  token_dead: "Google no longer accepts your connection.",
  disconnected: "You have disconnected its Google account.",
  scope_missing: "A permission was taken back at Google. Leave every box ticked this time.",
  blocked_by_administrator:
    "The administrator of your Google account has blocked Slotkeeper. Ask them to allow it, then reconnect.",
};

/** What only whoever runs the app can mend. */
const operatorFaults: Record<string, string> = {
  calendar_api_disabled: "the Calendar API is switched off for this Slotkeeper",
  unknown_token_key: "this Slotkeeper has lost a key it needs",
  token_unreadable: "this Slotkeeper can’t read the connection that it stored",
  invalid_client: "Google does not know this Slotkeeper",
  deleted_client: "Google does not know this Slotkeeper any more",
  unauthorized_client: "Google does not let this Slotkeeper connect calendars",
  redirect_uri_mismatch: "this Slotkeeper is not set up correctly with Google",
  unsupported_grant_type: "this Slotkeeper is not set up correctly with Google",
  invalid_request: "this Slotkeeper is not set up correctly with Google",
  invalid_scope: "this Slotkeeper is not set up correctly with Google",
};

const reasons: Record<string, string> = {
  ...notes,
  ...operatorFaults,
  timeout: "Google took too long to answer",
  network: "Google could not be reached",
  malformed_answer: "Google’s answer could not be read",
  endless_list: "Google’s list of events had no end",
  rate_limited: "Google asked for a pause",
  quota_exhausted: "a limit of your Google account is used up",
  paced: "Google takes only so many calls a minute",
  token_being_renewed: "your connection was just being renewed",
  token_refused: "Google refused your connection for a moment",
  token_dead: "Google no longer accepts your connection",
  scope_missing: "a permission was taken back at Google",
  blocked_by_administrator: "the administrator of your Google account has blocked Slotkeeper",
  disconnected: "its Google account is disconnected here",
  connection_missing: "its Google account is no longer connected here",
  calendar_missing: "the calendar no longer exists or is no longer yours",
  calendar_not_owned: "the calendar is no longer yours to write to",
  calendar_not_found_yet: "Google does not find the calendar just now",
  not_found_yet: "Google does not show the event just now",
  event_not_ours: "the event in your calendar lost the mark that says it is from Slotkeeper",
  removed_in_google: "somebody removed the event in Google",
  drifted: "somebody moved the event in Google",
  out_of_time: "our last try took too long",
  too_many_steps: "the event kept changing during our last try",
  lease_lost: "another try was under way",
  crashed: "our last try broke off",
};

/** `google_503`, `google_403_forbidden`, `token_endpoint_500` */
const STATUS = /^(?:google|token_endpoint)_(\d{3})(?:_(\w+))?$/;

/** Why, as the end of a sentence. Codes of Google's own are shown with what Google says. */
export function reasonText(code: string | null): string {
  if (code === null) return "something went wrong";
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known) return known;
  const [, status, saying] = STATUS.exec(code) ?? [];
  if (!status) return `something unexpected happened (${code})`;
  return saying ? `Google answered ${status} (${saying})` : `Google answered ${status}`;
}

/** What a host who is to reconnect should know; empty when there is nothing. */
export function whyReconnect(code: string | null): string {
  return code !== null && Object.hasOwn(waitings, code) ? (waitings[code] ?? "") : "";
}

/** Whether only whoever runs the app can help. */
export function isOperatorFault(code: string | null): boolean {
  return code !== null && Object.hasOwn(operatorFaults, code);
}
