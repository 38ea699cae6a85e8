import { expect, test } from "vitest";
import { eventIdOf } from "./calendar-event.ts";
import { MEET_CHECKS_AFTER_MS } from "./sync-checks.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
  failures,
  HOME,
  live,
  MINUTE_MS,
  missedTwice,
  moved,
  NOW,
  ours,
  play,
  type Setting,
  showing,
  strangers,
  TEXTS,
  unresolved,
  untried,
} from "./sync-plan.fixtures.ts";
import { attempted } from "./sync-step.ts";

test("R3.1 a new booking is inserted once under the id chosen for it, and is then in agreement", () => {
  const run = play(
    { subject: booked(), records: [untried()] },
    { kind: "accepted", event: ours() },
  );
  expect(run.acts).toEqual(["insert"]);
  expect(run.steps[0]?.record.eventId).toBe(`b${BOOKING_ID}g1`);
  expect(run.end).toEqual(agreed());
  expect(run.records).toEqual([
    untried({
      etag: '"7"',
      firstAttemptedAt: NOW,
      confirmedAt: NOW,
      written: { revision: 1, time: booked().meeting, ...TEXTS },
    }),
  ]);
});

test("R3.1 a booking without a record goes to today's destination as generation 1", () => {
  const run = play(
    { subject: booked(), records: [] },
    { kind: "accepted", event: ours({ etag: '"9"' }) },
  );
  expect(run.steps[0]?.record).toMatchObject({ ...HOME, generation: 1, wanted: "present" });
  expect(run.records).toHaveLength(1);
  expect(run.records[0]).toMatchObject({ etag: '"9"', confirmedAt: NOW });
});

test("R3.6 a booking of a host without a calendar waits as not connected, and nothing is sent", () => {
  const run = play({ subject: booked(), records: [], destination: null });
  expect(run).toMatchObject({ acts: [], end: { end: "not_connected" }, records: [] });
});

test("D4.5 an attempt is unresolved from before it is sent", () => {
  expect(attempted(untried())).toEqual(untried({ insertUnresolved: true }));
});

test("D4.5 an insert of unknown outcome is sent again under the same id", () => {
  const lost = play({ subject: booked(), records: [untried()] }, failures[0] as never);
  const again = play({ subject: booked(), records: lost.records, now: NOW + MINUTE_MS });
  expect(lost.records).toEqual([untried({ firstAttemptedAt: NOW, insertUnresolved: true })]);
  expect(again.acts).toEqual(["insert"]);
  expect(again.steps[0]?.record).toMatchObject({ generation: 1, firstAttemptedAt: NOW });
});

