import { expect, test } from "vitest";
import { aBooking } from "../domain/booking.fixtures.ts";
import type { CalendarFailure } from "../domain/calendar-answer.ts";
import { outcomeOf, type SyncState } from "../domain/sync-state.ts";
import type { SyncNote, Verdict } from "../domain/sync-step.ts";
import type { Whereabouts } from "../domain/whereabouts.ts";
import { isOperatorFault, reasonText, whyReconnect } from "./sync-reasons.ts";
import { hasEvent, hasEventPage, syncTextForHost } from "./sync-text.ts";

const ZONE = "Europe/Berlin";
const NOW = Date.UTC(2026, 10, 30, 13);
const MINUTE_MS = 60_000;

const rest = { notBeforeAt: NOW, lastOutcome: null, syncedAt: null, attempts: 1 };
type Sync = Parameters<typeof syncTextForHost>[0]["sync"];

function textOf(
  sync: Partial<Sync> & { state: SyncState },
  booking = aBooking(),
  now = NOW,
  where: Whereabouts | null = null,
) {
  return syncTextForHost({ booking, sync: { ...rest, ...sync }, where }, ZONE, now);
}

const cancelled = aBooking({ status: "cancelled", cancelledBy: "guest" });
const keptWithout = aBooking({ inCalendar: false });

test.each<[SyncState, Partial<Sync>, string]>([
  ["pending", {}, "Being added to your calendar"],
  ["pending", { syncedAt: 1 }, "Being changed in your calendar"],
  ["pending", { syncedAt: 1, lastOutcome: "removed_in_google" }, "Being added to your calendar"],
  [
    "pending",
    { lastOutcome: "paced", notBeforeAt: NOW + 5 * MINUTE_MS },
    "Waiting its turn, next try at 14:05 Europe/Berlin (GMT+1)",
  ],
  ["pending", { attempts: 0, notBeforeAt: NOW - 30_000 }, "Being added to your calendar"],
  ["pending", { attempts: 0, notBeforeAt: NOW - 61_000 }, "Not tried yet"],
  ["synced", { syncedAt: NOW }, "On your calendar ✓"],
  [
    "retrying",
    { lastOutcome: "google_503", notBeforeAt: NOW + 5 * MINUTE_MS },
    "Retrying at 14:05 Europe/Berlin (GMT+1) because Google answered 503",
  ],
  ["retrying", { lastOutcome: "timeout" }, "Retrying now because Google took too long to answer"],
  [
    "retrying",
    { lastOutcome: "quota_exhausted", notBeforeAt: NOW + 660 * MINUTE_MS },
    "Retrying on Tuesday 1 December 2026 at 01:00 Europe/Berlin (GMT+1) because a limit of your Google account is used up",
  ],
  [
    "waiting_for_reconnect",
    { lastOutcome: "token_dead" },
    "Waiting for you to reconnect Google Calendar",
  ],
  [
    "parked",
    { lastOutcome: "calendar_missing" },
    "Needs you: the calendar no longer exists or is no longer yours",
  ],
  ["parked", { lastOutcome: "google_403_forbidden" }, "Needs you: Google answered 403 (forbidden)"],
  ["removed_in_google", {}, "Removed in Google: restore or cancel"],
  ["drifted", {}, "Moved in Google: take Google’s time or put back"],
  ["not_connected", {}, "No calendar connected"],
])("R7.9 D4.8 %s %j reads: %s", (state, sync, text) => {
  expect(textOf({ state, ...sync }).text).toBe(text);
});

test.each<[SyncState, string]>([
  ["pending", "Being removed from your calendar"],
  ["synced", "Not in your calendar"],
  ["parked", "Needs you: something went wrong"],
])("R7.9 of a cancelled booking, %s reads: %s", (state, text) => {
  expect(textOf({ state }, cancelled).text).toBe(text);
});

