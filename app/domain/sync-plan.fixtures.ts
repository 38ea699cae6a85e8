import type { CalendarFailure, EventFacts } from "./calendar-answer.ts";
import {
  type Destination,
  type EventRecord,
  type EventTexts,
  newEventRecord,
} from "./calendar-event.ts";
import type { Interval } from "./interval.ts";
import type { SyncGoal } from "./sync-knowledge.ts";
import { type Plan, planFirstStep, planNextStep } from "./sync-plan.ts";
import type {
  Attempt,
  EventParts,
  Seen,
  Step,
  SyncNote,
  SyncSubject,
  Verdict,
} from "./sync-step.ts";

export const NOW = Date.UTC(2026, 11, 1, 9);
export const MINUTE_MS = 60_000;
export const BOOKING_ID = "0123456789abcdef0123456789abcdef";
export const HOME: Destination = { connectionId: "connection-1", calendarId: "ada@example.com" };

/** Another calendar of the same host. */
export const ELSEWHERE: Destination = {
  connectionId: "connection-1",
  calendarId: "team@example.com",
};
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const MEETING: Interval = { start: NOW + DAY_MS, end: NOW + DAY_MS + 30 * MINUTE_MS };
export const LATER: Interval = { start: MEETING.start + HOUR_MS, end: MEETING.end + HOUR_MS };
export const TEXTS: EventTexts = { title: "30 minute meeting: Grace and Ada", place: null };
export const OTHER_TEXTS: EventTexts = { title: "A long talk: Grace and Ada", place: "Room 5" };

export function booked(changes: Partial<SyncSubject> = {}): SyncSubject {
  return {
    id: BOOKING_ID,
    revision: 1,
    timeRevision: 1,
    titleRevision: changes.textRevision ?? 1,
    placeRevision: changes.textRevision ?? 1,
    textRevision: 1,
    status: "confirmed",
    inCalendar: true,
    chosenCalendar: null,
    inviter: "google",
    meeting: MEETING,
    texts: TEXTS,
    ...changes,
  };
}

/** The parts of a patch: the time, and all texts or none. */
export const partsOf = (time: boolean, texts: boolean): EventParts => ({
  time,
  title: texts,
  place: texts,
  description: texts,
});

export const cancelled = (changes: Partial<SyncSubject> = {}) =>
  booked({ revision: 2, status: "cancelled", ...changes });

/** An hour later than it was booked for. */
export const moved = (revision = 2, changes: Partial<SyncSubject> = {}) =>
  booked({ revision, timeRevision: revision, meeting: LATER, ...changes });

/** With another title and place. */
export const edited = (revision = 2, changes: Partial<SyncSubject> = {}) =>
  booked({
    ...{ revision, titleRevision: revision, placeRevision: revision, textRevision: revision },
    texts: OTHER_TEXTS,
    ...changes,
  });

/** With other notes, which are in nothing but the description. */
export const withOtherNotes = (revision = 2, changes: Partial<SyncSubject> = {}) =>
  booked({ revision, titleRevision: 1, placeRevision: 1, textRevision: revision, ...changes });

export const NO_PARTS: EventParts = partsOf(false, false);
export const TIME_ONLY: EventParts = partsOf(true, false);
export const NOTES_ONLY: EventParts = { ...NO_PARTS, description: true };

/** Restored, or put back to its time: somebody here said anew when it takes place. */
export const decidedAnew = (revision = 2, changes: Partial<SyncSubject> = {}) =>
  booked({ revision, timeRevision: revision, ...changes });

/** Its host does without an event. */
export const keptWithoutCalendar = (revision = 2, changes: Partial<SyncSubject> = {}) =>
  booked({ revision, inCalendar: false, ...changes });

/** Its host chose this calendar for it, when it had so many generations less one. */
export const sentTo = (
  destination: Destination,
  fromGeneration: number,
  changes: Partial<SyncSubject> = {},
) => booked({ revision: 2, chosenCalendar: { ...destination, fromGeneration }, ...changes });

