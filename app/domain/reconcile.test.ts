import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { Interval } from "./interval.ts";
import { randomNumbers } from "./random.fixtures.ts";
import { type BelievedEvent, compareEvents, type ListedEvent } from "./reconcile.ts";
import { DAY_MS, HOUR_MS, LATER, MEETING, NOW, ours } from "./sync-plan.fixtures.ts";

const RANGE: Interval = { start: NOW, end: NOW + 60 * DAY_MS };

function believed(changes: Partial<BelievedEvent> = {}): BelievedEvent {
  return {
    bookingId: "booking-1",
    eventId: "event-1",
    generation: 1,
    wanted: "present",
    isThere: true,
    time: MEETING,
    isSettled: true,
    ...changes,
  };
}

const marker = (bookingId = "booking-1", generation = 1) => ({
  bookingId,
  revision: 1,
  generation,
});

function listed(eventId = "event-1", changes: Partial<EventFacts> = {}): ListedEvent {
  return { eventId, facts: ours({ marker: marker(), ...changes }) };
}

const at = ({ start, end }: Interval) => ({ startsAt: start, endsAt: end });
const compare = (events: BelievedEvent[], shown: ListedEvent[]) =>
  compareEvents(events, shown, RANGE);

const found = (kind: "missing" | "drifted" | "leftover", eventId = "event-1") => ({
  kind,
  bookingId: "booking-1",
  eventId,
});

test("D4.10 what is as we believe it to be is no finding", () => {
  expect(compare([], [])).toEqual([]);
  expect(compare([believed()], [listed()])).toEqual([]);
});

test("D4.10 an event of ours that is not listed is missing", () => {
  expect(compare([believed()], [])).toEqual([found("missing")]);
});

test.each<[string, Partial<BelievedEvent>]>([
  ["should be gone", { wanted: "absent" }],
  ["is known to be gone, or was never seen", { isThere: false }],
  ["ends before the range begins", { time: { start: NOW - HOUR_MS, end: NOW } }],
  ["begins when the range is over", { time: { start: RANGE.end, end: RANGE.end + 1 } }],
  ["is at a time that nobody knows", { time: null }],
  ["is at work", { isSettled: false }],
])("D4.10 an event that %s is not missed", (_which, changes) => {
  expect(compare([believed(changes)], [])).toEqual([]);
});

test("D4.10 an event on the edge of the range is missed if any of it lies within", () => {
  for (const time of [
    { start: NOW - HOUR_MS, end: NOW + 1 },
    { start: RANGE.end - 1, end: RANGE.end + HOUR_MS },
  ]) {
    expect(compare([believed({ time })], [])).toEqual([found("missing")]);
  }
});

test.each<[string, Partial<EventFacts>]>([
  ["another time", at(LATER)],
  ["another start", { startsAt: MEETING.start - 1 }],
  ["another end", { endsAt: MEETING.end + 1 }],
  ["a time that can't be read", { startsAt: null, endsAt: null }],
])("D4.10 an event with %s has drifted", (_which, facts) => {
  expect(compare([believed()], [listed("event-1", facts)])).toEqual([found("drifted")]);
});

test("D4.10 a drift that is known is none: believed is what Google showed last", () => {
  expect(compare([believed({ time: LATER })], [listed("event-1", at(LATER))])).toEqual([]);
});

test.each<[string, Partial<BelievedEvent>]>([
  ["should be gone", { wanted: "absent" }],
  ["should be gone, and was known to be", { wanted: "absent", isThere: false }],
  ["somebody removed, and brought back", { isThere: false }],
])("D4.10 an event that %s and is listed is left over", (_which, changes) => {
  expect(compare([believed(changes)], [listed()])).toEqual([found("leftover")]);
});

test("D4.10 what is at work finds out by itself", () => {
  const busy = believed({ isSettled: false });
  expect(compare([busy], [listed("event-1", at(LATER))])).toEqual([]);
  expect(compare([{ ...busy, wanted: "absent" }], [listed()])).toEqual([]);
});

// ---------------------------------------------------------------- doubles

test("D4.10 an event that is just like ours beside it is a double; ours stays", () => {
  const other = listed("other", { etag: '"5"' });
  expect(compare([believed()], [listed(), other])).toEqual([
    { kind: "doubled", bookingId: "booking-1", eventId: "other", etag: '"5"' },
  ]);
  expect(compare([believed()], [other, listed()])).toHaveLength(1);
});

test.each<[string, ListedEvent[]]>([
  ["at another time: somebody's copy", [listed(), listed("copy", at(LATER))]],
  ["of another booking", [listed(), listed("other", { marker: marker("booking-9") })]],
  ["of another generation", [listed(), listed("other", { marker: marker("booking-1", 2) })]],
  ["without a marker", [listed(), listed("other", { marker: null })]],
])("D4.10 an event %s is no double, and is left alone", (_which, events) => {
  expect(compare([believed()], events)).toEqual([]);
});

test("D4.10 without ours beside it there is no telling, and nothing is removed", () => {
  expect(compare([believed()], [listed("other")])).toEqual([found("missing")]);
});

test("D4.10 while its booking is at work nothing is a double", () => {
  expect(compare([believed({ isSettled: false })], [listed(), listed("other")])).toEqual([]);
});

test("D4.10 a double of an event that has drifted is one if it drifted along, and else a copy", () => {
  const events = [listed("event-1", at(LATER)), listed("copy"), listed("twin", at(LATER))];
  expect(compare([believed()], events)).toEqual([
    found("drifted"),
    expect.objectContaining({ kind: "doubled", eventId: "twin" }),
  ]);
});

test("D4.10 each booking is compared for itself", () => {
  const second = { bookingId: "booking-2", eventId: "event-2" };
  const findings = compare(
    [believed(), believed(second), believed({ ...second, eventId: "event-3", wanted: "absent" })],
    [listed(), listed("event-3", { marker: marker("booking-2", 2) })],
  );
  expect(findings).toEqual([
    { kind: "missing", ...second },
    { kind: "leftover", bookingId: "booking-2", eventId: "event-3" },
  ]);
});

test("D4.10 whatever is listed: nothing of ours is ever called a double, and what is at rest and right is left alone", () => {
  let findings = 0;
  for (let seed = 1; seed <= 2_000; seed++) {
    const random = randomNumbers(seed);
    const events = Array.from({ length: 6 }, (_, n) =>
      believed({
        bookingId: `booking-${random(3)}`,
        eventId: `event-${n}`,
        generation: 1 + random(2),
        wanted: random(3) > 0 ? "present" : "absent",
        isThere: random(3) > 0,
        isSettled: random(4) > 0,
        time: random(2) > 0 ? MEETING : LATER,
      }),
    );
    const shown = Array.from({ length: 8 }, (_, n) =>
      listed(`event-${n}`, {
        marker: random(5) > 0 ? marker(`booking-${random(3)}`, 1 + random(2)) : null,
        ...at(random(2) > 0 ? MEETING : LATER),
      }),
    ).filter(() => random(3) > 0);
    for (const finding of compare(events, shown)) {
      findings += 1;
      const known = events.find(({ eventId }) => eventId === finding.eventId);
      if (finding.kind === "doubled") expect(known, `seed ${seed}`).toBeUndefined();
      else expect(known?.isSettled, `seed ${seed}`).toBe(true);
    }
  }
  expect(findings).toBeGreaterThan(1_000);
});
