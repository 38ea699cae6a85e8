// What a patch writes, and whether anybody is told: only what was decided here since the event was last written.
import { expect, test } from "vitest";
import type { EventRecord } from "./calendar-event.ts";
import {
  agreed,
  booked,
  DAY_MS,
  decidedAnew,
  edited,
  HOUR_MS,
  LATER,
  live,
  MEETING,
  MINUTE_MS,
  moved,
  NO_PARTS,
  NOTES_ONLY,
  OTHER_TEXTS,
  partsOf,
  play,
  showing,
  TEXTS,
  TIME_ONLY,
  withOtherNotes,
} from "./sync-plan.fixtures.ts";
import type { EventParts, SyncSubject } from "./sync-step.ts";

const movedAndEdited = booked({
  revision: 3,
  timeRevision: 2,
  textRevision: 3,
  meeting: LATER,
  texts: OTHER_TEXTS,
});

/** A revision that changed nothing that an event says: its host took it over from Google, or chose nothing new. */
const markerOnly = booked({ revision: 2 });

const retitled = (revision = 2, title = "A long talk") =>
  booked({
    ...{ revision, titleRevision: revision, placeRevision: 1, textRevision: revision },
    texts: { ...TEXTS, title },
  });

const relocated = (place: string | null = "Room 5", revision = 2) =>
  booked({
    ...{ revision, titleRevision: 1, placeRevision: revision, textRevision: revision },
    texts: { ...TEXTS, place },
  });

const firstStep = (subject: SyncSubject, records = [live()], now?: number) =>
  play({ subject, records, now }).steps[0];

test.each<[string, SyncSubject, { parts: EventParts; notify: boolean }]>([
  ["a move: the time", moved(), { parts: TIME_ONLY, notify: true }],
  [
    "a new title: the title, and the description, which names it",
    retitled(),
    { parts: { ...NOTES_ONLY, title: true }, notify: true },
  ],
  [
    "a new place: the place, and the description",
    relocated(),
    { parts: { ...NOTES_ONLY, place: true }, notify: true },
  ],
  ["a new title and place: the texts", edited(), { parts: partsOf(false, true), notify: true }],
  ["other notes: the description", withOtherNotes(), { parts: NOTES_ONLY, notify: false }],
  ["both: both", movedAndEdited, { parts: partsOf(true, true), notify: true }],
  ["neither: the marker", markerOnly, { parts: NO_PARTS, notify: false }],
])("R3.4 D4.6 of %s is written, and no more", (_what, subject, patch) => {
  const run = play({ subject, records: [live()] }, { kind: "accepted", event: showing(subject) });
  expect(run.steps).toMatchObject([{ act: "patch", ...patch }]);
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ written: { revision: subject.revision } }]);
  const again = play({ subject, records: run.records });
  expect(again).toMatchObject({ acts: [], end: agreed() });
});

test("R3.4 what came since the last write is written together: book, move, edit, move is one patch", () => {
  const subject = booked({ revision: 4, timeRevision: 4, textRevision: 3, texts: OTHER_TEXTS });
  expect(firstStep(subject)).toMatchObject({ act: "patch", parts: partsOf(true, true) });
});

test("R3.4 D4.6 each part knows its own revision: retitled, moved, relocated, noted; written up to the second", () => {
  const subject = booked({
    ...{ revision: 5, titleRevision: 2, timeRevision: 3, placeRevision: 4, textRevision: 5 },
    ...{ meeting: LATER, texts: OTHER_TEXTS },
  });
  const writtenUpTo = (revision: number) =>
    live({ written: { revision, time: MEETING, ...TEXTS } });
  const parts = (revision: number) => firstStep(subject, [writtenUpTo(revision)]);
  expect(parts(1)).toMatchObject({ parts: partsOf(true, true) });
  expect(parts(2)).toMatchObject({ parts: { ...partsOf(true, true), title: false } });
  expect(parts(3)).toMatchObject({ parts: { ...NOTES_ONLY, place: true } });
  expect(parts(4)).toMatchObject({ parts: NOTES_ONLY, notify: false });
});

