import { beforeEach, describe, expect, test } from "vitest";
import { type CalendarClient, calendarClient } from "./calendar-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

const SCOPE = "https://www.googleapis.com/auth/calendar.";
const EVENTS = "/calendars/primary/events";
const MEETING = {
  id: "b0123g0",
  summary: "30 minute meeting",
  start: { dateTime: "2026-11-03T10:00:00Z" },
  end: { dateTime: "2026-11-03T10:30:00Z" },
  attendees: [{ email: "guest@example.net" }, { email: "grace@example.com" }],
  extendedProperties: { private: { bk: "booking-1", rev: "1" } },
};
const MEET = {
  conferenceData: {
    createRequest: { requestId: "r1", conferenceSolutionKey: { type: "hangoutsMeet" } },
  },
};

let clock: number;
let sandbox: GoogleSandbox;
let api: CalendarClient;

beforeEach(() => {
  clock = Date.UTC(2026, 10, 2, 9);
  sandbox = createGoogleSandbox({ now: () => clock });
  const { accessToken } = sandbox.tokensFor("ada@example.com", [`${SCOPE}events.owned`]);
  api = calendarClient(sandbox, accessToken);
});

const kindsOfMail = () => sandbox.mails().map(({ kind, to }) => `${kind} ${to}`);

describe("insert", () => {
  test("answers 200 with the event, its times in the calendar's zone", async () => {
    const { status, body, headers } = await api("POST", EVENTS, MEETING);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: "b0123g0",
      status: "confirmed",
      sequence: 0,
      iCalUID: "b0123g0@google.com",
      start: { dateTime: "2026-11-03T11:00:00+01:00", timeZone: "Europe/Berlin" },
      organizer: { email: "ada@example.com", self: true },
      reminders: { useDefault: true },
    });
    expect(body.etag).toMatch(/^"\d+"$/);
    expect(headers.get("etag")).toBe(body.etag);
    expect(body.attendees[0].responseStatus).toBe("needsAction");
  });

  test("the event's link leads to its page", async () => {
    const { body } = await api("POST", EVENTS, { ...MEETING, summary: "A <b>bold</b> title" });
    const page = await sandbox.fetch(body.htmlLink);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("A &lt;b&gt;bold&lt;/b&gt; title");
  });

  test("an id that is taken, even by a deleted event, is 409", async () => {
    await api("POST", EVENTS, MEETING);
    expect((await api("POST", EVENTS, MEETING)).body.error.errors[0].reason).toBe("duplicate");
    await api("DELETE", `${EVENTS}/b0123g0`);
    expect((await api("POST", EVENTS, MEETING)).status).toBe(409);
  });

  test("fifty inserts of one id at once make one event", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => api("POST", EVENTS, MEETING)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(sandbox.events("ada@example.com")).toHaveLength(1);
  });

  const MALFORMED: [string, object | string, string][] = [
    ["an id outside its alphabet", { ...MEETING, id: "BOOKING-1" }, "invalid"],
    ["a missing end", { ...MEETING, end: undefined }, "required"],
    [
      "an end before the start",
      { ...MEETING, start: MEETING.end, end: MEETING.start },
      "timeRangeEmpty",
    ],
    [
      "a wall time without a zone",
      { ...MEETING, end: { dateTime: "2026-11-03T10:30:00" } },
      "required",
    ],
    [
      "a day that does not exist",
      { ...MEETING, end: { dateTime: "2026-02-30T10:30:00Z" } },
      "invalid",
    ],
    ["a made-up zone", { ...MEETING, end: { ...MEETING.end, timeZone: "Mars/Base" } }, "invalid"],
    ["a date with a time", { ...MEETING, end: { date: "2026-11-04" } }, "invalid"],
    ["an address that is none", { ...MEETING, attendees: [{ email: "guest" }] }, "invalid"],
    ["a title that is a number", { ...MEETING, summary: 7 }, "invalid"],
    ["broken JSON", "{", "parseError"],
    ["a list", "[]", "parseError"],
  ];

  test.each(MALFORMED)("%s is refused with 400", async (_name, body, reason) => {
    const answer = await api("POST", EVENTS, body);
    expect([answer.status, answer.body.error.errors[0].reason]).toEqual([400, reason]);
    expect(sandbox.events("ada@example.com")).toHaveLength(0);
  });

  const FIELDS = [
    ...["id", "iCalUID", "status", "summary", "start", "end", "attendees", "reminders", "source"],
    ...["extendedProperties", "conferenceData", "sequence", "recurrence", "eventType"],
    ...["transparency", "guestsCanModify", "colorId", "__proto__", "constructor"],
  ];
  const ODD = [0, -1, true, "", "x", "\u0000", [], [null], [[]], {}, { date: 1 }, { private: 1 }];

  test.each(FIELDS)("nothing odd in %s makes it fail", async (field) => {
    for (const value of [...ODD, { createRequest: 1 }, { overrides: 7 }, { email: {} }, null]) {
      const body = JSON.stringify({ ...MEETING, id: undefined, [field]: value });
      const inserted = await api("POST", `${EVENTS}?conferenceDataVersion=1`, body);
      expect([200, 400]).toContain(inserted.status);
      const path = `${EVENTS}/${inserted.body.id ?? "b0000"}?conferenceDataVersion=1`;
      const patched = await api("PATCH", path, JSON.stringify({ [field]: value }));
      expect([200, 400, 404]).toContain(patched.status);
      expect([200, 400, 404]).toContain((await api("PUT", path, body)).status);
    }
    expect((await api("GET", `${EVENTS}?orderBy=startTime&singleEvents=true`)).status).toBe(200);
  });

  test("a body that is not declared as JSON is refused", async () => {
    const answer = await api("POST", EVENTS, MEETING, { "content-type": "text/plain" });
    expect(answer.status).toBe(400);
  });

  test("wall times count in the zone that comes with them, also around a clock change", async () => {
    const body = {
      start: { dateTime: "2026-03-29T01:30:00", timeZone: "Europe/Berlin" },
      end: { dateTime: "2026-03-29T03:30:00", timeZone: "Europe/Berlin" },
    };
    const answer = await api("POST", EVENTS, body);
    expect(answer.body.start.dateTime).toBe("2026-03-29T01:30:00+01:00");
    expect(answer.body.end.dateTime).toBe("2026-03-29T03:30:00+02:00");
  });

  test("too long property keys are dropped and values cut", async () => {
    const properties = { ["k".repeat(45)]: "x", fits: "y".repeat(2000) };
    const body = { ...MEETING, extendedProperties: { private: properties } };
    const answer = await api("POST", EVENTS, body);
    expect(answer.body.extendedProperties.private).toEqual({ fits: "y".repeat(1024) });
  });
});

