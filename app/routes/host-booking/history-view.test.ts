import { expect, test } from "vitest";
import type { HistoryEntry } from "#db/booking-revisions.server.ts";
import { viewHistory } from "./history-view.ts";

const at = Date.parse("2026-11-30T12:00Z");
const from = Date.parse("2026-12-01T09:00Z");
const to = Date.parse("2026-12-01T23:30Z");

function textOf(changes: Partial<HistoryEntry>) {
  const entry = { hostId: "h", bookingId: "b", revision: 1, entry: 0, at, detail: null };
  const made = { ...entry, who: "host", what: "edited", ...changes } as HistoryEntry;
  return viewHistory(made, "Grace", "Europe/Berlin");
}

test("R7.8 a move tells who, when, and from where to where in the host's zone", () => {
  expect(textOf({ who: "guest", what: "moved", detail: { from, to } })).toEqual({
    id: "1.0",
    at: "Monday 30 November 2026, 13:00 Europe/Berlin (GMT+1)",
    text: "Grace moved the meeting from Tuesday 1 December 2026, 10:00 Europe/Berlin (GMT+1) to Wednesday 2 December 2026, 00:30 Europe/Berlin (GMT+1)",
  });
});

test("R7.8 everybody who can do something has a name", () => {
  const who = ["guest", "host", "google", "slotkeeper"] as const;
  expect(who.map((one) => textOf({ who: one }).text)).toEqual([
    "Grace changed the details",
    "You changed the details",
    "Google changed the details",
    "Slotkeeper changed the details",
  ]);
});

test("R7.8 details of another kind are left out", () => {
  expect(textOf({ detail: { from: "here", to: 3 } }).text).toBe("You changed the details");
});