test("D4.6 what was written before is not written again: after the move only the edit", () => {
  const subject = movedAndEdited;
  const records = [live({ written: { revision: 2, time: LATER, ...TEXTS } })];
  expect(firstStep(subject, records)).toMatchObject({ parts: partsOf(false, true) });
});

// ---------------------------------------------------------------- who is told

test.each<[string, SyncSubject, boolean]>([
  ["another time", moved(), true],
  ["another title", retitled(), true],
  ["another place", relocated(), true],
  ["other notes", withOtherNotes(), false],
  ["a time that is said anew and the same", decidedAnew(), false],
  ["a revision that changes nothing in it", markerOnly, false],
])("D4.7 of %s the guest is told: %o", (_what, subject, notify) => {
  expect(firstStep(subject)).toMatchObject({ act: "patch", notify });
});

test("D4.7 a place that is taken away is news too", () => {
  const records = [live({ written: { revision: 1, time: MEETING, ...TEXTS, place: "Room 5" } })];
  expect(firstStep(relocated(null), records)).toMatchObject({ notify: true });
});

test.each<[string, Partial<EventRecord["written"]>, SyncSubject, boolean]>([
  ["notes, of a title that the host wrote", { title: "Ada's own" }, withOtherNotes(), false],
  ["notes, of a place that the host wrote", { place: "Ada's room" }, withOtherNotes(), false],
  ["notes, of a time that the host chose", { time: LATER }, withOtherNotes(), false],
  ["notes, of texts that nobody has seen", { title: null, place: null }, withOtherNotes(), false],
  ["a title, of a place that the host wrote", { place: "Ada's room" }, retitled(), true],
  ["a title, to what the host wrote", { title: "A long talk" }, retitled(), false],
  ["a place, to what the host wrote", { place: "Room 5" }, relocated(), false],
  ["a place, of a title that the host wrote", { title: "Ada's own" }, relocated(), true],
  ["a time, to where the host dragged it", { time: LATER }, moved(), false],
])(
  "D4.6 D4.7 an edit of %s: told of what is written and differs alone",
  (_what, seen, subject, notify) => {
    const written = { revision: 1, time: MEETING, ...TEXTS, ...seen };
    const step = firstStep(subject, [live({ written })]);
    expect(step).toMatchObject({ act: "patch", notify });
    const isWritten = step?.act === "patch" ? step.parts : NO_PARTS;
    expect(isWritten).toMatchObject({
      time: subject.timeRevision === 2,
      title: subject.titleRevision === 2,
      place: subject.placeRevision === 2,
    });
  },
);

test("D4.7 moved away and back before anything was written: nobody is told of what never was", () => {
  const back = booked({ revision: 3, timeRevision: 3 });
  expect(firstStep(back)).toMatchObject({ act: "patch", parts: TIME_ONLY, notify: false });
});

test("D4.7 renamed and renamed back before anything was written: nobody is told", () => {
  const back = edited(3, { texts: TEXTS });
  expect(firstStep(back)).toMatchObject({
    act: "patch",
    parts: partsOf(false, true),
    notify: false,
  });
});

test("D4.7 a move with other notes tells of the move, once", () => {
  const subject = { ...moved(3), textRevision: 2 };
  expect(firstStep(subject)).toMatchObject({
    parts: { ...NOTES_ONLY, time: true },
    notify: true,
  });
});

test.each([moved, edited, withOtherNotes, decidedAnew])(
  "D4.7 when we invite Google tells nobody, whatever changes (%#)",
  (change) => {
    expect(firstStep(change(2, { inviter: "own" }))).toMatchObject({ act: "patch", notify: false });
  },
);

test("D4.7 nobody is told of what is over, and everybody until then", () => {
  const at = (now: number) => firstStep(edited(), [live()], now);
  expect(at(MEETING.end - 1)).toMatchObject({ act: "patch", notify: true });
  expect(at(MEETING.end)).toMatchObject({ act: "patch", notify: false });
  expect(at(MEETING.end + 30 * DAY_MS)).toMatchObject({ act: "patch", notify: false });
});

test("D4.7 nobody is invited to what is over: an insert that comes too late is silent", () => {
  const at = (now: number) => firstStep(booked(), [], now);
  expect(at(MEETING.end - 1)).toMatchObject({ act: "insert", notify: true });
  expect(at(MEETING.end)).toMatchObject({ act: "insert", notify: false });
});

