import { expect, test } from "vitest";
import type { CalendarFailure } from "./calendar-answer.ts";
import { GONE_CHECKS_AFTER_MS } from "./sync-checks.ts";
import {
  agreed,
  booked,
  cancelled,
  failures,
  HOUR_MS,
  live,
  MINUTE_MS,
  missedTwice,
  NOW,
  ours,
  play,
  silences,
  strangers,
  unresolved,
  untried,
} from "./sync-plan.fixtures.ts";

const bare = ours({ startsAt: null, endsAt: null });

test.each([
  ["has no record", []],
  ["was never attempted", [untried()]],
])("R3.5 a cancelled booking that %s makes no call at all", (_which, records) => {
  const run = play({ subject: cancelled(), records });
  expect(run).toMatchObject({ acts: [], end: agreed() });
});

test("R3.5 a cancelled booking deletes its event under the etag last seen, and the guest is told", () => {
  const run = play({ subject: cancelled(), records: [live({ etag: '"4"' })] }, { kind: "removed" });
  expect(run.steps).toMatchObject([{ act: "remove", etag: '"4"', notify: true }]);
  expect(run.end).toEqual(agreed());
  expect(run.records[0]).toMatchObject({ wanted: "absent", goneAt: NOW });
});

test("D4.7 Google tells nobody of a removal when we are the inviter", () => {
  const run = play({ subject: cancelled({ inviter: "own" }), records: [live()] });
  expect(run.steps).toMatchObject([{ act: "remove", notify: false }]);
});

test("D4.7 nor when the removal comes after a look", () => {
  const run = play(
    { subject: cancelled({ inviter: "own" }), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: ours() },
  );
  expect(run.steps[2]).toMatchObject({ act: "remove", notify: false });
});

