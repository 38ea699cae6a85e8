// Google's errors, row by row, from the answer on the wire to what the host sees and when it is tried again: the table in
// Google's guide (https://developers.google.com/workspace/calendar/api/guides/errors), and what was seen in the field.
import { expect, test } from "vitest";
import { aBooking } from "../domain/booking.fixtures.ts";
import { contentOf, eventIdOf, newEventRecord } from "../domain/calendar-event.ts";
import { planFirstStep, planNextStep } from "../domain/sync-plan.ts";
import { outcomeOf } from "../domain/sync-state.ts";
import type { Attempt, Step, SyncSubject } from "../domain/sync-step.ts";
import { type CalendarClient, createCalendarClient } from "./calendar-client.server.ts";
import { backendError, frontEndError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

const NOW = Date.UTC(2026, 10, 30, 9);
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const TOKEN = { token: "ya29.secret", version: 3 };
const booking = aBooking();
const content = contentOf(booking, { name: "Ada" }, "https://slotkeeper.test/b/link", 1);
const texts = { title: content.title, place: content.place };
const HOME = { connectionId: "connection", calendarId: "ada@example.com" };

const untried = { ...newEventRecord(booking.id, 1, HOME), firstAttemptedAt: NOW };
const live = {
  ...untried,
  etag: '"1"',
  confirmedAt: NOW,
  written: { revision: 1, time: booking.meeting, ...texts },
};

const ourEvent = (changes: object = {}) =>
  json({
    id: live.eventId,
    etag: '"2"',
    status: "confirmed",
    summary: content.title,
    start: { dateTime: new Date(booking.meeting.start).toISOString() },
    end: { dateTime: new Date(booking.meeting.end).toISOString() },
    extendedProperties: { private: { slotkeeperBooking: booking.id, rev: "1", gen: "1" } },
    ...changes,
  });
const listed = (...items: object[]) => json({ items });

/** What each write begins with. */
const writes = {
  insert: { subject: { ...booking, texts }, records: [untried] },
  patch: {
    subject: { ...booking, texts: { ...texts, title: "New" }, revision: 2, titleRevision: 2 },
    records: [live],
  },
  remove: {
    subject: { ...booking, texts, revision: 2, status: "cancelled" as const },
    records: [live],
  },
};
type Write = keyof typeof writes;
const WRITES: Write[] = ["insert", "patch", "remove"];

/** A run with these answers from Google, one after the other; `asked` tells by which means. */
async function run(
  write: Write,
  answers: (Response | Error)[],
  changes: Partial<SyncSubject> = {},
) {
  const { fetch, sent } = recordingFetch(...answers);
  const client = createCalendarClient("https://google.test", fetch);
  const { records } = writes[write];
  const subject: SyncSubject = { ...writes[write].subject, ...changes };
  const goal = { subject, destination: HOME, meet: "none" as const };
  let plan = planFirstStep(goal, records, NOW);
  while ("step" in plan) {
    const answer = await send(client, plan.step);
    plan = planNextStep(goal, plan, { ...plan.step, answer } as Attempt, NOW);
  }
  const { state, reason, nextTryAt } = outcomeOf(plan.end, 1, NOW, 0.999);
  const waitMs = nextTryAt === null ? null : nextTryAt - NOW;
  return { state, reason, waitMs, asked: sent.map(({ method }) => method), records: plan.records };
}

function send(client: CalendarClient, step: Step): Promise<Attempt["answer"]> {
  const { calendarId, eventId } = step.record;
  switch (step.act) {
    case "insert":
      return client.insertEvent(TOKEN, calendarId, eventId, content, step.notify);
    case "burn":
      return client.burnEventId(TOKEN, calendarId, eventId, content);
    case "look":
      return client.lookAtEvent(TOKEN, calendarId, eventId);
    case "find":
      return client.findEvent(TOKEN, calendarId, eventId, booking.id);
    case "patch": {
      const condition = { etag: step.etag, notifyGuests: step.notify };
      return client.patchEvent(TOKEN, calendarId, eventId, content, step.parts, condition);
    }
    case "remove":
      return client.removeEvent(TOKEN, calendarId, eventId, step.etag, step.notify);
  }
}

/** The same answer to whatever is asked. */
const always = (answer: () => Response | Error) => Array.from({ length: 6 }, answer);

// ---------------------------------------------------------------- tried again by itself

const soon = { state: "retrying", waitMs: 1_998 };

test.each<[string, () => Response | Error, string]>([
  ["500 backendError", () => backendError(500, "backendError"), "google_500"],
  ["500 internalError", () => backendError(500, "internalError"), "google_500"],
  ["502 in HTML", () => new Response("<html>Bad Gateway", { status: 502 }), "google_502"],
  ["503 with an empty body", () => new Response("", { status: 503 }), "google_503"],
  ["504", () => backendError(504, "backendError"), "google_504"],
  ["no connection", () => new TypeError("fetch failed"), "network"],
  ["no answer in time", () => new DOMException("late", "TimeoutError"), "timeout"],
  ["a 200 that is cut off", () => new Response('{"id":"b', { status: 200 }), "malformed_answer"],
])(
  "R5.3 D4.4 %s is tried again for ever; whether it happened is unknown",
  async (_row, answer, reason) => {
    for (const write of WRITES) {
      // For a removal every 2xx is the answer.
      if (write === "remove" && reason === "malformed_answer") continue;
      const done = await run(write, always(answer));
      expect([write, done]).toMatchObject([write, { ...soon, reason }]);
      expect(done.asked).toHaveLength(1);
      expect(done.records[0]?.insertUnresolved).toBe(write === "insert");
    }
  },
);

test.each<[string, () => Response]>([
  ["403 rateLimitExceeded", () => backendError(403, "rateLimitExceeded")],
  ["403 userRateLimitExceeded", () => backendError(403, "userRateLimitExceeded")],
  ["429 rateLimitExceeded", () => backendError(429, "rateLimitExceeded")],
])("R5.3 D4.4 %s backs off; nothing has happened", async (_row, answer) => {
  for (const write of WRITES) {
    const done = await run(write, always(answer));
    expect(done).toMatchObject({ ...soon, reason: "rate_limited" });
    expect(done.records[0]?.insertUnresolved).toBe(false);
  }
});

test("R5.3 D4.4 Retry-After is kept to", async () => {
  const answer = () =>
    json({ error: { errors: [{ reason: "rateLimitExceeded" }] } }, 429, { "Retry-After": "90" });
  for (const write of WRITES) {
    expect(await run(write, [answer()])).toMatchObject({ waitMs: 90 * SECOND_MS });
  }
});

test.each(["quotaExceeded", "dailyLimitExceeded", "variableTermLimitExceeded"])(
  "R5.3 D4.4 403 %s waits for an hour at least, and the host is told",
  async (reason) => {
    for (const write of WRITES) {
      const done = await run(write, [backendError(403, reason)]);
      expect(done).toMatchObject({ state: "retrying", reason: "quota_exhausted" });
      expect(done.waitMs).toBe(HOUR_MS + 1_998);
    }
  },
);

test.each<[string, () => Response]>([
  ["accessNotConfigured", () => backendError(403, "accessNotConfigured")],
  ["SERVICE_DISABLED", () => frontEndError(403, "forbidden", "SERVICE_DISABLED")],
])(
  "R5.3 403 %s is the operator's fault: tried each minute, no host is blamed",
  async (_row, answer) => {
    for (const write of WRITES) {
      expect(await run(write, [answer()])).toMatchObject({
        state: "retrying",
        reason: "calendar_api_disabled",
        waitMs: 60 * SECOND_MS,
      });
    }
  },
);

test("R5.3 401 after the renewal is Google contradicting itself: tried again", async () => {
  for (const reason of ["authError", "required"]) {
    for (const write of WRITES) {
      expect(await run(write, [backendError(401, reason)])).toMatchObject({
        ...soon,
        reason: "token_refused",
      });
    }
  }
});

// ---------------------------------------------------------------- waits for somebody

test.each<[string, () => Response]>([
  ["insufficientPermissions", () => backendError(403, "insufficientPermissions")],
  [
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    () => frontEndError(403, "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
  ],
])("R6.2 403 %s waits for the host to grant it", async (_row, answer) => {
  for (const write of WRITES) {
    expect(await run(write, [answer()])).toMatchObject({
      state: "waiting_for_reconnect",
      reason: "scope_missing",
      waitMs: null,
    });
  }
});

test.each([
  [400, "invalid"],
  [400, "required"],
  [400, "badRequest"],
  [400, "parseError"],
  [400, "invalidParameter"],
  [400, "timeRangeEmpty"],
  [403, "forbidden"],
  [403, "requiredAccessLevel"],
  [403, "forbiddenForNonOrganizer"],
  [403, "forbiddenForServiceAccounts"],
])("R5.3 D4.4 %i %s parks the booking and says so", async (status, reason) => {
  const parked = { state: "parked", reason: `google_${status}_${reason}`, waitMs: null };
  expect(await run("insert", [backendError(status, reason)])).toMatchObject(parked);
  for (const write of ["patch", "remove"] as const) {
    const done = await run(write, [backendError(status, reason), ourEvent()]);
    expect(done).toMatchObject(parked);
    expect(done.asked).toEqual([write === "patch" ? "PATCH" : "DELETE", "GET"]);
  }
});

test("D4.5 403 forbidden for a tombstone whose trash was emptied is no refusal: the event is gone", async () => {
  const forbidden = () => backendError(403, "forbidden");
  const answers = [forbidden(), forbidden(), listed()];
  expect(await run("patch", answers)).toMatchObject({ state: "removed_in_google" });
  expect(await run("remove", answers.map(() => forbidden()).with(2, listed()))).toMatchObject({
    state: "synced",
    reason: null,
  });
});

// ---------------------------------------------------------------- about one event

test("D4.5 404 about an event is asked for again, then the list decides", async () => {
  for (const write of ["patch", "remove"] as const) {
    const first = await run(write, [backendError(404, "notFound")]);
    expect(first).toMatchObject({ ...soon, reason: "not_found_yet" });
    expect(first.records).toMatchObject([{ misses: 1, goneAt: null }]);
  }
});

test("R6.4 404 about a calendar is asked for again, then parks", async () => {
  const done = await run("insert", [backendError(404, "notFound")]);
  expect(done).toMatchObject({ ...soon, reason: "calendar_not_found_yet" });
});

test("D4.5 409 duplicate is looked at: ours is adopted", async () => {
  const done = await run("insert", [backendError(409, "duplicate"), ourEvent()]);
  expect(done).toMatchObject({ state: "synced", asked: ["POST", "GET"] });
});

test("D4.6 409 duplicate of an event that somebody removed is not made again", async () => {
  const done = await run("insert", [
    backendError(409, "duplicate"),
    ourEvent({ status: "cancelled" }),
  ]);
  expect(done).toMatchObject({ state: "removed_in_google", asked: ["POST", "GET"] });
});

test("D4.5 410 deleted is done for a removal, and a removal in Google for a change", async () => {
  const deleted = () => backendError(410, "deleted");
  expect(await run("remove", [deleted()])).toMatchObject({ state: "synced", asked: ["DELETE"] });
  for (const tombstone of [deleted(), ourEvent({ status: "cancelled" })]) {
    expect(await run("patch", [deleted(), tombstone])).toMatchObject({
      state: "removed_in_google",
      asked: ["PATCH", "GET"],
    });
  }
});

test("D4.6 410 deleted for a move: what its tombstone said tells which came first, and without it the removal did last", async () => {
  const deleted = () => backendError(410, "deleted");
  const removed = { status: "cancelled" };
  const newest = { slotkeeperBooking: booking.id, rev: "2", gen: "1" };
  const move = { timeRevision: 2 };
  const made = ourEvent({
    id: eventIdOf(booking.id, 2),
    extendedProperties: { private: { ...newest, gen: "2" } },
  });
  const before = [deleted(), ourEvent(removed), made];
  expect(await run("patch", before, move)).toMatchObject({
    state: "synced",
    asked: ["PATCH", "GET", "POST"],
  });
  for (const tombstone of [
    ourEvent({ ...removed, extendedProperties: { private: newest } }),
    ourEvent({ ...removed, extendedProperties: undefined }),
    deleted(),
  ]) {
    expect(await run("patch", [deleted(), tombstone], move)).toMatchObject({
      state: "removed_in_google",
      asked: ["PATCH", "GET"],
    });
  }
});

test("D4.5 412 conditionNotMet is read anew and done under the new etag", async () => {
  const changed = backendError(412, "conditionNotMet");
  const patched = ourEvent({
    summary: "New",
    extendedProperties: { private: { slotkeeperBooking: booking.id, rev: "2", gen: "1" } },
  });
  const done = await run("patch", [changed, ourEvent(), patched]);
  expect(done).toMatchObject({ state: "synced", asked: ["PATCH", "GET", "PATCH"] });
  const again = backendError(412, "conditionNotMet");
  const gone = new Response(null, { status: 204 });
  expect(await run("remove", [again, ourEvent(), gone])).toMatchObject({
    state: "synced",
    asked: ["DELETE", "GET", "DELETE"],
  });
});

test("R3.3 400 'Invalid conference type value.' is no refusal of the booking", async () => {
  const refusal = backendError(400, "invalid", "Invalid conference type value.");
  const { fetch, sent } = recordingFetch(refusal, ourEvent());
  const client = createCalendarClient("https://google.test", fetch);
  const subject = { ...booking, texts };
  const goal = { subject, destination: HOME, meet: "wanted" as const };
  let plan = planFirstStep(goal, [untried], NOW);
  while ("step" in plan) {
    const { step } = plan;
    const withMeet = step.act === "insert" && step.withMeet;
    const answer = await client.insertEvent(
      TOKEN,
      HOME.calendarId,
      step.record.eventId,
      { ...content, withMeet },
      true,
    );
    plan = planNextStep(goal, plan, { ...step, answer } as Attempt, NOW);
  }
  expect(sent.map(({ body }) => "conferenceData" in body)).toEqual([true, false]);
  expect(outcomeOf(plan.end, 1, NOW, 0)).toMatchObject({ state: "synced", reason: "meet_failed" });
});
