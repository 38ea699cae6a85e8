// What an answer of the calendar teaches about an event: the record as it is now known, and what that calls for at once.
import type { CalendarFailure, EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import {
  afterFailedInsert,
  confirmed,
  gone,
  isOurs,
  knownAbsent,
  removedUnseen,
  withRevisionOf,
} from "./event-records.ts";
import {
  type Attempt,
  type AttemptOf,
  agrees,
  LEFT_IN_GONE_CALENDAR,
  removalOf,
  type Step,
  type SyncSubject,
  type Verdict,
} from "./sync-step.ts";

export interface Lesson {
  record: EventRecord;
  /** The live event of ours that the answer showed. */
  seen?: EventFacts;
  step?: Step;
  end?: Verdict;
  /** A look that nothing hangs on brought no answer. */
  unanswered?: CalendarFailure;
}

/**
 * Google may answer 404 for a while to what was just written (https://developers.google.com/workspace/calendar/api/guides/errors):
 * so often in a row it is asked again later, before the calendar's list decides.
 */
const PATIENT_MISSES = 2;

/**
 * What an answer teaches: the record as it is now known, and what that calls for at once; neither `step` nor `end` when
 * the plan goes on by itself.
 * @param now epoch ms
 */
export function learn(attempt: Attempt, subject: SyncSubject, now: number): Lesson {
  switch (attempt.act) {
    case "insert":
      return learnFromInsert(attempt, subject, now);
    case "burn":
      return learnFromBurn(attempt);
    case "look":
      return learnFromLook(attempt, subject, now);
    case "find":
      return learnFromFind(attempt, subject, now);
    case "patch":
      return learnFromPatch(attempt, subject, now);
    case "remove":
      return learnFromRemove(attempt, now);
  }
}

function learnFromInsert(
  { record, withMeet, notify, answer }: AttemptOf<"insert">,
  subject: SyncSubject,
  now: number,
): Lesson {
  switch (answer.kind) {
    case "accepted":
      return written(record, answer.event, subject, now);
    case "alreadyThere": {
      const unresolved = { ...record, insertUnresolved: true };
      return { record: unresolved, step: { act: "look", record: unresolved } };
    }
    case "meetNotAllowed":
      return withMeet
        ? { record, step: { act: "insert", record, withMeet: false, notify } }
        : { record, end: parked("meet_not_allowed") };
    case "calendarMissing":
      return withoutCalendar(record);
    default:
      return failed(afterFailedInsert(record, answer), answer);
  }
}

function learnFromBurn({ record, answer }: AttemptOf<"burn">): Lesson {
  switch (answer.kind) {
    case "accepted": {
      // The bare event has no attendees: nobody hears of its removal.
      const { etag } = answer.event;
      return { record, step: { act: "remove", record, etag, notify: false } };
    }
    case "alreadyThere":
      return { record, step: { act: "look", record } };
    case "calendarMissing":
      return missed(record);
    default:
      return failed(afterFailedInsert(record, answer), answer);
  }
}

function learnFromLook(
  { record, refusal, answer }: AttemptOf<"look">,
  subject: SyncSubject,
  now: number,
): Lesson {
  switch (answer.kind) {
    case "found":
      return found(record, answer.event, subject, now, refusal);
    case "gone":
      return { record: gone(removedUnseen(record, subject), now) };
    case "notFound":
      return missed(record);
    case "refused":
      // So Google answers for an event whose calendar's trash was emptied (403): the list knows.
      return { record, step: { act: "find", record, refusal } };
    default:
      return agrees(record, subject) || isLeftAsItWas(record, subject, answer)
        ? { record, unanswered: answer }
        : failed(record, answer);
  }
}

/** Its host has disconnected the account, and nobody here has decided anything since that would have to be written there. */
function isLeftAsItWas(
  { wanted, confirmedAt, written }: EventRecord,
  { revision }: SyncSubject,
  answer: CalendarFailure,
): boolean {
  if (answer.kind !== "disconnected" || wanted === "absent" || confirmedAt === null) return false;
  return written.revision >= revision;
}

function learnFromFind(
  { record, refusal, answer }: AttemptOf<"find">,
  subject: SyncSubject,
  now: number,
): Lesson {
  switch (answer.kind) {
    case "found":
      return found(record, answer.event, subject, now, refusal);
    case "notFound":
      return { record: knownAbsent(removedUnseen(record, subject), now) };
    case "calendarMissing":
    case "calendarGone": {
      const isUnwanted = record.wanted === "absent";
      // What was known to be gone, and should be, is not there either.
      if (record.goneAt !== null && isUnwanted) return { record: gone(record, now) };
      const isLost = isUnwanted && answer.kind === "calendarGone";
      return { record, end: parked(isLost ? LEFT_IN_GONE_CALENDAR : "calendar_missing") };
    }
    default:
      return failed(record, answer);
  }
}

function learnFromPatch(
  { record, answer }: AttemptOf<"patch">,
  subject: SyncSubject,
  now: number,
): Lesson {
  switch (answer.kind) {
    case "accepted":
      return written(record, answer.event, subject, now);
    case "changedMeanwhile":
      return { record, step: { act: "look", record } };
    case "gone":
      // What it said when it was removed, its tombstone tells.
      return { record, step: { act: "look", record } };
    case "notFound":
      return missed(record);
    case "refused":
      return { record, step: { act: "look", record, refusal: answer } };
    default:
      return failed(record, answer);
  }
}

function learnFromRemove({ record, answer }: AttemptOf<"remove">, now: number): Lesson {
  switch (answer.kind) {
    case "removed":
      return { record: gone(record, now) };
    case "changedMeanwhile":
      return { record, step: { act: "look", record } };
    case "notFound": {
      if (!record.insertUnresolved || record.misses > 0) return missed(record);
      // While an insert may still land, only a used-up id keeps it out.
      const once = { ...record, misses: 1 };
      return { record: once, step: { act: "burn", record: once } };
    }
    case "refused":
      return { record, step: { act: "look", record, refusal: answer } };
    default:
      return failed(record, answer);
  }
}

function parked(why: string): Verdict {
  return { end: "parked", why, followUpAt: null };
}

/** 404 to an insert blames the calendar; so Google may answer for a moment, without meaning it. */
function withoutCalendar(record: EventRecord): Lesson {
  const after = { ...record, misses: record.misses + 1 };
  return after.misses <= PATIENT_MISSES
    ? { record: after, end: { end: "again", why: "calendar_not_found_yet" } }
    : { record, end: parked("calendar_missing") };
}

function failed(record: EventRecord, failure: CalendarFailure): Lesson {
  return { record, end: { end: "failed", failure } };
}

/** The answer to a write of ours. A person may have removed the event in the same moment. */
function written(
  record: EventRecord,
  event: EventFacts,
  subject: SyncSubject,
  now: number,
): Lesson {
  if (event.cancelled) return { record: gone(withRevisionOf(record, event, subject), now) };
  return { record: confirmed(record, event, subject, now), seen: event };
}

/**
 * The event that our id leads to.
 * @param refusal what Google answered to the write before this look, if it refused one
 */
function found(
  record: EventRecord,
  event: EventFacts,
  subject: SyncSubject,
  now: number,
  refusal: CalendarFailure | undefined,
): Lesson {
  const known = shown(record, event, subject, now);
  return refusal ? stillThere(known.record, event, subject, refusal) : known;
}

function shown(record: EventRecord, event: EventFacts, subject: SyncSubject, now: number): Lesson {
  if (!isOurs(event, subject, record)) return taken(record, now);
  if (event.cancelled) return { record: gone(withRevisionOf(record, event, subject), now) };
  const found = confirmed(record, event, subject, now);
  if (record.wanted === "present") return { record: found, seen: event };
  return { record: found, step: removalOf(found, subject, now) };
}

/** It can be seen and not be written: the refusal stands, unless somebody removed the event in the same moment. */
function stillThere(
  record: EventRecord,
  event: EventFacts,
  subject: SyncSubject,
  refusal: CalendarFailure,
): Lesson {
  if (record.goneAt !== null) return { record };
  return agrees(record, subject) ? { record, seen: event } : failed(record, refusal);
}

/**
 * Our id leads to an event without our marker. If ours was there before, somebody may have taken the marker off it: only
 * the host can tell, and nothing is written to it.
 */
function taken(record: EventRecord, now: number): Lesson {
  const isExpected = record.goneAt === null || record.wanted === "present";
  const wasOurs = record.confirmedAt !== null && isExpected;
  if (wasOurs) return { record, end: parked("event_not_ours") };
  return { record: knownAbsent(record, now) };
}

/** 404: it never was, or we may not see it, or not yet. */
function missed(record: EventRecord): Lesson {
  // One of the later looks, at what was known to be gone before, can't be put off.
  if (record.goneAt !== null) return { record, step: { act: "find", record } };
  const after = { ...record, misses: record.misses + 1 };
  return after.misses <= PATIENT_MISSES
    ? { record: after, end: { end: "again", why: "not_found_yet" } }
    : { record: after, step: { act: "find", record: after } };
}
