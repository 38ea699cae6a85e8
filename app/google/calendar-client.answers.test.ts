import { expect, test } from "vitest";
import { partsOf } from "#app/domain/sync-plan.fixtures.ts";
import { aBooking } from "../domain/booking.fixtures.ts";
import { contentOf } from "../domain/calendar-event.ts";
import { type CalendarClient as Client, createCalendarClient } from "./calendar-client.server.ts";
import { backendError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

const TOKEN = { token: "ya29.secret", version: 3 };
const CALENDAR = "ada@example.com";
const EVENT_ID = "b0123456789abcdef0123456789abcdefg1";
const content = contentOf(aBooking(), { name: "Ada" }, "https://slotkeeper.test/b/link", 1);

const client = (answer: Response | Error | "never") =>
  createCalendarClient("https://google.test", recordingFetch(answer).fetch);

type Act = "insert" | "burn" | "look" | "find" | "patch" | "remove";

const ALL = partsOf(true, true);

function ask(act: Act, answer: Response | Error): Promise<{ kind: string }> {
  const google = client(answer);
  switch (act) {
    case "insert":
      return google.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, true);
    case "burn":
      return google.burnEventId(TOKEN, CALENDAR, EVENT_ID, content);
    case "look":
      return google.lookAtEvent(TOKEN, CALENDAR, EVENT_ID);
    case "find":
      return google.findEvent(TOKEN, CALENDAR, EVENT_ID, aBooking().id);
    case "patch": {
      const condition = { etag: '"1"', notifyGuests: true };
      return google.patchEvent(TOKEN, CALENDAR, EVENT_ID, content, ALL, condition);
    }
    case "remove":
      return google.removeEvent(TOKEN, CALENDAR, EVENT_ID, '"1"', true);
  }
}

const event = (changes: object = {}) => ({
  kind: "calendar#event",
  id: EVENT_ID,
  etag: '"77"',
  status: "confirmed",
  summary: "A talk",
  location: "Room 5",
  htmlLink: "https://calendar.google.test/event?eid=1",
  start: { dateTime: "2026-12-01T10:00:00+01:00", timeZone: "Europe/Berlin" },
  end: { dateTime: "2026-12-01T10:30:00+01:00", timeZone: "Europe/Berlin" },
  extendedProperties: {
    private: { slotkeeperBooking: aBooking().id, rev: "2", gen: "1" },
    shared: { other: "app" },
  },
  ...changes,
});

const facts = {
  etag: '"77"',
  cancelled: false,
  marker: { bookingId: aBooking().id, revision: 2, generation: 1 },
  title: "A talk",
  place: "Room 5",
  startsAt: Date.UTC(2026, 11, 1, 9),
  endsAt: Date.UTC(2026, 11, 1, 9, 30),
  link: "https://calendar.google.test/event?eid=1",
  meetLink: null,
  meet: "none",
};

test("R3.7 what an event says is read into facts, whoever shows it", async () => {
  expect(await ask("insert", json(event()))).toEqual({ kind: "accepted", event: facts });
  expect(await ask("patch", json(event()))).toEqual({ kind: "accepted", event: facts });
  expect(await ask("look", json(event()))).toEqual({ kind: "found", event: facts });
});

test.each<[Act, Response, string]>([
  ["insert", backendError(409, "duplicate"), "alreadyThere"],
  ["burn", backendError(409, "duplicate"), "alreadyThere"],
  ["insert", backendError(404, "notFound"), "calendarMissing"],
  ["burn", backendError(404, "notFound"), "calendarMissing"],
  ["insert", backendError(400, "invalid", "Invalid conference type value."), "meetNotAllowed"],
  ["look", backendError(404, "notFound"), "notFound"],
  ["look", backendError(410, "deleted"), "gone"],
  ["find", backendError(404, "notFound"), "calendarMissing"],
  ["find", json({ items: [] }), "notFound"],
  ["find", json({ items: [], accessRole: "owner" }), "notFound"],
  ["find", json({ items: [], accessRole: "freeBusyReader" }), "calendarMissing"],
  ["patch", backendError(404, "notFound"), "notFound"],
  ["patch", backendError(410, "deleted"), "gone"],
  ["patch", backendError(412, "conditionNotMet"), "changedMeanwhile"],
  ["remove", new Response(null, { status: 204 }), "removed"],
  ["remove", new Response("", { status: 200 }), "removed"],
  ["remove", backendError(410, "deleted"), "removed"],
  ["remove", backendError(404, "notFound"), "notFound"],
  ["remove", backendError(412, "conditionNotMet"), "changedMeanwhile"],
])("D4.5 %s: %o means %s", async (act, answer, kind) => {
  expect((await ask(act, answer)).kind).toBe(kind);
});

