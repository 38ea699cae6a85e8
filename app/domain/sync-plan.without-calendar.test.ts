// A booking that its host keeps without a calendar event: the event goes, nobody is told of a cancellation, and it can
// come back.
import { expect, test } from "vitest";
import { type EventRecord, eventIdOf } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  cancelled,
  decidedAnew,
  ELSEWHERE,
  edited,
  failures,
  HOME,
  HOUR_MS,
  keptWithoutCalendar,
  live,
  MINUTE_MS,
  moved,
  NOW,
  ours,
  play,
  sentTo,
  showing,
  strangers,
  unresolved,
  untried,
} from "./sync-plan.fixtures.ts";

test.each<[string, EventRecord[]]>([
  ["has no record", []],
  ["was never attempted", [untried()]],
  ["was removed by us", [live({ wanted: "absent", goneAt: NOW - HOUR_MS })]],
])(
  "D4.9 kept without a calendar, a booking whose event %s asks Google nothing",
  (_which, records) => {
    const run = play({ subject: keptWithoutCalendar(), records, meet: "wanted" });
    expect(run).toMatchObject({ acts: [], end: agreed() });
  },
);

test("D4.9 kept without a calendar, its event is removed and no cancellation is mailed", () => {
  const run = play({ subject: keptWithoutCalendar(), records: [live()] }, { kind: "removed" });
  expect(run.steps).toMatchObject([{ act: "remove", etag: '"1"', notify: false }]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ wanted: "absent", goneAt: NOW }]);
});

test("D4.9 nor after a look", () => {
  const run = play(
    { subject: keptWithoutCalendar(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: ours({ etag: '"theirs"' }) },
  );
  expect(run.steps[2]).toMatchObject({ act: "remove", etag: '"theirs"', notify: false });
});

test("D4.9 an insert that may still land is used up, and looked for later", () => {
  const run = play(
    { subject: keptWithoutCalendar(), records: [unresolved()] },
    { kind: "accepted", event: ours() },
    { kind: "removed" },
  );
  expect(run.acts).toEqual(["burn", "remove"]);
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
});

test("D4.9 what lands late is removed in silence", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS });
  const run = play(
    { subject: keptWithoutCalendar(), records: [spent] },
    { kind: "found", event: ours() },
  );
  expect(run.steps[1]).toMatchObject({ act: "remove", notify: false });
});

test.each(failures.filter(({ kind }) => kind !== "refused"))(
  "D4.9 a removal that ends in $kind is not forgotten",
  (failure) => {
    const run = play({ subject: keptWithoutCalendar(), records: [live()] }, failure);
    expect(run.end).toEqual({ end: "failed", failure });
    expect(run.records).toMatchObject([{ wanted: "absent", goneAt: null }]);
  },
);

const gone = live({ wanted: "absent", goneAt: NOW - HOUR_MS });

test.each([moved, edited])("D4.9 moved and edited it stays without an event (%#)", (change) => {
  const run = play({ subject: change(3, { inCalendar: false }), records: [gone] });
  expect(run).toMatchObject({ acts: [], end: agreed() });
});

test("D4.9 cancelled, a booking without an event mails nobody through Google", () => {
  const run = play({ subject: cancelled({ revision: 3, inCalendar: false }), records: [gone] });
  expect(run).toMatchObject({ acts: [], end: agreed() });
});

test("D4.9 cancelled before its event was removed, the guest hears of the cancellation after all", () => {
  const run = play({
    subject: cancelled({ revision: 3, inCalendar: false }),
    records: [live({ wanted: "absent" })],
  });
  expect(run.steps).toMatchObject([{ act: "remove", notify: true }]);
});