test("R7.9 a cancelled booking is never said to be delivered", () => {
  for (const state of ["retrying", "waiting_for_reconnect", "parked"] as const) {
    const { detail } = textOf({ state, lastOutcome: "google_503" }, cancelled);
    expect(detail).not.toMatch(/booking stands|delivered/);
    expect(detail).toMatch(/remove/);
  }
});

test("D4.8 a booking that its host keeps without a calendar event says so", () => {
  expect(textOf({ state: "synced" }, keptWithout).text).toBe("Kept without a calendar event");
  expect(textOf({ state: "pending" }, keptWithout).text).toBe("Being removed from your calendar");
});

test("D4.6 when the meeting is over there is nothing left to decide", () => {
  const after = aBooking().meeting.end;
  expect(textOf({ state: "removed_in_google" }, aBooking(), after).text).toBe("Removed in Google");
  expect(textOf({ state: "drifted" }, aBooking(), after).text).toBe("Moved in Google");
});

test("R7.9 on the calendar says when that was last found", () => {
  const { tone, detail } = textOf({ state: "synced", syncedAt: NOW - 2 * MINUTE_MS });
  expect({ tone, detail }).toEqual({
    tone: "good",
    detail: "Last checked at 13:58 Europe/Berlin (GMT+1).",
  });
});

const notes: Record<SyncNote, RegExp> = {
  meet_not_allowed: /makes no Google Meet links; tell your guest how to join/,
  meet_failed: /no Google Meet link; tell your guest how to join/,
  old_event_left: /in a calendar that we can’t reach any more/,
  left_in_gone_calendar:
    /in a calendar that is gone at Google; should that calendar come back, we remove it/i,
};

test.each(Object.entries(notes))(
  "R3.3 D4.8 the note %s stands beside On your calendar",
  (note, text) => {
    const shown = textOf({ state: "synced", lastOutcome: note, syncedAt: NOW });
    const tone = note === "left_in_gone_calendar" ? "good" : "warn";
    expect(shown).toMatchObject({ tone, text: "On your calendar ✓" });
    expect(shown.detail).toMatch(text);
  },
);

test("R6.4 what went with its calendar is said, and asks for nothing", () => {
  const sync = { state: "synced", lastOutcome: "left_in_gone_calendar", syncedAt: NOW } as const;
  for (const booking of [cancelled, { ...aBooking(), inCalendar: false }]) {
    const { tone, detail } = textOf(sync, booking);
    expect(tone).toBe("plain");
    expect(detail).toMatch(
      /gone at Google\. Should that calendar come back, we remove the event\./,
    );
  }
});

test("D4.6 what somebody removed is not linked to", () => {
  const sync = { ...rest, state: "removed_in_google" as const };
  expect(hasEvent({ booking: aBooking(), sync })).toBe(false);
  expect(hasEvent({ booking: aBooking(), sync: { ...rest, state: "retrying" } })).toBe(true);
  expect(hasEvent({ booking: cancelled, sync: { ...rest, state: "pending" } })).toBe(false);
});

// ---------------------------------------------------------------- where it belongs

const there: Whereabouts = {
  ...{ connectionId: "c", calendarId: "ada@example.com", account: "ada@example.com" },
  ...{
    leaving: null,
    calendarName: "Work",
    isGone: false,
    isThere: true,
    isAsBooked: true,
    isOlderGone: false,
  },
};
const gone: Whereabouts = { ...there, leaving: "disconnected" };

test("R6.4 where the calendar is known to be gone, the state says that another has to be chosen", () => {
  const missing = { ...there, calendarName: "Family", isGone: true };
  for (const [state, lastOutcome] of [
    ["synced", null],
    ["retrying", "calendar_not_found_yet"],
    ["parked", "calendar_missing"],
  ] as const) {
    const shown = textOf({ state, lastOutcome }, aBooking(), NOW, missing);
    expect(shown).toMatchObject({
      tone: "warn",
      text: "Its calendar, Family, is gone at Google: choose another calendar",
    });
    expect(shown.detail).not.toMatch(/tried again|try again/);
  }
  const sync = { ...rest, state: "synced" as const };
  expect(hasEventPage({ booking: aBooking(), sync, where: missing })).toBe(false);
  expect(hasEventPage({ booking: aBooking(), sync, where: there })).toBe(true);
  expect(textOf({ state: "synced" }, cancelled, NOW, missing).text).toBe("Not in your calendar");
});

