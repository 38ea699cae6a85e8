import type { CalendarFailure, EventFacts } from "./calendar-answer.ts";
import { type Destination, type EventRecord, newEventRecord } from "./calendar-event.ts";
import { type Plan, planFirstStep, planNextStep, type SyncGoal } from "./sync-plan.ts";
import {
  type Attempt,
  attempted,
  type Seen,
  type Step,
  type SyncSubject,
  type Verdict,
} from "./sync-step.ts";

export const NOW = Date.UTC(2026, 11, 1, 9);
export const MINUTE_MS = 60_000;
export const BOOKING_ID = "0123456789abcdef0123456789abcdef";
export const HOME: Destination = { connectionId: "connection-1", calendarId: "ada@example.com" };

const meeting = { start: NOW + 86_400_000, end: NOW + 86_400_000 + 30 * MINUTE_MS };

export function booked(changes: Partial<SyncSubject> = {}): SyncSubject {
  return {
    id: BOOKING_ID,
    revision: 1,
    status: "confirmed",
    inviter: "google",
    meeting,
    ...changes,
  };
}

export const cancelled = (changes: Partial<SyncSubject> = {}) =>
  booked({ revision: 2, status: "cancelled", ...changes });

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
    written: { revision: 1, time: meeting },
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
    startsAt: meeting.start,
    endsAt: meeting.end,
    link: "https://calendar.example/event",
    meetLink: null,
    meet: "none",
    ...changes,
  };
}

export const strangers = () => ours({ marker: null });

export const failures: CalendarFailure[] = [
  { kind: "unavailable", why: "google_503" },
  { kind: "notSent", why: "token_being_renewed" },
  { kind: "rateLimited", retryAfterMs: null },
  { kind: "quotaExhausted" },
  { kind: "tokenRefused" },
  { kind: "tokenDead", tokenVersion: 3 },
  { kind: "scopeMissing", tokenVersion: 3 },
  { kind: "blockedByAdministrator", tokenVersion: 3 },
  { kind: "operatorFault", why: "calendar_api_disabled" },
  { kind: "refused", why: "google_400" },
];

export interface Setting {
  subject: SyncSubject;
  records: EventRecord[];
  destination?: Destination | null;
  wantsMeet?: boolean;
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
  const { subject, destination = HOME, wantsMeet = false, now = NOW } = setting;
  const goal: SyncGoal = { subject, destination, wantsMeet };
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

/** What the database holds once a step was recorded: an insert is unresolved from before it is sent. */
export function recordedBefore(step: Step): EventRecord {
  return step.act === "insert" || step.act === "burn" ? attempted(step.record) : step.record;
}