test.each<Act>(["insert", "burn", "look", "find", "patch", "remove"])(
  "R5.3 %s: no answer, a server's error and a half answer are all 'unavailable', for the effect may be there",
  async (act) => {
    expect(await ask(act, new TypeError("fetch failed"))).toEqual({
      kind: "unavailable",
      why: "network",
    });
    expect(await ask(act, new DOMException("late", "TimeoutError"))).toEqual({
      kind: "unavailable",
      why: "timeout",
    });
    for (const status of [500, 502, 503, 504]) {
      const page = new Response("<html><h1>Bad Gateway</h1>", { status });
      expect(await ask(act, page)).toEqual({ kind: "unavailable", why: `google_${status}` });
    }
    expect(await ask(act, new Response("", { status: 503 }))).toMatchObject({
      kind: "unavailable",
    });
  },
);

test.each<Act>(["insert", "burn", "look", "find", "patch"])(
  "R5.3 %s: a 200 that can't be read is 'unavailable', never an event",
  async (act) => {
    for (const body of ["", "<html>", "{", "null", "[]", '{"status":"confirmed"}', '{"id":5}']) {
      const answer = new Response(body, { status: 200 });
      expect([body, await ask(act, answer)]).toEqual([
        body,
        { kind: "unavailable", why: "malformed_answer" },
      ]);
    }
  },
);

test("D4.5 of the events marked with a booking the one with our id is found, on whatever page it is", async () => {
  const other = event({ id: "b0123456789abcdef0123456789abcdefg2" });
  const { fetch, sent } = recordingFetch(
    json({ items: [], nextPageToken: "2" }),
    json({ items: [other, event()] }),
  );
  const google = createCalendarClient("https://google.test", fetch);
  const found = await google.findEvent(TOKEN, CALENDAR, EVENT_ID, aBooking().id);
  expect(found).toEqual({ kind: "found", event: facts });
  const asked = sent.map(({ url }) => Object.fromEntries(url.searchParams));
  const query = {
    privateExtendedProperty: `slotkeeperBooking=${aBooking().id}`,
    maxResults: "2500",
  };
  expect(asked).toEqual([query, { ...query, pageToken: "2" }]);
});

test("D4.5 a list that never ends says nothing about what is not in it", async () => {
  const page = () => json({ items: [], nextPageToken: "next" });
  const { fetch, sent } = recordingFetch(page(), page(), page(), page());
  const google = createCalendarClient("https://google.test", fetch);
  expect(await google.findEvent(TOKEN, CALENDAR, EVENT_ID, aBooking().id)).toMatchObject({
    kind: "unavailable",
  });
  expect(sent).toHaveLength(3);
});

test("D4.5 a tombstone with nothing but its id is read as cancelled", async () => {
  expect(await ask("look", json({ id: EVENT_ID, status: "cancelled" }))).toEqual({
    kind: "found",
    event: {
      etag: null,
      cancelled: true,
      marker: null,
      title: null,
      place: null,
      startsAt: null,
      endsAt: null,
      link: null,
      meetLink: null,
      meet: "none",
    },
  });
});

test("D4.6 an event that somebody made all-day counts from midnight UTC, which is never what we wrote", async () => {
  const allDay = event({ start: { date: "2026-12-01" }, end: { date: "2026-12-02" } });
  expect(await ask("look", json(allDay))).toMatchObject({
    event: { startsAt: Date.UTC(2026, 11, 1), endsAt: Date.UTC(2026, 11, 2) },
  });
});

test("D4.6 a time that is no time is no instant, and the rest of the event is read all the same", async () => {
  const odd = event({ start: { dateTime: "soon" }, end: {} });
  expect(await ask("look", json(odd))).toMatchObject({
    kind: "found",
    event: { startsAt: null, endsAt: null, title: "A talk" },
  });
});

test.each([
  ["missing", { slotkeeperBooking: aBooking().id }],
  ["empty", { slotkeeperBooking: aBooking().id, rev: "", gen: "" }],
  ["no numbers", { slotkeeperBooking: aBooking().id, rev: "two", gen: "1.5" }],
  ["out of bounds", { slotkeeperBooking: aBooking().id, rev: "1e999", gen: "-1" }],
])(
  "D4.5 a marker whose numbers are %s never claims a revision or a generation",
  async (_how, marker) => {
    const answer = json(event({ extendedProperties: { private: marker } }));
    expect(await ask("look", answer)).toMatchObject({
      event: { marker: { bookingId: aBooking().id, revision: 0, generation: 0 } },
    });
  },
);

test("D4.5 an event without our marker, or with somebody else's, is not ours", async () => {
  for (const extendedProperties of [
    undefined,
    {},
    { private: {} },
    { private: { rev: "1", gen: "1" } },
  ]) {
    expect(await ask("look", json(event({ extendedProperties })))).toMatchObject({
      event: { marker: null },
    });
  }
});

const created = (createRequest: object, rest: object = {}) => ({
  conferenceData: { createRequest, ...rest },
});

