// The state of a booking's sync as the host sees it, and when it is tried again.
import type { CalendarFailure } from "./calendar-answer.ts";
import type { Verdict } from "./sync-step.ts";

export type SyncState =
  | "pending"
  | "synced"
  | "retrying"
  | "waiting_for_reconnect"
  | "parked"
  | "removed_in_google"
  | "drifted"
  | "not_connected";

export interface SyncOutcome {
  state: SyncState;
  /** Epoch ms of the next try; null: none until something changes. */
  nextTryAt: number | null;
  /** Why, as a short code for the host's page; null when all is well. */
  reason: string | null;
  /** False: nothing was tried, so this does not count as one of the tries. */
  attempted: boolean;
  /** For `waiting_for_reconnect`: the token that failed. With a newer one there is nothing to wait for. */
  failedTokenVersion: number | null;
}

const FIRST_WAITS_MS = [2_000, 10_000, 30_000];
const LONGEST_WAIT_MS = 3_600_000;
const QUOTA_WAIT_MS = 3_600_000;

/**
 * How long to wait after the n-th failed try (n from 1), in ms: 2 s, 10 s, 30 s, then doubling to 1 h, with full
 * jitter (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/), never below 1 s,
 * the queue's unit.
 * @param random a number in [0, 1)
 */
export function backoffMs(attempts: number, random: number): number {
  const first = FIRST_WAITS_MS[attempts - 1];
  const doublings = attempts - FIRST_WAITS_MS.length;
  const longest = first ?? Math.min(LONGEST_WAIT_MS, 30_000 * 2 ** Math.min(doublings, 20));
  return Math.max(1_000, Math.round(random * longest));
}

/**
 * What to store after a run.
 * @param attempts tries so far for this revision, this one included
 * @param random a number in [0, 1), for the jitter
 */
export function outcomeOf(
  verdict: Verdict,
  attempts: number,
  now: number,
  random: number,
): SyncOutcome {
  switch (verdict.end) {
    case "synced":
      return settled("synced", verdict.note, verdict.followUpAt);
    case "removed_in_google":
    case "drifted":
      return settled(verdict.end, verdict.note ?? verdict.end, verdict.followUpAt);
    case "not_connected":
      return settled("not_connected", null);
    case "paced":
      return { ...settled("pending", "paced", verdict.until), attempted: false };
    case "parked":
      return settled("parked", verdict.why, verdict.followUpAt);
    case "again":
      return retry(verdict.why, now + backoffMs(attempts, random));
    case "failed":
      return afterFailure(verdict.failure, now, backoffMs(attempts, random));
  }
}

function afterFailure(failure: CalendarFailure, now: number, backoff: number): SyncOutcome {
  switch (failure.kind) {
    case "unavailable":
    case "notSent":
      return retry(failure.why, now + backoff);
    case "rateLimited":
      return retry("rate_limited", now + Math.max(backoff, failure.retryAfterMs ?? 0));
    case "quotaExhausted":
      // Apart from each other, so that what waited does not use up the new quota in one moment.
      return retry("quota_exhausted", now + QUOTA_WAIT_MS + backoff);
    case "operatorFault":
      return retry(failure.why, now + Math.max(backoff, 60_000));
    case "tokenRefused":
      // The token endpoint has just vouched for it: Google contradicts itself, so ask again later.
      return retry("token_refused", now + backoff);
    case "tokenDead":
      return waiting("token_dead", failure.tokenVersion);
    case "scopeMissing":
      return waiting("scope_missing", failure.tokenVersion);
    case "blockedByAdministrator":
      return waiting("blocked_by_administrator", failure.tokenVersion);
    case "disconnected":
      return waiting("disconnected", failure.tokenVersion);
    case "refused":
      return settled("parked", failure.why);
  }
}

function retry(reason: string, nextTryAt: number): SyncOutcome {
  return { state: "retrying", nextTryAt, reason, attempted: true, failedTokenVersion: null };
}

function waiting(reason: string, failedTokenVersion: number): SyncOutcome {
  const state = "waiting_for_reconnect";
  return { state, nextTryAt: null, reason, attempted: true, failedTokenVersion };
}

function settled(
  state: SyncState,
  reason: string | null,
  nextTryAt: number | null = null,
): SyncOutcome {
  return { state, nextTryAt, reason, attempted: true, failedTokenVersion: null };
}
