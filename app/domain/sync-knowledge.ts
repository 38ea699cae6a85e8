// What a run of a booking's sync is for, and what it knows of the booking's events while it goes on.
import type { CalendarFailure } from "./calendar-answer.ts";
import type { Destination, EventRecord } from "./calendar-event.ts";
import { LEFT_IN_GONE_CALENDAR, type Seen, type SyncSubject, type Verdict } from "./sync-step.ts";

/** What the calendar should come to show. */
export interface SyncGoal {
  subject: SyncSubject;
  /** Where a first event would go; null when no calendar is connected. */
  destination: Destination | null;
  /** Whether a video meeting belongs to it, and whether the calendar can make one. */
  meet: "none" | "wanted" | "not_allowed";
}

/** What is known in the middle of a run. */
export interface Knowledge {
  records: EventRecord[];
  seen: Seen | null;
  /** Generations that can't be removed as things stand, and why; they hold nothing else up. */
  stuck: { generation: number; end: Verdict }[];
  /** Why the wanted event can't be made or written as things stand. */
  blocked: Verdict | null;
  /** The wanted generation, once this run has seen that it is gone. */
  goneNow: number | null;
  /** Why a look at an event in agreement brought nothing. */
  unanswered: CalendarFailure | null;
  /** Those that could not be removed just now: the run ends so, after the others. */
  unfinished: Knowledge["stuck"];
}

/** Of a run that begins. */
export const NOTHING_YET = {
  seen: null,
  stuck: [],
  blocked: null,
  goneNow: null,
  unanswered: null,
  unfinished: [],
};

/** What a run decides by. */
export interface Situation extends SyncGoal, Knowledge {
  /** Epoch ms. */
  now: number;
}

export function knowledgeOf({
  records,
  seen,
  stuck,
  blocked,
  goneNow,
  unanswered,
  unfinished,
}: Knowledge): Knowledge {
  return { records, seen, stuck, blocked, goneNow, unanswered, unfinished };
}

/** The first of those that may stand. Of one that is known to be gone, only a later look has failed. */
export function firstStanding(held: Knowledge["stuck"], records: EventRecord[]) {
  return held.find(({ generation }) =>
    records.some((record) => record.generation === generation && record.goneAt === null),
  );
}

export function isStuck({ generation }: EventRecord, stuck: Knowledge["stuck"]): boolean {
  return stuck.some((other) => other.generation === generation);
}

export function isInGoneCalendar({ end }: Knowledge["stuck"][number]): boolean {
  return end.end === "parked" && end.why === LEFT_IN_GONE_CALENDAR;
}

/** In an account that its host has disconnected: nothing is to be learnt of it, and the doubt stays for later. */
export function isOutOfSight({ unanswered }: Situation): boolean {
  return unanswered?.kind === "disconnected";
}
