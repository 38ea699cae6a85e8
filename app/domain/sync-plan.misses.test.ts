import { expect, test } from "vitest";
import { type EventRecord, eventIdOf } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
  cancelled,
  edited,
  failures,
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
  unresolved,
} from "./sync-plan.fixtures.ts";
import type { Attempt, SyncSubject } from "./sync-step.ts";

// 404 is no proof: it says that an event never was, or that we may not see it, and for a moment after a write it may
// say nothing at all.

type Answer = Attempt["answer"];
const notFound = { kind: "notFound" } as const;
const notFoundYet = { end: "again", why: "not_found_yet" };
const lost = unresolved();

/** Each way to a 404 about an event: the step that met it comes last. */
const ways: [string, Omit<Setting, "records"> & { record: EventRecord }, ...Answer[]][] = [
  ["look for the Meet link", { subject: booked(), meet: "wanted", record: live() }, notFound],
  ["patch", { subject: edited(), record: live() }, notFound],
  [
    "look after 412 on a patch",
    { subject: edited(), record: live() },
    { kind: "changedMeanwhile" },
    notFound,
  ],
  ["removal", { subject: cancelled(), record: live() }, notFound],
  [
    "look after 412 on a removal",
    { subject: cancelled(), record: live() },
    { kind: "changedMeanwhile" },
    notFound,
  ],
  ["look after 409", { subject: booked(), record: lost }, { kind: "alreadyThere" }, notFound],
  [
    "look after 409 on a used-up id",
    { subject: cancelled(), record: lost },
    { kind: "alreadyThere" },
    notFound,
  ],
];

/** An event that is wanted and was missed is looked at before anything is written to it: the answers from then on. */
const onceMissed = (
  { subject, record }: { subject: SyncSubject; record: EventRecord },
  answers: Answer[],
) => {
  const isLookedAt = subject.status === "confirmed" && record.confirmedAt !== null;
  return isLookedAt && answers[0]?.kind === "changedMeanwhile" ? [notFound] : answers;
};

test.each(ways)("D4.5 a %s that finds nothing is tried again twice", (_way, at, ...answers) => {
  const first = play({ ...at, records: [at.record] }, ...answers);
  const second = play(
    { ...at, records: first.records, now: NOW + MINUTE_MS },
    ...onceMissed(at, answers),
  );
  for (const run of [first, second]) {
    expect(run.end).toEqual(notFoundYet);
    expect(run.records).toMatchObject([{ goneAt: null, confirmedAt: at.record.confirmedAt }]);
  }
  expect(second.records[0]?.misses).toBe(2);
});

test.each(ways)(
  "D4.5 a %s that finds nothing a third time leads to the list",
  (_way, at, ...answers) => {
    const setting = { ...at, records: [{ ...at.record, ...missedTwice }] };
    const missed = onceMissed(at, answers);
    expect(play(setting, ...missed).acts.at(-1)).toBe("find");

    const unreadable = play(setting, ...missed, { kind: "calendarMissing" });
    expect(unreadable.end).toMatchObject({ end: "parked", why: "calendar_missing" });
    expect(unreadable.records).toMatchObject([{ goneAt: null }]);

    for (const failure of failures) {
      const run = play(setting, ...missed, failure);
      expect(run.end).toEqual({ end: "failed", failure });
      expect(run.records).toMatchObject([{ goneAt: null, misses: 3 }]);
    }
  },
);

test.each(ways.slice(0, 3))(
  "D4.6 a confirmed event (%s) that is not in a readable calendar was removed by a person",
  (_way, at, ...answers) => {
    const setting = { ...at, records: [{ ...at.record, ...missedTwice }] };
    const run = play(setting, ...onceMissed(at, answers), notFound);
    expect(run.end).toEqual({ end: "removed_in_google", followUpAt: null });
    expect(run.records).toMatchObject([{ wanted: "present", goneAt: NOW, misses: 0 }]);
    expect(run.records).toHaveLength(1);
  },
);

test("D4.5 a removal that finds nothing in a readable calendar is done", () => {
  const run = play({ subject: cancelled(), records: [live(missedTwice)] }, notFound, notFound);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ wanted: "absent", goneAt: NOW }]);
});

test("D4.5 a removal whose event is listed after all removes it, and the guest is told", () => {
  const run = play(
    { subject: cancelled(), records: [live(missedTwice)] },
    notFound,
    { kind: "found", event: ours({ etag: '"listed"' }) },
    { kind: "removed" },
  );
  expect(run.acts).toEqual(["remove", "find", "remove"]);
  expect(run.steps[2]).toMatchObject({ etag: '"listed"', notify: true });
  expect(run.end).toMatchObject({ end: "synced" });
});