describe("deleting", () => {
  test("leaves a tombstone: get is cancelled, a second delete is 410, an unknown id 404", async () => {
    await api("POST", EVENTS, MEETING);
    expect((await api("DELETE", `${EVENTS}/b0123g0`)).status).toBe(204);
    expect((await api("GET", `${EVENTS}/b0123g0`)).body.status).toBe("cancelled");
    const second = await api("DELETE", `${EVENTS}/b0123g0`);
    expect([second.status, second.body.error.errors[0].reason]).toEqual([410, "deleted"]);
    expect((await api("DELETE", `${EVENTS}/b9999g0`)).status).toBe(404);
    expect((await api("GET", `${EVENTS}/b9999g0`)).status).toBe(404);
  });

  test("a deleted event is restored by status confirmed, until the trash is emptied", async () => {
    await api("POST", EVENTS, MEETING);
    await api("DELETE", `${EVENTS}/b0123g0`);
    const restored = await api("PATCH", `${EVENTS}/b0123g0`, { status: "confirmed" });
    expect(restored.body).toMatchObject({ status: "confirmed", summary: MEETING.summary });

    await api("PATCH", `${EVENTS}/b0123g0`, { status: "cancelled" });
    sandbox.byHand.emptyTrash("ada@example.com");
    expect((await api("PATCH", `${EVENTS}/b0123g0`, { status: "confirmed" })).status).toBe(403);
    expect((await api("GET", `${EVENTS}/b0123g0`)).status).toBe(404);
    expect((await api("POST", EVENTS, MEETING)).status).toBe(409);
  });
});

