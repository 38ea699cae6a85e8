// An account that its host has disconnected: nothing there is looked at or written any more.
import { expect, test } from "vitest";
import { type EventRecord, eventIdOf } from "./calendar-event.ts";
import {
  agreed,
  BOOKING_ID,
  booked,
  cancelled,
  decidedAnew,
  ELSEWHERE,
  edited,
  keptWithoutCalendar,
  LATER,
  live,
  moved,
  NOW,
  play,
  sentTo,
  TEXTS,
} from "./sync-plan.fixtures.ts";
import type { SyncSubject } from "./sync-step.ts";

const disconnected = { kind: "disconnected", tokenVersion: 3 } as const;
const waits = { end: "failed", failure: disconnected };
/** It was to be looked at anew. */
const doubted = (changes: Partial<EventRecord> = {}) => live({ misses: 1, ...changes });

test.each<[string, EventRecord, object]>([
  ["in agreement", doubted(), agreed()],
  ["removed in Google", doubted({ goneAt: NOW }), { end: "removed_in_google" }],
  [
    "moved in Google",
    doubted({ written: { revision: 1, time: LATER, ...TEXTS } }),
    { end: "drifted" },
  ],
])(
  "R4.1 what was %s stays so when nobody can look, and the doubt stays too",
  (_was, record, end) => {
    const run = play({ subject: booked(), records: [record] }, disconnected);
    expect(run.acts).toEqual(["look"]);
    expect(run.end).toMatchObject(end);
    expect(run.records).toEqual([record]);
  },
);

test.each<[string, SyncSubject, EventRecord]>([
  ["a new time", moved(), live()],
  ["new texts", edited(), doubted()],
  ["a restored event", decidedAnew(), doubted({ goneAt: NOW })],
  ["the removal after cancelling", cancelled(), live()],
  ["the removal of one that its host does without", keptWithoutCalendar(), live()],
])("R4.1 %s waits for the account", (_what, subject, record) => {
  expect(play({ subject, records: [record] }, disconnected).end).toEqual(waits);
});

test("D4.9 while the newer event is in doubt there, the older one is not called off for its sake", () => {
  const older = live({ wanted: "absent" });
  const newer = doubted({
    ...ELSEWHERE,
    generation: 2,
    eventId: eventIdOf(BOOKING_ID, 2),
    written: { revision: 2, time: booked().meeting, ...TEXTS },
  });
  const run = play({ subject: sentTo(ELSEWHERE, 2), records: [older, newer] }, disconnected);
  expect(run.acts).toEqual(["look"]);
  expect(run.end).toEqual(waits);
});
