import { expect, test } from "vitest";
import {
  agreed,
  booked,
  edited,
  failures,
  live,
  MINUTE_MS,
  moved,
  NOW,
  ours,
  play,
  showing,
  silences,
  unresolved,
  untried,
} from "./sync-plan.fixtures.ts";

test("D4.3 an event that already says the newest revision is not written again", () => {
  expect(play({ subject: booked(), records: [live()] })).toMatchObject({
    acts: [],
    end: agreed(),
  });
});

test("R3.4 a moved booking patches its event under the etag last seen", () => {
  const run = play(
    { subject: moved(), records: [live({ etag: '"5"' })] },
    { kind: "accepted", event: showing(moved(), { etag: '"6"' }) },
  );
  expect(run.steps).toMatchObject([{ act: "patch", etag: '"5"' }]);
  expect(run.end).toEqual(agreed());
  expect(run.records[0]).toMatchObject({ etag: '"6"', written: { revision: 2 } });
});

test("D4.3 book, move, move is one write of the newest state when the first was never sent", () => {
  const run = play(
    { subject: moved(3), records: [untried()] },
    { kind: "accepted", event: showing(moved(3)) },
  );
  expect(run.acts).toEqual(["insert"]);
  expect(run.records[0]?.written.revision).toBe(3);
});

test("D4.5 an event changed meanwhile is looked at, and patched under its new etag", () => {
  const run = play(
    { subject: moved(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: ours({ etag: '"theirs"' }, 1) },
    { kind: "accepted", event: showing(moved()) },
  );
  expect(run.acts).toEqual(["patch", "look", "patch"]);
  expect(run.steps[2]).toMatchObject({ etag: '"theirs"' });
});

test("D4.5 a patch whose reply was lost is found to be done, without a second write", () => {
  const run = play(
    { subject: moved(), records: [live()] },
    { kind: "changedMeanwhile" },
    { kind: "found", event: showing(moved(), { etag: '"mine"' }) },
  );
  expect(run.acts).toEqual(["patch", "look"]);
  expect(run.end).toEqual(agreed());
  expect(run.records[0]).toMatchObject({ etag: '"mine"', written: { revision: 2 } });
});

test.each([
  ["gone when it is patched", [{ kind: "gone" as const }, { kind: "gone" as const }]],
  [
    "gone when it is patched, and cancelled when it is looked at",
    [{ kind: "gone" as const }, { kind: "found" as const, event: ours({ cancelled: true }) }],
  ],
  [
    "cancelled in the answer to its patch",
    [{ kind: "accepted" as const, event: showing(edited(), { cancelled: true }) }],
  ],
  [
    "cancelled when it is looked at",
    [
      { kind: "changedMeanwhile" as const },
      { kind: "found" as const, event: ours({ cancelled: true }) },
    ],
  ],
  ["gone when it is looked at", [{ kind: "changedMeanwhile" as const }, { kind: "gone" as const }]],
])(
  "D4.6 an event that is %s was removed in Google: an edit makes no new one, then or later",
  (_how, answers) => {
    const run = play({ subject: edited(), records: [live()] }, ...answers);
    const later = play({ subject: edited(), records: run.records, now: NOW + 3_600_000 });
    expect(run.end).toMatchObject({ end: "removed_in_google" });
    expect(run.seen).toBeNull();
    expect(run.records).toHaveLength(1);
    expect(later).toMatchObject({ acts: [], end: { end: "removed_in_google" } });
  },
);

test.each(silences)(
  "D4 a patch that ends in $kind leaves what we know of the event as it was",
  (failure) => {
    const run = play({ subject: moved(), records: [live()] }, failure);
    expect(run).toMatchObject({ acts: ["patch"], end: { end: "failed", failure } });
    expect(run.records).toEqual([live()]);
  },
);

test.each(failures)(
  "D4.5 an insert that ends in $kind is unresolved only if it may have happened",
  (failure) => {
    const mayHaveHappened = failure.kind === "unavailable";
    const fresh = play({ subject: booked(), records: [untried()] }, failure);
    const repeated = play({ subject: booked(), records: [unresolved()] }, failure);
    expect(fresh.end).toEqual({ end: "failed", failure });
    expect(fresh.records[0]?.insertUnresolved).toBe(mayHaveHappened);
    expect(repeated.records[0]?.insertUnresolved).toBe(true);
  },
);

test.each(silences)(
  "D4.5 a look after 409 that ends in $kind keeps the insert unresolved",
  (failure) => {
    const run = play(
      { subject: booked(), records: [untried()] },
      { kind: "alreadyThere" },
      failure,
    );
    expect(run).toMatchObject({ acts: ["insert", "look"], end: { end: "failed", failure } });
    expect(run.records[0]).toMatchObject({ insertUnresolved: true, confirmedAt: null });
  },
);

test.each(silences)(
  "R3.3 a look for the Meet link that ends in $kind forgets nothing of a live event",
  (failure) => {
    const run = play({ subject: booked(), records: [live()], meet: "wanted" }, failure);
    expect(run.acts).toEqual(["look"]);
    expect(run.records).toEqual([live()]);
  },
);

test("R3.3 R4.1 a look for the Meet link in a disconnected account leaves the booking synced: nobody can look again", () => {
  const run = play(
    { subject: booked(), records: [live()], meet: "wanted" },
    { kind: "disconnected", tokenVersion: 1 },
  );
  expect(run.end).toMatchObject({ end: "synced", followUpAt: null });
});

test.each(silences.filter(({ kind }) => kind !== "disconnected"))(
  "R3.3 a look for the Meet link that ends in $kind leaves the booking synced, to be looked at again",
  (failure) => {
    const run = play({ subject: booked(), records: [live()], meet: "wanted" }, failure);
    expect(run.end).toMatchObject({ end: "synced" });
    const followUpAt = run.end?.end === "synced" ? (run.end.followUpAt ?? 0) : 0;
    expect(followUpAt).toBeGreaterThanOrEqual(NOW + MINUTE_MS);
    if (failure.kind === "quotaExhausted") {
      expect(followUpAt).toBeGreaterThanOrEqual(NOW + 60 * MINUTE_MS);
    }
  },
);

test("R3.3 a Meet link is not asked for sooner than Google allows, nor after a day", () => {
  const look = (confirmedMinutesAgo: number) =>
    play(
      {
        subject: booked(),
        records: [live({ confirmedAt: NOW - confirmedMinutesAgo * MINUTE_MS })],
        meet: "wanted",
      },
      { kind: "rateLimited", retryAfterMs: 2 * 60 * MINUTE_MS },
    ).end;
  expect(look(1)).toEqual(agreed(NOW + 2 * 60 * MINUTE_MS));
  expect(look(60)).toEqual(agreed(NOW + 2 * 60 * MINUTE_MS));
  expect(look(24 * 60)).toEqual(agreed());
});

test("D4.5 a look that decides what to do next and brings no answer is a failure", () => {
  const run = play(
    { subject: moved(), records: [live()], meet: "wanted" },
    { kind: "changedMeanwhile" },
    { kind: "unavailable", why: "google_503" },
  );
  expect(run.end).toMatchObject({ end: "failed" });
});
