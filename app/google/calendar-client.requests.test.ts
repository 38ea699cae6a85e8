import { expect, test } from "vitest";
import { NO_PARTS, NOTES_ONLY, partsOf } from "#app/domain/sync-plan.fixtures.ts";
import type { EventParts } from "#app/domain/sync-step.ts";
import { aBooking } from "../domain/booking.fixtures.ts";
import { contentOf } from "../domain/calendar-event.ts";
import { type CalendarClient, createCalendarClient } from "./calendar-client.server.ts";
import { json, recordingFetch } from "./recording-fetch.fixtures.ts";

const TOKEN = { token: "ya29.secret", version: 3 };
const CALENDAR = "team#1/ä@group.calendar.google.com";
const PATH = `/calendar/v3/calendars/${encodeURIComponent(CALENDAR)}/events`;
const EVENT_ID = "b0123456789abcdef0123456789abcdefg1";

const booking = aBooking({ guest: { ...aBooking().guest, notes: "<b>5 > 3</b> & more" } });
const content = contentOf(booking, { name: "Ada" }, "https://slotkeeper.test/b/link", 1);
const withoutInvitation = contentOf({ ...booking, inviter: "own" }, { name: "Ada" }, "link", 1);

function clientWith(...answers: Parameters<typeof recordingFetch>) {
  const { fetch, sent } = recordingFetch(...answers);
  return { client: createCalendarClient("https://google.test", fetch), sent };
}

const patch = (
  client: CalendarClient,
  parts: EventParts,
  { etag = null, notifyGuests = true }: { etag?: string | null; notifyGuests?: boolean } = {},
) => client.patchEvent(TOKEN, CALENDAR, EVENT_ID, content, parts, { etag, notifyGuests });

const anEvent = () => json({ id: EVENT_ID, etag: '"1"', status: "confirmed" });

test("R3.1 an insert names the calendar by its encoded id, asks for mail and for conference data", async () => {
  const { client, sent } = clientWith(anEvent());
  await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, true);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.method).toBe("POST");
  expect(sent[0]?.url.origin).toBe("https://google.test");
  expect(sent[0]?.url.pathname).toBe(PATH);
  expect(sent[0]?.url.hash).toBe("");
  expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
    conferenceDataVersion: "1",
    sendUpdates: "all",
  });
  expect(sent[0]?.headers.get("Authorization")).toBe("Bearer ya29.secret");
  expect(sent[0]?.headers.get("Content-Type")).toBe("application/json");
  expect(sent[0]?.headers.has("If-Match")).toBe(false);
});

test("R3.2 an inserted event says all that matters, its description as text and not as markup", async () => {
  const { client, sent } = clientWith(anEvent());
  await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, true);
  expect(sent[0]?.body).toEqual({
    id: EVENT_ID,
    summary: "30 minute meeting: Grace Hopper and Ada",
    description: [
      "30 minute meeting of Grace Hopper with Ada",
      "Notes from Grace Hopper:\n&lt;b&gt;5 &gt; 3&lt;/b&gt; &amp; more",
      "Change or cancel this booking:\nhttps://slotkeeper.test/b/link",
    ].join("\n\n"),
    start: { dateTime: "2026-12-01T09:00:00.000Z", timeZone: "Europe/London" },
    end: { dateTime: "2026-12-01T09:30:00.000Z", timeZone: "Europe/London" },
    guestsCanModify: false,
    attendees: [{ email: "grace@example.com", displayName: "Grace Hopper" }],
    conferenceData: {
      createRequest: {
        requestId: `${EVENT_ID}m1`,
        conferenceSolutionKey: { type: "hangoutsMeet" },
      },
    },
    extendedProperties: {
      private: { slotkeeper: "1", slotkeeperBooking: booking.id, rev: "1", gen: "1" },
    },
  });
});

