// What a sync can do to a calendar, one step at a time, and how a run of them ends.
import type { Booking } from "./booking.ts";
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
import type { EventRecord, EventTexts } from "./calendar-event.ts";
import type { Interval } from "./interval.ts";

/** A booking as its event should come to say it. */
export interface SyncSubject
  extends Pick<
    Booking,
    | "id"
    | "revision"
    | "timeRevision"
    | "titleRevision"
    | "placeRevision"
    | "textRevision"
    | "status"
    | "inCalendar"
    | "chosenCalendar"
    | "inviter"
    | "meeting"
  > {
  texts: EventTexts;
}

export type Step =
  /** Make the event. Recorded as unresolved before it is sent. */
  | { act: "insert"; record: EventRecord; withMeet: boolean; notify: boolean }
  /** Use up the id of an insert whose outcome is unknown, so that it can't land later; nobody is invited. */
  | { act: "burn"; record: EventRecord }
  /** `refusal`: what a write of ours was just answered, which counts should the event be there after all. */
  | { act: "look"; record: EventRecord; refusal?: CalendarFailure }
  /** Look for it in the list of the calendar's events, which also tells whether the calendar can be read. */
  | { act: "find"; record: EventRecord; refusal?: CalendarFailure }
  /** Only what was decided here since the event was last written: the rest is whoever's who changed it in Google. */
  | {
      act: "patch";
      record: EventRecord;
      etag: string | null;
      parts: EventParts;
      notify: boolean;
    }
  | { act: "remove"; record: EventRecord; etag: string | null; notify: boolean };

/** What of an event is to be written. */
export interface EventParts {
  time: boolean;
  title: boolean;
  place: boolean;
  description: boolean;
}

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
  /** `note`: what the host should know of it all the same. */
  | { end: "synced"; followUpAt: number | null; note: SyncNote | null }
  | { end: "removed_in_google" | "drifted"; followUpAt: number | null; note?: LeftNote }
  | { end: "not_connected" }
  | { end: "failed"; failure: CalendarFailure }
  /** Nothing failed, but there is no telling yet. */
  | { end: "again"; why: string }
  /** Its turn comes later: Google takes so many calls a minute. Nothing was tried. */
  | { end: "paced"; until: number }
  | { end: "parked"; why: string; followUpAt: number | null };

/**
 * What has to go went with its calendar: nothing is left to be done, unless the calendar comes back, for its host may only
 * have left it.
 */
export const LEFT_IN_GONE_CALENDAR = "left_in_gone_calendar";

/** An event in a calendar given up can't be removed. */
export type LeftNote = "old_event_left" | typeof LEFT_IN_GONE_CALENDAR;

/** In agreement, but: no Meet link came or can come; or something is left. */
export type SyncNote = "meet_not_allowed" | "meet_failed" | LeftNote;

/** A live event of ours, as Google showed it in this run. */
export interface Seen {
  eventId: string;
  facts: EventFacts;
}

/** The record as it is stored before an insert is sent: from here on its outcome is unknown until an answer says. */
export function attempted(record: EventRecord): EventRecord {
  return { ...record, insertUnresolved: true };
}

/** Whether the booking should have an event at all. */
export function wantsEvent({ status, inCalendar }: SyncSubject): boolean {
  return status === "confirmed" && inCalendar;
}

/** Guests hear of an event's end from whoever invited them, unless their booking goes on without it, or is over. */
export function removalOf(record: EventRecord, subject: SyncSubject, now: number): Step {
  const goesOnWithout = subject.status === "confirmed" && !subject.inCalendar;
  const notify = mayTellGuest(subject, now) && !goesOnWithout;
  return { act: "remove", record, etag: record.etag, notify };
}

/** Google mails guests it has invited, and nobody is mailed about what is over. */
export function mayTellGuest({ inviter, meeting }: SyncSubject, now: number): boolean {
  return inviter === "google" && now < meeting.end;
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

/** Whether somebody moved the event in Google: it says all that we wrote, and another time. */
export function isDrifted({ written }: EventRecord, { meeting }: SyncSubject): boolean {
  const { time } = written;
  return time !== null && (time.start !== meeting.start || time.end !== meeting.end);
}

/**
 * Writes into the event what was decided here since it was last written. Guests are told of what they would notice: a
 * time, title or place other than the event shows.
 */
export function patchOf(record: EventRecord, subject: SyncSubject, now: number): StepOf<"patch"> {
  const { written } = record;
  const parts: EventParts = {
    time: written.revision < subject.timeRevision,
    title: written.revision < subject.titleRevision,
    place: written.revision < subject.placeRevision,
    description: written.revision < subject.textRevision,
  };
  const isNews =
    (parts.time && isDrifted(record, subject)) ||
    (parts.title && written.title !== subject.texts.title) ||
    (parts.place && written.place !== subject.texts.place);
  const notify = isNews && mayTellGuest(subject, now);
  return { act: "patch", record, etag: record.etag, parts, notify };
}

/** The time that an event says, when it says one. */
export function timeOf({ startsAt, endsAt }: EventFacts): Interval | null {
  return startsAt === null || endsAt === null ? null : { start: startsAt, end: endsAt };
}