describe("changing", () => {
  test("a patch merges objects, replaces arrays and clears with null", async () => {
    await api("POST", EVENTS, { ...MEETING, location: "Room 1" });
    const { body } = await api("PATCH", `${EVENTS}/b0123g0`, {
      attendees: [{ email: "new@example.net" }],
      extendedProperties: { private: { rev: "2" } },
      location: null,
    });
    expect(body.attendees.map(({ email }: { email: string }) => email)).toEqual([
      "new@example.net",
    ]);
    expect(body.extendedProperties.private).toEqual({ bk: "booking-1", rev: "2" });
    expect(body.location).toBeUndefined();
    expect(body.summary).toBe(MEETING.summary);
  });

  test("a patch from timed to all-day needs the times cleared", async () => {
    await api("POST", EVENTS, MEETING);
    const day = { start: { date: "2026-11-03" }, end: { date: "2026-11-04" } };
    expect((await api("PATCH", `${EVENTS}/b0123g0`, day)).status).toBe(400);
    const cleared = { dateTime: null, timeZone: null };
    const { body } = await api("PATCH", `${EVENTS}/b0123g0`, {
      start: { ...day.start, ...cleared },
      end: { ...day.end, ...cleared },
    });
    expect(body.start).toEqual({ date: "2026-11-03" });
  });

  test("a put replaces everything", async () => {
    await api("POST", EVENTS, MEETING);
    const { start, end } = MEETING;
    const { body } = await api("PUT", `${EVENTS}/b0123g0`, { start, end });
    expect(body.summary).toBeUndefined();
    expect(body.attendees).toBeUndefined();
    expect(body.id).toBe("b0123g0");
  });

  test("every write changes the etag, and a stale If-Match is 412", async () => {
    const { etag } = (await api("POST", EVENTS, MEETING)).body;
    const move = { start: MEETING.start, end: { dateTime: "2026-11-03T11:00:00Z" } };
    const moved = await api("PATCH", `${EVENTS}/b0123g0`, move, { "if-match": etag });
    expect(moved.status).toBe(200);
    expect(moved.body.etag).not.toBe(etag);
    expect(moved.body.sequence).toBe(1);

    const stale = await api("PATCH", `${EVENTS}/b0123g0`, move, { "if-match": etag });
    expect([stale.status, stale.body.error.errors[0].reason]).toEqual([412, "conditionNotMet"]);
    expect((await api("DELETE", `${EVENTS}/b0123g0`, undefined, { "if-match": etag })).status).toBe(
      412,
    );
  });

  test("a get with the known etag is 304", async () => {
    const { etag } = (await api("POST", EVENTS, MEETING)).body;
    const known = { "if-none-match": etag };
    expect((await api("GET", `${EVENTS}/b0123g0`, undefined, known)).status).toBe(304);
  });

  test("a move by hand is seen by the next reader, with a new etag", async () => {
    const { etag } = (await api("POST", EVENTS, MEETING)).body;
    sandbox.byHand.change("ada@example.com", "primary", "b0123g0", {
      start: { dateTime: "2026-11-03T10:15:00Z" },
    });
    const { body } = await api("GET", `${EVENTS}/b0123g0?timeZone=UTC`);
    expect(body.start.dateTime).toBe("2026-11-03T10:15:00Z");
    expect(body.etag).not.toBe(etag);
  });
});

describe("mail to guests", () => {
  test("is sent only by a write that asks for it", async () => {
    await api("POST", EVENTS, MEETING);
    expect(sandbox.mails()).toHaveLength(0);
    await api("DELETE", `${EVENTS}/b0123g0?sendUpdates=all`);
    expect(kindsOfMail()).toEqual([
      "cancellation guest@example.net",
      "cancellation grace@example.com",
    ]);
  });

  test("tells apart who is new, who stays and who is gone", async () => {
    await api("POST", `${EVENTS}?sendUpdates=externalOnly`, MEETING);
    expect(kindsOfMail()).toEqual(["invitation guest@example.net"]);
    const attendees = [{ email: "guest@example.net" }, { email: "new@example.net" }];
    await api("PATCH", `${EVENTS}/b0123g0?sendUpdates=all`, { attendees });
    expect(kindsOfMail().slice(1)).toEqual([
      "invitation new@example.net",
      "update guest@example.net",
      "cancellation grace@example.com",
    ]);
    expect((await api("DELETE", `${EVENTS}/b0123g0?sendUpdates=some`)).status).toBe(400);
  });

  test("says what of an event is other than before, and carries the event's properties", async () => {
    await api("POST", EVENTS, MEETING);
    const patch = (body: object) => api("PATCH", `${EVENTS}/b0123g0?sendUpdates=all`, body);
    const extendedProperties = { private: { rev: "2" } };
    await patch({ extendedProperties });
    await patch({ location: "Room 7", summary: "Other" });
    await patch({ start: { dateTime: "2026-11-03T10:15:00Z" } });
    const toGuest = sandbox.mails().filter(({ to }) => to === "guest@example.net");
    expect(toGuest.map(({ changed }) => changed)).toEqual([[], ["place", "title"], ["time"]]);
    expect(toGuest[0]?.extendedProperties?.private?.rev).toBe("2");
  });
});

