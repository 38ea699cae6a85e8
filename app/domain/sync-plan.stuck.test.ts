// An older generation that can't be removed holds nothing else up: it is noted, and tried again each day.
import { expect, test } from "vitest";
import type { CalendarFailure } from "./calendar-answer.ts";
import { type EventRecord, eventIdOf, newEventRecord } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
  cancelled,
  DAY_MS,
  ELSEWHERE,
  failures,
  HOUR_MS,
  keptWithoutCalendar,
  live,
  MEETING,
  MINUTE_MS,
  missedTwice,
  NOW,
  ours,
  play,
  refusal,
  showing,
  strangers,
  unresolved,
} from "./sync-plan.fixtures.ts";
import { outcomeOf } from "./sync-state.ts";
import type { Attempt } from "./sync-step.ts";

/** Sent to another calendar: the old event has to go, and a new one to come. */
const subject = booked({
  revision: 2,
  meeting: { start: NOW + 30 * DAY_MS, end: NOW + 30 * DAY_MS + HOUR_MS },
});
const next = newEventRecord(BOOKING_ID, 2, ELSEWHERE);
const second = live({
  ...ELSEWHERE,
  generation: 2,
  eventId: eventIdOf(BOOKING_ID, 2),
  written: { revision: 2, time: subject.meeting, title: subject.texts.title, place: null },
});
const accepted = { kind: "accepted", event: showing(subject, {}, 2) } as const;

const standing: CalendarFailure[] = [
  { kind: "tokenDead", tokenVersion: 3 },
  { kind: "scopeMissing", tokenVersion: 3 },
  { kind: "blockedByAdministrator", tokenVersion: 3 },
];
const passing = failures.filter(
  ({ kind }) => kind !== "refused" && !standing.some((one) => one.kind === kind),
);

/** Each way in which an old event turns out not to be removable. */
const obstacles: [string, EventRecord, ...Attempt["answer"][]][] = [
  ...standing.map((failure): [string, EventRecord, Attempt["answer"]] => [
    failure.kind,
    live(),
    failure,
  ]),
  ["refused, and still there", live(), refusal, { kind: "found", event: ours() }],
  ["refused throughout", live(), refusal, refusal, refusal],
  ["calendar missing", live(missedTwice), { kind: "notFound" }, { kind: "calendarMissing" }],
  [
    "not ours any more",
    live(),
    { kind: "changedMeanwhile" },
    { kind: "found", event: strangers() },
  ],
  ["unresolved, token dead", unresolved(), { kind: "tokenDead", tokenVersion: 1 }],
  ["unresolved, refused", unresolved(), refusal],
  [
    "unresolved, calendar missing",
    unresolved(missedTwice),
    { kind: "calendarMissing" },
    { kind: "calendarMissing" },
  ],
];

test.each(obstacles)(
  "D4.9 an old event that can't be removed (%s) does not keep the new one from being made",
  (_why, old, ...answers) => {
    const run = play({ subject, records: [old, next] }, ...answers, accepted);
    expect(run.steps.at(-1)).toMatchObject({ act: "insert", record: { generation: 2 } });
    expect(run.steps.slice(0, -1).every(({ record }) => record.generation === 1)).toBe(true);
    expect(run.end).toEqual(agreed(NOW + DAY_MS, "old_event_left"));
    expect(run.records).toMatchObject([
      { generation: 1, wanted: "absent", goneAt: null },
      { generation: 2, wanted: "present", confirmedAt: NOW },
    ]);
  },
);

test.each(obstacles)(
  "D4.9 an old event that can't be removed (%s) is tried again a day later, and then gone for good",
  (_why, old, ...answers) => {
    const first = play({ subject, records: [old, next] }, ...answers, accepted);
    const early = play({ subject, records: first.records, now: NOW + DAY_MS });
    expect(early.acts).toEqual([old.confirmedAt === null ? "burn" : "remove"]);
    if (old.confirmedAt === null) return;
    const later = play({ subject, records: first.records, now: NOW + DAY_MS }, { kind: "removed" });
    expect(later.end).toEqual(agreed());
    expect(later.records[0]).toMatchObject({ goneAt: NOW + DAY_MS });
  },
);

test("D4.9 an old event that can't be removed is tried again daily, on the last day hourly, until the meeting is over", () => {
  const old = live({ wanted: "absent" });
  const at = (now: number) =>
    play({ subject, records: [old, second], now }, { kind: "tokenDead", tokenVersion: 3 }).end;
  const { end } = subject.meeting;
  expect(at(NOW)).toEqual(agreed(NOW + DAY_MS, "old_event_left"));
  expect(at(end - DAY_MS - 1)).toEqual(agreed(end - 1, "old_event_left"));
  expect(at(end - DAY_MS)).toEqual(agreed(end - DAY_MS + HOUR_MS, "old_event_left"));
  expect(at(end - HOUR_MS - 1)).toEqual(agreed(end - 1, "old_event_left"));
  expect(at(end - HOUR_MS)).toEqual(agreed(null, "old_event_left"));
  expect(at(end + DAY_MS)).toEqual(agreed(null, "old_event_left"));
});

test("D4.8 the host is told of an event that is left, and the booking is in agreement all the same", () => {
  const old = live({ wanted: "absent" });
  const { end } = play({ subject, records: [old, second] }, { kind: "tokenDead", tokenVersion: 3 });
  if (!end) throw new Error("no end");
  expect(outcomeOf(end, 1, NOW, 0.5)).toMatchObject({
    state: "synced",
    reason: "old_event_left",
    nextTryAt: NOW + DAY_MS,
  });
});

