// A newer generation stands before the older one goes, so that nobody is told of a meeting's end who is still expected;
// and an older one that can't be removed holds nothing else up: it is noted, and tried again each day.
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
  type Played,
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
  { kind: "disconnected", tokenVersion: 3 },
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
    const run = play({ subject, records: [old, next] }, accepted, ...answers);
    expect(run.steps[0]).toMatchObject({ act: "insert", record: { generation: 2 } });
    expect(run.steps.slice(1).map(({ record }) => record.generation)).toEqual(answers.map(() => 1));
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
    const first = play({ subject, records: [old, next] }, accepted, ...answers);
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

// ---------------------------------------------------------------- first the new one, then the old one

const generations = (run: Played) =>
  run.steps.map(({ act, record }) => `${act} ${record.generation}`);

test("D4.9 another calendar chosen for it: the old event is called off when the new one stands", () => {
  const sent = { ...subject, chosenCalendar: { ...ELSEWHERE, fromGeneration: 2 } };
  const run = play({ subject: sent, records: [live()] }, accepted, { kind: "removed" });
  expect(run.steps).toMatchObject([
    { act: "insert", notify: true, record: { generation: 2, ...ELSEWHERE } },
    { act: "remove", notify: true, record: { generation: 1 } },
  ]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([
    { wanted: "absent", goneAt: NOW },
    { wanted: "present", confirmedAt: NOW },
  ]);
});

test("D4.9 a calendar chosen while a sync made the next event elsewhere: that one goes too", () => {
  const between = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const sent = { ...subject, chosenCalendar: { ...ELSEWHERE, fromGeneration: 2 } };
  const run = play(
    { subject: sent, records: [live({ wanted: "absent", goneAt: NOW }), between] },
    { kind: "accepted", event: showing(subject, {}, 3) },
    { kind: "removed" },
  );
  expect(generations(run)).toEqual(["insert 3", "remove 2"]);
  expect(run.steps[0]?.record).toMatchObject(ELSEWHERE);
  expect(run.end).toEqual(agreed());
});

test("D4.9 one that was chosen and has its event is left alone by later changes", () => {
  const sent = { ...subject, revision: 3, chosenCalendar: { ...ELSEWHERE, fromGeneration: 2 } };
  const run = play(
    { subject: sent, records: [live({ wanted: "absent", goneAt: NOW }), second] },
    {
      kind: "accepted",
      event: showing(sent, {}, 2),
    },
  );
  expect(generations(run)).toEqual(["patch 2"]);
  expect(run.end).toEqual(agreed());
});

/** Each way in which the new event fails for want of something that may come back by itself. */
const delays: [string, EventRecord, ...Attempt["answer"][]][] = [
  ...passing.map((failure): [string, EventRecord, Attempt["answer"]] => [
    failure.kind,
    next,
    failure,
  ]),
  ["calendar missing, for a moment", next, { kind: "calendarMissing" }],
  ["taken, and not found yet", next, { kind: "alreadyThere" }, { kind: "notFound" }],
];

test.each(delays)(
  "D4.9 a new event that can't be made just now (%s) ends the run at once: the old one is not touched",
  (_why, record, ...answers) => {
    const run = play({ subject, records: [live(), record] }, ...answers);
    expect(run.end?.end).toMatch(/^(failed|again)$/);
    expect(run.steps.every((step) => step.record.generation === 2)).toBe(true);
    expect(run.records[0]).toEqual(live({ wanted: "absent" }));
    const later = play({ subject, records: run.records, now: NOW + HOUR_MS });
    expect(later.steps).toMatchObject([{ record: { generation: 2 } }]);
  },
);

/** Each way in which it fails until somebody does something about it. */
const refusals: [string, ...Attempt["answer"][]][] = [
  ...standing.map((failure): [string, Attempt["answer"]] => [failure.kind, failure]),
  ["refused", refusal],
  ["calendar missing for good", { kind: "calendarMissing" }],
  ["taken, and refused throughout", { kind: "alreadyThere" }, refusal, refusal],
];

test.each(refusals)(
  "D4.9 a new event that can't be made (%s) leaves the old one standing, and the failure counts",
  (_why, ...answers) => {
    const run = play({ subject, records: [live(), { ...next, ...missedTwice }] }, ...answers);
    expect(run.steps.every(({ record }) => record.generation === 2)).toBe(true);
    expect(run.end?.end).toMatch(/^(failed|parked)$/);
    expect(run.records[0]).toEqual(live({ wanted: "absent" }));
    const later = play({ subject, records: run.records, now: NOW + DAY_MS }, ...answers);
    expect(later.end).toEqual(run.end);
    const made = play({ subject, records: run.records, now: NOW + DAY_MS }, accepted);
    expect(generations(made)).toEqual(["insert 2", "remove 1"]);
  },
);

test.each(refusals)(
  "D4.9 one that can't be made (%s) leaves an event standing that a person had removed before",
  (_why, ...answers) => {
    const removedByHand = live({ goneAt: NOW - HOUR_MS });
    const run = play(
      { subject, records: [removedByHand, { ...next, ...missedTwice }] },
      ...answers,
    );
    expect(run.acts).not.toContain("remove");
    expect(run.end?.end).toMatch(/^(failed|parked)$/);
  },
);

test.each(refusals)(
  "D4.5 meanwhile (%s) the id of an older insert that may still land is used up, and looked at",
  (_why, ...answers) => {
    const records = [unresolved(), { ...next, ...missedTwice }];
    const bare = { kind: "accepted", event: ours({ startsAt: null, endsAt: null }) } as const;
    const run = play({ subject, records }, ...answers, bare, { kind: "removed" });
    expect(run.steps.slice(-2)).toMatchObject([
      { act: "burn", record: { generation: 1 } },
      { act: "remove", notify: false, record: { generation: 1 } },
    ]);
    expect(run.end?.end).toMatch(/^(failed|parked)$/);
    expect(run.records[0]).toMatchObject({ insertUnresolved: true, goneAt: NOW });
    const due = { subject, records: run.records, now: NOW + MINUTE_MS };
    const looked = play(due, ...answers, { kind: "gone" });
    expect(looked.steps.at(-1)).toMatchObject({ act: "look", record: { generation: 1 } });
    expect(looked.end?.end).toMatch(/^(failed|parked)$/);
    expect(looked.records[0]).toMatchObject({ goneChecks: 1 });
  },
);

test.each<[string, EventRecord, ...Attempt["answer"][]]>([
  ["when its id is used up", unresolved(), { kind: "alreadyThere" }],
  ["at a later look", unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS })],
])(
  "D4.9 an older insert that turns out to have landed (%s) stands until the new event does",
  (_when, old, ...answers) => {
    const found = { kind: "found", event: ours({ etag: '"landed"' }) } as const;
    const run = play({ subject, records: [old, next] }, refusal, ...answers, found);
    expect(run.acts).not.toContain("remove");
    expect(run.end).toEqual({ end: "failed", failure: refusal });
    expect(run.records[0]).toMatchObject({ wanted: "absent", confirmedAt: NOW, goneAt: null });
    const made = play({ subject, records: run.records }, accepted, { kind: "removed" });
    expect(made.steps).toMatchObject([{ act: "insert" }, { act: "remove", etag: '"landed"' }]);
  },
);