test("D4.5 an event changed meanwhile is looked at, and deleted under its new etag", () => {
  const run = play(
    { subject: cancelled(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: ours({ etag: '"new"' }) },
    { kind: "removed" },
  );
  expect(run.acts).toEqual(["remove", "look", "remove"]);
  expect(run.steps[2]).toMatchObject({ etag: '"new"', notify: true });
  expect(run.end).toEqual(agreed());
});

test.each([
  ["410", [{ kind: "removed" as const }]],
  [
    "412, then cancelled",
    [
      { kind: "changedMeanwhile" as const },
      { kind: "found" as const, event: ours({ cancelled: true }) },
    ],
  ],
  ["412, then 410", [{ kind: "changedMeanwhile" as const }, { kind: "gone" as const }]],
])("D4.5 an event that is no longer there (%s) is done", (_how, answers) => {
  const run = play({ subject: cancelled(), records: [live()] }, ...answers);
  expect(run.end).toEqual(agreed());
  expect(run.records[0]?.goneAt).toBe(NOW);
});

test.each([
  ["removed", { kind: "removed" as const }],
  ["still there", { kind: "changedMeanwhile" as const }],
])(
  "D4.5 an event that we believed to be gone by a person's hand is deleted all the same, and may be %s",
  (_what, answer) => {
    const believedGone = live({ etag: '"3"', goneAt: NOW - HOUR_MS });
    const run = play({ subject: cancelled(), records: [believedGone] }, answer);
    expect(run.steps[0]).toMatchObject({ act: "remove", etag: '"3"', notify: true });
    expect(run.acts[1]).toBe(answer.kind === "removed" ? undefined : "look");
  },
);

test("D4.5 what we removed ourselves is not removed again", () => {
  const ours = live({ wanted: "absent", goneAt: NOW - HOUR_MS });
  const run = play({ subject: cancelled(), records: [ours] });
  expect(run).toMatchObject({ acts: [], end: agreed() });
});

test("D4.5 the id of an unresolved insert is used up, removed in silence, and looked at after 1 min, 10 min and 1 h", () => {
  const first = play(
    { subject: cancelled(), records: [unresolved()] },
    { kind: "accepted", event: bare },
    { kind: "removed" },
  );
  expect(first.acts).toEqual(["burn", "remove"]);
  expect(first.steps[1]).toMatchObject({ etag: bare.etag, notify: false });
  let { records, end } = first;
  const looks: number[] = [];
  while (end?.end === "synced" && end.followUpAt !== null) {
    looks.push(end.followUpAt - NOW);
    const early = play({ subject: cancelled(), records, now: end.followUpAt - 1 });
    expect(early).toMatchObject({ acts: [], end });
    const setting = { subject: cancelled(), records, now: end.followUpAt };
    const look = play(setting, { kind: "found", event: ours({ cancelled: true }) });
    expect(look.acts).toEqual(["look"]);
    ({ records, end } = look);
  }
  expect(looks).toEqual([MINUTE_MS, 10 * MINUTE_MS, HOUR_MS]);
  expect(looks).toEqual([...GONE_CHECKS_AFTER_MS]);
  expect(end).toEqual(agreed());
});

test("D4.5 an event that lands after its id was used up is removed, the guest told, and looked for anew", () => {
  const gone = unresolved({ wanted: "absent", goneAt: NOW - 10 * MINUTE_MS, goneChecks: 1 });
  const run = play(
    { subject: cancelled(), records: [gone] },
    { kind: "found", event: ours({ etag: '"late"' }) },
    { kind: "removed" },
  );
  expect(run.acts).toEqual(["look", "remove"]);
  expect(run.steps[1]).toMatchObject({ etag: '"late"', notify: true });
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
});

test("D4.5 an unresolved insert that did land is found by the used-up id and removed", () => {
  const run = play(
    { subject: cancelled(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: ours({ etag: '"landed"' }) },
    { kind: "removed" },
  );
  expect(run.acts).toEqual(["burn", "look", "remove"]);
  expect(run.steps[2]).toMatchObject({ etag: '"landed"', notify: true });
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
});

test("D4.5 a stranger's event under our id is never removed", () => {
  const run = play(
    { subject: cancelled(), records: [unresolved()] },
    { kind: "alreadyThere" },
    { kind: "found", event: strangers() },
  );
  const later = play(
    { subject: cancelled(), records: run.records, now: NOW + MINUTE_MS },
    { kind: "found", event: strangers() },
  );
  expect([...run.acts, ...later.acts]).toEqual(["burn", "look", "look"]);
});

test("D4.5 404 on a removal means nothing while the insert may still land: the id is used up first", () => {
  const landedOnce = unresolved({ wanted: "absent", confirmedAt: NOW - MINUTE_MS, etag: '"1"' });
  const run = play({ subject: cancelled(), records: [landedOnce] }, { kind: "notFound" });
  expect(run.acts).toEqual(["remove", "burn"]);
});

test("D4.5 a removal after the id was used up that fails is taken up again, the insert still unresolved", () => {
  const run = play(
    { subject: cancelled(), records: [unresolved()] },
    { kind: "accepted", event: bare },
    { kind: "unavailable", why: "timeout" },
  );
  const again = play(
    { subject: cancelled(), records: run.records, now: NOW + MINUTE_MS },
    { kind: "alreadyThere" },
    { kind: "found", event: bare },
    { kind: "removed" },
  );
  expect(run.records[0]).toMatchObject({ insertUnresolved: true, goneAt: null });
  expect(again.acts).toEqual(["burn", "look", "remove"]);
  expect(again.end).toEqual(agreed(NOW + 2 * MINUTE_MS));
});

test("R6.4 a calendar that is gone can't be cleared: tried again, then parked for the host to see", () => {
  const first = play(
    { subject: cancelled(), records: [unresolved()] },
    { kind: "calendarMissing" },
  );
  const last = play(
    { subject: cancelled(), records: [unresolved(missedTwice)] },
    { kind: "calendarMissing" },
    { kind: "calendarMissing" },
  );
  expect(first.end).toEqual({ end: "again", why: "not_found_yet" });
  expect(last).toMatchObject({
    acts: ["burn", "find"],
    end: { end: "parked", why: "calendar_missing", followUpAt: null },
    records: [{ goneAt: null, insertUnresolved: true }],
  });
});

const refusals: CalendarFailure[] = failures.filter(({ kind }) => kind !== "unavailable");

test.each(refusals)(
  "R3.5 cancelling after the insert was surely not made ($kind) has nothing to delete",
  (failure) => {
    const refused = play({ subject: booked(), records: [untried()] }, failure);
    const run = play({ subject: cancelled(), records: refused.records });
    expect(run).toMatchObject({ acts: [], end: agreed() });
  },
);

test.each(silences)(
  "D4.5 burning, looking and removing that end in $kind neither lose nor invent an unresolved insert",
  (failure) => {
    const lost = unresolved({ wanted: "absent" });
    const later = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS });
    const known = live({ wanted: "absent" });
    for (const record of [lost, later, known]) {
      const run = play({ subject: cancelled(), records: [record] }, failure);
      // Of the one that is known to be gone only a look has failed: nothing is left to be removed.
      expect(run.end).toMatchObject(
        record === later
          ? { end: "synced", followUpAt: expect.any(Number) }
          : { end: "failed", failure },
      );
      expect(run.records).toEqual([record]);
    }
  },
);

test("R3.5 a cancelled booking of a host whose calendar is no longer connected still asks to remove its event", () => {
  const run = play({ subject: cancelled(), records: [live()], destination: null });
  expect(run.acts).toEqual(["remove"]);
});

test("D4.5 every generation of a cancelled booking is removed", () => {
  const second = live({ generation: 2, eventId: "b2", etag: '"2"' });
  const run = play(
    { subject: cancelled(), records: [live(), second] },
    { kind: "removed" },
    { kind: "removed" },
  );
  expect(run.steps.map(({ record }) => record.generation)).toEqual([1, 2]);
  expect(run.end).toEqual(agreed());
});
