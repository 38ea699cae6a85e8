// Decides how a booking and its calendar events come to agree: from the booking as it should be, the events we ever
// tried to make and what Google just answered to the next step. Pure; app/use-cases/sync-booking carries it out.
import type { BookingStatus, Inviter } from "./booking.ts";
import type {
  CalendarFailure,
  EventFacts,
  InsertAnswer,
  LookAnswer,
  PatchAnswer,
  RemoveAnswer,
} from "./calendar-answer.ts";
import { isFailure } from "./calendar-answer.ts";
import { type Destination, type EventRecord, newEventRecord } from "./calendar-event.ts";
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
  | { act: "patch"; record: EventRecord; etag: string | null }
  | { act: "remove"; record: EventRecord; etag: string | null; notify: boolean };

export type Exchange =
  | { step: Extract<Step, { act: "insert" }>; answer: InsertAnswer }
  | { step: Extract<Step, { act: "burn" }>; answer: InsertAnswer }
  | { step: Extract<Step, { act: "look" }>; answer: LookAnswer }
  | { step: Extract<Step, { act: "patch" }>; answer: PatchAnswer }
  | { step: Extract<Step, { act: "remove" }>; answer: RemoveAnswer };

/** How a run ends. `followUpAt`: nothing to do now, but to be looked at again. */
export type Verdict =
  | { end: "synced"; followUpAt: number | null }
  | { end: "removed_in_google"; followUpAt: number | null }
  | { end: "not_connected" }
  | { end: "failed"; failure: CalendarFailure }
  | { end: "parked"; why: string };

export type Plan =
  | { step: Step; records: EventRecord[] }
  | { end: Verdict; records: EventRecord[] };

/** A burnt id is looked at again after 1 min, 10 min and 1 h: the lost insert may still land. */
export const GONE_CHECKS_AFTER_MS = [60_000, 600_000, 3_600_000] as const;
/** Meet links are made asynchronously; asked for again after these waits, then the event stands without. */
export const MEET_CHECKS_AFTER_MS = [2_000, 5_000, 15_000, 60_000, 300_000] as const;

/** The record as it is stored before an insert is sent: from here on its outcome is unknown until an answer says. */
export function attempted(record: EventRecord): EventRecord {
  return { ...record, insertUnresolved: true };
}

/**
 * The first step of a run.
 * @param records every event ever tried for this booking, oldest generation first
 * @param destination where a first event would go; null when no calendar is connected
 * @param wantsMeet whether a video meeting belongs to it and the calendar can make one
 */
export function planFirstStep(
  subject: SyncSubject,
  records: EventRecord[],
  destination: Destination | null,
  wantsMeet: boolean,
  now: number,
): Plan {
  // A newer generation is made once the older one is given up, which a crash in between left unwritten.
  const newest = subject.status === "cancelled" ? null : (records.at(-1)?.generation ?? null);
  const wanted = records.map((record) => (record.generation === newest ? record : retired(record)));
  return proceed({ subject, records: wanted, destination, wantsMeet, now, seen: null });
}

/** The step after an exchange, with what it taught written into the records. */
export function planNextStep(
  subject: SyncSubject,
  records: EventRecord[],
  destination: Destination | null,
  wantsMeet: boolean,
  now: number,
  exchange: Exchange,
): Plan {
  const learnt = learn(exchange, subject, now);
  const situation: Situation = {
    subject,
    records: records.map((record) =>
      record.generation === learnt.record.generation ? learnt.record : record,
    ),
    destination,
    wantsMeet,
    now,
    seen: learnt.seen,
  };
  if (learnt.end) return { end: learnt.end, records: situation.records };
  if (learnt.step) return { step: learnt.step, records: situation.records };
  return proceed(situation);
}

interface Situation {
  subject: SyncSubject;
  records: EventRecord[];
  destination: Destination | null;
  wantsMeet: boolean;
  now: number;
  /** The live event that Google showed in this run. */
  seen: EventFacts | null;
}

/** What one exchange taught: the record as it is now known, and the step or end it calls for at once. */
interface Lesson {
  record: EventRecord;
  seen: EventFacts | null;
  step?: Step;
  end?: Verdict;
}

function proceed(situation: Situation): Plan {
  const { subject, records, now } = situation;
  const unwanted = records.find((record) => record.wanted === "absent" && needsWork(record, now));
  if (unwanted) return { step: stepTowardsAbsence(unwanted, subject), records };
  if (subject.status === "cancelled") {
    return { end: { end: "synced", followUpAt: nextGoneCheck(records) }, records };
  }
  return proceedTowardsPresence(situation);
}