/** Each way in which the new event, once made, turns out to be refused a change. */
test.each<[string, ...Attempt["answer"][]]>([
  ...standing.map((failure): [string, Attempt["answer"]] => [failure.kind, failure]),
  ["refused, and still there", refusal, { kind: "found", event: ours({}, 1, 2) }],
  ["not ours any more", { kind: "changedMeanwhile" }, { kind: "found", event: strangers() }],
])(
  "D4.9 a new event that can't be changed (%s) leaves the old one standing too",
  (_why, ...answers) => {
    const changed = { ...subject, revision: 3, titleRevision: 3, textRevision: 3 };
    const run = play(
      { subject: changed, records: [live({ wanted: "absent" }), second] },
      ...answers,
    );
    expect(run.steps.every(({ record }) => record.generation === 2)).toBe(true);
    expect(run.end?.end).toMatch(/^(failed|parked)$/);
    expect(run.records[0]).toEqual(live({ wanted: "absent" }));
  },
);

test("D4.9 a new event that its host has moved stands: the old one goes", () => {
  const dragged = showing(subject, { startsAt: MEETING.start, endsAt: MEETING.end }, 2);
  const run = play(
    { subject, records: [live(), { ...second, misses: 1 }] },
    { kind: "found", event: dragged },
    { kind: "removed" },
  );
  expect(generations(run)).toEqual(["look 2", "remove 1"]);
  expect(run.end).toEqual({ end: "drifted", followUpAt: null });
});

