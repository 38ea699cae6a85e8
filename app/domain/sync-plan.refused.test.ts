// "Refused" (403, 400) may be Google's way of saying that an event is gone whose trash was emptied: the event is looked
// at, then looked for in the list, before a booking parks.
import { expect, test } from "vitest";
import type { EventRecord } from "./calendar-event.ts";
import {
  agreed,
  booked,
  cancelled,
  edited,
  live,
  MINUTE_MS,
  missedTwice,
  moved,
  NOW,
  ours,
  play,
  refusal,
  type Setting,
  showing,
  silences,
  strangers,
  unresolved,
} from "./sync-plan.fixtures.ts";
import type { Attempt, SyncSubject } from "./sync-step.ts";

type Answer = Attempt["answer"];
const notFound = { kind: "notFound" } as const;
const parkedAs = (failure: Answer) => ({ end: "failed", failure });

/** Another one than that of the write: the first is the one that stands. */
const second = { kind: "refused", why: "google_403_forbidden" } as const;

/** Each write of an event that is there. */
const writes: [string, SyncSubject][] = [
  ["patch", edited()],
  ["remove", cancelled()],
];

test.each(writes)(
  "D4.5 a refused %s looks at the event: gone it is done, for whatever was refused",
  (act, subject) => {
    for (const answer of [
      { kind: "gone" } as const,
      { kind: "found", event: ours({ cancelled: true }) } as const,
    ]) {
      const run = play({ subject, records: [live()] }, refusal, answer);
      expect(run.acts).toEqual([act, "look"]);
      const end = act === "patch" ? { end: "removed_in_google", followUpAt: null } : agreed();
      expect(run.end).toEqual(end);
      expect(run.records).toMatchObject([{ goneAt: NOW }]);
    }
  },
);

test.each(writes)(
  "D4.5 a refused %s whose event is still there parks with the refusal, and what was seen is kept",
  (act, subject) => {
    const event = ours({ etag: '"seen"' });
    const run = play({ subject, records: [live()] }, refusal, { kind: "found", event });
    expect(run.acts).toEqual([act, "look"]);
    expect(run.end).toEqual(parkedAs(refusal));
    expect(run.records).toMatchObject([{ goneAt: null, etag: '"seen"' }]);
  },
);

test.each(writes)(
  "D4.5 a refused %s and a refused look lead to the list: what is in it is there, what is not is gone",
  (act, subject) => {
    const setting = { subject, records: [live()] };
    const there = play(setting, refusal, second, { kind: "found", event: ours() });
    expect(there.acts).toEqual([act, "look", "find"]);
    expect(there.end).toEqual(parkedAs(refusal));
    const absent = play(setting, refusal, second, notFound);
    expect(absent.end?.end).toBe(act === "patch" ? "removed_in_google" : "synced");
    expect(absent.records).toMatchObject([{ goneAt: NOW }]);
  },
);

test.each(writes)("D4.5 a refused %s with the list refused too parks", (_act, subject) => {
  const run = play({ subject, records: [live()] }, refusal, second, second);
  expect(run.end).toEqual(parkedAs(second));
  expect(run.records).toMatchObject([{ goneAt: null }]);
});

test.each(writes)("R6.4 a refused %s in a calendar that is gone says so", (_act, subject) => {
  const run = play({ subject, records: [live()] }, refusal, second, { kind: "calendarMissing" });
  expect(run.end).toMatchObject({ end: "parked", why: "calendar_missing" });
});

test.each(writes)(
  "D4.5 a refused %s whose event is not found yet is asked for again",
  (_act, subject) => {
    const run = play({ subject, records: [live()] }, refusal, notFound);
    expect(run.end).toEqual({ end: "again", why: "not_found_yet" });
    const last = play({ subject, records: [live(missedTwice)] }, refusal, notFound);
    expect(last.acts.at(-1)).toBe("find");
  },
);

test.each(silences)(
  "R5.3 a look or a list after a refusal that ends in $kind is no proof: it is tried again by that",
  (failure) => {
    for (const [, subject] of writes) {
      const setting = { subject, records: [live()] };
      const looked = play(setting, refusal, failure);
      const listed = play(setting, refusal, second, failure);
      for (const run of [looked, listed]) {
        expect(run.end).toEqual(parkedAs(failure));
        expect(run.records).toMatchObject([{ goneAt: null }]);
      }
    }
  },
);

