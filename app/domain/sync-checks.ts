// When a booking is looked at again though nobody here changes it: a lost insert may land, a link be made, a calendar come
// back.
import type { CalendarFailure } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import { isInGoneCalendar, isOutOfSight, isStuck, type Situation } from "./sync-knowledge.ts";
import type { Verdict } from "./sync-step.ts";

/** A burnt id is looked at again after 1 min, 10 min and 1 h: the lost insert may still land. */
export const GONE_CHECKS_AFTER_MS = [60_000, 600_000, 3_600_000] as const;
/** A look that Google did not answer is made good after this. */
const GONE_LOOK_AGAIN_AFTER_MS = 300_000;
/** Meet links are made asynchronously; asked for again after these waits, then the event stands without. */
export const MEET_CHECKS_AFTER_MS = [2_000, 5_000, 15_000, 60_000, 300_000] as const;
/** While Google is away the link is asked for on and on, rarely, but not for ever. */
const MEET_CHECK_WHILE_AWAY_MS = 3_600_000;
const MEET_GIVEN_UP_AFTER_MS = 86_400_000;
/** An event left in a calendar out of reach is tried again daily, on the last day hourly, until its meeting is over. */
const STUCK_CHECK_AFTER_MS = 86_400_000;
const LATE_STUCK_CHECK_AFTER_MS = 3_600_000;
/** One that went with its calendar, daily until this long after its meeting: nothing else tells that a calendar is back. */
const GONE_CALENDAR_CHECKS_FOR_MS = 7 * 86_400_000;

/** When to look again at a booking whose event stands. */
export function nextCheck(situation: Situation, target: EventRecord): number | null {
  return earliest([nextRemovalCheck(situation), nextMeetCheck(situation, target)]);
}

/** When to look again at the events that have to go: whether they are gone for good, or can be removed by then. */
export function nextRemovalCheck(situation: Situation): number | null {
  return earliest([nextGoneCheck(situation), nextStuckCheck(situation)]);
}

function nextStuckCheck({ stuck, subject, now }: Situation): number | null {
  const left = subject.meeting.end - now;
  if (stuck.length > 0 && stuck.every(isInGoneCalendar)) {
    return left + GONE_CALENDAR_CHECKS_FOR_MS > 0 ? now + STUCK_CHECK_AFTER_MS : null;
  }
  const wait = left > STUCK_CHECK_AFTER_MS ? STUCK_CHECK_AFTER_MS : LATE_STUCK_CHECK_AFTER_MS;
  return stuck.length > 0 && wait < left ? now + wait : null;
}

function nextMeetCheck(situation: Situation, target: EventRecord): number | null {
  const { seen, unanswered, now } = situation;
  if (isOutOfSight(situation)) return null;
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

/** When an event that is gone, while its insert may still land, is to be looked for. */
export function goneCheckAt(record: EventRecord): number | null {
  if (record.goneAt === null || !record.insertUnresolved) return null;
  const wait = GONE_CHECKS_AFTER_MS[record.goneChecks];
  return wait === undefined ? null : record.goneAt + wait;
}

/** The stuck ones have a time of their own: theirs may be long past. So is that of a look that has just failed. */
function nextGoneCheck({ records, stuck, unfinished, now }: Situation): number | null {
  const unwanted = records.filter(
    (record) => record.wanted === "absent" && !isStuck(record, stuck),
  );
  return earliest(
    unwanted.map((record) =>
      isStuck(record, unfinished) ? now + GONE_LOOK_AGAIN_AFTER_MS : goneCheckAt(record),
    ),
  );
}

/** Whatever else is parked: an insert of an older generation may still land, and is looked for. */
export function withGoneChecks(end: Verdict, situation: Situation): Verdict {
  const followUpAt = nextGoneCheck(situation);
  if (followUpAt === null) return end;
  if (end.end === "parked") return { ...end, followUpAt };
  if (end.end !== "failed" || end.failure.kind !== "refused") return end;
  return { end: "parked", why: end.failure.why, followUpAt };
}

function earliest(times: (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
