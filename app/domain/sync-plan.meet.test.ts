// What the host is told when a meeting has no Meet link: the booking is in agreement, with a note.
import { expect, test } from "vitest";
import { MEET_CHECKS_AFTER_MS } from "./sync-checks.ts";
import {
  agreed,
  booked,
  cancelled,
  edited,
  HOUR_MS,
  keptWithoutCalendar,
  live,
  MINUTE_MS,
  moved,
  NOW,
  ours,
  play,
  type Setting,
  showing,
  untried,
} from "./sync-plan.fixtures.ts";

const wanted = (changes: Partial<Setting> = {}): Setting => ({
  subject: booked(),
  records: [untried()],
  meet: "wanted",
  ...changes,
});

test("R3.3 a calendar that makes no Meet links is not asked for one, and the host is told why", () => {
  const run = play(wanted({ meet: "not_allowed" }), { kind: "accepted", event: ours() });
  expect(run.steps).toMatchObject([{ act: "insert", withMeet: false }]);
  expect(run.end).toEqual(agreed(null, "meet_not_allowed"));
});

test("R3.3 that note is there without a look, for as long as the booking is", () => {
  const run = play(wanted({ meet: "not_allowed", records: [live()] }));
  expect(run).toMatchObject({ acts: [], end: agreed(null, "meet_not_allowed") });
});

test("R3.3 a meeting elsewhere needs no link and no note", () => {
  const run = play(wanted({ meet: "none" }), { kind: "accepted", event: ours({ meet: "none" }) });
  expect(run.steps).toMatchObject([{ act: "insert", withMeet: false }]);
  expect(run.end).toEqual(agreed());
});

test("R3.3 Google refuses the Meet of an event: the same event without, at once, with a note", () => {
  const run = play(wanted(), { kind: "meetNotAllowed" }, { kind: "accepted", event: ours() });
  expect(run.steps.map(({ record }) => record.eventId)).toEqual([
    untried().eventId,
    untried().eventId,
  ]);
  expect(run.end).toEqual(agreed(null, "meet_failed"));
});

test("R3.3 a link that Google could not make is noted, and the guest's invitation stands", () => {
  const pending = play(wanted(), { kind: "accepted", event: ours({ meet: "pending" }) });
  expect(pending.end).toEqual(agreed(NOW + MEET_CHECKS_AFTER_MS[0]));
  const failed = play(wanted({ records: pending.records, now: NOW + MEET_CHECKS_AFTER_MS[0] }), {
    kind: "found",
    event: ours({ meet: "failed" }),
  });
  expect(failed.acts).toEqual(["look"]);
  expect(failed.end).toEqual(agreed(null, "meet_failed"));
});

test("R3.3 the link that comes at last takes the note away", () => {
  const run = play(wanted({ records: [live()] }), {
    kind: "found",
    event: ours({ meet: "ready", meetLink: "https://meet.example/1" }),
  });
  expect(run.end).toEqual(agreed());
  expect(run.seen?.facts.meetLink).toBe("https://meet.example/1");
});

test("R3.3 a patch asks for no second room, and its answer tells of the link", () => {
  const event = showing(moved(), { meet: "ready" });
  const run = play(wanted({ subject: moved(), records: [live()] }), { kind: "accepted", event });
  expect(run.acts).toEqual(["patch"]);
  expect(run.end).toEqual(agreed());
});

test("R3.3 a link that is on its way when the booking is edited is still asked for", () => {
  const event = showing(edited(), { meet: "pending" });
  const records = [live({ confirmedAt: NOW - MINUTE_MS / 2 })];
  const run = play(wanted({ subject: edited(), records }), { kind: "accepted", event });
  expect(run.end).toEqual(agreed(NOW + MINUTE_MS));
});

test("R3.3 nobody asks for the link of a meeting that is off, or has no event", () => {
  const gone = live({ wanted: "absent", goneAt: NOW - HOUR_MS });
  for (const subject of [cancelled(), keptWithoutCalendar()]) {
    expect(play(wanted({ subject, records: [gone] }))).toMatchObject({ acts: [], end: agreed() });
  }
});

test("D4.8 an event that is left in another calendar is the note that counts", () => {
  const old = live({ wanted: "absent" });
  const second = live({ generation: 2, eventId: "b2" });
  const run = play(wanted({ records: [old, second], meet: "not_allowed" }), {
    kind: "tokenDead",
    tokenVersion: 3,
  });
  expect(run.end).toMatchObject({ end: "synced", note: "old_event_left" });
});