test("R3.3 every try at an event asks for the same room", async () => {
  const { client, sent } = clientWith(new Error("lost"), anEvent());
  await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, true);
  await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, true);
  expect(sent[1]?.text).toBe(sent[0]?.text);
});

test("R3.3 an event without Meet asks for no room", async () => {
  const { client, sent } = clientWith(anEvent());
  await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, { ...content, withMeet: false }, true);
  expect(sent[0]?.body).not.toHaveProperty("conferenceData");
});

test("D4.7 when we invite, Google's event has no attendees", async () => {
  const { client, sent } = clientWith(anEvent());
  await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, withoutInvitation, false);
  expect(sent[0]?.body).not.toHaveProperty("attendees");
});

test("D4.7 every write says whether guests are told, and never leaves it to Google", async () => {
  const { client, sent } = clientWith(anEvent(), anEvent(), anEvent(), anEvent());
  for (const notifyGuests of [true, false]) {
    await client.insertEvent(TOKEN, CALENDAR, EVENT_ID, content, notifyGuests);
    await patch(client, partsOf(true, true), { notifyGuests });
  }
  expect(sent.map(({ url }) => url.searchParams.get("sendUpdates"))).toEqual([
    ...["all", "all"],
    ...["none", "none"],
  ]);
});

test("D4.5 using up an id invites nobody, mails nobody and takes up no time", async () => {
  const { client, sent } = clientWith(anEvent());
  await client.burnEventId(TOKEN, CALENDAR, EVENT_ID, content);
  expect(sent[0]?.url.searchParams.get("sendUpdates")).toBe("none");
  expect(sent[0]?.body).toMatchObject({
    id: EVENT_ID,
    transparency: "transparent",
    extendedProperties: { private: { slotkeeper: "1", slotkeeperBooking: booking.id, gen: "1" } },
  });
  expect(Object.keys(sent[0]?.body ?? {}).sort()).toEqual([
    "end",
    "extendedProperties",
    "id",
    "start",
    "summary",
    "transparency",
  ]);
  expect(sent[0]?.text).not.toContain("Grace");
});

test("R3.4 a change patches the event under the etag", async () => {
  const { client, sent } = clientWith(anEvent());
  await patch(client, partsOf(true, false), { etag: '"42"' });
  expect(sent[0]?.method).toBe("PATCH");
  expect(sent[0]?.url.pathname).toBe(`${PATH}/${EVENT_ID}`);
  expect(sent[0]?.url.searchParams.get("sendUpdates")).toBe("all");
  expect(sent[0]?.headers.get("If-Match")).toBe('"42"');
});

const MARKER = ["extendedProperties"];
const TIME = ["end", "start"];
const SAYS = ["description", "location", "summary"];

test.each([
  ["its time", partsOf(true, false), [...MARKER, ...TIME]],
  ["its title", { ...NO_PARTS, title: true }, [...MARKER, "summary"]],
  ["its place", { ...NO_PARTS, place: true }, [...MARKER, "location"]],
  ["its description", NOTES_ONLY, [...MARKER, "description"]],
  ["what it says", partsOf(false, true), [...MARKER, ...SAYS]],
  ["all of it", partsOf(true, true), [...MARKER, ...TIME, ...SAYS]],
  ["nothing but the marker", NO_PARTS, MARKER],
])(
  "R3.4 a patch of %s sends just that, with the marker, and never attendees or conference",
  async (_what, parts, keys) => {
    const { client, sent } = clientWith(anEvent());
    await patch(client, parts);
    expect(Object.keys(sent[0]?.body ?? {}).sort()).toEqual(keys.toSorted());
    expect(sent[0]?.body.extendedProperties).toEqual({
      private: { slotkeeper: "1", slotkeeperBooking: booking.id, rev: "1", gen: "1" },
    });
  },
);

