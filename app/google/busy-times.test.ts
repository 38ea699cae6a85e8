import { expect, test } from "vitest";
import { createCalendarClient } from "./calendar-client.server.ts";
import { backendError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

const TOKEN = { token: "ya29.secret", version: 3 };
const ADA = "ada@example.com";
const at = (hour: number) => Date.UTC(2026, 11, 1, hour);
const RANGE = { start: at(0), end: at(24) };

const client = (...answers: Parameters<typeof recordingFetch>) =>
  createCalendarClient("https://google.test", recordingFetch(...answers).fetch);

const askBusy = (answer: Response | Error, ids = [ADA]) =>
  client(answer).busyTimes(TOKEN, ids, RANGE, 1_000);

const busyOf = (calendar: unknown) => askBusy(json({ calendars: { [ADA]: calendar } }));

test("R7.6 busy times are read as instants, whatever offset they are written in", async () => {
  const busy = [
    { start: "2026-12-01T09:00:00Z", end: "2026-12-01T10:00:00Z" },
    { start: "2026-12-01T12:00:00+01:00", end: "2026-12-01T13:00:00+01:00" },
  ];
  expect(await busyOf({ busy })).toEqual({
    kind: "answered",
    calendars: [
      {
        calendarId: ADA,
        kind: "read",
        busy: [
          { start: at(9), end: at(10) },
          { start: at(11), end: at(12) },
        ],
      },
    ],
  });
});

test("R7.6 a calendar with an error beside an empty list is unreadable, not free", async () => {
  expect(await busyOf({ busy: [], errors: [{ domain: "global", reason: "notFound" }] })).toEqual({
    kind: "answered",
    calendars: [{ calendarId: ADA, kind: "unreadable", why: "notFound" }],
  });
  expect(await busyOf({ errors: [{}] })).toMatchObject({
    calendars: [{ kind: "unreadable", why: "unknown" }],
  });
});

test.each([
  ["is left out of the answer", json({ calendars: {} })],
  ["is answered in another shape", json({ calendars: { [ADA]: { busy: "none" } } })],
  ["is in an answer that is no JSON", new Response("<html>", { status: 200 })],
  ["is in an answer without calendars", json({ kind: "calendar#freeBusy" })],
  [
    "has a time that is none",
    json({ calendars: { [ADA]: { busy: [{ start: "soon", end: "later" }] } } }),
  ],
  [
    "has a time that ends before it starts",
    json({
      calendars: {
        [ADA]: { busy: [{ start: "2026-12-01T10:00:00Z", end: "2026-12-01T09:00:00Z" }] },
      },
    }),
  ],
])("R7.6 a calendar that %s is unreadable, not free", async (_how, answer) => {
  const { calendars } = (await askBusy(answer)) as { calendars: { kind: string }[] };
  expect(calendars.map(({ kind }) => kind)).toEqual(["unreadable"]);
});

test("R7.6 each calendar is answered for itself, in the order asked", async () => {
  const answer = json({
    calendars: { b: { busy: [] }, a: { errors: [{ reason: "internalError" }], busy: [] } },
  });
  expect(await askBusy(answer, ["a", "b", "c"])).toEqual({
    kind: "answered",
    calendars: [
      { calendarId: "a", kind: "unreadable", why: "internalError" },
      { calendarId: "b", kind: "read", busy: [] },
      { calendarId: "c", kind: "unreadable", why: "not_answered" },
    ],
  });
});

test("R7.6 a refusal is a failure, not an answer", async () => {
  expect(await askBusy(backendError(403, "insufficientPermissions"))).toEqual({
    kind: "scopeMissing",
    tokenVersion: 3,
  });
  expect(await askBusy(new TypeError("lost"))).toEqual({ kind: "unavailable", why: "network" });
});

// ---------------------------------------------------------------- events as busy times

const listEvents = (answer: Response | Error) =>
  client(answer).listBusyEvents(TOKEN, ADA, RANGE, 1_000);

const event = (changes: object = {}) => ({
  id: "e",
  status: "confirmed",
  start: { dateTime: "2026-12-01T09:00:00Z" },
  end: { dateTime: "2026-12-01T10:00:00Z" },
  ...changes,
});

const mine = (responseStatus: string) => ({
  attendees: [{ responseStatus: "accepted" }, { self: true, responseStatus }],
});

test.each([
  ["a confirmed event", {}, 1],
  ["a tentative event", { status: "tentative" }, 1],
  ["an event that the host accepted", mine("accepted"), 1],
  ["an event that the host has not answered", mine("needsAction"), 1],
  ["an event that only others declined", { attendees: [{ responseStatus: "declined" }] }, 1],
  ["an event that the host declined", mine("declined"), 0],
  ["a cancelled event", { status: "cancelled" }, 0],
  ["an event shown as free", { transparency: "transparent" }, 0],
])("R7.6 %s takes up time as free/busy would have it", async (_what, changes, count) => {
  const answer = await listEvents(json({ items: [event(changes)] }));
  expect(answer).toMatchObject({ kind: "listed" });
  expect((answer as { events: unknown[] }).events).toHaveLength(count);
});

test("R7.6 each event is listed with its id, by which ours are told", async () => {
  expect(await listEvents(json({ items: [event({ id: "abc" }), event({ id: "def" })] }))).toEqual({
    kind: "listed",
    events: [
      { eventId: "abc", time: { start: at(9), end: at(10) } },
      { eventId: "def", time: { start: at(9), end: at(10) } },
    ],
  });
});

test("R7.6 an all-day event blocks its day in every zone", async () => {
  const allDay = event({ start: { date: "2026-12-01" }, end: { date: "2026-12-02" } });
  expect(await listEvents(json({ items: [allDay] }))).toMatchObject({
    events: [{ time: { start: at(-24), end: at(48) } }],
  });
});

test("R7.6 an event without times blocks everything", async () => {
  const answer = await listEvents(json({ items: [event({ start: undefined, end: undefined })] }));
  const [listed] = (answer as { events: { time: { start: number; end: number } }[] }).events;
  expect(listed?.time.start).toBeLessThan(at(0));
  expect(listed?.time.end).toBeGreaterThan(at(24 * 365 * 100));
});

test.each([
  ["goes on", json({ items: [], nextPageToken: "more" })],
  ["can't be read", json({ items: [{ status: "confirmed" }] })],
  ["is no JSON", new Response("<html>", { status: 200 })],
])("R7.6 a list that %s is unknown, not free", async (_how, answer) => {
  expect(await listEvents(answer)).toEqual({ kind: "unavailable", why: "incomplete_list" });
});
