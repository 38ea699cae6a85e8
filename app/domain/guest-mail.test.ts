import { describe, expect, test } from "vitest";
import { aBooking } from "./booking.fixtures.ts";
import { type GuestMail, guestMailAbout, type News } from "./guest-mail.ts";
import type { SyncState } from "./sync-state.ts";
import { mayTellGuest } from "./sync-step.ts";

const { start, end } = aBooking().meeting;
const EVERY_NEWS: News[] = ["newTime", "newTexts", "cancellation"];

const EXPECTED: Record<SyncState, Record<News, GuestMail>> = {
  pending: { newTime: "now", newTexts: "now", cancellation: "now" },
  synced: { newTime: "now", newTexts: "now", cancellation: "now" },
  drifted: { newTime: "now", newTexts: "now", cancellation: "now" },
  retrying: { newTime: "onceReached", newTexts: "onceReached", cancellation: "onceReached" },
  waiting_for_reconnect: {
    newTime: "onceReconnected",
    newTexts: "onceReconnected",
    cancellation: "onceReconnected",
  },
  parked: { newTime: "uncertain", newTexts: "uncertain", cancellation: "uncertain" },
  // A new time makes a new event, with an invitation of its own; nothing else does.
  removed_in_google: { newTime: "now", newTexts: "never", cancellation: "never" },
  // There is no event whose end could be told.
  not_connected: {
    newTime: "onceReconnected",
    newTexts: "onceReconnected",
    cancellation: "never",
  },
};
const EVERY_STATE = Object.keys(EXPECTED) as SyncState[];

function mail(
  news: News,
  state: SyncState,
  changes = {},
  now = start - 1,
  syncedAt: number | null = 1,
) {
  return guestMailAbout(news, { booking: aBooking(changes), sync: { state, syncedAt } }, now);
}

describe.each(EVERY_STATE)("D4.7 what Google tells the guest while a booking is %s", (state) => {
  test.each(EVERY_NEWS)("about %s", (news) => {
    expect(mail(news, state)).toBe(EXPECTED[state][news]);
  });

  test("nothing where we invite, where there is no event, once it is called off, and once it is over", () => {
    for (const news of EVERY_NEWS) {
      expect(mail(news, state, { inviter: "own" })).toBe("never");
      expect(mail(news, state, { inCalendar: false })).toBe("never");
      expect(mail(news, state, { status: "cancelled" })).toBe("never");
      expect(mail(news, state, {}, end)).toBe("never");
      expect(mail(news, state, {}, end - 1)).toBe(EXPECTED[state][news]);
    }
  });
});

test("D4.7 the end of an event that may never have been made may be told or not", () => {
  for (const state of ["pending", "retrying", "waiting_for_reconnect", "parked"] as const) {
    expect(mail("cancellation", state, {}, start - 1, null)).toBe("uncertain");
    expect(mail("newTime", state, {}, start - 1, null)).toBe(EXPECTED[state].newTime);
  }
});

test("D4.7 where the sync tells nobody, no page says that Google does", () => {
  const texts = { title: "", place: "" };
  for (const inviter of ["google", "own"] as const) {
    for (const now of [start, end - 1, end]) {
      const subject = { ...aBooking({ inviter }), texts };
      const promised = mail("newTime", "synced", { inviter }, now) === "now";
      expect(promised).toBe(mayTellGuest(subject, now));
    }
  }
});