test.each([
  ["none", {}],
  ["pending", created({ status: { statusCode: "pending" } })],
  ["failed", created({ status: { statusCode: "failure" } })],
  ["none", created({})],
  ["ready", { hangoutLink: "https://meet.google.test/abc" }],
  [
    "ready",
    created(
      { status: { statusCode: "success" } },
      {
        entryPoints: [
          { entryPointType: "phone", uri: "tel:1" },
          { entryPointType: "video", uri: "https://meet.google.test/abc" },
        ],
      },
    ),
  ],
])("R3.3 a Meet link is %s in %o", async (meet, conference) => {
  const meetLink = meet === "ready" ? "https://meet.google.test/abc" : null;
  expect(await ask("look", json(event(conference)))).toMatchObject({ event: { meet, meetLink } });
});

test("R3.3 only what was asked for Meet can be refused for Meet", async () => {
  const refusal = () => backendError(400, "invalid", "Invalid conference type value.");
  expect(await ask("burn", refusal())).toEqual({ kind: "refused", why: "google_400_invalid" });
  const bare = { ...content, withMeet: false };
  expect(await client(refusal()).insertEvent(TOKEN, CALENDAR, EVENT_ID, bare, true)).toEqual({
    kind: "refused",
    why: "google_400_invalid",
  });
});

test.each([
  ["busyTimes", (google: Client) => google.busyTimes(TOKEN, [CALENDAR], { start: 0, end: 1 }, 20)],
  [
    "insertEvent",
    (google: Client) => google.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, true, 20),
  ],
  ["burnEventId", (google: Client) => google.burnEventId(TOKEN, CALENDAR, EVENT_ID, content, 20)],
  ["lookAtEvent", (google: Client) => google.lookAtEvent(TOKEN, CALENDAR, EVENT_ID, 20)],
  ["findEvent", (google: Client) => google.findEvent(TOKEN, CALENDAR, EVENT_ID, "id", 60)],
  [
    "patchEvent",
    (google: Client) => {
      const condition = { etag: null, notifyGuests: true };
      return google.patchEvent(TOKEN, CALENDAR, EVENT_ID, content, ALL, condition, 20);
    },
  ],
  [
    "removeEvent",
    (google: Client) => google.removeEvent(TOKEN, CALENDAR, EVENT_ID, null, true, 20),
  ],
])("R5.3 %s: a call that is never answered ends at its deadline", async (_name, call) => {
  expect(await call(client("never"))).toEqual({ kind: "unavailable", why: "timeout" });
});

// ---------------------------------------------------------------- all of ours

const range = { start: Date.UTC(2026, 11, 1), end: Date.UTC(2027, 0, 30) };

test("D4.10 our events of a range are listed by the marker that all of them carry, page by page", async () => {
  const { fetch, sent } = recordingFetch(
    json({ items: [event()], accessRole: "owner", nextPageToken: "2" }),
    json({ items: [event({ id: "b2", extendedProperties: undefined })] }),
  );
  const google = createCalendarClient("https://google.test", fetch);
  expect(await google.listOurEvents(TOKEN, CALENDAR, range)).toEqual({
    kind: "listed",
    events: [
      { eventId: EVENT_ID, facts },
      { eventId: "b2", facts: { ...facts, marker: null } },
    ],
  });
  const query = {
    timeMin: "2026-12-01T00:00:00.000Z",
    timeMax: "2027-01-30T00:00:00.000Z",
    singleEvents: "true",
    privateExtendedProperty: "slotkeeper=1",
    maxResults: "2500",
  };
  expect(sent.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
    query,
    { ...query, pageToken: "2" },
  ]);
});

test.each<[Response, string]>([
  [backendError(404, "notFound"), "calendarMissing"],
  [json({ items: [], accessRole: "freeBusyReader" }), "calendarMissing"],
  [json({ items: [], accessRole: "none" }), "calendarMissing"],
  [backendError(403, "rateLimitExceeded"), "rateLimited"],
  [backendError(500, "backendError"), "unavailable"],
  [new Response("<html>", { status: 200 }), "unavailable"],
  [json({ kind: "calendar#events" }), "unavailable"],
  [json({ items: "none" }), "unavailable"],
  [json({ items: [{ id: 5 }] }), "unavailable"],
])(
  "D4.10 a list that says nothing of what is not in it is none: %o means %s",
  async (answer, kind) => {
    expect(await client(answer).listOurEvents(TOKEN, CALENDAR, range)).toMatchObject({ kind });
  },
);

test("D4.10 a list whose second page is lost, or that never ends, is none", async () => {
  const page = () => json({ items: [event()], nextPageToken: "next" });
  const lost = recordingFetch(page(), new TypeError("fetch failed"));
  const first = createCalendarClient("https://google.test", lost.fetch);
  expect(await first.listOurEvents(TOKEN, CALENDAR, range)).toEqual({
    kind: "unavailable",
    why: "network",
  });
  const endless = recordingFetch(...Array.from({ length: 20 }, page));
  const second = createCalendarClient("https://google.test", endless.fetch);
  expect(await second.listOurEvents(TOKEN, CALENDAR, range)).toMatchObject({
    kind: "unavailable",
  });
  expect(endless.sent.length).toBeLessThanOrEqual(10);
});
