// What a sync can do to a calendar, one step at a time, and how a run of them ends.
import type { BookingStatus, Inviter } from "./booking.ts";
import type {
  BurnAnswer,
  CalendarFailure,
  EventFacts,
  FindAnswer,
  InsertAnswer,
  LookAnswer,
  PatchAnswer,
  RemoveAnswer,
} from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import type { Interval } from "./interval.ts";

export interface SyncSubject {
  id: string;
  revision: number;
  status: BookingStatus;
  inviter: Inviter;
  meeting: Interval;
}

export type Step =
  /** Make the event. Recorded as unresolved before it is sent. */
  | { act: "insert"; record: EventRecord; withMeet: boolean }
  /** Use up the id of an insert whose outcome is unknown, so that it can't land later; nobody is invited. */
  | { act: "burn"; record: EventRecord }
  | { act: "look"; record: EventRecord }
  /** Look for it in the list of the calendar's events, which also tells whether the calendar can be read. */
  | { act: "find"; record: EventRecord }
  | { act: "patch"; record: EventRecord; etag: string | null }
  | { act: "remove"; record: EventRecord; etag: string | null; notify: boolean };

interface Answers {
  insert: InsertAnswer;
  burn: BurnAnswer;
  look: LookAnswer;
  find: FindAnswer;
  patch: PatchAnswer;
  remove: RemoveAnswer;
}

export type StepOf<Act extends Step["act"]> = Extract<Step, { act: Act }>;
export type AttemptOf<Act extends Step["act"]> = StepOf<Act> & { answer: Answers[Act] };

/** A step that was taken, with its answer. */
export type Attempt = { [Act in Step["act"]]: AttemptOf<Act> }[Step["act"]];

/** How a run ends. `followUpAt`: nothing to do now, but to be looked at again. */
export type Verdict =
  | { end: "synced"; followUpAt: number | null }
  | { end: "removed_in_google"; followUpAt: number | null }
  | { end: "not_connected" }
  | { end: "failed"; failure: CalendarFailure }
  /** Nothing failed, but there is no telling yet. */
  | { end: "again"; why: string }
  | { end: "parked"; why: string };

/** A live event of ours, as Google showed it in this run. */
export interface Seen {
  eventId: string;
  facts: EventFacts;
}

/** The record as it is stored before an insert is sent: from here on its outcome is unknown until an answer says. */
export function attempted(record: EventRecord): EventRecord {
  return { ...record, insertUnresolved: true };
}

/** Guests hear of it from whoever invited them. */
export function removalOf(record: EventRecord, subject: SyncSubject): Step {
  return { act: "remove", record, etag: record.etag, notify: subject.inviter === "google" };
}

/** Whether the event says what the booking says, as far as anybody knows. */
export function agrees(record: EventRecord, subject: SyncSubject): boolean {
  return (
    record.wanted === "present" &&
    record.confirmedAt !== null &&
    record.goneAt === null &&
    record.misses === 0 &&
    record.written.revision >= subject.revision
  );
}
