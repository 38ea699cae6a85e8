// A time that somebody changed in Google: shown, kept through whatever else changes, and never overwritten unasked.
import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import type { Interval } from "./interval.ts";
import {
  agreed,
  booked,
  cancelled,
  DAY_MS,
  decidedAnew,
  edited,
  HOUR_MS,
  LATER,
  live,
  MEETING,
  MINUTE_MS,
  moved,
  NO_PARTS,
  NOTES_ONLY,
  NOW,
  OTHER_TEXTS,
  ours,
  partsOf,
  play,
  showing,
  TEXTS,
  TIME_ONLY,
  unresolved,
  withOtherNotes,
} from "./sync-plan.fixtures.ts";
import { type EventParts, isDrifted, type SyncSubject } from "./sync-step.ts";

const BY_HAND: Interval = { start: MEETING.start + 5 * HOUR_MS, end: MEETING.end + 5 * HOUR_MS };
const byHand = { startsAt: BY_HAND.start, endsAt: BY_HAND.end };

/** As it was found after somebody had moved it. */
const draggedAway = (changes: Partial<EventRecord> = {}) =>
  live({ etag: '"theirs"', written: { revision: 1, time: BY_HAND, ...TEXTS }, ...changes });

const accepted = (event: EventFacts) => ({ kind: "accepted", event }) as const;
const found = (event: EventFacts) => ({ kind: "found", event }) as const;
const drifted = { end: "drifted", followUpAt: null };

test("D4.6 an event that was moved in Google is drifted, and nothing is written", () => {
  const looked = play(
    { subject: booked(), records: [live()], meet: "wanted" },
    found(ours({ ...byHand, meet: "ready" })),
  );
  expect(looked).toMatchObject({ acts: ["look"], end: drifted });
  expect(looked.records).toMatchObject([{ written: { revision: 1, time: BY_HAND } }]);
  const later = play({ subject: booked(), records: looked.records, now: NOW + DAY_MS });
  expect(later).toMatchObject({ acts: [], end: drifted });
});

test.each([
  ["start", { startsAt: MEETING.start - MINUTE_MS }],
  ["end", { endsAt: MEETING.end + MINUTE_MS }],
])("D4.6 another %s alone is drift too", (_which, changes) => {
  const run = play({ subject: booked(), records: [live({ misses: 1 })] }, found(ours(changes)));
  expect(run.end).toEqual(drifted);
});

test("D4.6 a whole day is drift; a time that can't be read is none", () => {
  const day = { startsAt: Date.UTC(2026, 11, 2), endsAt: Date.UTC(2026, 11, 3) };
  const look = (event: EventFacts) =>
    play({ subject: booked(), records: [live({ misses: 1 })] }, found(event)).end;
  expect(look(ours(day))).toEqual(drifted);
  expect(look(ours({ startsAt: null, endsAt: null }))).toEqual(agreed());
});

test("D4.6 an event that was never seen has drifted nowhere", () => {
  expect(isDrifted(unresolved(), booked())).toBe(false);
});

test("D4.6 a lost reply is adopted with the time that a hand gave the event since", () => {
  const run = play(
    { subject: booked(), records: [unresolved()] },
    { kind: "alreadyThere" },
    found(ours(byHand)),
  );
  expect(run).toMatchObject({ acts: ["insert", "look"], end: drifted });
});

test("D4.8 the pages are told of a drifted event too", () => {
  const event = ours({ ...byHand, meetLink: "https://meet.example/1" });
  const run = play({ subject: booked(), records: [live({ misses: 1 })] }, found(event));
  expect(run.seen).toEqual({ eventId: live().eventId, facts: event });
});

test.each<[string, SyncSubject, EventParts]>([
  ["notes", withOtherNotes(), NOTES_ONLY],
  ["title and place", edited(), partsOf(false, true)],
])("D4.6 an edit of %s keeps it drifted and sends no time", (_what, subject, parts) => {
  const run = play(
    { subject, records: [draggedAway()] },
    accepted(showing(subject, { ...byHand, etag: '"4"' })),
  );
  expect(run.steps).toMatchObject([{ act: "patch", parts, etag: '"theirs"' }]);
  expect(run.end).toEqual(drifted);
  expect(run.records).toMatchObject([{ written: { revision: 2, time: BY_HAND } }]);
});

test("D4.6 an edit that meets a hand in Google leaves it the time that the hand gave it", () => {
  const run = play(
    { subject: edited(), records: [live()] },
    { kind: "changedMeanwhile" },
    found(ours({ ...byHand, etag: '"theirs"' })),
    accepted(showing(edited(), byHand)),
  );
  expect(run.steps[2]).toMatchObject({
    act: "patch",
    parts: partsOf(false, true),
    etag: '"theirs"',
  });
  expect(run.end).toEqual(drifted);
});

test("D4.6 an edit that came back drifted was not the edit's doing: the answer to a patch tells too", () => {
  const run = play({ subject: edited(), records: [live()] }, accepted(showing(edited(), byHand)));
  expect(run.end).toEqual(drifted);
});

