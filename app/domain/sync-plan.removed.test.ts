// An event that somebody removed in Google: an edit leaves it be; a move, or the host's wish to restore it, makes another.
import { expect, test } from "vitest";
import { type EventRecord, eventIdOf, newEventRecord } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
  cancelled,
  DAY_MS,
  decidedAnew,
  ELSEWHERE,
  edited,
  HOME,
  HOUR_MS,
  keptWithoutCalendar,
  live,
  MINUTE_MS,
  missedTwice,
  moved,
  NOW,
  ours,
  partsOf,
  play,
  refusal,
  showing,
  TEXT_PARTS,
  TEXTS,
  TIME_ONLY,
  unresolved,
  withOtherNotes,
} from "./sync-plan.fixtures.ts";
import type { Attempt, SyncSubject } from "./sync-step.ts";

/** As it was when somebody's removal was noticed. */
const removed = (changes: Partial<EventRecord> = {}) => live({ goneAt: NOW - HOUR_MS, ...changes });

const removedInGoogle = { end: "removed_in_google", followUpAt: null };

test.each<[string, SyncSubject]>([
  ["nothing has changed", booked()],
  ["its texts have", edited()],
  ["its notes have", withOtherNotes()],
  ["it has been edited many times", edited(9)],
])("D4.6 an event removed in Google stays removed when %s", (_when, subject) => {
  const run = play({ subject, records: [removed()], meet: "wanted" });
  expect(run).toMatchObject({ acts: [], end: removedInGoogle, records: [removed()] });
});

test.each<[string, SyncSubject]>([
  ["restored", decidedAnew()],
  ["moved", moved()],
  ["moved and edited since", moved(2, { revision: 3, textRevision: 3 })],
])(
  "D4.6 an event removed in Google is made again when its booking is %s: the next generation, with an invitation",
  (_what, subject) => {
    const event = showing(subject, {}, 2);
    const run = play(
      { subject, records: [removed()] },
      { kind: "gone" },
      { kind: "accepted", event },
    );
    expect(run.acts).toEqual(["look", "insert"]);
    const made = run.steps.at(-1);
    expect(made).toMatchObject({
      act: "insert",
      notify: true,
      record: { generation: 2, eventId: eventIdOf(BOOKING_ID, 2), ...HOME },
    });
    expect(run.end).toEqual(agreed());
    expect(run.records.map(({ generation, wanted }) => [generation, wanted])).toEqual([
      [1, "absent"],
      [2, "present"],
    ]);
    expect(run.seen).toEqual({ eventId: eventIdOf(BOOKING_ID, 2), facts: event });
  },
);

test("D4.6 once made again it is an event like any other: an edit patches it", () => {
  const first = live({ wanted: "absent", goneAt: NOW - HOUR_MS });
  const second = live({
    generation: 2,
    eventId: eventIdOf(BOOKING_ID, 2),
    written: { revision: 2, time: booked().meeting, ...TEXTS },
  });
  const subject = edited(3, { timeRevision: 2 });
  expect(play({ subject, records: [first, second] }).steps).toMatchObject([
    { act: "patch", parts: partsOf(false, true), record: { generation: 2 } },
  ]);
});

test("D4.6 made again in its own calendar, whatever today's destination is", () => {
  const run = play(
    { subject: decidedAnew(), records: [removed()], destination: ELSEWHERE },
    { kind: "gone" },
  );
  expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2, ...HOME } });
});

test("D4.6 made again twice: removed, restored, removed, restored is generation 3", () => {
  const first = live({ wanted: "absent", goneAt: NOW - DAY_MS });
  const second = removed({
    generation: 2,
    eventId: eventIdOf(BOOKING_ID, 2),
    written: { revision: 2, time: booked().meeting, ...TEXTS },
  });
  const still = play({ subject: decidedAnew(2), records: [first, second] });
  expect(still).toMatchObject({ acts: [], end: removedInGoogle });
  const run = play({ subject: decidedAnew(3), records: [first, second] }, { kind: "gone" });
  expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 3 } });
});

// ---------------------------------------------------------------- which came first

const ways: [string, ...Attempt["answer"][]][] = [
  ["412, then cancelled", { kind: "changedMeanwhile" }],
  ["refused, then cancelled", { kind: "refused", why: "google_403_forbidden" }],
];

test.each(ways)(
  "D4.6 a move finds its event removed (%s) at the time before: the move came later, and counts",
  (_how, ...answers) => {
    const tombstone = ours({ cancelled: true }, 1);
    const run = play({ subject: moved(), records: [live()] }, ...answers, {
      kind: "found",
      event: tombstone,
    });
    expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
  },
);