describe("Google Meet", () => {
  const WITH_MEET = `${EVENTS}?conferenceDataVersion=1`;

  test("is made only with conferenceDataVersion=1", async () => {
    const without = await api("POST", EVENTS, { ...MEETING, ...MEET });
    expect(without.body.conferenceData).toBeUndefined();
    const { body } = await api("POST", WITH_MEET, { ...MEETING, ...MEET, id: "b0124g0" });
    expect(body.hangoutLink).toMatch(/^https:\/\/meet\.google\.com\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    expect(body.conferenceData.createRequest.status.statusCode).toBe("success");
  });

  test("the same request id makes no second meeting", async () => {
    const first = (await api("POST", WITH_MEET, { ...MEETING, ...MEET })).body.hangoutLink;
    const patched = await api("PATCH", `${EVENTS}/b0123g0?conferenceDataVersion=1`, MEET);
    expect(patched.body.hangoutLink).toBe(first);
  });

  test("can stay pending for a while", async () => {
    sandbox.faults.add({ effect: "meet-pending", delayMs: 5000 });
    const { body } = await api("POST", WITH_MEET, { ...MEETING, ...MEET });
    expect(body.conferenceData.createRequest.status.statusCode).toBe("pending");
    expect(body.hangoutLink).toBeUndefined();
    clock += 5000;
    const later = await api("GET", `${EVENTS}/b0123g0`);
    expect(later.body.hangoutLink).toMatch(/meet\.google\.com/);
    expect(later.body.etag).not.toBe(body.etag);
  });

  test("can fail, and can be forbidden on a calendar", async () => {
    sandbox.faults.add({ effect: "meet-failure" });
    const failed = await api("POST", WITH_MEET, { ...MEETING, ...MEET });
    expect(failed.body.conferenceData.createRequest.status.statusCode).toBe("failure");
    sandbox.faults.add({ effect: "meet-not-allowed" });
    const refused = await api("POST", WITH_MEET, { ...MEETING, ...MEET, id: "b0124g0" });
    expect(refused.body.error.message).toBe("Invalid conference type value.");
    expect(sandbox.events("ada@example.com")).toHaveLength(1);
  });
});

describe("lists", () => {
  const at = (hour: number) => ({
    start: { dateTime: `2026-11-03T${hour}:00:00Z` },
    end: { dateTime: `2026-11-03T${hour + 1}:00:00Z` },
  });

  test("find events by a private property", async () => {
    await api("POST", EVENTS, MEETING);
    await api("POST", EVENTS, { ...MEETING, id: "b0124g0", extendedProperties: {} });
    const { body } = await api("GET", `${EVENTS}?privateExtendedProperty=bk%3Dbooking-1`);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(["b0123g0"]);
    expect((await api("GET", `${EVENTS}?privateExtendedProperty=bk`)).status).toBe(400);
  });

  test("cover half-open windows and hide deleted events unless asked", async () => {
    await api("POST", EVENTS, { id: "b0010", ...at(10) });
    await api("POST", EVENTS, { id: "b0011", ...at(11) });
    await api("DELETE", `${EVENTS}/b0011`);
    const window = "timeMin=2026-11-03T11:00:00Z&timeMax=2026-11-03T12:00:00Z";
    expect((await api("GET", `${EVENTS}?${window}`)).body.items).toHaveLength(0);
    const all = await api("GET", `${EVENTS}?${window}&showDeleted=true`);
    expect(all.body.items).toHaveLength(1);
    const reversed = "timeMin=2026-11-03T12:00:00Z&timeMax=2026-11-03T11:00:00Z";
    expect((await api("GET", `${EVENTS}?${reversed}`)).body.error.errors[0].reason).toBe(
      "timeRangeEmpty",
    );
  });

  test("come in pages, whose token fits no other list", async () => {
    for (let hour = 10; hour < 15; hour += 1) await api("POST", EVENTS, at(hour));
    const parameters = "orderBy=startTime&singleEvents=true&maxResults=2";
    const seen: string[] = [];
    let token = "";
    do {
      const { body } = await api(
        "GET",
        `${EVENTS}?${parameters}&pageToken=${token}`.replace(/&pageToken=$/, ""),
      );
      seen.push(...body.items.map(({ start }: { start: { dateTime: string } }) => start.dateTime));
      token = body.nextPageToken ?? "";
      if (token !== "") {
        const other = await api("GET", `${EVENTS}?maxResults=2&pageToken=${token}`);
        expect(other.status).toBe(400);
      }
    } while (token !== "");
    expect(seen).toEqual(seen.toSorted());
    expect(seen).toHaveLength(5);
  });

  test("order by start only when events are single", async () => {
    expect((await api("GET", `${EVENTS}?orderBy=startTime`)).status).toBe(400);
  });
});