test.each<[string, EventRecord[]]>([
  ["known to be", [draggedAway()]],
  ["found to be", [live()]],
])(
  "D4.6 a later move here wins over a hand in Google (%s drifted), and the guest is told",
  (how, records) => {
    const onTheWay =
      how === "known to be"
        ? []
        : [{ kind: "changedMeanwhile" } as const, found(ours({ ...byHand, etag: '"theirs"' }))];
    const run = play({ subject: moved(), records }, ...onTheWay, accepted(showing(moved())));
    expect(run.steps.at(-1)).toMatchObject({
      act: "patch",
      parts: TIME_ONLY,
      notify: true,
      etag: '"theirs"',
    });
    expect(run.end).toEqual(agreed());
  },
);

test("D4.6 put back: the booking's own time is written, and whoever Google told of the other is told", () => {
  const run = play(
    { subject: decidedAnew(), records: [draggedAway()] },
    accepted(showing(decidedAnew())),
  );
  expect(run.steps).toMatchObject([{ act: "patch", parts: partsOf(true, false), notify: true }]);
  expect(run.end).toEqual(agreed());
});

/** The booking has taken the time over that the event showed, which decides no time to be written. */
const taken = (changes: Partial<SyncSubject> = {}) =>
  booked({ revision: 2, meeting: BY_HAND, ...changes });

test("D4.6 taking Google's time changes nothing in Google but the marker, and mails nobody", () => {
  const run = play({ subject: taken(), records: [draggedAway()] }, accepted(showing(taken())));
  expect(run.steps).toMatchObject([{ act: "patch", parts: NO_PARTS, notify: false }]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ written: { revision: 2, time: BY_HAND } }]);
});

test("D4.6 taken, but moved on by hand meanwhile: drifted again, nothing written over it, nobody told", () => {
  const event = ours({ startsAt: LATER.start, endsAt: LATER.end, etag: '"again"' });
  const run = play(
    { subject: taken(), records: [draggedAway()] },
    { kind: "changedMeanwhile" },
    found(event),
    accepted({ ...event, marker: showing(taken()).marker }),
  );
  expect(run.acts).toEqual(["patch", "look", "patch"]);
  expect(run.steps[2]).toMatchObject({ parts: NO_PARTS, notify: false, etag: '"again"' });
  expect(run.end).toEqual(drifted);
  expect(run.records).toMatchObject([{ written: { revision: 2, time: LATER } }]);
  const later = play({ subject: taken(), records: run.records, now: NOW + DAY_MS });
  expect(later).toMatchObject({ acts: [], end: drifted });
});

test("D4.6 taken, and moved on by hand unnoticed: the answer to the marker tells", () => {
  const event = showing(taken(), { startsAt: LATER.start, endsAt: LATER.end });
  const run = play({ subject: taken(), records: [draggedAway({ etag: null })] }, accepted(event));
  expect(run.steps).toMatchObject([{ parts: NO_PARTS, notify: false }]);
  expect(run.end).toEqual(drifted);
});

test("D4.6 taken and edited since: the texts are written, the time is the calendar's own", () => {
  const subject = taken({ revision: 3, textRevision: 3, texts: OTHER_TEXTS });
  const run = play({ subject, records: [draggedAway()] }, accepted(showing(subject)));
  expect(run.steps).toMatchObject([{ parts: partsOf(false, true), notify: true }]);
  expect(run.end).toEqual(agreed());
});

test("D4.6 taken, and put back to another time since: that is a decision, written and told", () => {
  const subject = moved(3);
  const run = play({ subject, records: [draggedAway()] }, accepted(showing(subject)));
  expect(run.steps).toMatchObject([{ parts: TIME_ONLY, notify: true }]);
  expect(run.end).toEqual(agreed());
});

test("D4.6 a hand that moves the event after our move was written is a drift of its own", () => {
  const records = [live({ written: { revision: 2, time: LATER, ...TEXTS }, misses: 1 })];
  const run = play({ subject: moved(), records }, found(showing(moved(), byHand)));
  expect(run).toMatchObject({ acts: ["look"], end: drifted });
});

test("D4.6 a drifted event that is dragged back by hand is in agreement again", () => {
  const run = play({ subject: booked(), records: [draggedAway({ misses: 1 })] }, found(ours()));
  expect(run.end).toEqual(agreed());
});

test("D4.6 a drifted event is removed with its booking", () => {
  const run = play({ subject: cancelled(), records: [draggedAway()] }, { kind: "removed" });
  expect(run.steps).toMatchObject([{ act: "remove", etag: '"theirs"', notify: true }]);
  expect(run.end).toEqual(agreed());
});

test("R3.3 a drifted event is looked at for its Meet link all the same", () => {
  const setting = { subject: booked(), records: [draggedAway({ confirmedAt: NOW })] };
  const run = play({ ...setting, meet: "wanted" }, found(ours({ ...byHand, meet: "pending" })));
  expect(run.end).toMatchObject({ end: "drifted" });
  expect(run.end).not.toEqual(drifted);
});

test("D4.6 what was renamed in Google is no drift: its time is what matters", () => {
  const run = play(
    { subject: booked(), records: [live({ misses: 1 })] },
    found(ours({ ...OTHER_TEXTS })),
  );
  expect(run.end).toEqual(agreed());
});
