import { expect, test } from "vitest";
import type { CalendarFailure } from "./calendar-answer.ts";
import { backoffMs, outcomeOf } from "./sync-state.ts";

const NOW = Date.UTC(2026, 11, 1, 9);
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const after = (failure: CalendarFailure, attempts = 1, random = 0.5) =>
  outcomeOf({ end: "failed", failure }, attempts, NOW, random);

test.each([
  [1, 2 * SECOND_MS],
  [2, 10 * SECOND_MS],
  [3, 30 * SECOND_MS],
  [4, MINUTE_MS],
  [5, 2 * MINUTE_MS],
  [6, 4 * MINUTE_MS],
  [9, 32 * MINUTE_MS],
  [10, HOUR_MS],
  [11, HOUR_MS],
  [1_000_000, HOUR_MS],
])("R5.3 try %i waits at most %i ms", (attempts, longest) => {
  expect(backoffMs(attempts, 1 - Number.EPSILON)).toBe(longest);
});

test("R5.3 the jitter is full: every part of the wait is as likely, down to one second", () => {
  expect(backoffMs(5, 0)).toBe(SECOND_MS);
  expect(backoffMs(5, 0.25)).toBe(MINUTE_MS / 2);
  expect(backoffMs(5, 0.5)).toBe(MINUTE_MS);
  expect(backoffMs(5, 0.75)).toBe((MINUTE_MS * 3) / 2);
});

test("R5.3 no try follows another within a second", () => {
  for (let attempts = 1; attempts <= 40; attempts++) {
    for (const random of [0, 0.001, 0.01, 0.5, 0.999]) {
      expect(backoffMs(attempts, random)).toBeGreaterThanOrEqual(SECOND_MS);
    }
  }
});

test.each<[CalendarFailure, string]>([
  [{ kind: "unavailable", why: "google_503" }, "google_503"],
  [{ kind: "notSent", why: "token_being_renewed" }, "token_being_renewed"],
  [{ kind: "rateLimited", retryAfterMs: null }, "rate_limited"],
  [{ kind: "tokenRefused" }, "token_refused"],
])("R3.6 $kind is tried again by itself, after the backoff", (failure, reason) => {
  expect(after(failure, 3, 0.5)).toEqual({
    state: "retrying",
    nextTryAt: NOW + 15 * SECOND_MS,
    reason,
    attempted: true,
    failedTokenVersion: null,
  });
  expect(after(failure, 500, 0.5)).toMatchObject({
    state: "retrying",
    nextTryAt: NOW + HOUR_MS / 2,
  });
});

test("R5.3 Retry-After is honoured when it is longer than the backoff, and never shortens it", () => {
  const wait = (retryAfterMs: number) => after({ kind: "rateLimited", retryAfterMs }, 5, 0.5);
  expect(wait(10 * MINUTE_MS).nextTryAt).toBe(NOW + 10 * MINUTE_MS);
  expect(wait(0).nextTryAt).toBe(NOW + MINUTE_MS);
});

test("D4.4 a used-up quota waits for an hour and the backoff, so that what waits does not use up the new one at once", () => {
  for (const [attempts, random, backoff] of [
    [1, 0, SECOND_MS],
    [1, 0.5, SECOND_MS],
    [5, 0.5, MINUTE_MS],
    [30, 0.5, HOUR_MS / 2],
  ] as const) {
    expect(after({ kind: "quotaExhausted" }, attempts, random)).toMatchObject({
      state: "retrying",
      reason: "quota_exhausted",
      nextTryAt: NOW + HOUR_MS + backoff,
    });
  }
});

test("D4 the operator's fault is retried each minute at most and blames no host", () => {
  expect(after({ kind: "operatorFault", why: "invalid_client" }, 1, 0)).toEqual({
    state: "retrying",
    nextTryAt: NOW + MINUTE_MS,
    reason: "invalid_client",
    attempted: true,
    failedTokenVersion: null,
  });
});

test.each<[CalendarFailure, string]>([
  [{ kind: "tokenDead", tokenVersion: 4 }, "token_dead"],
  [{ kind: "scopeMissing", tokenVersion: 4 }, "scope_missing"],
  [{ kind: "blockedByAdministrator", tokenVersion: 4 }, "blocked_by_administrator"],
  [{ kind: "disconnected", tokenVersion: 4 }, "disconnected"],
])(
  "R4.3 $kind waits for a reconnect, with no next try, naming the token that failed",
  (failure, reason) => {
    expect(after(failure)).toEqual({
      state: "waiting_for_reconnect",
      nextTryAt: null,
      reason,
      attempted: true,
      failedTokenVersion: 4,
    });
  },
);

test("D4 any other refusal parks this booking and shows why", () => {
  expect(after({ kind: "refused", why: "google_400_invalid" })).toEqual({
    state: "parked",
    nextTryAt: null,
    reason: "google_400_invalid",
    attempted: true,
    failedTokenVersion: null,
  });
});

test("D4 the ends of a run are told apart, each with its next look", () => {
  const outcome = (verdict: Parameters<typeof outcomeOf>[0]) => {
    const { state, reason, nextTryAt } = outcomeOf(verdict, 1, NOW, 0.5);
    return [state, reason, nextTryAt];
  };
  const synced = { end: "synced", note: null } as const;
  expect(outcome({ ...synced, followUpAt: null })).toEqual(["synced", null, null]);
  expect(outcome({ ...synced, followUpAt: NOW + 7 })).toEqual(["synced", null, NOW + 7]);
  for (const note of ["meet_not_allowed", "meet_failed", "old_event_left"] as const) {
    expect(outcome({ ...synced, followUpAt: null, note })).toEqual(["synced", note, null]);
  }
  expect(outcome({ end: "drifted", followUpAt: NOW + 7 })).toEqual(["drifted", "drifted", NOW + 7]);
  expect(outcome({ end: "removed_in_google", followUpAt: NOW + 7 })).toEqual([
    "removed_in_google",
    "removed_in_google",
    NOW + 7,
  ]);
  expect(outcome({ end: "again", why: "not_found_yet" })).toEqual([
    "retrying",
    "not_found_yet",
    NOW + SECOND_MS,
  ]);
  expect(outcome({ end: "not_connected" })).toEqual(["not_connected", null, null]);
  for (const followUpAt of [null, NOW + 7]) {
    expect(outcome({ end: "parked", why: "calendar_missing", followUpAt })).toEqual([
      "parked",
      "calendar_missing",
      followUpAt,
    ]);
  }
});

test("D4.4 a booking whose turn comes later is pending, was not tried, and comes back when it is its turn", () => {
  expect(outcomeOf({ end: "paced", until: NOW + 9 }, 4, NOW, 0.5)).toEqual({
    state: "pending",
    nextTryAt: NOW + 9,
    reason: "paced",
    attempted: false,
    failedTokenVersion: null,
  });
});
