import { expect, test } from "vitest";
import { aBooking } from "../domain/booking.fixtures.ts";
import type { SyncState } from "../domain/sync-state.ts";
import { guestMailNote, mailNote } from "./mail-note.ts";

const now = aBooking().meeting.start - 1;
const found = (state: SyncState, booking = aBooking()) => ({
  booking,
  sync: { state, syncedAt: 1 },
  where: null,
});

test.each<[SyncState, string]>([
  ["synced", "Google mails Grace Hopper about the new time."],
  ["retrying", "Google mails Grace Hopper about the new time as soon as a try gets through."],
  [
    "waiting_for_reconnect",
    "Google mails Grace Hopper about the new time once you have reconnected Google Calendar. Until then nobody does.",
  ],
  ["parked", "Google may not mail Grace Hopper about the new time: please tell them yourself."],
])("R7.8 D4.7 a host reads who tells the guest, and when (%s)", (state, note) => {
  expect(mailNote("newTime", found(state), now)).toBe(note);
});

test("R7.8 D4.7 where nobody mails the guest, the host is asked to", () => {
  const note = "Nobody mails Grace Hopper about the cancellation: please tell them yourself.";
  expect(mailNote("cancellation", found("removed_in_google"), now)).toBe(note);
  for (const booking of [aBooking({ inviter: "own" }), aBooking({ inCalendar: false })]) {
    expect(mailNote("cancellation", found("synced", booking), now)).toBe(note);
  }
});

test("R4.1 R7.8 where the event is in a disconnected account, nobody mails the guest until it is connected again", () => {
  const where = { account: "ada@example.com", leaving: "disconnected" as const };
  expect(mailNote("newTime", { ...found("synced"), where }, now)).toBe(
    "Nobody mails Grace Hopper about the new time until you have connected ada@example.com again: please tell them yourself.",
  );
  const alone = { ...found("synced", aBooking({ inviter: "own" })), where };
  expect(mailNote("newTime", alone, now)).toMatch(
    /^Nobody mails Grace Hopper about the new time: /,
  );
});

test("R7.8 of what an edit can change, only what guests are told of is named", () => {
  const inPerson = aBooking({ location: { kind: "in_person", detail: "Room 1" } });
  expect(mailNote("newTexts", found("synced"), now)).toMatch(/about a changed title\.$/);
  expect(mailNote("newTexts", found("synced", inPerson), now)).toMatch(/title or place\.$/);
});

const toGuest = (state: SyncState, booking = aBooking()) =>
  guestMailNote("newTime", found(state, booking), now, "Ada");

test.each<[SyncState, string]>([
  ["synced", "Google mails you about the new time; Ada sees it in their calendar."],
  [
    "retrying",
    "Google mails you about the new time once the calendar can be reached; Ada sees it in Slotkeeper at once.",
  ],
  [
    "not_connected",
    "Google mails you about the new time only once Ada has connected the calendar again; until then Ada sees it in Slotkeeper alone.",
  ],
  [
    "parked",
    "Google may not mail you about the new time. Ada sees it in Slotkeeper; if it is soon, tell them yourself too.",
  ],
])("R7.8 D4.7 a guest reads before a change who is told of it, and how (%s)", (state, note) => {
  expect(toGuest(state)).toBe(note);
});

test("R7.8 D4.7 where nobody mails the guest, they are promised nothing", () => {
  const note =
    "No mail is sent about the new time. Ada sees it in Slotkeeper; if it is soon, tell them yourself too.";
  for (const booking of [aBooking({ inviter: "own" }), aBooking({ inCalendar: false })]) {
    expect(toGuest("synced", booking)).toBe(note);
  }
});

test("R7.8 D4.7 a guest who edits reads that Google mails about a changed name, and about nothing else", () => {
  const edited = (state: SyncState) => guestMailNote("newTexts", found(state), now, "Ada");
  expect(edited("synced")).toBe(
    "Google mails you about a changed name, not about notes; Ada sees it in their calendar.",
  );
  expect(edited("removed_in_google")).toMatch(/^No mail is sent about the change\. Ada sees it/);
});

test("R4.1 R7.8 where the event is in a disconnected account, the guest is mailed once it is connected again", () => {
  const where = { account: "ada@example.com", leaving: "disconnected" as const };
  const left = { ...found("synced"), where };
  expect(guestMailNote("cancellation", left, now, "Ada")).toBe(
    "Google mails you about the cancellation only once Ada has connected the calendar again; until then Ada sees it in Slotkeeper alone.",
  );
});