function proceedTowardsPresence(situation: Situation): Plan {
  const { subject, records, wantsMeet } = situation;
  const target = records.findLast((record) => record.wanted === "present");
  if (!target) {
    const last = records.at(-1);
    // A booking keeps its calendar: today's destination is for those that have none yet.
    const destination = last ?? situation.destination;
    if (!destination) return { end: { end: "not_connected" }, records };
    const generation = (last?.generation ?? 0) + 1;
    return insert(situation, newEventRecord(subject.id, generation, destination));
  }
  if (target.goneAt !== null) {
    return { end: { end: "removed_in_google", followUpAt: nextGoneCheck(records) }, records };
  }
  if (target.confirmedAt === null) return insert(situation, target);
  if (target.written.revision < subject.revision) {
    return { step: { act: "patch", record: target, etag: target.etag }, records };
  }
  if (wantsMeet && situation.seen === null) {
    return { step: { act: "look", record: target }, records };
  }
  return { end: { end: "synced", followUpAt: followUp(situation, target) }, records };
}

function insert({ records, wantsMeet, now }: Situation, target: EventRecord): Plan {
  const record = { ...target, firstAttemptedAt: target.firstAttemptedAt ?? now };
  const others = records.filter((other) => other.generation !== record.generation);
  return { step: { act: "insert", record, withMeet: wantsMeet }, records: [...others, record] };
}

function followUp({ records, seen, now }: Situation, target: EventRecord): number | null {
  const goneCheck = nextGoneCheck(records);
  if (seen?.meet !== "pending") return goneCheck;
  const waited = now - (target.confirmedAt ?? now);
  const wait = MEET_CHECKS_AFTER_MS.find((ms) => ms > waited);
  if (wait === undefined) return goneCheck;
  return Math.min(now + wait, goneCheck ?? Number.POSITIVE_INFINITY);
}

function learn(exchange: Exchange, subject: SyncSubject, now: number): Lesson {
  if (isFailure(exchange.answer)) {
    return {
      record: afterFailure(exchange, exchange.answer),
      seen: null,
      end: { end: "failed", failure: exchange.answer },
    };
  }
  switch (exchange.step.act) {
    case "insert":
      return learnFromInsert(exchange as ExchangeOf<"insert">, subject, now);
    case "burn":
      return learnFromBurn(exchange as ExchangeOf<"burn">, now);
    case "look":
      return learnFromLook(exchange as ExchangeOf<"look">, subject, now);
    case "patch":
      return learnFromPatch(exchange as ExchangeOf<"patch">, subject, now);
    case "remove":
      return learnFromRemove(exchange as ExchangeOf<"remove">, now);
  }
}

type Answered<A> = Exclude<A, CalendarFailure>;
type ExchangeOf<Act extends Step["act"]> = {
  step: Extract<Step, { act: Act }>;
  answer: Answered<Extract<Exchange, { step: { act: Act } }>["answer"]>;
};

/** An insert that surely did not happen leaves the record as it was; one of unknown outcome stays unresolved. */
function afterFailure({ step }: Exchange, failure: CalendarFailure): EventRecord {
  if (step.act !== "insert" && step.act !== "burn") return step.record;
  if (failure.kind === "unavailable") return { ...step.record, insertUnresolved: true };
  return step.record;
}

function learnFromInsert(
  { step, answer }: ExchangeOf<"insert">,
  subject: SyncSubject,
  now: number,
): Lesson {
  const { record } = step;
  switch (answer.kind) {
    case "accepted":
      return { record: confirmed(record, answer.event, subject, now), seen: answer.event };
    case "alreadyThere": {
      const unresolved = { ...record, insertUnresolved: true };
      return { record: unresolved, seen: null, step: { act: "look", record: unresolved } };
    }
    case "meetNotAllowed":
      return step.withMeet
        ? { record, seen: null, step: { act: "insert", record, withMeet: false } }
        : { record, seen: null, end: { end: "parked", why: "meet_not_allowed" } };
    case "calendarMissing":
      return { record, seen: null, end: { end: "parked", why: "calendar_missing" } };
  }
}

function learnFromBurn({ step, answer }: ExchangeOf<"burn">, now: number): Lesson {
  const { record } = step;
  switch (answer.kind) {
    case "accepted":
      // The bare event has no attendees: nobody hears of its removal.
      return { record, seen: null, step: { act: "remove", record, etag: null, notify: false } };
    case "alreadyThere":
      return { record, seen: null, step: { act: "look", record } };
    case "meetNotAllowed":
    case "calendarMissing":
      return { record: gone(record, now), seen: null };
  }
}