test("D4.5 a lost reply is found out by 409 and adopted: one look, no second event, no second write", () => {
  const run = play(
    { subject: booked(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours() },
  );
  expect(run.acts).toEqual(["insert", "look"]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toHaveLength(1);
  expect(run.records[0]).toMatchObject({
    etag: '"7"',
    confirmedAt: NOW,
    insertUnresolved: false,
    written: { revision: 1 },
  });
});

test("R3.4 an adopted event of an older revision is brought up to date with its own etag", () => {
  const run = play(
    { subject: moved(3), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours({ etag: '"old"' }, 2) },
    { kind: "accepted", event: showing(moved(3)) },
  );
  expect(run.acts).toEqual(["insert", "look", "patch"]);
  expect(run.steps[2]).toMatchObject({ etag: '"old"' });
  expect(run.end).toEqual(agreed());
  expect(run.records[0]?.written.revision).toBe(3);
});

test("D4.5 a stranger's event under our id is left alone; ours gets the next generation", () => {
  const run = play(
    { subject: booked(), records: [untried()] },
    { kind: "alreadyThere" },
    { kind: "found", event: strangers() },
    { kind: "accepted", event: ours({}, 1, 2) },
  );
  expect(run.acts).toEqual(["insert", "look", "insert"]);
  expect(run.steps[2]?.record.eventId).toBe(eventIdOf(BOOKING_ID, 2));
  expect(run.records.map(({ generation, wanted }) => [generation, wanted])).toEqual([
    [1, "absent"],
    [2, "present"],
  ]);
});

test.each([
  ["another booking", { bookingId: "f".repeat(32), revision: 1, generation: 1 }],
  ["another generation of this booking", { bookingId: BOOKING_ID, revision: 1, generation: 2 }],
])("D4.5 an event marked as %s's is not adopted", (_whose, marker) => {
  const run = play(
    { subject: booked(), records: [untried()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours({ marker }) },
  );
  expect(run.acts).toEqual(["insert", "look", "insert"]);
  expect(run.steps[2]?.record.generation).toBe(2);
});

test("D4.5 an id that is taken yet leads nowhere is spent: next generation, and the old id looked at later", () => {
  const run = play(
    { subject: booked(), records: [unresolved(missedTwice)] },
    { kind: "alreadyThere" },
    { kind: "notFound" },
    { kind: "notFound" },
    { kind: "accepted", event: ours({}, 1, 2) },
  );
  expect(run.acts).toEqual(["insert", "look", "find", "insert"]);
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
  expect(run.records[0]).toMatchObject({ wanted: "absent", insertUnresolved: true, goneAt: NOW });
  expect(run.records[1]).toMatchObject({ generation: 2, wanted: "present", confirmedAt: NOW });
});

test("D4.5 a spent generation that lands late is removed, and the live one stays", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS });
  const current = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const run = play(
    { subject: booked(), records: [spent, current] },
    { kind: "found", event: ours({ etag: '"late"' }) },
    { kind: "removed" },
  );
  expect(run.acts).toEqual(["look", "remove"]);
  expect(run.steps[1]).toMatchObject({ record: { generation: 1 }, etag: '"late"' });
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
  expect(run.records[1]).toEqual(current);
});

test("D4.5 a crash between giving up one generation and storing it leaves no event that nobody looks for", () => {
  const second = unresolved({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const run = play(
    { subject: booked(), records: [unresolved(missedTwice), second] },
    { kind: "accepted", event: ours({}, 1, 2) },
    { kind: "alreadyThere" },
    { kind: "notFound" },
    { kind: "notFound" },
  );
  expect(run.steps.map(({ act, record }) => [act, record.generation])).toEqual([
    ["insert", 2],
    ["burn", 1],
    ["look", 1],
    ["find", 1],
  ]);
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
});

test("D4.9 a next generation stays in the calendar that the booking was pinned to", () => {
  const elsewhere = { connectionId: "connection-2", calendarId: "other@example.com" };
  const run = play(
    { subject: booked(), records: [unresolved(missedTwice)], destination: elsewhere },
    { kind: "alreadyThere" },
    { kind: "notFound" },
    { kind: "notFound" },
  );
  expect(run.steps[3]?.record).toMatchObject({ generation: 2, ...HOME });
});

test("D4.9 a booking's first event keeps its calendar when the destination has changed since", () => {
  const elsewhere = { connectionId: "connection-2", calendarId: "other@example.com" };
  const run = play({ subject: booked(), records: [untried()], destination: elsewhere });
  expect(run.steps[0]?.record).toMatchObject(HOME);
});

test("D4.6 an id found cancelled was removed by a person: never resurrected", () => {
  const run = play(
    { subject: booked(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours({ cancelled: true }) },
  );
  const later = play({ subject: booked(), records: run.records, now: NOW + 86_400_000 });
  expect(run.acts).toEqual(["insert", "look"]);
  expect(run.end).toEqual({ end: "removed_in_google", followUpAt: null });
  expect(later).toMatchObject({ acts: [], end: run.end });
});

test("D4.6 a tombstone that says nothing but its id counts as ours", () => {
  const run = play(
    { subject: booked(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours({ cancelled: true, marker: null, startsAt: null, endsAt: null }) },
  );
  expect(run.end).toMatchObject({ end: "removed_in_google" });
});

test("D4.6 a removal in Google does not end the looks at an older id that may still land", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW });
  const current = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const removed = play(
    { subject: booked(), records: [spent, current], meet: "wanted" },
    { kind: "found", event: ours({ cancelled: true }, 1, 2) },
  );
  expect(removed.end).toEqual({ end: "removed_in_google", followUpAt: NOW + MINUTE_MS });
  const later = play(
    { subject: booked(), records: removed.records, meet: "wanted", now: NOW + MINUTE_MS },
    { kind: "found", event: ours() },
    { kind: "removed" },
  );
  expect(later.acts).toEqual(["look", "remove"]);
  expect(later.end).toMatchObject({ end: "removed_in_google" });
});

test("R6.4 a calendar that is not there is asked for twice more, then parks the booking and says why", () => {
  let records = [untried()];
  const ends = [0, 1, 2].map((tries) => {
    const setting = { subject: booked(), records, now: NOW + tries * MINUTE_MS };
    const run = play(setting, { kind: "calendarMissing" });
    expect(run.acts).toEqual(["insert"]);
    ({ records } = run);
    return run.end;
  });
  const again = { end: "again", why: "calendar_not_found_yet" };
  expect(ends).toEqual([
    again,
    again,
    { end: "parked", why: "calendar_missing", followUpAt: null },
  ]);
  expect(records).toMatchObject([{ insertUnresolved: false, wanted: "present", goneAt: null }]);
});

test("R6.4 a calendar that shows up again while it is asked for takes the event, and the misses are forgotten", () => {
  const first = play({ subject: booked(), records: [untried()] }, { kind: "calendarMissing" });
  const run = play(
    { subject: booked(), records: first.records },
    { kind: "accepted", event: ours() },
  );
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ misses: 0, generation: 1 }]);
});