test("D4.9 a new event that a person has removed is not waited for: the old one goes", () => {
  const records = [live(), { ...second, goneAt: NOW - HOUR_MS }];
  const run = play({ subject, records }, { kind: "removed" });
  expect(generations(run)).toEqual(["remove 1"]);
  expect(run.end).toEqual({ end: "removed_in_google", followUpAt: null });
});

test("D4.9 an old event that can't be removed beside one that a person has removed is tried again a day later", () => {
  const records = [live(), { ...second, goneAt: NOW - HOUR_MS }];
  const run = play({ subject, records }, { kind: "tokenDead", tokenVersion: 3 });
  expect(run.end).toEqual({
    end: "removed_in_google",
    followUpAt: NOW + DAY_MS,
    note: "old_event_left",
  });
});

test("D4.5 a look at an id that is known to be gone and that is not answered changes nothing: it is made good later", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - 11 * MINUTE_MS, goneChecks: 1 });
  const run = (answer: CalendarFailure) =>
    play({ subject: cancelled(), records: [spent] }, answer).end;
  expect(run({ kind: "unavailable", why: "google_503" })).toEqual(agreed(NOW + 5 * MINUTE_MS));
  expect(run({ kind: "tokenDead", tokenVersion: 3 })).toEqual(agreed(NOW + DAY_MS));
});

test("D4.9 nor is its Meet link: a look for that which brings no answer holds nothing up", () => {
  const away = { kind: "unavailable", why: "google_503" } as const;
  const records = [live(), { ...second, confirmedAt: NOW }];
  const run = play({ subject, records, meet: "wanted" }, away, { kind: "removed" });
  expect(generations(run)).toEqual(["look 2", "remove 1"]);
  expect(run.end).toMatchObject({ end: "synced", note: null });
  const followUpAt = run.end?.end === "synced" ? run.end.followUpAt : null;
  expect(followUpAt).toBeGreaterThan(NOW);
});

test.each(passing)(
  "D4.9 an old event that can't be removed just now ($kind) is tried again soon, with the new one standing",
  (failure) => {
    const run = play({ subject, records: [live(), next] }, accepted, failure);
    expect(generations(run)).toEqual(["insert 2", "remove 1"]);
    expect(run.end).toEqual({ end: "failed", failure });
    expect(run.records).toMatchObject([{ wanted: "absent", goneAt: null }, { confirmedAt: NOW }]);
    const later = play(
      { subject, records: run.records, now: NOW + MINUTE_MS },
      { kind: "removed" },
    );
    expect(generations(later)).toEqual(["remove 1"]);
    expect(later.end).toEqual(agreed());
  },
);

test("D4.9 so is one that is not found for a moment", () => {
  const run = play({ subject, records: [live(), next] }, accepted, { kind: "notFound" });
  expect(run).toMatchObject({
    acts: ["insert", "remove"],
    end: { end: "again", why: "not_found_yet" },
  });
});

test("D4.9 of two old events the one that can be removed is, whatever becomes of the other", () => {
  const older = live();
  const old = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2) });
  const third = newEventRecord(BOOKING_ID, 3, ELSEWHERE);
  const run = play(
    { subject, records: [older, old, third] },
    { kind: "accepted", event: showing(subject, {}, 3) },
    { kind: "tokenDead", tokenVersion: 3 },
    { kind: "removed" },
  );
  expect(generations(run)).toEqual(["insert 3", "remove 1", "remove 2"]);
  expect(run.end).toEqual(agreed(NOW + DAY_MS, "old_event_left"));
});

test("D4.9 the new event's own trouble counts before the old one's, which waits for the new one", () => {
  const away = { kind: "unavailable", why: "google_503" } as const;
  const dead = { kind: "tokenDead", tokenVersion: 3 } as const;
  const records = [
    live(),
    unresolved({ generation: 2, eventId: "b2" }),
    { ...next, generation: 3 },
  ];
  const first = play({ subject, records }, away);
  expect(first).toMatchObject({ acts: ["insert"], end: { end: "failed", failure: away } });
  const second = play({ subject, records }, refusal, dead);
  expect(generations(second)).toEqual(["insert 3", "burn 2"]);
  expect(second.end).toEqual({ end: "failed", failure: refusal });
});