/** Pinned to a calendar, never sent. */
export function untried(changes: Partial<EventRecord> = {}): EventRecord {
  return { ...newEventRecord(BOOKING_ID, 1, HOME), ...changes };
}

/** Sent, and the answer lost. */
export const unresolved = (changes: Partial<EventRecord> = {}) =>
  untried({ firstAttemptedAt: NOW - MINUTE_MS, insertUnresolved: true, ...changes });

/** In the calendar as far as we know. */
export const live = (changes: Partial<EventRecord> = {}) =>
  untried({
    firstAttemptedAt: NOW - MINUTE_MS,
    confirmedAt: NOW - MINUTE_MS,
    etag: '"1"',
    written: { revision: 1, time: MEETING, ...TEXTS },
    ...changes,
  });

/** Not found twice already: the next miss is the one that counts. */
export const missedTwice = { misses: 2 };

/** What the calendar says of our event. */
export function ours(changes: Partial<EventFacts> = {}, revision = 1, generation = 1): EventFacts {
  return {
    etag: '"7"',
    cancelled: false,
    marker: { bookingId: BOOKING_ID, revision, generation },
    ...TEXTS,
    startsAt: MEETING.start,
    endsAt: MEETING.end,
    link: "https://calendar.example/event",
    meetLink: null,
    meet: "none",
    ...changes,
  };
}

/** Our event, saying all that the booking says. */
export function showing(
  subject: SyncSubject,
  changes: Partial<EventFacts> = {},
  generation = 1,
): EventFacts {
  const { meeting, texts, revision } = subject;
  const time = { startsAt: meeting.start, endsAt: meeting.end };
  return ours({ ...texts, ...time, ...changes }, revision, generation);
}

export const strangers = () => ours({ marker: null });

/** How a run ends in agreement. */
export const agreed = (
  followUpAt: number | null = null,
  note: SyncNote | null = null,
): Verdict => ({
  end: "synced",
  followUpAt,
  note,
});

export const refusal: CalendarFailure = { kind: "refused", why: "google_400" };

export const failures: CalendarFailure[] = [
  { kind: "unavailable", why: "google_503" },
  { kind: "notSent", why: "token_being_renewed" },
  { kind: "rateLimited", retryAfterMs: null },
  { kind: "quotaExhausted" },
  { kind: "tokenRefused" },
  { kind: "tokenDead", tokenVersion: 3 },
  { kind: "scopeMissing", tokenVersion: 3 },
  { kind: "blockedByAdministrator", tokenVersion: 3 },
  { kind: "disconnected", tokenVersion: 3 },
  { kind: "operatorFault", why: "calendar_api_disabled" },
  refusal,
];

/** Those that are no answer about the event. A refusal may be one: an event is refused whose trash was emptied. */
export const silences = failures.filter(({ kind }) => kind !== "refused");

export interface Setting {
  subject: SyncSubject;
  records: EventRecord[];
  destination?: Destination | null;
  meet?: SyncGoal["meet"];
  now?: number;
}

export interface Played {
  /** What was done, in order; the last one is still unanswered when `end` is null. */
  acts: Step["act"][];
  steps: Step[];
  end: Verdict | null;
  records: EventRecord[];
  /** What the pages are told of the event. */
  seen: Seen | null;
}

/** A run in which Google answers as told. */
export function play(setting: Setting, ...answers: Attempt["answer"][]): Played {
  const { subject, destination = HOME, meet = "none", now = NOW } = setting;
  const goal: SyncGoal = { subject, destination, meet };
  const steps: Step[] = [];
  let plan: Plan = planFirstStep(goal, setting.records, now);
  for (const answer of answers) {
    if ("end" in plan) throw new Error(`nothing was asked, so ${answer.kind} answers nothing`);
    steps.push(plan.step);
    plan = planNextStep(goal, plan, { ...plan.step, answer } as Attempt, now);
  }
  if ("step" in plan) steps.push(plan.step);
  const acts = steps.map((step) => step.act);
  const { records, seen } = plan;
  return { acts, steps, end: "end" in plan ? plan.end : null, records, seen };
}