test("R3.3 where Meet is not allowed the same event is inserted without it", () => {
  const run = play(
    { subject: booked(), records: [untried()], meet: "wanted" },
    { kind: "meetNotAllowed" },
    { kind: "accepted", event: ours() },
  );
  expect(run.steps).toMatchObject([
    { act: "insert", withMeet: true, record: { generation: 1 } },
    { act: "insert", withMeet: false, record: { generation: 1 } },
  ]);
  expect(run.end).toEqual(agreed(null, "meet_failed"));
});

test("R3.3 an insert without Meet that is refused for its Meet is parked instead of sent for ever", () => {
  const run = play(
    { subject: booked(), records: [untried()], meet: "wanted" },
    { kind: "meetNotAllowed" },
    { kind: "meetNotAllowed" },
  );
  expect(run.acts).toEqual(["insert", "insert"]);
  expect(run.end).toEqual({ end: "parked", why: "meet_not_allowed", followUpAt: null });
});

test("R3.3 a Meet link that is still being made is asked for again and again, then given up", () => {
  const pending = ours({ meet: "pending" });
  const first = play(
    { subject: booked(), records: [untried()], meet: "wanted" },
    { kind: "accepted", event: pending },
  );
  const waits: number[] = [];
  let { records, end } = first;
  let now = NOW;
  while (end?.end === "synced" && end.followUpAt !== null) {
    waits.push(end.followUpAt - now);
    now = end.followUpAt;
    const setting: Setting = { subject: booked(), records, meet: "wanted", now };
    ({ records, end } = play(setting, { kind: "found", event: pending }));
  }
  expect(waits).toEqual([...MEET_CHECKS_AFTER_MS]);
  expect(end).toEqual(agreed());
});

test("R3.3 a Meet link is waited for from when the event is there, however long Google was away before", () => {
  const run = play(
    {
      subject: booked(),
      records: [unresolved({ firstAttemptedAt: NOW - 3_600_000 })],
      meet: "wanted",
    },
    { kind: "accepted", event: ours({ meet: "pending" }) },
  );
  expect(run.end).toEqual(agreed(NOW + MEET_CHECKS_AFTER_MS[0]));
});

test.each([
  ["ready", null],
  ["failed", "meet_failed"],
  ["none", "meet_failed"],
] as const)("R3.3 a Meet link that is %s needs no further look; the note is %s", (meet, note) => {
  const run = play(
    { subject: booked(), records: [untried()], meet: "wanted" },
    { kind: "accepted", event: ours({ meet }) },
  );
  expect(run.end).toEqual(agreed(null, note));
});
