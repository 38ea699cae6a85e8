import { expect, test } from "vitest";
import type { MailFacts } from "../../domain/guest-mail.ts";
import type { SyncState } from "../../domain/sync-state.ts";
import { cancelledText, comingText, countComing, outOfReachText } from "./consequences.ts";

const NOW = 1_000;

const booking = (state: SyncState, inviter: "google" | "own" = "google"): MailFacts => ({
  booking: {
    status: "confirmed",
    inviter,
    inCalendar: true,
    meeting: { start: NOW + 1, end: NOW + 2 },
  },
  sync: { state, syncedAt: 1 },
});

test("R4.5 only guests whom Google tells while the account still exists count as told", () => {
  const bookings = [
    booking("synced"),
    booking("retrying"),
    booking("waiting_for_reconnect"),
    booking("removed_in_google"),
    booking("parked"),
    booking("synced", "own"),
  ];
  expect(countComing(bookings, NOW)).toEqual({ count: 6, told: 2 });
});

test("R4.5 the host reads how many bookings are to come", () => {
  const text = (count: number) => comingText({ count, told: count }, 500);
  expect(text(0)).toBe("You have no bookings to come.");
  expect(text(1)).toBe("You have 1 booking to come.");
  expect(text(499)).toBe("You have 499 bookings to come.");
  expect(text(500)).toBe("You have 500 or more bookings to come.");
});

test("R4.5 the host reads whom nobody tells", () => {
  expect(cancelledText({ count: 2, told: 2 })).toMatch(/Google tells the guests\.$/);
  expect(cancelledText({ count: 1, told: 0 })).toMatch(/^Nobody mails the guest:/);
  expect(cancelledText({ count: 3, told: 0 })).toMatch(/^Nobody mails the guests:/);
  expect(cancelledText({ count: 3, told: 1 })).toMatch(/Nobody mails 2 guests:/);
  expect(outOfReachText([])).toBeNull();
  expect(outOfReachText(["a@example.com"])).toMatch(/calendar of a@example\.com just now/);
});