test("D4.5 a later look at what was gone takes a 404 for no proof either: the list shows a late event", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS });
  const setting = { subject: cancelled(), records: [spent] };
  const late = play(setting, notFound, { kind: "found", event: ours() }, { kind: "removed" });
  expect(late.acts).toEqual(["look", "find", "remove"]);
  for (const answer of [notFound, { kind: "calendarMissing" } as const]) {
    const run = play(setting, notFound, answer);
    expect(run.end).toEqual(agreed(NOW + 9 * MINUTE_MS));
    expect(run.records).toMatchObject([{ goneChecks: 1 }]);
  }
});

test("D4.5 no next generation before the list was asked: what it shows is adopted", () => {
  const run = play(
    { subject: booked(), records: [unresolved(missedTwice)] },
    { kind: "alreadyThere" },
    notFound,
    { kind: "found", event: ours() },
  );
  expect(run.acts).toEqual(["insert", "look", "find"]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ confirmedAt: NOW, insertUnresolved: false, misses: 0 }]);
  expect(run.seen).toEqual({ eventId: eventIdOf(BOOKING_ID, 1), facts: ours() });
});

test("R3.4 a moved event that only the list shows is patched under the etag found there", () => {
  const run = play(
    { subject: moved(), records: [live(missedTwice)] },
    notFound,
    { kind: "found", event: ours({ etag: '"listed"' }) },
    { kind: "accepted", event: showing(moved()) },
  );
  expect(run.acts).toEqual(["look", "find", "patch"]);
  expect(run.steps[2]).toMatchObject({ etag: '"listed"' });
  expect(run.end).toMatchObject({ end: "synced" });
});

test("D4.5 misses count in a row only: an event that shows up again is as good as ever", () => {
  const found = { kind: "found", event: ours() } as const;
  const setting: Setting = { subject: booked(), records: [live(missedTwice)], meet: "wanted" };
  const run = play(setting, found);
  expect(run.records).toMatchObject([{ misses: 0 }]);
  expect(play({ ...setting, records: run.records }, notFound).end).toEqual(notFoundYet);
});

test("D4.5 an event that was just not found is looked at again, Meet or not, and a failed look is no agreement", () => {
  const setting = { subject: booked(), records: [live({ misses: 1 })] };
  expect(play(setting).acts).toEqual(["look"]);
  expect(play(setting, { kind: "found", event: ours() }).end).toMatchObject({ end: "synced" });
  const failure = { kind: "unavailable", why: "google_503" } as const;
  expect(play(setting, failure).end).toEqual({ end: "failed", failure });
});

test.each<[string, Setting]>([
  ["look", { subject: booked(), records: [live()], meet: "wanted" }],
  ["list", { subject: booked(), records: [live(missedTwice)], meet: "wanted" }],
])(
  "D4.6 an event that lost its marker is no proof of a removal (%s): the host decides",
  (by, setting) => {
    const before = by === "look" ? [] : [notFound];
    const run = play(setting, ...before, { kind: "found", event: strangers() });
    expect(run).toMatchObject({ end: { end: "parked", why: "event_not_ours" }, seen: null });
    expect(run.records).toMatchObject([{ goneAt: null }]);
  },
);

test("D4.5 nor is it removed when the booking is cancelled", () => {
  const run = play(
    { subject: cancelled(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: strangers() },
  );
  expect(run.end).toEqual({ end: "parked", why: "event_not_ours", followUpAt: null });
});

// ---------------------------------------------------------------- what the pages are told

test("R3.7 the pages are told of a live event of ours, by whatever step it was shown", () => {
  const shown = { eventId: eventIdOf(BOOKING_ID, 1), facts: ours() };
  const accepted = { kind: "accepted", event: ours() } as const;
  const found = { kind: "found", event: ours() } as const;
  const taken = { kind: "alreadyThere" } as const;
  const away = { kind: "unavailable", why: "google_503" } as const;
  expect(play({ subject: booked(), records: [lost] }, accepted).seen).toEqual(shown);
  expect(play({ subject: booked(), records: [lost] }, taken, found).seen).toEqual(shown);
  const movedSince = { subject: moved(), records: [lost] };
  expect(play(movedSince, taken, found, away).seen).toEqual(shown);
});

test("R3.7 the pages are told nothing of a stranger's event, nor of one that is gone or unwanted", () => {
  const taken = { kind: "alreadyThere" } as const;
  const foreign = { kind: "found", event: strangers() } as const;
  const gone = { kind: "found", event: ours({ cancelled: true }) } as const;
  const away = { kind: "unavailable", why: "google_503" } as const;
  const live = { kind: "found", event: ours() } as const;
  expect(play({ subject: booked(), records: [lost] }, taken, foreign, away).seen).toBeNull();
  expect(play({ subject: booked(), records: [lost] }, taken, gone).seen).toBeNull();
  expect(play({ subject: cancelled(), records: [lost] }, taken, live, away).seen).toBeNull();
  const movedSince = { subject: moved(), records: [lost] };
  expect(play(movedSince, taken, live, { kind: "gone" }, { kind: "gone" }).seen).toBeNull();
  expect(play(movedSince, taken, live, { kind: "gone" }, gone).seen).toBeNull();
});
