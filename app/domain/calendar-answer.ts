// What a calendar can answer, in words that decide something. Status codes and field names stay in app/google.

/** Who made an event, as written into it: how ours is told from a stranger's with the same id. */
export interface EventMarker {
  bookingId: string;
  revision: number;
  generation: number;
}

/** What one calendar event says now. Instants are epoch milliseconds. */
export interface EventFacts {
  etag: string;
  cancelled: boolean;
  marker: EventMarker | null;
  startsAt: number | null;
  endsAt: number | null;
  link: string | null;
  meetLink: string | null;
  meet: "none" | "pending" | "ready" | "failed";
}

/** No answer that helps. After `unavailable` a write may or may not have happened; after all others it has not. */
export type CalendarFailure =
  | { kind: "unavailable"; why: string }
  /** The call was never made: no token could be had just now, or the work is no longer ours. */
  | { kind: "notSent"; why: string }
  | { kind: "rateLimited"; retryAfterMs: number | null }
  | { kind: "quotaExhausted" }
  | { kind: "tokenRefused" }
  | { kind: "tokenDead"; tokenVersion: number }
  | { kind: "scopeMissing"; tokenVersion: number }
  | { kind: "blockedByAdministrator"; tokenVersion: number }
  | { kind: "operatorFault"; why: string }
  | { kind: "refused"; why: string };

export type InsertAnswer =
  | { kind: "accepted"; event: EventFacts }
  | { kind: "alreadyThere" }
  | { kind: "meetNotAllowed" }
  | { kind: "calendarMissing" }
  | CalendarFailure;

export type LookAnswer =
  | { kind: "found"; event: EventFacts }
  | { kind: "notFound" }
  | CalendarFailure;

export type PatchAnswer =
  | { kind: "accepted"; event: EventFacts }
  | { kind: "changedMeanwhile" }
  | { kind: "notFound" }
  | CalendarFailure;

export type RemoveAnswer =
  | { kind: "removed" }
  | { kind: "notFound" }
  | { kind: "changedMeanwhile" }
  | CalendarFailure;

const failures: Record<CalendarFailure["kind"], true> = {
  unavailable: true,
  notSent: true,
  rateLimited: true,
  quotaExhausted: true,
  tokenRefused: true,
  tokenDead: true,
  scopeMissing: true,
  blockedByAdministrator: true,
  operatorFault: true,
  refused: true,
};

/** Tells a failure from an answer. */
export function isFailure<A extends { kind: string }>(
  answer: A,
): answer is Extract<A, CalendarFailure> {
  return Object.hasOwn(failures, answer.kind);
}
