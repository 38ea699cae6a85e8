// Decides how a booking and its calendar events come to agree: from the booking as it should be, the events we ever
// tried to make and what Google just answered to the next step. Pure; app/use-cases/sync-booking carries it out.
import type { CalendarFailure } from "./calendar-answer.ts";
import { type Destination, type EventRecord, newEventRecord } from "./calendar-event.ts";
import { goneCheckAt, nextCheck, nextRemovalCheck, withGoneChecks } from "./sync-checks.ts";
import {
  firstStanding,
  isInGoneCalendar,
  isOutOfSight,
  isStuck,
  type Knowledge,
  knowledgeOf,
  NOTHING_YET,
  type Situation,
  type SyncGoal,
} from "./sync-knowledge.ts";
import { type Lesson, learn } from "./sync-lessons.ts";
import {
  type Attempt,
  isDrifted,
  LEFT_IN_GONE_CALENDAR,
  type LeftNote,
  mayTellGuest,
  patchOf,
  removalOf,
  type Seen,
  type Step,
  type SyncNote,
  type SyncSubject,
  type Verdict,
  wantsEvent,
} from "./sync-step.ts";

/** What to do next, or how the run ends; with all that is known by then. */
export type Plan = Knowledge & ({ step: Step } | { end: Verdict });

/**
 * The first step of a run.
 * @param records every event ever tried for this booking, oldest generation first
 */
export function planFirstStep(goal: SyncGoal, records: EventRecord[], now: number): Plan {
  // A newer generation is made once the older one is given up, which a crash in between left unwritten.
  const newest = wantsEvent(goal.subject) ? newestWhereItBelongs(goal, records) : null;
  const wanted = records.map((record) =>
    record.generation === newest ? wantedAgain(record, now) : retired(record),
  );
  return proceed({ ...goal, ...NOTHING_YET, records: wanted, now });
}

/** The newest generation, unless its host has since chosen another calendar or another event. */
function newestWhereItBelongs({ subject }: SyncGoal, records: EventRecord[]): number | null {
  const newest = records.at(-1);
  const chosen = subject.chosenCalendar;
  if (!newest || !chosen) return newest?.generation ?? null;
  const isThere =
    newest.connectionId === chosen.connectionId && newest.calendarId === chosen.calendarId;
  return isThere && newest.generation >= chosen.fromGeneration ? newest.generation : null;
}

/**
 * The step after an attempt, with what it taught written into the records.
 * @param plan which the attempt was made for
 */
export function planNextStep(goal: SyncGoal, plan: Plan, attempt: Attempt, now: number): Plan {
  const learnt = orHeldUp(learn(attempt, goal.subject, now), plan.records);
  const known = knowledgeAfter(plan, learnt);
  const { record, step, end } = learnt;
  // One that turns out to stand is removed when its successor does, which the plan knows.
  const isTooSoon = step?.act === "remove" && record.confirmedAt !== null;
  if (step && !isTooSoon) return { ...known, step };
  if (!end) return proceed({ ...goal, ...known, now });
  const isUnwanted = record.wanted === "absent";
  if (!isStanding(end) && (!isUnwanted || isCutShort(end))) return { ...known, end };
  const list = isStanding(end) ? "stuck" : "unfinished";
  const held: Knowledge = isUnwanted
    ? { ...known, [list]: [...known[list], { generation: record.generation, end }] }
    : { ...known, blocked: end };
  return proceed({ ...goal, ...held, now });
}

/** An event in doubt that nobody can look at may stay as it was, but not while an older one is to go for its sake. */
function orHeldUp(lesson: Lesson, records: EventRecord[]): Lesson {
  const { record, unanswered } = lesson;
  const isInDoubt = unanswered?.kind === "disconnected" && record.misses > 0;
  const isOneToGo = records.some(
    ({ wanted, goneAt, confirmedAt, insertUnresolved }) =>
      wanted === "absent" && goneAt === null && (confirmedAt !== null || insertUnresolved),
  );
  return isInDoubt && isOneToGo ? { record, end: { end: "failed", failure: unanswered } } : lesson;
}

