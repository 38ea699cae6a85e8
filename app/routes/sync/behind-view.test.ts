import { expect, test } from "vitest";
import { aBooking } from "../../domain/booking.fixtures.ts";
import type { SyncState } from "../../domain/sync-state.ts";
import { viewBehind } from "./behind-view.ts";

const ZONE = "Europe/Berlin";
const NOW = Date.parse("2026-11-30T13:00Z");
const MINUTE_MS = 60_000;

function view(state: SyncState, notBeforeAt = NOW) {
  const sync = { state, notBeforeAt, lastOutcome: "google_503", syncedAt: null, attempts: 2 };
  const google = { eventLink: null, meetLink: null };
  const behindSinceAt = NOW - 75 * MINUTE_MS;
  const booking = aBooking();
  const found = { booking, google, busyTimesChecked: true, sync, behindSinceAt, where: null };
  return viewBehind(found, ZONE, NOW);
}

test("D4.8 each row tells since when it waits, why, and when it is tried next", () => {
  const row = view("retrying", NOW + 5 * MINUTE_MS);
  expect(row.since).toBe("12:45 Europe/Berlin (GMT+1), for 1 h 15 min");
  expect(row.sync.text).toBe("Retrying at 14:05 Europe/Berlin (GMT+1) because Google answered 503");
  expect(row.nextTry).toBe("at 14:05 Europe/Berlin (GMT+1)");
});

test("D4.8 what is not tried by itself says what it waits for", () => {
  const states = ["pending", "waiting_for_reconnect", "parked", "removed_in_google"] as const;
  expect(states.map((state) => view(state).nextTry)).toEqual([
    "any moment now",
    "once you have reconnected",
    "once a day, or when you press Try now",
    "none before you decide",
  ]);
});

test("D4.8 each row leads to what its host can do", () => {
  expect(view("waiting_for_reconnect")).toMatchObject({ wantsReconnect: true });
  for (const state of ["parked", "removed_in_google", "drifted"] as const) {
    expect(view(state)).toMatchObject({ wantsReconnect: false, wantsDecision: true });
  }
  expect(view("retrying")).toMatchObject({ wantsReconnect: false, wantsDecision: false });
});
