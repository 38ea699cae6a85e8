// An event that somebody removed in Google: an edit leaves it be; a move, or the host's wish to restore it, makes another.
import { expect, test } from "vitest";
import { type EventRecord, eventIdOf } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
  cancelled,
  DAY_MS,
  decidedAnew,
  ELSEWHERE,
  edited,
  failures,
  HOME,
  HOUR_MS,
  keptWithoutCalendar,
  live,
  MEETING,
  MINUTE_MS,
  missedTwice,
  moved,
  NOW,
  ours,
  partsOf,
  play,
  refusal,
  sentTo,
  showing,
  silences,
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
  ["410, then cancelled", { kind: "gone" }],
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

test("D4.6 one that was written since and never answered for: the tombstone's own revision is what counts", () => {
  const tombstone = showing(moved(2), { cancelled: true });
  const answers = [{ kind: "gone" }, { kind: "found", event: tombstone }] as const;
  const edit = moved(3, { timeRevision: 2, textRevision: 3 });
  expect(play({ subject: edit, records: [live()] }, ...answers).end).toEqual(removedInGoogle);
  const run = play({ subject: moved(3), records: [live()] }, ...answers);
  expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
});

/** Each way to learn that it is gone, and nothing of what it said by then. */
const withoutMarker: [string, Partial<EventRecord>, ...Attempt["answer"][]][] = [
  ["410, then 410", {}, { kind: "gone" }, { kind: "gone" }],
  ["412, then 410", {}, { kind: "changedMeanwhile" }, { kind: "gone" }],
  [
    "410, then a bare tombstone",
    {},
    { kind: "gone" },
    { kind: "found", event: ours({ cancelled: true, marker: null }) },
  ],
  ["410, then not in the list", missedTwice, { kind: "gone" }],
  ["404, then not in the list", missedTwice, { kind: "notFound" }, { kind: "notFound" }],
  ["410, then 404 and not in the list", {}, { kind: "gone" }, { kind: "notFound" }],
  ["refused, and not in the list", {}, refusal, refusal, { kind: "notFound" }],
  [
    "a bare tombstone in the answer to the patch",
    {},
    { kind: "accepted", event: showing(moved(), { cancelled: true, marker: null }) },
  ],
];

test.each(withoutMarker)(
  "D4.6 a moved event is gone, and nothing tells since when (%s): in doubt the removal came last, and a later decision counts",
  (_how, known, ...answers) => {
    let run = play({ subject: moved(), records: [live(known)] }, ...answers);
    if (run.end?.end === "again") {
      const records = run.records.map((record) => ({ ...record, ...missedTwice }));
      run = play({ subject: moved(), records }, { kind: "notFound" }, { kind: "notFound" });
    }
    expect(run.end).toEqual(removedInGoogle);
    expect(run.acts).not.toContain("insert");
    expect(run.records).toMatchObject([
      { wanted: "present", goneAt: NOW, written: { revision: 2 } },
    ]);
    const edit = moved(3, { timeRevision: 2, textRevision: 3 });
    const later = { records: run.records, now: NOW + DAY_MS };
    for (const subject of [moved(), edit]) {
      expect(play({ ...later, subject })).toMatchObject({ acts: [], end: removedInGoogle });
    }
    for (const subject of [decidedAnew(3), moved(3)]) {
      const again = play(
        { ...later, subject, now: MEETING.start - HOUR_MS },
        { kind: "gone" },
        { kind: "accepted", event: showing(subject, {}, 2) },
      );
      expect(again.acts).toEqual(["look", "insert"]);
      expect(again.steps[1]).toMatchObject({ notify: true, record: { generation: 2 } });
      expect(again.end).toEqual(agreed());
    }
  },
);