const sentElsewhere = aBooking({
  chosenCalendar: { connectionId: "c", calendarId: "family", fromGeneration: 2 },
});

test("R4.1 R7.9 what stays in a disconnected account is never said to be followed, or to be Google's doing", () => {
  const states: SyncState[] = ["synced", "waiting_for_reconnect", "parked", "drifted"];
  for (const state of [...states, "removed_in_google"] as const) {
    const lastOutcome = state === "waiting_for_reconnect" ? "token_dead" : null;
    const sync = { state, lastOutcome, syncedAt: NOW };
    const { text, detail } = textOf(sync, aBooking(), NOW, gone);
    expect(`${text} ${detail}`).not.toMatch(/✓|no longer accepts|try now/);
    expect(detail).toMatch(/ada@example\.com.* connected that account again/);
  }
  const going = textOf({ state: "synced" }, aBooking(), NOW, { ...gone, leaving: "disconnecting" });
  expect(going.detail).toContain("which is just being disconnected");
});

test("R4.1 of what has no event there, nothing is said of the account", () => {
  for (const booking of [cancelled, keptWithout]) {
    expect(textOf({ state: "synced" }, booking, NOW, gone)).toEqual(
      textOf({ state: "synced" }, booking),
    );
  }
});

test("R6.4 a booking that is sent to another calendar says which, until it is there", () => {
  const onItsWay = { ...there, isThere: false, isAsBooked: false };
  const text = (sync: Partial<Sync> & { state: SyncState }, where: Whereabouts) =>
    textOf(sync, sentElsewhere, NOW, where);
  expect(text({ state: "pending", syncedAt: 1 }, onItsWay).text).toBe("Will be put into Work");
  const paced = { state: "pending", lastOutcome: "paced", notBeforeAt: NOW + 1 } as const;
  expect(text(paced, onItsWay).detail).toMatch(/^Its event will be put into Work\. Google takes/);
  expect(text({ state: "pending", syncedAt: 1 }, there).text).toBe(
    "Being changed in your calendar",
  );
  expect(text({ state: "retrying", lastOutcome: "not_found_yet" }, there)).toMatchObject({
    ...{ tone: "plain", text: "In Work; an older event is still to be removed" },
  });
  const doubtful = { ...there, isAsBooked: false };
  expect(text({ state: "retrying", lastOutcome: "not_found_yet" }, doubtful).text).toMatch(
    /^Retrying now because Google does not show the event/,
  );
});

// ---------------------------------------------------------------- every code that can be stored

const UNTOLD = /something unexpected|something went wrong/;

/** One of each kind: a new kind that is missing here does not compile. */
const failures: Record<CalendarFailure["kind"], CalendarFailure> = {
  unavailable: { kind: "unavailable", why: "google_500" },
  notSent: { kind: "notSent", why: "token_endpoint_500" },
  rateLimited: { kind: "rateLimited", retryAfterMs: null },
  quotaExhausted: { kind: "quotaExhausted" },
  tokenRefused: { kind: "tokenRefused" },
  tokenDead: { kind: "tokenDead", tokenVersion: 1 },
  scopeMissing: { kind: "scopeMissing", tokenVersion: 1 },
  blockedByAdministrator: { kind: "blockedByAdministrator", tokenVersion: 1 },
  disconnected: { kind: "disconnected", tokenVersion: 1 },
  operatorFault: { kind: "operatorFault", why: "invalid_client" },
  refused: { kind: "refused", why: "google_400_invalid" },
};
const verdicts: Record<Exclude<Verdict["end"], "failed">, Verdict> = {
  synced: { end: "synced", followUpAt: null, note: null },
  removed_in_google: { end: "removed_in_google", followUpAt: null },
  drifted: { end: "drifted", followUpAt: null },
  not_connected: { end: "not_connected" },
  again: { end: "again", why: "not_found_yet" },
  paced: { end: "paced", until: NOW },
  parked: { end: "parked", why: "event_not_ours", followUpAt: null },
};