function knowledgeAfter(plan: Plan, { record, seen, unanswered }: Lesson): Knowledge {
  const records = plan.records.map((known) =>
    known.generation === record.generation ? record : known,
  );
  const isGone = record.wanted === "present" && record.goneAt !== null;
  return {
    ...knowledgeOf(plan),
    records,
    seen: seen ? { eventId: record.eventId, facts: seen } : stillLive(plan.seen, records),
    goneNow: isGone ? record.generation : plan.goneNow,
    unanswered: unanswered ?? plan.unanswered,
  };
}

/** First the event that is wanted, so that nobody is told of a meeting's end who is still expected; then the others. */
function proceed(situation: Situation): Plan {
  const { subject, now } = situation;
  const known = knowledgeOf(situation);
  const towards = wantsEvent(subject) ? proceedTowardsPresence(situation) : null;
  if (towards && "step" in towards) return towards;
  const unwanted = findUnwanted(situation);
  if (unwanted) return { ...known, step: stepTowardsAbsence(unwanted, subject, now) };
  const unfinished = firstStanding(known.unfinished, known.records);
  if (unfinished) return { ...known, end: unfinished.end };
  return towards ?? { ...known, end: endOfAbsence(situation) };
}

/** The run's own end: whatever comes next would end so too. */
function isCutShort(end: Verdict): boolean {
  if (end.end !== "failed" || end.failure.kind !== "notSent") return false;
  return end.failure.why === "lease_lost" || end.failure.why === "out_of_time";
}

function endOfAbsence(situation: Situation): Verdict {
  const { stuck, records } = situation;
  const left = firstStanding(
    stuck.filter((held) => !isInGoneCalendar(held)),
    records,
  );
  if (left) return withGoneChecks(left.end, situation);
  const followUpAt = nextRemovalCheck(situation);
  return { end: "synced", followUpAt, note: leftNote(situation) };
}

function findUnwanted({
  records,
  stuck,
  unfinished,
  blocked,
  now,
}: Situation): EventRecord | undefined {
  return records.find((record) => {
    const isThere = record.confirmedAt !== null && record.goneAt === null;
    // One that stands is removed when its successor does.
    if (record.wanted === "present" || isStuck(record, stuck) || (blocked && isThere)) return false;
    if (isStuck(record, unfinished)) return false;
    return needsWork(record, now);
  });
}

function proceedTowardsPresence(situation: Situation): Plan {
  const { subject, records, blocked, goneNow, now } = situation;
  const known = knowledgeOf(situation);
  if (blocked) return { ...known, end: withGoneChecks(blocked, situation) };
  const target = records.findLast((record) => record.wanted === "present");
  if (!target) {
    const last = records.at(-1);
    // A booking keeps its calendar: today's destination is for those that have none yet.
    const destination = subject.chosenCalendar ?? last ?? situation.destination;
    if (!destination) return { ...known, end: { end: "not_connected" } };
    return insertNext(situation, destination);
  }
  const look: Plan = { ...known, step: { act: "look", record: target } };
  if (target.goneAt !== null) {
    const isDecidedAnew = subject.timeRevision > target.written.revision;
    // It may have been brought back meanwhile.
    const isToBeSeen = isDecidedAnew || (target.misses > 0 && !isOutOfSight(situation));
    if (isToBeSeen && goneNow !== target.generation) return look;
    // What somebody removed stays removed, unless somebody here has since said when it takes place.
    if (!isDecidedAnew) {
      const followUpAt = nextRemovalCheck(situation);
      return { ...known, end: { end: "removed_in_google", followUpAt, ...noteBeside(situation) } };
    }
    return insertNext({ ...situation, records: records.map(givenUp(target)) }, target);
  }
  if (target.confirmedAt === null) return insert(situation, target);
  if (isDoubtful(situation, target)) return look;
  if (target.written.revision < subject.revision) {
    return { ...known, step: patchOf(target, subject, now) };
  }
  if (needsMeetLook(situation)) return look;
  const followUpAt = nextCheck(situation, target);
  if (isDrifted(target, subject)) {
    return { ...known, end: { end: "drifted", followUpAt, ...noteBeside(situation) } };
  }
  return { ...known, end: { end: "synced", followUpAt, note: noteOf(situation) } };
}