test("D4.9 restored it gets the next generation, in the calendar that it had, with an invitation", () => {
  const subject = decidedAnew(3);
  const run = play(
    { subject, records: [gone], destination: ELSEWHERE },
    { kind: "accepted", event: showing(subject, {}, 2) },
  );
  expect(run.steps).toMatchObject([
    {
      act: "insert",
      notify: true,
      record: { generation: 2, eventId: eventIdOf(BOOKING_ID, 2), ...HOME },
    },
  ]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 restored before its event was removed, the event stays as it is", () => {
  const subject = decidedAnew(3);
  const run = play({ subject, records: [live()] }, { kind: "accepted", event: showing(subject) });
  expect(run.acts).toEqual(["patch"]);
  expect(run.steps).toMatchObject([{ notify: false }]);
  expect(run.end).toEqual(agreed());
});

/** Its removal was wanted, and nobody has told us that it happened. */
const toBeRemoved = live({ wanted: "absent" });

test("D4.9 restored while its removal is still to be made: it is looked at and kept, and nobody hears of anything", () => {
  const subject = decidedAnew(3);
  const run = play(
    { subject, records: [toBeRemoved] },
    { kind: "found", event: ours({ etag: '"seen"' }) },
    { kind: "accepted", event: showing(subject) },
  );
  expect(run.steps).toMatchObject([
    { act: "look", record: { generation: 1 } },
    { act: "patch", notify: false, etag: '"seen"' },
  ]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([
    { generation: 1, wanted: "present", goneAt: null, misses: 0 },
  ]);
});

test("D4.9 moved as well, its guest is told of the new time, in the same event", () => {
  const subject = moved(4);
  const run = play(
    { subject, records: [toBeRemoved] },
    { kind: "found", event: ours() },
    { kind: "accepted", event: showing(subject) },
  );
  expect(run.steps).toMatchObject([{ act: "look" }, { act: "patch", notify: true }]);
  expect(run.records).toMatchObject([{ generation: 1, wanted: "present" }]);
});

test("D4.9 restored after its removal happened, its tombstone tells: the next generation, with an invitation", () => {
  const subject = decidedAnew(3);
  const run = play(
    { subject, records: [toBeRemoved] },
    { kind: "found", event: ours({ cancelled: true }) },
    { kind: "accepted", event: showing(subject, {}, 2) },
  );
  expect(run.steps).toMatchObject([
    { act: "look", record: { generation: 1 } },
    { act: "insert", notify: true, record: { generation: 2, ...HOME } },
  ]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([
    { wanted: "absent", goneAt: NOW },
    { wanted: "present", confirmedAt: NOW },
  ]);
});

test.each(failures.filter(({ kind }) => kind !== "refused"))(
  "D4.9 whether it is still there is asked until there is an answer ($kind is none)",
  (failure) => {
    const subject = decidedAnew(3);
    const run = play({ subject, records: [toBeRemoved] }, failure);
    expect(run).toMatchObject({ acts: ["look"], end: { end: "failed", failure } });
    const later = play({ subject, records: run.records, now: NOW + MINUTE_MS });
    expect(later.acts).toEqual(["look"]);
  },
);

test("D4.9 not found is no answer: the list decides", () => {
  const subject = decidedAnew(3);
  const lost = { kind: "notFound" } as const;
  const listed = { kind: "found", event: ours() } as const;
  const kept = play({ subject, records: [toBeRemoved] }, lost, listed);
  expect(kept.acts).toEqual(["look", "find", "patch"]);
  const gone = play({ subject, records: [toBeRemoved] }, lost, lost);
  expect(gone.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
});

test.each([
  ["410", { kind: "gone" as const }],
  ["bare tombstone", { kind: "found" as const, event: ours({ cancelled: true, marker: null }) }],
])(
  "D4.9 restored after its removal happened with the reply lost (%s): the next generation",
  (_how, answer) => {
    const run = play({ subject: decidedAnew(3), records: [toBeRemoved] }, answer);
    expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
  },
);

test("D4.9 one that lost our marker meanwhile is left alone, and the host asked", () => {
  const run = play(
    { subject: decidedAnew(3), records: [toBeRemoved] },
    { kind: "found", event: strangers() },
  );
  expect(run).toMatchObject({ acts: ["look"], end: { end: "parked", why: "event_not_ours" } });
});

test("D4.9 one whose id we may have used up is not kept: what stands under it may be bare", () => {
  const subject = decidedAnew(3);
  const used = live({ wanted: "absent", insertUnresolved: true });
  const run = play(
    { subject, records: [used] },
    { kind: "accepted", event: showing(subject, {}, 2) },
    { kind: "removed" },
  );
  expect(run.steps).toMatchObject([
    { act: "insert", record: { generation: 2 } },
    { act: "remove", record: { generation: 1 } },
  ]);
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
});

test("D4.9 only the newest is kept: of an older one the removal goes on", () => {
  const subject = decidedAnew(4);
  const second = { ...toBeRemoved, generation: 2, eventId: eventIdOf(BOOKING_ID, 2) };
  const run = play(
    { subject, records: [toBeRemoved, second] },
    { kind: "found", event: ours({}, 1, 2) },
    { kind: "accepted", event: showing(subject, {}, 2) },
    { kind: "removed" },
  );
  expect(run.steps.map(({ act, record }) => [act, record.generation])).toEqual([
    ["look", 2],
    ["patch", 2],
    ["remove", 1],
  ]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 restored, and given up again before anything was done, it is removed in silence", () => {
  const restored = play(
    { subject: decidedAnew(3), records: [toBeRemoved] },
    {
      kind: "unavailable",
      why: "google_503",
    },
  );
  const run = play(
    { subject: keptWithoutCalendar(4, { timeRevision: 3 }), records: restored.records },
    { kind: "removed" },
  );
  expect(run.steps).toMatchObject([{ act: "remove", notify: false }]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 another calendar chosen for it, it has an event again, there", () => {
  const subject = sentTo(ELSEWHERE, 2, { revision: 3 });
  const run = play(
    { subject, records: [gone] },
    { kind: "accepted", event: showing(subject, {}, 2) },
  );
  expect(run.steps).toMatchObject([{ act: "insert", record: { generation: 2, ...ELSEWHERE } }]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 a booking that never had a record and is restored goes to today's destination", () => {
  const run = play({ subject: decidedAnew(3), records: [], destination: ELSEWHERE });
  expect(run.steps).toMatchObject([{ act: "insert", record: { generation: 1, ...ELSEWHERE } }]);
});
