import { expect, test } from "vitest";
import { partsOf } from "#app/domain/sync-plan.fixtures.ts";
import { createGoogleSandbox } from "#google-sandbox/sandbox.ts";
import { aBooking } from "../domain/booking.fixtures.ts";
import { contentOf } from "../domain/calendar-event.ts";
import { createCalendarClient } from "./calendar-client.server.ts";
import { calendarScopes } from "./scopes.ts";

const HOST = "ada@example.com";
const NOW = Date.UTC(2026, 10, 20);
const EVENT_ID = "b0123456789abcdef0123456789abcdefg1";
const content = contentOf(aBooking(), { name: "Ada" }, "https://slotkeeper.test/b/link", 1);
const later = {
  ...content,
  time: { start: content.time.start + 3_600_000, end: content.time.end + 3_600_000 },
  marker: { ...content.marker, revision: 2 },
};

/** A strict stand-in for Google, the client on it, and a token with the scopes that connecting asks for. */
function connected(scopes: string[] = Object.values(calendarScopes)) {
  const sandbox = createGoogleSandbox({ accounts: [{ email: HOST, name: "Ada" }], now: () => NOW });
  const token = { token: sandbox.tokensFor(HOST, scopes).accessToken, version: 1 };
  const client = createCalendarClient("https://www.googleapis.test", (input, init) =>
    sandbox.fetch(input, init),
  );
  return { sandbox, token, client };
}

test("R3.1 an event is made, moved, found again and removed, and the guest hears of each", async () => {
  const { sandbox, token, client } = connected();
  const made = await client.insertEvent(token, HOST, EVENT_ID, content, true);
  if (made.kind !== "accepted") throw new Error(made.kind);
  expect(made.event).toMatchObject({
    marker: content.marker,
    meet: "ready",
    startsAt: content.time.start,
  });
  expect(sandbox.events(HOST)).toMatchObject([
    { id: EVENT_ID, status: "confirmed", attendees: [{ email: "grace@example.com" }] },
  ]);

  const condition = { etag: made.event.etag, notifyGuests: true };
  const parts = partsOf(true, false);
  const moved = await client.patchEvent(token, HOST, EVENT_ID, later, parts, condition);
  if (moved.kind !== "accepted") throw new Error(moved.kind);
  expect(moved.event).toMatchObject({
    marker: later.marker,
    startsAt: later.time.start,
    meetLink: made.event.meetLink,
  });
  expect(sandbox.events(HOST)).toMatchObject([{ attendees: [{ email: "grace@example.com" }] }]);
  expect(await client.lookAtEvent(token, HOST, EVENT_ID)).toEqual({
    kind: "found",
    event: moved.event,
  });

  expect(await client.removeEvent(token, HOST, EVENT_ID, made.event.etag, true)).toEqual({
    kind: "changedMeanwhile",
  });
  expect(await client.removeEvent(token, HOST, EVENT_ID, moved.event.etag, true)).toEqual({
    kind: "removed",
  });
  expect(await client.removeEvent(token, HOST, EVENT_ID, null, true)).toEqual({ kind: "removed" });
  expect(sandbox.events(HOST)).toMatchObject([{ status: "cancelled" }]);
  expect(sandbox.mails()).toHaveLength(3);
});

test("D4.5 an id can be used once, even after its event was deleted", async () => {
  const { token, client } = connected();
  await client.insertEvent(token, HOST, EVENT_ID, content, true);
  expect(await client.insertEvent(token, HOST, EVENT_ID, content, true)).toEqual({
    kind: "alreadyThere",
  });
  await client.removeEvent(token, HOST, EVENT_ID, null, false);
  expect(await client.burnEventId(token, HOST, EVENT_ID, content)).toEqual({
    kind: "alreadyThere",
  });
  expect(await client.lookAtEvent(token, HOST, EVENT_ID)).toMatchObject({
    event: { cancelled: true },
  });
});

test("D4.5 an id that was used up invites nobody, mails nobody and leaves the host free", async () => {
  const { sandbox, token, client } = connected();
  expect(await client.burnEventId(token, HOST, EVENT_ID, content)).toMatchObject({
    kind: "accepted",
  });
  expect(sandbox.mails()).toEqual([]);
  expect(await client.busyTimes(token, [HOST], content.time, 1_000)).toEqual({
    kind: "answered",
    calendars: [{ calendarId: HOST, kind: "read", busy: [] }],
  });
});

test("D4.5 an event is found by its marker as long as it lives, and only in a calendar that can be read", async () => {
  const { token, client } = connected();
  const find = (calendarId: string) => client.findEvent(token, calendarId, EVENT_ID, aBooking().id);
  expect(await find(HOST)).toEqual({ kind: "notFound" });
  await client.insertEvent(token, HOST, EVENT_ID, content, true);
  expect(await find(HOST)).toMatchObject({ kind: "found", event: { marker: content.marker } });
  await client.removeEvent(token, HOST, EVENT_ID, null, false);
  expect(await find(HOST)).toEqual({ kind: "notFound" });
  expect(await find("nobody@example.com")).toEqual({ kind: "calendarMissing" });
});