test("R3.6 D4.8 every end that a sync can have is told in words of its own", () => {
  const ends: Verdict[] = [
    ...Object.values(verdicts),
    ...Object.values(failures).map((failure) => ({ end: "failed" as const, failure })),
  ];
  for (const verdict of ends) {
    const { state, reason, nextTryAt } = outcomeOf(verdict, 1, NOW, 0.5);
    const text = textOf({ state, lastOutcome: reason, notBeforeAt: nextTryAt ?? NOW }).text;
    expect([verdict, text]).not.toEqual([verdict, expect.stringMatching(UNTOLD)]);
    if (reason !== null) expect(reasonText(reason)).not.toMatch(UNTOLD);
  }
});

test("R3.6 D4.8 every reason that the code can give has its words", () => {
  const sources = import.meta.glob<string>(
    [
      "../domain/*.ts",
      "../google/*.ts",
      "../use-cases/*.ts",
      "../../db/*.ts",
      "!**/*.test.ts",
      "!**/*.fixtures.ts",
    ],
    { query: "?raw", import: "default", eager: true },
  );
  const asWritten = [
    /\bwhy: "([a-z_0-9]+)"/g,
    /\bparked\("([a-z_]+)"/g,
    /\b(?:settled|retry|waiting)\((?:"[a-z_]+", )?"([a-z_]+)"/g,
    /\blastOutcome: "([a-z_]+)"/g,
  ];
  const codes = new Set(
    Object.values(sources).flatMap((source) =>
      asWritten.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? "")),
    ),
  );
  for (const state of ["synced", "pending", "parked", "not_connected"]) codes.delete(state);
  expect([...codes]).toEqual(
    expect.arrayContaining(["timeout", "rate_limited", "token_dead", "paced", "crashed"]),
  );
  // Of free/busy and calendar lists, which no sync asks for.
  for (const code of ["not_answered", "incomplete_list"]) codes.delete(code);
  expect([...codes].filter((code) => UNTOLD.test(reasonText(code)))).toEqual([]);
});

test("D4.8 what Google's token endpoint says against the operator is told as that", () => {
  const oauthErrors = [
    "invalid_client",
    "deleted_client",
    "unauthorized_client",
    "redirect_uri_mismatch",
    "unsupported_grant_type",
    "invalid_request",
    "invalid_scope",
  ];
  for (const code of oauthErrors) {
    expect(isOperatorFault(code)).toBe(true);
    const { detail } = textOf({ state: "retrying", lastOutcome: code });
    expect(detail).toContain("you have done nothing wrong");
  }
});

test("R4.3 whoever has to reconnect reads why", () => {
  for (const code of ["token_dead", "scope_missing", "blocked_by_administrator", "disconnected"]) {
    expect(whyReconnect(code)).not.toBe("");
    const { detail } = textOf({ state: "waiting_for_reconnect", lastOutcome: code });
    expect(detail).toContain(whyReconnect(code));
    expect(detail).toContain("nothing is lost");
  }
});

test("D4.8 a code that nobody knows yet is shown as it is, and names of Object are no codes", () => {
  expect(reasonText("brand_new")).toBe("something unexpected happened (brand_new)");
  expect(reasonText("constructor")).toBe("something unexpected happened (constructor)");
  expect(reasonText("token_endpoint_502")).toBe("Google answered 502");
});