const givenUp =
  (target: EventRecord) =>
  (record: EventRecord): EventRecord =>
    record.generation === target.generation ? { ...record, wanted: "absent" } : record;

function insertNext(situation: Situation, { connectionId, calendarId }: Destination): Plan {
  const generation = (situation.records.at(-1)?.generation ?? 0) + 1;
  const destination = { connectionId, calendarId };
  return insert(situation, newEventRecord(situation.subject.id, generation, destination));
}

function insert(situation: Situation, target: EventRecord): Plan {
  const { subject, meet, now } = situation;
  const record = { ...target, firstAttemptedAt: target.firstAttemptedAt ?? now };
  const others = situation.records.filter((other) => other.generation !== record.generation);
  const notify = mayTellGuest(subject, now);
  return {
    ...knowledgeOf(situation),
    step: { act: "insert", record, withMeet: meet === "wanted", notify },
    records: [...others, record],
  };
}

/** Google did not show it when it was last asked: nothing is written to it before it is seen again. */
function isDoubtful(situation: Situation, target: EventRecord): boolean {
  return target.misses > 0 && situation.seen === null && !isOutOfSight(situation);
}

function needsMeetLook({ meet, seen, unanswered }: Situation): boolean {
  return meet === "wanted" && seen === null && unanswered === null;
}

/** An event that has to go stands, and can't be removed as things are; null when there is none. */
function leftNote({ records, stuck }: Knowledge): LeftNote | null {
  const outOfReach = stuck.filter((held) => !isInGoneCalendar(held));
  if (firstStanding(outOfReach, records)) return "old_event_left";
  return firstStanding(stuck, records) ? LEFT_IN_GONE_CALENDAR : null;
}

function noteBeside(known: Knowledge): { note?: LeftNote } {
  const note = leftNote(known);
  return note ? { note } : {};
}

function noteOf(situation: Situation): SyncNote | null {
  const { meet, seen } = situation;
  const left = leftNote(situation);
  if (left) return left;
  if (meet === "not_allowed") return "meet_not_allowed";
  const isWithout = seen?.facts.meet === "none" || seen?.facts.meet === "failed";
  return meet === "wanted" && isWithout ? "meet_failed" : null;
}

function stepTowardsAbsence(record: EventRecord, subject: SyncSubject, now: number): Step {
  if (record.goneAt !== null) return { act: "look", record };
  if (record.confirmedAt === null) return { act: "burn", record };
  return removalOf(record, subject, now);
}

function needsWork(record: EventRecord, now: number): boolean {
  if (record.goneAt === null) return record.confirmedAt !== null || record.insertUnresolved;
  const due = goneCheckAt(record);
  return due !== null && due <= now;
}

/** Whether it would end the same way if tried again soon: for want of permission, or of the calendar. */
function isStanding(end: Verdict): boolean {
  if (end.end === "parked") return true;
  if (end.end !== "failed") return false;
  const standing: CalendarFailure["kind"][] = [
    "refused",
    "tokenDead",
    "scopeMissing",
    "blockedByAdministrator",
    "disconnected",
  ];
  return standing.includes(end.failure.kind);
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

/**
 * The newest generation, if it was given up and may still stand: taken for gone until it is seen. Not one whose insert is
 * unknown: what stands under its id may be what used the id up.
 */
function wantedAgain(record: EventRecord, now: number): EventRecord {
  const mayStand =
    record.confirmedAt !== null && record.goneAt === null && !record.insertUnresolved;
  if (record.wanted === "present" || !mayStand) return record;
  return { ...record, wanted: "present", goneAt: now };
}

function stillLive(seen: Seen | null, records: EventRecord[]): Seen | null {
  const record = records.find(({ eventId }) => eventId === seen?.eventId);
  return record?.wanted === "present" && record.goneAt === null ? seen : null;
}