test.each(passing)(
  "D4.9 while it may soon be removed ($kind), it goes first: no second event beside a live one",
  (failure) => {
    const run = play({ subject, records: [live(), next] }, failure);
    expect(run).toMatchObject({ acts: ["remove"], end: { end: "failed", failure } });
  },
);

test("D4.9 nor beside one that is not found for a moment", () => {
  const run = play({ subject, records: [live(), next] }, { kind: "notFound" });
  expect(run).toMatchObject({ acts: ["remove"], end: { end: "again", why: "not_found_yet" } });
});

test("D4.9 of two old events the one that can be removed is, whatever becomes of the other", () => {
  const older = live();
  const old = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const third = newEventRecord(BOOKING_ID, 3, ELSEWHERE);
  const run = play(
    { subject, records: [older, old, third] },
    { kind: "tokenDead", tokenVersion: 3 },
    { kind: "removed" },
    { kind: "accepted", event: showing(subject, {}, 3) },
  );
  expect(run.steps.map(({ act, record }) => [act, record.generation])).toEqual([
    ["remove", 1],
    ["remove", 2],
    ["insert", 3],
  ]);
  expect(run.end).toEqual(agreed(NOW + DAY_MS, "old_event_left"));
});

test("D4.9 the new event's own trouble counts before the old one's", () => {
  const away = { kind: "unavailable", why: "google_503" } as const;
  const run = play(
    { subject, records: [live(), next] },
    { kind: "tokenDead", tokenVersion: 3 },
    away,
  );
  expect(run.end).toEqual({ end: "failed", failure: away });
});

test("D4.9 the new event that is refused parks the booking, old event or not", () => {
  const run = play(
    { subject, records: [live(), next] },
    { kind: "tokenDead", tokenVersion: 3 },
    refusal,
  );
  expect(run.end).toEqual({ end: "failed", failure: refusal });
});

test.each(obstacles)(
  "R3.5 a cancelled booking whose event can't be removed (%s) ends in that failure, for the host to see",
  (why, old, ...answers) => {
    const run = play({ subject: cancelled(), records: [old] }, ...answers);
    expect(["failed", "parked"]).toContain(run.end?.end);
    const { state } = outcomeOf(run.end ?? { end: "not_connected" }, 1, NOW, 0.5);
    const waits = ["tokenDead", "scopeMissing", "blockedByAdministrator", "unresolved, token dead"];
    expect(state).toBe(waits.includes(why) ? "waiting_for_reconnect" : "parked");
    expect(run.records).toMatchObject([{ goneAt: null }]);
  },
);

test.each(obstacles)(
  "D4.9 so does one that is kept without a calendar (%s)",
  (_why, old, ...answers) => {
    const run = play({ subject: keptWithoutCalendar(), records: [old] }, ...answers);
    expect(["failed", "parked"]).toContain(run.end?.end);
  },
);

test("R3.5 of a cancelled booking's two events the other goes, and the failure stands", () => {
  const second = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const dead = { kind: "tokenDead", tokenVersion: 3 } as const;
  const run = play({ subject: cancelled(), records: [live(), second] }, dead, { kind: "removed" });
  expect(run.end).toEqual({ end: "failed", failure: dead });
  expect(run.records).toMatchObject([{ goneAt: null }, { goneAt: NOW }]);
});

// ---------------------------------------------------------------- the later looks at what may still land

const spent = unresolved({ wanted: "absent", goneAt: NOW - 10 * MINUTE_MS, goneChecks: 1 });

test("D4.5 a booking that is parked still looks for what may land late", () => {
  const waits = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS, goneChecks: 1 });
  const run = play(
    { subject, records: [waits, { ...next, misses: 2 }] },
    { kind: "calendarMissing" },
  );
  expect(run.end).toEqual({
    end: "parked",
    why: "calendar_missing",
    followUpAt: NOW + 9 * MINUTE_MS,
  });
});

test.each<[string, ...Attempt["answer"][]]>([
  ["token dead", { kind: "tokenDead", tokenVersion: 3 }],
  ["refused", refusal, refusal],
])(
  "D4.5 a later look that can't be made (%s) comes back later, not at once for ever",
  (_why, ...answers) => {
    const run = play({ subject, records: [spent, second] }, ...answers);
    expect(run.end?.end).toBe("synced");
    const followUpAt = run.end?.end === "synced" ? run.end.followUpAt : null;
    expect(followUpAt).not.toBeNull();
    expect(followUpAt).toBeGreaterThanOrEqual(NOW + MINUTE_MS);
  },
);

test("D4.5 nor does it make a parked booking due at once", () => {
  const run = play(
    { subject, records: [spent, { ...next, misses: 2 }] },
    { kind: "tokenDead", tokenVersion: 3 },
    { kind: "calendarMissing" },
  );
  expect(run.end?.end).toBe("parked");
  const followUpAt = run.end?.end === "parked" ? run.end.followUpAt : null;
  expect(followUpAt ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(NOW + MINUTE_MS);
});

test("D4.9 what is left is not the meeting's trouble once it is over", () => {
  const over = booked({ revision: 2, meeting: MEETING });
  const record = { ...second, written: { ...second.written, time: MEETING } };
  const run = play(
    { subject: over, records: [live({ wanted: "absent" }), record], now: MEETING.end },
    refusal,
    { kind: "found", event: ours() },
  );
  expect(run.steps[0]).toMatchObject({ act: "remove", notify: false });
  expect(run.end).toEqual(agreed(null, "old_event_left"));
});
