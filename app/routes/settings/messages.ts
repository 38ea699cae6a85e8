// What the settings page says after a trip to Google or a saved form.
import type { CalendarPermission } from "../../google/scopes.ts";
import { textOfCode } from "../../http/notice-code.ts";

const notices: Record<string, string> = {
  welcome: "Saved. One step is left: connect your Google Calendar, so that bookings appear there.",
  saved: "Saved.",
  connected: "Google Calendar is connected. New bookings will appear in it.",
};

const problems: Record<string, string> = {
  denied: "You did not give Google your consent, so nothing was connected and nothing has changed.",
  refused:
    "That answer from Google was no longer valid: it is good once, for ten minutes, in the browser where you began. Nothing has changed. Please try again.",
  failed: "Google stopped with an error, so nothing was connected. Please try again in a moment.",
  codeRefused: "Google did not accept the answer that it had sent. Please connect once more.",
  googleUnavailable:
    "Google did not answer, so nothing was connected. Please try again in a moment.",
  blockedByAdministrator:
    "The administrator of your Google account does not allow Slotkeeper. Please ask them, or use another account.",
  noLastingAccess:
    "Google gave access for an hour only. Remove Slotkeeper under myaccount.google.com/permissions, then connect once more.",
  noOwnCalendar: "This Google account has no calendar of its own, so nothing was connected.",
  operatorFault:
    "This Slotkeeper is not set up correctly with Google. Whoever runs it has to look into it; you have done nothing wrong.",
};

export const permissionTexts: Record<CalendarPermission, string> = {
  listCalendars: "see the list of your calendars",
  readBusyTimes: "see when you are busy",
  writeEvents: "add, change and remove bookings in your own calendars",
};

export interface Message {
  tone: "good" | "bad";
  text: string;
}

/** The message that an address asks for; null for none, and for codes that are not ours. */
export function messageOf(params: URLSearchParams): Message | null {
  if (params.get("problem") === "missingPermissions") {
    return missingMessage(params.get("missing") ?? "");
  }
  const bad = textOfCode(problems, params, "problem");
  if (bad) return { tone: "bad", text: bad };
  const good = textOfCode(notices, params, "notice");
  return good ? { tone: "good", text: good } : null;
}

function missingMessage(codes: string): Message {
  const named = codes
    .split(",")
    .filter((code): code is CalendarPermission => Object.hasOwn(permissionTexts, code))
    .map((code) => permissionTexts[code]);
  const list = named.length > 0 ? `: ${named.join("; ")}` : "";
  return {
    tone: "bad",
    text: `Nothing was connected, because a permission was not ticked${list}. Slotkeeper needs it to work. Connect again and leave every box ticked.`,
  };
}