test("D4.5 an event that was never made, and a calendar that is not there, are not found", async () => {
  const { token, client } = connected();
  expect(await client.lookAtEvent(token, HOST, EVENT_ID)).toEqual({ kind: "notFound" });
  expect(await client.removeEvent(token, HOST, EVENT_ID, null, true)).toEqual({ kind: "notFound" });
  expect(await client.insertEvent(token, "nobody@example.com", EVENT_ID, content, true)).toEqual({
    kind: "calendarMissing",
  });
});

test("R7.6 our event is busy time, and known by its id in the list", async () => {
  const { token, client } = connected();
  await client.insertEvent(token, HOST, EVENT_ID, content, true);
  expect(
    await client.busyTimes(token, [HOST, "nobody@example.com"], content.time, 1_000),
  ).toMatchObject({
    calendars: [
      { calendarId: HOST, kind: "read", busy: [content.time] },
      { calendarId: "nobody@example.com", kind: "unreadable", why: "notFound" },
    ],
  });
  expect(await client.listBusyEvents(token, HOST, content.time, 1_000)).toEqual({
    kind: "listed",
    events: [{ eventId: EVENT_ID, time: content.time }],
  });
});

test("R2 the host's primary calendar is listed under its real id", async () => {
  const { token, client } = connected();
  const answer = await client.listCalendars(token);
  if (answer.kind !== "listed") throw new Error(answer.kind);
  expect(answer.calendars.filter(({ isPrimary }) => isPrimary)).toMatchObject([
    { calendarId: HOST, accessRole: "owner", allowsMeet: true },
  ]);
  expect(answer.calendars.filter(({ accessRole }) => accessRole === "reader")).toMatchObject([
    { allowsMeet: false },
  ]);
});

test("R6.4 one calendar of the list is looked up by its id, and one that is not on it is told so", async () => {
  const { token, client } = connected();
  expect(await client.findListed(token, HOST, 1_000)).toMatchObject({
    kind: "found",
    calendar: { calendarId: HOST, accessRole: "owner", isPrimary: true },
  });
  expect(await client.findListed(token, "nobody@example.com", 1_000)).toEqual({
    kind: "notListed",
  });
});

test("R6.2 a scope that was not granted is named as missing, call by call", async () => {
  const { token, client } = connected([calendarScopes.listCalendars]);
  const lacking = { kind: "scopeMissing", tokenVersion: 1 };
  expect(await client.insertEvent(token, HOST, EVENT_ID, content, true)).toEqual(lacking);
  expect(await client.busyTimes(token, [HOST], content.time, 1_000)).toEqual(lacking);
  expect(await client.listCalendars(token)).toMatchObject({ kind: "listed" });
});

test("R4.2 an access token that has run out is refused, whatever is asked", async () => {
  const { sandbox, token, client } = connected();
  sandbox.expireAccessTokens(HOST);
  expect(await client.listCalendars(token)).toEqual({ kind: "tokenRefused" });
  expect(await client.removeEvent(token, HOST, EVENT_ID, null, true)).toEqual({
    kind: "tokenRefused",
  });
});

test("D4.5 a reply that is lost after the event was made is unavailable; the next try finds the id taken", async () => {
  const { sandbox, token, client } = connected();
  sandbox.faults.add({ match: { method: "POST" }, effect: "drop-reply" });
  expect(await client.insertEvent(token, HOST, EVENT_ID, content, true)).toEqual({
    kind: "unavailable",
    why: "network",
  });
  expect(await client.insertEvent(token, HOST, EVENT_ID, content, true)).toEqual({
    kind: "alreadyThere",
  });
  expect(sandbox.events(HOST)).toHaveLength(1);
});

test("D4.10 our events are listed with what they say, and nobody else's", async () => {
  const { sandbox, token, client } = connected();
  await client.insertEvent(token, HOST, EVENT_ID, content, true);
  const gone = EVENT_ID.replace("g1", "g2");
  await client.insertEvent(token, HOST, gone, content, true);
  await client.removeEvent(token, HOST, gone, null, false);
  sandbox.byHand.add(HOST, HOST, {
    start: { dateTime: new Date(content.time.start).toISOString() },
    end: { dateTime: new Date(content.time.end).toISOString() },
    summary: "Dentist",
  });
  const range = { start: NOW, end: NOW + 60 * 86_400_000 };
  expect(await client.listOurEvents(token, HOST, range)).toMatchObject({
    kind: "listed",
    events: [{ eventId: EVENT_ID, facts: { marker: content.marker, title: content.title } }],
  });
  const before = { start: NOW, end: content.time.start };
  expect(await client.listOurEvents(token, HOST, before)).toEqual({ kind: "listed", events: [] });
  expect(await client.listOurEvents(token, "nobody@example.com", range)).toEqual({
    kind: "calendarMissing",
  });
});