function learnFromLook(
  { step, answer }: ExchangeOf<"look">,
  subject: SyncSubject,
  now: number,
): Lesson {
  const { record } = step;
  if (answer.kind === "notFound" || !isOurs(answer.event, subject, record)) {
    return { record: afterMiss(record, now), seen: null };
  }
  if (answer.event.cancelled) return { record: gone(record, now), seen: null };
  const found = confirmed(record, answer.event, subject, now);
  if (record.wanted === "present") return { record: found, seen: answer.event };
  return { record: found, seen: null, step: removal(found, subject) };
}

/** Our id leads nowhere, or to a stranger: if we know that the event was there, somebody removed it; if not, the id is spent. */
function afterMiss(record: EventRecord, now: number): EventRecord {
  const missed = gone(record, now);
  return record.confirmedAt === null ? { ...missed, wanted: "absent" } : missed;
}

function learnFromPatch(
  { step, answer }: ExchangeOf<"patch">,
  subject: SyncSubject,
  now: number,
): Lesson {
  const { record } = step;
  switch (answer.kind) {
    case "accepted":
      return { record: confirmed(record, answer.event, subject, now), seen: answer.event };
    case "changedMeanwhile":
      return { record, seen: null, step: { act: "look", record } };
    case "notFound":
      return { record: gone(record, now), seen: null };
  }
}

function learnFromRemove({ step, answer }: ExchangeOf<"remove">, now: number): Lesson {
  const { record } = step;
  switch (answer.kind) {
    case "removed":
      return { record: gone(record, now), seen: null };
    case "changedMeanwhile":
      return { record, seen: null, step: { act: "look", record } };
    case "notFound":
      // While an insert may still land, only a used-up id keeps it out.
      return record.insertUnresolved
        ? { record, seen: null, step: { act: "burn", record } }
        : { record: gone(record, now), seen: null };
  }
}

function stepTowardsAbsence(record: EventRecord, subject: SyncSubject): Step {
  if (record.goneAt !== null) return { act: "look", record };
  if (record.confirmedAt === null) return { act: "burn", record };
  return removal(record, subject);
}

/** Guests hear of it from whoever invited them. */
function removal(record: EventRecord, subject: SyncSubject): Step {
  return { act: "remove", record, etag: record.etag, notify: subject.inviter === "google" };
}

function needsWork(record: EventRecord, now: number): boolean {
  if (record.goneAt === null) return record.confirmedAt !== null || record.insertUnresolved;
  const due = goneCheckAt(record);
  return due !== null && due <= now;
}

function goneCheckAt(record: EventRecord): number | null {
  if (record.goneAt === null || !record.insertUnresolved) return null;
  const wait = GONE_CHECKS_AFTER_MS[record.goneChecks];
  return wait === undefined ? null : record.goneAt + wait;
}

function nextGoneCheck(records: EventRecord[]): number | null {
  const unwanted = records.filter((record) => record.wanted === "absent");
  const times = unwanted.map(goneCheckAt).filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function retired(record: EventRecord): EventRecord {
  return record.wanted === "absent" ? record : { ...record, wanted: "absent" };
}

function confirmed(
  record: EventRecord,
  event: EventFacts,
  subject: SyncSubject,
  now: number,
): EventRecord {
  const time =
    event.startsAt === null || event.endsAt === null
      ? subject.meeting
      : { start: event.startsAt, end: event.endsAt };
  return {
    ...record,
    etag: event.etag,
    confirmedAt: record.confirmedAt ?? now,
    goneAt: null,
    insertUnresolved: record.wanted === "absent" && record.insertUnresolved,
    written: { revision: event.marker?.revision ?? subject.revision, time },
  };
}

/** Known to be gone; once more if it was gone before, which is one of the later looks. */
function gone(record: EventRecord, now: number): EventRecord {
  if (record.goneAt === null) return { ...record, goneAt: now, goneChecks: 0 };
  return { ...record, goneChecks: record.goneChecks + 1 };
}

function isOurs(event: EventFacts, subject: SyncSubject, record: EventRecord): boolean {
  // A deleted event may come back with nothing but its id.
  if (event.marker === null) return event.cancelled;
  return event.marker.bookingId === subject.id && event.marker.generation === record.generation;
}