test("D4.7 nor is anybody told that what is over was cancelled", () => {
  const cancelled = booked({ revision: 2, status: "cancelled" });
  const at = (now: number) => firstStep(cancelled, [live()], now);
  expect(at(MEETING.end - 1)).toMatchObject({ act: "remove", notify: true });
  expect(at(MEETING.end)).toMatchObject({ act: "remove", notify: false });
});

test("D4.7 the second insert, without Meet, invites as the first would have", () => {
  for (const inviter of ["google", "own"] as const) {
    const run = play(
      { subject: booked({ inviter }), records: [], meet: "wanted" },
      { kind: "meetNotAllowed" },
    );
    const notify = inviter === "google";
    expect(run.steps).toMatchObject([
      { act: "insert", withMeet: true, notify },
      { act: "insert", withMeet: false, notify },
    ]);
  }
});

// ---------------------------------------------------------------- changed meanwhile

test("D4.5 a patch that comes too late is worked out anew from what the event says by then", () => {
  const subject = movedAndEdited;
  const halfDone = showing(moved(2), { etag: '"2"' });
  const run = play(
    { subject, records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: halfDone },
    { kind: "accepted", event: showing(subject) },
  );
  expect(run.steps).toMatchObject([
    { act: "patch", parts: partsOf(true, true) },
    { act: "look" },
    { act: "patch", parts: partsOf(false, true), etag: '"2"', notify: true },
  ]);
  expect(run.end).toEqual(agreed());
});

test("D4.5 a patch whose reply was lost is done, and nobody is told twice", () => {
  const subject = moved();
  const lost = play({ subject, records: [live()] }, { kind: "unavailable", why: "network" });
  const again = play(
    { subject, records: lost.records, now: live().confirmedAt ?? 0 },
    { kind: "changedMeanwhile" },
    { kind: "found", event: showing(subject, { etag: '"new"' }) },
  );
  expect(again.acts).toEqual(["patch", "look"]);
  expect(again.end).toEqual(agreed());
});

test("D4.6 a title that the host wrote in Google stays when the booking is moved", () => {
  const renamed = showing(booked(), { title: "Ada's own title", etag: '"theirs"' });
  const run = play(
    { subject: moved(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: renamed },
    { kind: "accepted", event: showing(moved(), { title: "Ada's own title" }) },
  );
  expect(run.steps[2]).toMatchObject({
    act: "patch",
    parts: partsOf(true, false),
    etag: '"theirs"',
  });
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ written: { title: "Ada's own title" } }]);
});

test("D4.7 an edit back to what the host has written in Google by then is no news", () => {
  const renamed = showing(booked(), { ...OTHER_TEXTS, etag: '"theirs"' });
  const run = play(
    { subject: edited(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: renamed },
  );
  expect(run.steps[2]).toMatchObject({
    act: "patch",
    parts: partsOf(false, true),
    notify: false,
  });
});

test("D4.6 a title and place that the host wrote in Google stay when the guest edits the notes, and nobody is told", () => {
  const byHost = { title: "Ada's own title", place: "Ada's room" };
  const run = play(
    { subject: withOtherNotes(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: showing(booked(), { ...byHost, etag: '"theirs"' }) },
    { kind: "accepted", event: showing(withOtherNotes(), byHost) },
  );
  expect(run.steps[2]).toMatchObject({
    act: "patch",
    parts: NOTES_ONLY,
    notify: false,
    etag: '"theirs"',
  });
  expect(run.end).toEqual(agreed());
  expect(run.records).toMatchObject([{ written: { revision: 2, ...byHost } }]);
});

test("R3.4 an event of long ago is brought up to the newest revision in one step", () => {
  const subject = moved(40, { textRevision: 39, texts: OTHER_TEXTS });
  const run = play(
    { subject, records: [live()], now: MEETING.start - HOUR_MS + MINUTE_MS },
    { kind: "accepted", event: showing(subject) },
  );
  expect(run.acts).toEqual(["patch"]);
  expect(run.records).toMatchObject([{ written: { revision: 40, time: LATER, ...OTHER_TEXTS } }]);
});
