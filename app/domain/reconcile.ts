// Compares what a calendar shows of our events with what we believe: from both lists to what has to be looked into. Pure.
import type { EventFacts } from "./calendar-answer.ts";
import type { Interval } from "./interval.ts";
import { timeOf } from "./sync-step.ts";

/** An event as we believe it to be. */
export interface BelievedEvent {
  bookingId: string;
  eventId: string;
  generation: number;
  wanted: "present" | "absent";
  /** Whether it was ever seen, and is not known to be gone. */
  isThere: boolean;
  /** What it said when it was last seen; null when it never was. */
  time: Interval | null;
  /** Whether its booking's sync is at rest: whatever is under way finds out by itself. */
  isSettled: boolean;
}

/** A live event with our marker, as the calendar's list shows it. */
export interface ListedEvent {
  eventId: string;
  facts: EventFacts;
}

export type Finding =
  /** Believed to be there, and not in the list: somebody may have removed it, or moved it far away. */
  | { kind: "missing"; bookingId: string; eventId: string }
  /** At another time than we wrote. */
  | { kind: "drifted"; bookingId: string; eventId: string }
  /** Believed to be gone, and there: a late write landed, or somebody brought it back. */
  | { kind: "leftover"; bookingId: string; eventId: string }
  /** A second one beside ours, alike in all we know it by. */
  | { kind: "doubled"; bookingId: string; eventId: string; etag: string | null };

/**
 * What differs, each finding with the booking it is about.
 * @param believed all that we know of in the range
 * @param range where the list is complete: what lies outside of it can't be missed
 */
export function compareEvents(
  believed: BelievedEvent[],
  listed: ListedEvent[],
  range: Interval,
): Finding[] {
  const settled = believed.filter(({ isSettled }) => isSettled);
  const shown = new Map(listed.map((event) => [event.eventId, event]));
  const known = new Set(believed.map(({ eventId }) => eventId));
  return [
    ...settled.flatMap((event) => differenceOf(event, shown.get(event.eventId), range)),
    ...listed
      .filter(({ eventId }) => !known.has(eventId))
      .flatMap((event) => doubleOf(event, settled, shown)),
  ];
}

function differenceOf(
  { bookingId, eventId, wanted, isThere, time }: BelievedEvent,
  shown: ListedEvent | undefined,
  range: Interval,
): Finding[] {
  if (!shown) {
    const wouldBeListed = time !== null && time.start < range.end && time.end > range.start;
    const isMissed = isThere && wanted === "present" && wouldBeListed;
    return isMissed ? [{ kind: "missing", bookingId, eventId }] : [];
  }
  if (!isThere || wanted === "absent") return [{ kind: "leftover", bookingId, eventId }];
  return isSame(timeOf(shown.facts), time) ? [] : [{ kind: "drifted", bookingId, eventId }];
}

/**
 * A listed event that we never made. A copy that somebody made in Google for another day carries our marker too and is
 * theirs: only one that says the very same beside ours is a double.
 */
function doubleOf(
  { eventId, facts }: ListedEvent,
  settled: BelievedEvent[],
  shown: Map<string, ListedEvent>,
): Finding[] {
  const { marker, etag } = facts;
  const ours = settled.find(
    (event) => event.bookingId === marker?.bookingId && event.generation === marker.generation,
  );
  const beside = ours && shown.get(ours.eventId);
  if (!ours || !beside || !isSame(timeOf(beside.facts), timeOf(facts))) return [];
  return [{ kind: "doubled", bookingId: ours.bookingId, eventId, etag }];
}

function isSame(a: Interval | null, b: Interval | null): boolean {
  return a !== null && b !== null && a.start === b.start && a.end === b.end;
}