test.each(ways)(
  "D4.6 a move whose reply was lost finds its event removed (%s) at the new time: the removal came later, and counts",
  (_how, ...answers) => {
    const tombstone = showing(moved(), { cancelled: true });
    const run = play({ subject: moved(), records: [live()] }, ...answers, {
      kind: "found",
      event: tombstone,
    });
    expect(run.acts).toEqual(["patch", "look"]);
    expect(run.end).toEqual(removedInGoogle);
    const later = play({ subject: moved(), records: run.records, now: NOW + DAY_MS });
    expect(later).toMatchObject({ acts: [], end: removedInGoogle });
  },
);

test.each<[string, ...Attempt["answer"][]]>([
  ["gone (410)", { kind: "gone" }],
  ["not in a readable calendar", { kind: "notFound" }, { kind: "notFound" }],
])("R3.4 a move whose event is %s makes another", (_how, ...answers) => {
  const run = play({ subject: moved(), records: [live(missedTwice)] }, ...answers, {
    kind: "accepted",
    event: showing(moved(), {}, 2),
  });
  expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
  expect(run.end).toEqual(agreed());
  expect(run.records[0]).toMatchObject({ wanted: "absent", goneAt: NOW });
});

test("D4.6 a removal of what was never confirmed counts, and so does a later move", () => {
  const tombstone = ours({ cancelled: true });
  const run = play(
    { subject: booked(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: tombstone },
  );
  expect(run.end).toEqual(removedInGoogle);
  const later = play(
    { subject: moved(), records: run.records, now: NOW + HOUR_MS },
    { kind: "alreadyThere" },
    { kind: "found", event: tombstone },
    { kind: "accepted", event: showing(moved(), {}, 2) },
  );
  expect(later.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
  expect(later.end).toMatchObject({ end: "synced" });
});

test("D4.6 an event that was brought back in Google is not made a second time: it is brought up to date", () => {
  const back = ours({ etag: '"back"' });
  for (const subject of [decidedAnew(), moved()]) {
    const run = play(
      { subject, records: [removed()] },
      { kind: "found", event: back },
      { kind: "accepted", event: showing(subject) },
    );
    expect(run.steps).toMatchObject([
      { act: "look" },
      { act: "patch", parts: TIME_ONLY, etag: '"back"' },
    ]);
    expect(run.end).toEqual(agreed());
    expect(run.records).toMatchObject([{ generation: 1, wanted: "present", goneAt: null }]);
  }
});

test("D4.6 whether it was brought back is asked until there is an answer: no second one on suspicion", () => {
  const ask = (...answers: Attempt["answer"][]) =>
    play({ subject: decidedAnew(), records: [removed()] }, ...answers);
  expect(ask({ kind: "unavailable", why: "google_503" }).end).toMatchObject({ end: "failed" });
  expect(ask({ kind: "notFound" }).end).toEqual({ end: "again", why: "not_found_yet" });
  const listed = ask(refusal, { kind: "found", event: ours() });
  expect(listed.acts).toEqual(["look", "find", "patch"]);
  const absent = ask(refusal, { kind: "notFound" });
  expect(absent.acts).toEqual(["look", "find", "insert"]);
});

test("D4.6 an event that was brought back and is not asked for again stays known as removed", () => {
  const run = play({ subject: edited(), records: [removed()] });
  expect(run).toMatchObject({ acts: [], end: removedInGoogle });
});

// ---------------------------------------------------------------- cancelled, or sent elsewhere, once removed

test("R3.5 a cancelled booking makes sure that what was removed in Google is gone", () => {
  const run = play({ subject: cancelled(), records: [removed()] }, { kind: "removed" });
  expect(run.acts).toEqual(["remove"]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 so does one that is kept without a calendar, and mails nobody", () => {
  const run = play({ subject: keptWithoutCalendar(), records: [removed()] }, { kind: "removed" });
  expect(run.steps).toMatchObject([{ act: "remove", notify: false }]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 another calendar chosen for it is a new event there", () => {
  const subject = booked({ revision: 2 });
  const next = newEventRecord(BOOKING_ID, 2, ELSEWHERE);
  const run = play(
    { subject, records: [removed(), next] },
    { kind: "removed" },
    { kind: "accepted", event: showing(subject, {}, 2) },
  );
  expect(run.steps).toMatchObject([
    { act: "remove", record: { generation: 1 } },
    { act: "insert", record: { generation: 2, ...ELSEWHERE } },
  ]);
  expect(run.end).toEqual(agreed());
});

test("D4.5 a removal that is noticed does not end the looks at an older id", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS / 2 });
  const second = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2), misses: 1 });
  const run = play({ subject: booked(), records: [spent, second] }, { kind: "gone" });
  expect(run.end).toEqual({ end: "removed_in_google", followUpAt: NOW + MINUTE_MS / 2 });
});
