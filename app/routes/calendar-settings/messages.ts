// What the page of the calendar connection says after a trip to Google or a saved form.
import type { RevocationOutcome } from "#db/pending-revocations.server.ts";
import type { CalendarPermission } from "../../google/scopes.ts";
import { textOfCode } from "../../http/notice-code.ts";
import type { Returned } from "./settings-state.ts";

const notices: Record<string, string> = {
  connected: "Google Calendar is connected. New bookings will appear in it.",
  connectedToPrimary:
    "Google Calendar is connected, but the calendar that you had chosen there before is gone or no longer yours to write to. New bookings go to your primary calendar, unless you choose another below.",
  renewed:
    "That account is connected again, for the events that are there. New bookings go where they went.",
  chosen: "Saved. It counts for bookings from now on; those that are made keep their calendar.",
  replaced: "Saved. Coming bookings are being moved to that calendar.",
  disconnecting: "Disconnecting has begun.",
  disconnected: "Done. The account is disconnected.",
  goesOn: "That account is connected again, so nothing was ended.",
  alreadyDisconnected: "That account was disconnected before, so nothing was left to do.",
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
  otherAccount:
    "At Google you chose another account than the one that you had asked for here, so nothing has changed. Please try again.",
  identityRefused:
    "Google did not prove whose account this is, so nothing was connected. Please try again.",
  stillDisconnecting:
    "This account is just being disconnected. Once that is done you can connect it again.",
  operatorFault:
    "This Slotkeeper is not set up correctly with Google. Whoever runs it has to look into it; you have done nothing wrong.",
};

/** Each box on Google's page, and why it is asked for. */
export const permissionTexts: Record<CalendarPermission, { what: string; why: string }> = {
  listCalendars: {
    what: "see the list of your calendars",
    why: "so that you can choose where bookings go",
  },
  readBusyTimes: {
    what: "see when you are busy",
    why: "so that nobody can book you twice",
  },
  writeEvents: {
    what: "add, change and remove bookings in your own calendars",
    why: "so that each booking is an event there",
  },
};

/** What became of the access at Google after disconnecting. */
export const grantTexts: Record<RevocationOutcome, string> = {
  revoked: "Google has ended our access, and the keys to it are deleted here.",
  revocation_pending:
    "Google could not be told yet that our access has ended. We try again for seven days, and use it for nothing else; you can end it at Google yourself right now.",
  not_revoked:
    "The keys are deleted here, but Google could not be told to end the access. Please end it at Google yourself.",
  grant_in_use:
    "The keys are deleted here. Google still lists Slotkeeper, because this Google account is also connected elsewhere in this Slotkeeper.",
};

export const GOOGLE_PERMISSIONS = "https://myaccount.google.com/permissions";

/** Whether the host should look at Google's own page. */
export function wantsLookAtGoogle(grant: RevocationOutcome): boolean {
  return grant === "revocation_pending" || grant === "not_revoked";
}

export interface Message {
  tone: "good" | "warn" | "bad";
  text: string;
}

/** The message that an address asks for; null for none, and for codes that are not ours. */
export function messageOf(params: URLSearchParams): Message | null {
  const returned = returnedOf(params);
  if (returned?.kind === "missingPermissions") {
    const named = returned.missing.map((code) => permissionTexts[code].what).join("; ");
    const list = named ? `: ${named}` : "";
    const text = `Nothing has changed, because a permission was not ticked${list}. Try again and leave every box ticked.`;
    return { tone: "bad", text };
  }
  const bad = textOfCode(problems, params, "problem");
  if (bad) return { tone: "bad", text: bad };
  const grant = textOfCode(grantTexts, params, "grant");
  const good = textOfCode(notices, params, "notice");
  if (!good) return null;
  const tone = params.get("notice") === "connectedToPrimary" ? "warn" : "good";
  return { tone, text: grant ? `${good} ${grant}` : good };
}

/** What the host came back from Google with, where that was no consent. */
export function returnedOf(params: URLSearchParams): Returned {
  const problem = params.get("problem");
  if (problem === "denied") return { kind: "denied" };
  if (problem !== "missingPermissions") return null;
  const codes = (params.get("missing") ?? "").split(",");
  const isOurs = (code: string): code is CalendarPermission => Object.hasOwn(permissionTexts, code);
  return { kind: "missingPermissions", missing: codes.filter(isOurs) };
}
