// What a calendar can answer, in words that decide something. Status codes and field names stay in app/google.

/** Who made an event, as written into it: how ours is told from a stranger's with the same id. */
export interface EventMarker {
  bookingId: string;
  revision: number;
  generation: number;
}

/** What one calendar event says now. Instants are epoch milliseconds. */
export interface EventFacts {
  /** Of this version of the event. Null when the answer names none: what is written next is then unconditional. */
  etag: string | null;
  cancelled: boolean;
  marker: EventMarker | null;
  title: string | null;
  place: string | null;
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
  /** Its host has disconnected the account: nothing was asked. */
  | { kind: "disconnected"; tokenVersion: number }
  | { kind: "operatorFault"; why: string }
  | { kind: "refused"; why: string };

export type InsertAnswer =
  | { kind: "accepted"; event: EventFacts }
  | { kind: "alreadyThere" }
  | { kind: "meetNotAllowed" }
  | { kind: "calendarMissing" }
  | CalendarFailure;

/** A bare event has no Meet that could be refused. */
export type BurnAnswer = Exclude<InsertAnswer, { kind: "meetNotAllowed" }>;

/** `gone`: it was there and was deleted. `notFound`: it never was, or we may not see it. */
export type LookAnswer =
  | { kind: "found"; event: EventFacts }
  | { kind: "gone" }
  | { kind: "notFound" }
  | CalendarFailure;

/** `notFound`: the calendar can be read, and the event is not in it. */
export type FindAnswer =
  | { kind: "found"; event: EventFacts }
  | { kind: "notFound" }
  | { kind: "calendarMissing" }
  /** Google knows nothing of the calendar, and it is on its host's list no more. */
  | { kind: "calendarGone" }
  | CalendarFailure;

export type PatchAnswer =
  | { kind: "accepted"; event: EventFacts }
  | { kind: "changedMeanwhile" }
  | { kind: "gone" }
  | { kind: "notFound" }
  | CalendarFailure;

export type RemoveAnswer =
  | { kind: "removed" }
  | { kind: "notFound" }
  | { kind: "changedMeanwhile" }
  | CalendarFailure;