test("R3.4 a patched time takes a whole day's date away, and a patched place that is none takes the old one away", async () => {
  const { client, sent } = clientWith(anEvent());
  await patch(client, partsOf(true, true));
  expect(sent[0]?.body).toMatchObject({
    start: { dateTime: "2026-12-01T09:00:00.000Z", timeZone: "Europe/London", date: null },
    end: { dateTime: "2026-12-01T09:30:00.000Z", timeZone: "Europe/London", date: null },
    location: null,
    summary: "30 minute meeting: Grace Hopper and Ada",
  });
  expect(sent[0]?.text).toContain("&lt;b&gt;5 &gt; 3&lt;/b&gt; &amp; more");
});

test.each([
  [true, "all"],
  [false, "none"],
])(
  "R3.5 a removal deletes under the etag and says whether guests are told (%s)",
  async (notify, sendUpdates) => {
    const { client, sent } = clientWith(new Response(null, { status: 204 }));
    await client.removeEvent(TOKEN, CALENDAR, EVENT_ID, '"42"', notify);
    expect(sent[0]?.method).toBe("DELETE");
    expect(sent[0]?.url.pathname).toBe(`${PATH}/${EVENT_ID}`);
    expect(sent[0]?.url.searchParams.get("sendUpdates")).toBe(sendUpdates);
    expect(sent[0]?.headers.get("If-Match")).toBe('"42"');
    expect(sent[0]?.text).toBe("");
  },
);

test("D4.5 without an etag there is no condition", async () => {
  const { client, sent } = clientWith(new Response(null, { status: 204 }), anEvent());
  await client.removeEvent(TOKEN, CALENDAR, EVENT_ID, null, false);
  await patch(client, partsOf(true, true), { etag: null });
  expect(sent.map(({ headers }) => headers.has("If-Match"))).toEqual([false, false]);
});

test("R5.4 no token is in any address, and no redirect is followed with one", async () => {
  const { client, sent } = clientWith(
    anEvent(),
    anEvent(),
    new Response(null, { status: 204 }),
    json({ calendars: {} }),
    json({ items: [] }),
    json({ items: [] }),
    json({ items: [] }),
  );
  await client.lookAtEvent(TOKEN, CALENDAR, EVENT_ID);
  await patch(client, partsOf(true, true));
  await client.removeEvent(TOKEN, CALENDAR, EVENT_ID, null, true);
  await client.busyTimes(TOKEN, [CALENDAR], content.time, 1_000);
  await client.listBusyEvents(TOKEN, CALENDAR, content.time, 1_000);
  await client.listCalendars(TOKEN);
  await client.findEvent(TOKEN, CALENDAR, EVENT_ID, booking.id);
  expect(sent).toHaveLength(7);
  for (const { url, headers, redirect } of sent) {
    expect(url.href).not.toContain("ya29");
    expect(headers.get("Authorization")).toBe("Bearer ya29.secret");
    expect(redirect).toBe("manual");
  }
});

test("R7.6 free/busy is asked for exactly the range and the calendars", async () => {
  const { client, sent } = clientWith(json({ calendars: {} }));
  await client.busyTimes(TOKEN, ["a@example.com", "b#c"], content.time, 1_000);
  expect(sent[0]?.method).toBe("POST");
  expect(sent[0]?.url.pathname).toBe("/calendar/v3/freeBusy");
  expect(sent[0]?.body).toEqual({
    timeMin: "2026-12-01T09:00:00.000Z",
    timeMax: "2026-12-01T09:30:00.000Z",
    items: [{ id: "a@example.com" }, { id: "b#c" }],
  });
});

test("R7.6 events of a window are listed one by one, recurring ones taken apart", async () => {
  const { client, sent } = clientWith(json({ items: [] }));
  await client.listBusyEvents(TOKEN, CALENDAR, content.time, 1_000);
  expect(sent[0]?.url.pathname).toBe(PATH);
  expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
    timeMin: "2026-12-01T09:00:00.000Z",
    timeMax: "2026-12-01T09:30:00.000Z",
    singleEvents: "true",
  });
});
