// Decides how a booking and its calendar events come to agree: from the booking as it should be, the events we ever
// tried to make and what Google just answered to the next step. Pure; app/use-cases/sync-booking carries it out.
import type { CalendarFailure } from "./calendar-answer.ts";
import { type Destination, type EventRecord, newEventRecord } from "./calendar-event.ts";
import { learn } from "./sync-lessons.ts";
import {
  type Attempt,
  removalOf,
  type Seen,
  type Step,
  type SyncSubject,
  type Verdict,
} from "./sync-step.ts";

/** What the calendar should come to show. */
export interface SyncGoal {
  subject: SyncSubject;
  /** Where a first event would go; null when no calendar is connected. */
  destination: Destination | null;
  /** Whether a video meeting belongs to it and the calendar can make one. */
  wantsMeet: boolean;
}

/** What to do next, or how the run ends; with all that is known by then. */
export type Plan = { records: EventRecord[]; seen: Seen | null } & (
  | { step: Step }
  | { end: Verdict }
);

/** A burnt id is looked at again after 1 min, 10 min and 1 h: the lost insert may still land. */
export const GONE_CHECKS_AFTER_MS = [60_000, 600_000, 3_600_000] as const;
/** Meet links are made asynchronously; asked for again after these waits, then the event stands without. */
export const MEET_CHECKS_AFTER_MS = [2_000, 5_000, 15_000, 60_000, 300_000] as const;
/** While Google is away the link is asked for on and on, rarely, but not for ever. */
const MEET_CHECK_WHILE_AWAY_MS = 3_600_000;
const MEET_GIVEN_UP_AFTER_MS = 86_400_000;

/**
 * The first step of a run.
 * @param records every event ever tried for this booking, oldest generation first
 */
export function planFirstStep(goal: SyncGoal, records: EventRecord[], now: number): Plan {
  // A newer generation is made once the older one is given up, which a crash in between left unwritten.
  const newest = goal.subject.status === "cancelled" ? null : (records.at(-1)?.generation ?? null);
  const wanted = records.map((record) => (record.generation === newest ? record : retired(record)));
  return proceed({ ...goal, records: wanted, now, seen: null, unanswered: null });
}

/**
 * The step after an attempt, with what it taught written into the records.
 * @param plan which the attempt was made for
 */
export function planNextStep(goal: SyncGoal, plan: Plan, attempt: Attempt, now: number): Plan {
  const learnt = learn(attempt, goal.subject, now);
  const records = plan.records.map((record) =>
    record.generation === learnt.record.generation ? learnt.record : record,
  );
  const latest = learnt.seen
    ? { eventId: learnt.record.eventId, facts: learnt.seen }
    : stillLive(plan.seen, records);
  if (learnt.end) return { end: learnt.end, records, seen: latest };
  if (learnt.step) return { step: learnt.step, records, seen: latest };
  const unanswered = learnt.unanswered ?? null;
  return proceed({ ...goal, records, now, seen: latest, unanswered });
}

interface Situation extends SyncGoal {
  records: EventRecord[];
  now: number;
  /** The wanted event, if Google showed it in this run. */
  seen: Seen | null;
  /** Why the look that was just made at an event in agreement brought nothing. */
  unanswered: CalendarFailure | null;
}

function proceed(situation: Situation): Plan {
  const { subject, records, now, seen } = situation;
  const unwanted = records.find((record) => record.wanted === "absent" && needsWork(record, now));
  if (unwanted) return { step: stepTowardsAbsence(unwanted, subject), records, seen };
  if (subject.status === "cancelled") {
    return { end: { end: "synced", followUpAt: nextGoneCheck(records) }, records, seen };
  }
  return proceedTowardsPresence(situation);
}

function proceedTowardsPresence(situation: Situation): Plan {
  const { subject, records, seen } = situation;
  const target = records.findLast((record) => record.wanted === "present");
  if (!target) {
    const last = records.at(-1);
    // A booking keeps its calendar: today's destination is for those that have none yet.
    const destination = last ?? situation.destination;
    if (!destination) return { end: { end: "not_connected" }, records, seen };
    const generation = (last?.generation ?? 0) + 1;
    return insert(situation, newEventRecord(subject.id, generation, destination));
  }
  if (target.goneAt !== null) {
    const followUpAt = nextGoneCheck(records);
    return { end: { end: "removed_in_google", followUpAt }, records, seen };
  }
  if (target.confirmedAt === null) return insert(situation, target);
  if (target.written.revision < subject.revision) {
    return { step: { act: "patch", record: target, etag: target.etag }, records, seen };
  }
  if (needsLook(situation, target)) return { step: { act: "look", record: target }, records, seen };
  return { end: { end: "synced", followUpAt: followUp(situation, target) }, records, seen };
}

function insert({ records, wantsMeet, now, seen }: Situation, target: EventRecord): Plan {
  const record = { ...target, firstAttemptedAt: target.firstAttemptedAt ?? now };
  const others = records.filter((other) => other.generation !== record.generation);
  return {
    step: { act: "insert", record, withMeet: wantsMeet },
    records: [...others, record],
    seen,
  };
}

/** For the Meet link; and at an event that Google did not show when it was last asked. */
function needsLook({ wantsMeet, seen, unanswered }: Situation, target: EventRecord): boolean {
  return (wantsMeet || target.misses > 0) && seen === null && unanswered === null;
}

function followUp(situation: Situation, target: EventRecord): number | null {
  return earliest([nextGoneCheck(situation.records), nextMeetCheck(situation, target)]);
}

function nextMeetCheck({ seen, unanswered, now }: Situation, target: EventRecord): number | null {
  const waited = now - (target.confirmedAt ?? now);
  const wait = MEET_CHECKS_AFTER_MS.find((ms) => ms > waited);
  if (unanswered) {
    const pause = Math.max(wait ?? MEET_CHECK_WHILE_AWAY_MS, pauseAfter(unanswered));
    return waited < MEET_GIVEN_UP_AFTER_MS ? now + pause : null;
  }
  if (seen?.facts.meet !== "pending" || wait === undefined) return null;
  return now + wait;
}

function pauseAfter(failure: CalendarFailure): number {
  if (failure.kind === "rateLimited") return failure.retryAfterMs ?? 0;
  return failure.kind === "quotaExhausted" ? MEET_CHECK_WHILE_AWAY_MS : 0;
}

function stepTowardsAbsence(record: EventRecord, subject: SyncSubject): Step {
  if (record.goneAt !== null) return { act: "look", record };
  if (record.confirmedAt === null) return { act: "burn", record };
  return removalOf(record, subject);
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
  return earliest(unwanted.map(goneCheckAt));
}

function earliest(times: (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * No longer wanted. That an event which was there is gone, while it was wanted, was somebody else's doing, who may have
 * brought it back since: only what we remove ourselves stays removed for us.
 */
function retired(record: EventRecord): EventRecord {
  if (record.wanted === "absent") return record;
  const unwanted: EventRecord = { ...record, wanted: "absent" };
  return record.confirmedAt === null ? unwanted : { ...unwanted, goneAt: null, goneChecks: 0 };
}

function stillLive(seen: Seen | null, records: EventRecord[]): Seen | null {
  const record = records.find(({ eventId }) => eventId === seen?.eventId);
  return record?.wanted === "present" && record.goneAt === null ? seen : null;
}