test.each<[string, ...Attempt["answer"][]]>([
  ["410", { kind: "gone" }],
  ["404, and not in the list", { kind: "notFound" }, { kind: "notFound" }],
  ["refused, and not in the list", refusal, { kind: "notFound" }],
  ["a bare tombstone", { kind: "found", event: ours({ cancelled: true, marker: null }) }],
  ["its tombstone", { kind: "found", event: ours({ cancelled: true }) }],
])(
  "R3.4 one that was known to be gone before somebody decided anew is looked at (%s), and made again",
  (_how, ...answers) => {
    for (const subject of [decidedAnew(), moved()]) {
      const run = play({ subject, records: [removed()] }, ...answers, {
        kind: "accepted",
        event: showing(subject, {}, 2),
      });
      expect(run.acts[0]).toBe("look");
      expect(run.steps.at(-1)).toMatchObject({
        act: "insert",
        notify: true,
        record: { generation: 2 },
      });
      expect(run.end).toEqual(agreed());
      expect(run.records).toMatchObject([
        { generation: 1, wanted: "absent", goneAt: NOW - HOUR_MS },
        { generation: 2, wanted: "present" },
      ]);
    }
  },
);

test("D4.6 one that was known to be gone, brought back and removed again since it was decided anew stays removed", () => {
  const tombstone = showing(decidedAnew(), { cancelled: true });
  const run = play(
    { subject: decidedAnew(), records: [removed()] },
    { kind: "found", event: tombstone },
  );
  expect(run).toMatchObject({ acts: ["look"], end: removedInGoogle });
});

test("D4.5 a restored one is looked at once per run: a second run looks anew before it inserts", () => {
  const away = { kind: "unavailable", why: "google_503" } as const;
  const first = play({ subject: decidedAnew(), records: [removed()] }, { kind: "gone" }, away);
  expect(first.acts).toEqual(["look", "insert"]);
  expect(first.records).toMatchObject([
    { generation: 1, wanted: "absent" },
    { generation: 2, wanted: "present", insertUnresolved: true },
  ]);
  const crashed = play({ subject: decidedAnew(), records: [removed()] });
  expect(crashed.acts).toEqual(["look"]);
  const second = play({ subject: decidedAnew(), records: first.records });
  expect(second.steps).toMatchObject([{ act: "insert", record: { generation: 2 } }]);
});

test.each<[string, ...Attempt["answer"][]]>([
  ["410", { kind: "gone" }],
  ["404, and not in the list", { kind: "notFound" }, { kind: "notFound" }],
])(
  "D4.5 a used-up id of an event that was never confirmed (%s) is burnt: the next generation",
  (_how, ...answers) => {
    const run = play(
      { subject: moved(), records: [unresolved(missedTwice)] },
      { kind: "alreadyThere" },
      ...answers,
    );
    expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
  },
);

