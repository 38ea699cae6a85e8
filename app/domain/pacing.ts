// How fast a connection is used. Google allows 600 calls a minute for one user of one project
// (https://developers.google.com/workspace/calendar/api/guides/quota); a sync makes one to three.

/** Syncs of one connection come so far apart: 150 a minute, at most 450 calls; the rest is for reading busy times. */
export const TURN_MS = 400;

/** So much of a line goes at once, which is 30 syncs: whoever books now and then never waits. */
export const AT_ONCE_MS = 12_000;

/**
 * Views of pages so far ahead that no snapshot reaches ask Google each time: ten at once, then so far apart. Anybody can
 * open them, so they must not take the calls that bookings need.
 */
export const VIEW_TURN_MS = 6_000;
export const VIEWS_AT_ONCE_MS = 54_000;

/** After Google has not answered for so long, what was put off is tried at once; after less it comes by itself. */
export const LONG_AWAY_MS = 60_000;

const SHORTEST_PAUSE_MS = 10_000;
/** One call's `Retry-After` may be a day; the others find out for themselves sooner. */
const LONGEST_PAUSE_MS = 600_000;

/** For how long a connection gives no turns after Google asked for a pause, in ms. */
export function pauseMs(retryAfterMs: number | null): number {
  return Math.min(Math.max(retryAfterMs ?? 0, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
}
