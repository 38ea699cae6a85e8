import { expect, test } from "vitest";
import type { BookingWithSync } from "#db/bookings.server.ts";
import { aBooking } from "../../domain/booking.fixtures.ts";
import type { Booking } from "../../domain/booking.ts";
import type { SyncState } from "../../domain/sync-state.ts";
import { invitationText, meetText } from "./invitation-text.ts";

type Changes = Partial<Pick<Booking, "status" | "inviter" | "location" | "revision">> & {
  state: SyncState;
  inCalendar?: boolean;
  attempts?: number;
  meetLink?: string | null;
  syncedAt?: number | null;
};

function found({
  state,
  attempts = 1,
  meetLink = null,
  syncedAt = null,
  ...changes
}: Changes): BookingWithSync {
  const guest = { name: "Grace", email: "grace@example.org", notes: "", timeZone: "UTC" };
  const booking = aBooking({ guest, ...changes });
  const sync = { state, notBeforeAt: 0, lastOutcome: null, syncedAt, attempts };
  return { booking, google: { eventLink: null, meetLink }, busyTimesChecked: true, sync };
}

const EVERY_STATE: SyncState[] = [
  "pending",
  "synced",
  "retrying",
  "waiting_for_reconnect",
  "parked",
  "removed_in_google",
  "drifted",
  "not_connected",
];
const NOW = Date.parse("2026-12-01T12:00:00Z");
const fromHost = { text: "By Google Meet. Your host will send you the link.", isComing: false };
const BY_ITSELF = /by itself/;

test("R3.6 a guest hears that the invitation was sent, is on its way, or is late and follows by itself", () => {
  expect(invitationText(found({ state: "synced" }))).toEqual({
    tone: "good",
    text: "Google has sent an invitation to grace@example.org.",
  });
  expect(invitationText(found({ state: "pending" })).text).toContain("is on its way to grace@");
  for (const late of [{ state: "retrying" }, { state: "pending", attempts: 2 }] as Changes[]) {
    expect(invitationText(found(late))).toMatchObject({
      tone: "warn",
      text: expect.stringMatching(BY_ITSELF),
    });
  }
});

test.each<[SyncState, RegExp]>([
  ["waiting_for_reconnect", /once your host has reconnected/],
  ["parked", /your host has to/],
  ["removed_in_google", /was removed from your host’s calendar/],
  ["drifted", /was moved in your host’s calendar/],
  ["not_connected", /No invitation is sent/],
])(
  "R3.6 where nothing follows by itself (%s) the guest is told whose turn it is",
  (state, says) => {
    const { tone, text } = invitationText(found({ state }));
    expect(tone).toBe("warn");
    expect(text).toMatch(says);
    expect(text).not.toMatch(BY_ITSELF);
  },
);

test.each<[SyncState, RegExp]>([
  ["pending", /^The change is on its way to the calendar\.$/],
  ["retrying", /may still show it as it was.*by itself/],
  ["waiting_for_reconnect", /once your host has reconnected/],
  ["parked", /did not accept the change/],
  ["not_connected", /has disconnected it/],
  ["synced", /^Google has sent an invitation to/],
  ["removed_in_google", /was removed/],
  ["drifted", /was moved/],
])(
  "R3.4 a guest who was invited hears of a change, not of a second invitation (%s)",
  (state, says) => {
    const { text } = invitationText(found({ state, revision: 2, syncedAt: NOW }));
    expect(text).toMatch(says);
    expect(text).not.toMatch(/invitation.*(?:way|late|follows)/);
  },
);

test("R3.4 a guest who was not invited yet, and changes the booking, still waits for the invitation", () => {
  const { text } = invitationText(found({ state: "pending", revision: 2, syncedAt: null }));
  expect(text).toContain("An invitation from Google is on its way");
});

test.each<[SyncState, RegExp]>([
  ["synced", /has been removed/],
  ["removed_in_google", /has been removed/],
  ["pending", /is being removed/],
  ["retrying", /is being removed/],
  ["waiting_for_reconnect", /once your host has reconnected/],
  ["parked", /your host has to/],
  ["drifted", /your host has to/],
  ["not_connected", /your host has to/],
])("R3.5 a guest who cancelled hears what becomes of the event (%s)", (state, says) => {
  expect(invitationText(found({ state, status: "cancelled" })).text).toMatch(says);
});

test("without Google as the inviter no mail is promised, whatever the state", () => {
  for (const state of EVERY_STATE) {
    for (const status of ["confirmed", "cancelled"] as const) {
      const { text } = invitationText(found({ state, status, inviter: "own" }));
      expect(text).toContain("No mail is sent");
    }
  }
});

test("R3.3 the page says nothing about the link of a meeting that has one, needs none, or is off", () => {
  for (const state of EVERY_STATE) {
    expect(meetText(found({ state, meetLink: "https://meet.google.com/a" }), NOW)).toBeNull();
    expect(meetText(found({ state, location: { kind: "phone", detail: "1" } }), NOW)).toBeNull();
    expect(meetText(found({ state, status: "cancelled" }), NOW)).toBeNull();
  }
});

test.each<[SyncState, RegExp]>([
  ["pending", /The link appears here/],
  ["retrying", /The link appears here/],
  ["waiting_for_reconnect", /once your host has reconnected/],
])("R3.3 a link that is not there yet will come to this page (%s)", (state, says) => {
  const text = expect.stringMatching(says);
  expect(meetText(found({ state }), NOW)).toEqual({ text, isComing: true });
});

test("R3.3 where no link will come to this page, the host is to send it", () => {
  for (const state of ["synced", "parked", "drifted", "not_connected"] as const) {
    expect(meetText(found({ state }), NOW)).toEqual(fromHost);
  }
});

test("R3.3 no link is promised for an event that the host has removed, nor by a host without a calendar", () => {
  const removed = { text: "By Google Meet.", isComing: false };
  expect(meetText(found({ state: "removed_in_google" }), NOW)).toEqual(removed);
  expect(meetText(found({ state: "pending", inviter: "own" }), NOW)).toEqual(fromHost);
});

test("R3.3 Google may still be making the link for some minutes; after that the host is the one to ask", () => {
  const after = (minutes: number) =>
    meetText(found({ state: "synced", syncedAt: NOW - minutes * 60_000 }), NOW);
  expect(after(1)).toEqual({
    text: expect.stringMatching(/within minutes; if it does not, your host will send it/),
    isComing: true,
  });
  expect(after(9)).toEqual(after(1));
  expect(after(11)).toEqual(fromHost);
});

test("R3.6 a guest whose host keeps the booking without an event is promised neither an invitation nor its link", () => {
  for (const state of EVERY_STATE) {
    const kept = found({ state, inCalendar: false, meetLink: "https://meet.google.com/a" });
    expect(invitationText(kept)).toMatchObject({
      tone: "plain",
      text: expect.stringMatching(/without a calendar event/),
    });
    expect(meetText(kept, NOW)).toEqual(fromHost);
  }
});