test("D4.6 a bare tombstone under an id that was never confirmed was removed by a person, whatever was decided until then", () => {
  const run = play(
    { subject: moved(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours({ cancelled: true, marker: null }) },
  );
  expect(run).toMatchObject({ acts: ["insert", "look"], end: removedInGoogle });
  const again = play({ subject: moved(3), records: run.records }, { kind: "gone" });
  expect(again.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
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
    { subject: moved(), records: run.records, now: NOW + MINUTE_MS / 2 },
    { kind: "found", event: tombstone },
    { kind: "accepted", event: showing(moved(), {}, 2) },
  );
  expect(later.acts).toEqual(["look", "insert"]);
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
  for (const failure of silences) {
    const looked = ask(failure);
    expect(looked).toMatchObject({ acts: ["look"], end: { end: "failed", failure } });
    expect(looked.records).toEqual([removed()]);
  }
  for (const unproven of [refusal, { kind: "notFound" } as const]) {
    for (const failure of failures) {
      const asked = ask(unproven, failure);
      expect(asked).toMatchObject({ acts: ["look", "find"], end: { end: "failed", failure } });
      expect(asked.records).toEqual([removed()]);
    }
    const listed = ask(unproven, { kind: "found", event: ours() });
    expect(listed.acts).toEqual(["look", "find", "patch"]);
    const absent = ask(unproven, { kind: "notFound" });
    expect(absent.acts).toEqual(["look", "find", "insert"]);
  }
});

test("D4.6 a calendar that can't be read proves nothing: no second one on that either", () => {
  const unreadable = { kind: "calendarMissing" } as const;
  const setting = { subject: decidedAnew(), records: [removed()] };
  const run = play(setting, { kind: "notFound" }, unreadable);
  expect(run).toMatchObject({
    acts: ["look", "find"],
    end: { end: "parked", why: "calendar_missing" },
    records: [removed()],
  });
});

/** As the nightly comparison leaves it when it found something under its id. */
const doubted = () => removed({ misses: 1 });

test("D4.6 one that may have been brought back is looked at, though nobody decided anew", () => {
  const back = { kind: "found", event: ours({ etag: '"back"' }) } as const;
  const run = play({ subject: booked(), records: [doubted()] }, back);
  expect(run).toMatchObject({ acts: ["look"], end: agreed() });
  expect(run.records).toMatchObject([{ goneAt: null, misses: 0, etag: '"back"' }]);
});

test.each<[string, ...Attempt["answer"][]]>([
  ["410", { kind: "gone" }],
  ["its tombstone", { kind: "found", event: ours({ cancelled: true }) }],
  ["404, and not in the list", { kind: "notFound" }, { kind: "notFound" }],
])(
  "D4.6 and if it was not (%s), it stays removed, and is not asked for again",
  (_how, ...answers) => {
    for (const subject of [booked(), edited()]) {
      const run = play({ subject, records: [doubted()] }, ...answers);
      expect(run.end).toEqual(removedInGoogle);
      const later = play({ subject, records: run.records, now: NOW + DAY_MS });
      expect(later).toMatchObject({ acts: [], end: removedInGoogle });
    }
  },
);

test("D4.6 doubted or not, it was gone before it was decided anew: made again", () => {
  const event = showing(decidedAnew(), {}, 2);
  const run = play(
    { subject: decidedAnew(), records: [doubted()] },
    { kind: "gone" },
    { kind: "accepted", event },
  );
  expect(run).toMatchObject({ acts: ["look", "insert"], end: agreed() });
});

test("D4.6 one that was brought back without our marker is left alone, and no second one is made beside it: the host is asked", () => {
  const bare = { kind: "found", event: ours({ marker: null }) } as const;
  const run = play({ subject: decidedAnew(), records: [removed()] }, bare);
  expect(run).toMatchObject({ acts: ["look"], end: { end: "parked", why: "event_not_ours" } });
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
  const subject = sentTo(ELSEWHERE, 2);
  const run = play(
    { subject, records: [removed()] },
    { kind: "accepted", event: showing(subject, {}, 2) },
    { kind: "removed" },
  );
  expect(run.steps).toMatchObject([
    { act: "insert", record: { generation: 2, ...ELSEWHERE } },
    { act: "remove", record: { generation: 1 } },
  ]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 nor is it brought back where it was: the same calendar chosen is a new event too", () => {
  const subject = sentTo(HOME, 2);
  const run = play(
    { subject, records: [removed()] },
    { kind: "accepted", event: showing(subject, {}, 2) },
    { kind: "removed" },
  );
  expect(run.steps).toMatchObject([
    { act: "insert", record: { generation: 2, ...HOME } },
    { act: "remove", record: { generation: 1 } },
  ]);
  expect(run.end).toEqual(agreed());
});

test("D4.5 a removal that is noticed does not end the looks at an older id", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS / 2 });
  const second = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2), misses: 1 });
  const run = play({ subject: booked(), records: [spent, second] }, { kind: "gone" });
  expect(run.end).toEqual({ end: "removed_in_google", followUpAt: NOW + MINUTE_MS / 2 });
});