test.each(obstacles)(
  "R3.5 a cancelled booking whose event can't be removed (%s) ends in that failure, for the host to see",
  (why, old, ...answers) => {
    const run = play({ subject: cancelled(), records: [old] }, ...answers);
    expect(["failed", "parked"]).toContain(run.end?.end);
    const { state } = outcomeOf(run.end ?? { end: "not_connected" }, 1, NOW, 0.5);
    const waits = [...standing.map(({ kind }) => String(kind)), "unresolved, token dead"];
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

test("D4.5 so does one whose new event is refused", () => {
  const waits = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS, goneChecks: 1 });
  const run = play({ subject, records: [waits, next] }, refusal);
  const followUpAt = NOW + 9 * MINUTE_MS;
  expect(run.end).toEqual({ end: "parked", why: "google_400", followUpAt });
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
    { kind: "calendarMissing" },
    { kind: "tokenDead", tokenVersion: 3 },
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

// ---------------------------------------------------------------- what went with its calendar

const wentAlong: Attempt["answer"][] = [{ kind: "notFound" }, { kind: "calendarGone" }];
const lost = live({ ...missedTwice, wanted: "absent" });

test("R6.4 what was left in a calendar that is gone is noted as that, and looked for once a day", () => {
  const run = play({ subject, records: [lost, second] }, ...wentAlong);
  expect(run.acts).toEqual(["remove", "find"]);
  expect(run.end).toEqual(agreed(NOW + DAY_MS, "left_in_gone_calendar"));
  expect(run.records[0]).toMatchObject({ goneAt: null });
});

test("R6.4 of a booking that is cancelled too: there is nothing for its host to do", () => {
  const run = play({ subject: cancelled(), records: [lost] }, ...wentAlong);
  expect(run.end).toEqual(agreed(NOW + DAY_MS, "left_in_gone_calendar"));
  if (!run.end) throw new Error("no end");
  expect(outcomeOf(run.end, 1, NOW, 0.5)).toMatchObject({
    state: "synced",
    reason: "left_in_gone_calendar",
    nextTryAt: NOW + DAY_MS,
  });
});

test("R6.4 it is removed all the same once its calendar is back", () => {
  const first = play({ subject: cancelled(), records: [lost] }, ...wentAlong);
  const later = { subject: cancelled(), records: first.records, now: NOW + DAY_MS };
  const run = play(later, { kind: "removed" });
  expect(run.end).toEqual(agreed());
  expect(run.records[0]).toMatchObject({ goneAt: NOW + DAY_MS });
});

test("R6.4 until a week after its meeting, for nothing else tells that a calendar is back", () => {
  const { end } = cancelled().meeting;
  const at = (now: number) =>
    play({ subject: cancelled(), records: [lost], now }, ...wentAlong).end;
  expect(at(end + 6 * DAY_MS)).toEqual(agreed(end + 7 * DAY_MS, "left_in_gone_calendar"));
  expect(at(end + 7 * DAY_MS)).toEqual(agreed(null, "left_in_gone_calendar"));
});

test("R6.4 an event that is left in a calendar that is still there goes on needing its host", () => {
  const other = live({ generation: 2, eventId: eventIdOf(BOOKING_ID, 2), wanted: "absent" });
  const records = [lost, other];
  const refused = [refusal, { kind: "found", event: ours() }] as const;
  const moved = play({ subject: cancelled(), records }, ...wentAlong, ...refused);
  expect(moved.end).toEqual({ end: "failed", failure: refusal });
  const third = { ...second, generation: 3, eventId: eventIdOf(BOOKING_ID, 3) };
  const stands = play({ subject, records: [...records, third] }, ...wentAlong, ...refused);
  expect(stands.end).toMatchObject({ end: "synced", note: "old_event_left" });
});

test("R6.4 an event that is wanted in a calendar that is gone needs its host: it has to go elsewhere", () => {
  const wanted = live({ misses: 2, written: { ...live().written, revision: subject.revision } });
  const run = play({ subject, records: [wanted] }, ...wentAlong);
  expect(run.end).toMatchObject({ end: "parked", why: "calendar_missing" });
});
