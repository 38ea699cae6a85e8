// A booking that its host keeps without a calendar event: the event goes, nobody is told of a cancellation, and it can
// come back.
import { expect, test } from "vitest";
import { type EventRecord, eventIdOf, newEventRecord } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
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
  showing,
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

test("D4.9 restored while its removal is still to be made: the old one goes first, then a new one comes", () => {
  const subject = decidedAnew(3);
  const run = play(
    { subject, records: [live({ wanted: "absent" })] },
    { kind: "removed" },
    { kind: "accepted", event: showing(subject, {}, 2) },
  );
  expect(run.acts).toEqual(["remove", "insert"]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 another calendar chosen for it, it has an event again, there", () => {
  const subject = booked({ revision: 3 });
  const next = newEventRecord(BOOKING_ID, 2, ELSEWHERE);
  const run = play(
    { subject, records: [gone, next] },
    { kind: "accepted", event: showing(subject, {}, 2) },
  );
  expect(run.steps).toMatchObject([{ act: "insert", record: { generation: 2, ...ELSEWHERE } }]);
  expect(run.end).toEqual(agreed());
});

test("D4.9 a booking that never had a record and is restored goes to today's destination", () => {
  const run = play({ subject: decidedAnew(3), records: [], destination: ELSEWHERE });
  expect(run.steps).toMatchObject([{ act: "insert", record: { generation: 1, ...ELSEWHERE } }]);
});