test("D4.6 a refused move whose trash was emptied: in doubt the removal came last, until somebody here decides anew", () => {
  const run = play({ subject: moved(), records: [live()] }, refusal, second, notFound);
  expect(run.acts).toEqual(["patch", "look", "find"]);
  expect(run.end).toEqual({ end: "removed_in_google", followUpAt: null });
  const again = play({ subject: moved(3), records: run.records }, second, notFound, {
    kind: "accepted",
    event: showing(moved(3), {}, 2),
  });
  expect(again.acts).toEqual(["look", "find", "insert"]);
  expect(again.end).toEqual(agreed());
});

test("R3.4 a refused move whose event is found removed with its old marker makes the event anew", () => {
  const tombstone = { kind: "found", event: ours({ cancelled: true }) } as const;
  const run = play({ subject: moved(), records: [live()] }, refusal, tombstone, {
    kind: "accepted",
    event: showing(moved(), {}, 2),
  });
  expect(run.acts).toEqual(["patch", "look", "insert"]);
  expect(run.end).toEqual(agreed());
});

test("D4.5 a refused patch that landed all the same is in agreement", () => {
  const run = play({ subject: moved(), records: [live()] }, refusal, {
    kind: "found",
    event: showing(moved()),
  });
  expect(run.acts).toEqual(["patch", "look"]);
  expect(run.end).toEqual(agreed());
});

test("D4.5 an event that lost its marker is not taken for ours because a write was refused", () => {
  const run = play({ subject: edited(), records: [live()] }, refusal, {
    kind: "found",
    event: strangers(),
  });
  expect(["parked", "failed"]).toContain(run.end?.end);
  expect(run.records).toMatchObject([{ goneAt: null, written: { revision: 1 } }]);
});

// ---------------------------------------------------------------- looks that are refused

/** Each look: for the Meet link, after 409, after 412, at what was missed, and at what may land late. */
const looks: [string, Omit<Setting, "records"> & { record: EventRecord }, ...Answer[]][] = [
  ["for the Meet link", { subject: booked(), meet: "wanted", record: live() }],
  ["after 409", { subject: booked(), record: unresolved() }, { kind: "alreadyThere" }],
  ["after 412", { subject: edited(), record: live() }, { kind: "changedMeanwhile" }],
  ["at what was missed", { subject: booked(), record: live({ misses: 1 }) }],
];

test.each(looks)(
  "D4.5 a refused look %s leads to the list; there it is adopted, or the refusal stands",
  (_which, { record, ...at }, ...answers) => {
    const setting = { ...at, records: [record] };
    const listed = play(setting, ...answers, refusal);
    expect(listed.acts.at(-1)).toBe("find");
    const event = showing(at.subject, { meet: "ready" });
    const found = play(setting, ...answers, refusal, { kind: "found", event });
    expect(found.end).toEqual(agreed());
    const refused = play(setting, ...answers, refusal, second);
    expect(refused.end).toEqual(parkedAs(second));
  },
);

test("D4.5 a refused look at what may land late takes the list for proof", () => {
  const spent = unresolved({ wanted: "absent", goneAt: NOW - MINUTE_MS });
  const setting = { subject: cancelled(), records: [spent] };
  expect(play(setting, refusal).acts).toEqual(["look", "find"]);
  expect(play(setting, refusal, notFound).end).toEqual(agreed(NOW + 9 * MINUTE_MS));
  const late = play(setting, refusal, { kind: "found", event: ours() });
  expect(late.acts.at(-1)).toBe("remove");
});

test("D4.5 an insert that is refused parks at once: nothing can be there", () => {
  const run = play({ subject: booked(), records: [] }, refusal);
  expect(run).toMatchObject({ acts: ["insert"], end: parkedAs(refusal) });
});

test("D4.5 an insert that is refused after one whose reply was lost stays unresolved", () => {
  const run = play({ subject: booked(), records: [unresolved()] }, refusal);
  expect(run.end).toEqual(parkedAs(refusal));
  expect(run.records).toMatchObject([{ insertUnresolved: true }]);
});
