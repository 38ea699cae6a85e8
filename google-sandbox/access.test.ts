import { beforeEach, describe, expect, test } from "vitest";
import { calendarClient } from "./calendar-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

const HOLIDAYS = encodeURIComponent("en.german#holiday@group.v.calendar.google.com");
const NOVEMBER = { timeMin: "2026-11-01T00:00:00Z", timeMax: "2026-12-01T00:00:00Z" };
const TEN_TO_ELEVEN = {
  start: { dateTime: "2026-11-03T10:00:00Z" },
  end: { dateTime: "2026-11-03T11:00:00Z" },
};

let sandbox: GoogleSandbox;

beforeEach(() => {
  sandbox = createGoogleSandbox({ now: () => Date.UTC(2026, 10, 2, 9) });
});

function as(email: string, ...scopes: string[]) {
  const named = scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`);
  return calendarClient(sandbox, sandbox.tokensFor(email, named).accessToken);
}

describe("access", () => {
  test("no token, a wrong one and an expired one are 401 in the front end's shape", async () => {
    const none = await calendarClient(sandbox, null)("GET", "/users/me/calendarList");
    expect([none.status, none.body.error.errors[0].reason]).toEqual([401, "required"]);
    const wrong = await calendarClient(sandbox, "ya29.x")("GET", "/users/me/calendarList");
    expect([wrong.status, wrong.body.error.errors[0].reason]).toEqual([401, "authError"]);
    const api = as("ada@example.com", "calendar");
    sandbox.expireAccessTokens("ada@example.com");
    expect((await api("GET", "/users/me/calendarList")).status).toBe(401);
  });

  const NOT_COVERED: [string, string, string, string][] = [
    ["events scope, free-busy", "calendar.events", "POST", "/freeBusy"],
    ["owned scope, free-busy", "calendar.events.owned", "POST", "/freeBusy"],
    ["events scope, calendar list", "calendar.events", "GET", "/users/me/calendarList"],
    ["free-busy scope, insert", "calendar.events.freebusy", "POST", "/calendars/primary/events"],
    ["free-busy scope, events", "calendar.freebusy", "GET", "/calendars/primary/events"],
    [
      "owned scope, foreign calendar",
      "calendar.events.owned",
      "GET",
      `/calendars/${HOLIDAYS}/events`,
    ],
  ];

  test.each(NOT_COVERED)("%s: 403 for a missing scope", async (_name, scope, method, path) => {
    const body = method === "POST" ? {} : undefined;
    const answer = await as("ada@example.com", scope)(method, path, body);
    expect(answer.status).toBe(403);
    expect(answer.body.error).toMatchObject({
      status: "PERMISSION_DENIED",
      errors: [{ reason: "insufficientPermissions" }],
      details: [{ reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }],
    });
  });

  test("a calendar that somebody has left is not there until they are back on it", async () => {
    const api = as("ada@example.com", "calendar");
    const family = sandbox.calendars("ada@example.com")[1]?.id ?? "";
    const events = `/calendars/${encodeURIComponent(family)}/events`;
    await api("POST", events, { id: "b0123g0", ...TEN_TO_ELEVEN });
    const left = sandbox.byHand.leaveCalendar("ada@example.com", family);
    expect((await api("GET", `${events}/b0123g0`)).status).toBe(404);
    expect((await api("GET", events)).status).toBe(404);
    expect(() => sandbox.byHand.leaveCalendar("ada@example.com", "primary")).toThrow();
    sandbox.byHand.rejoinCalendar(left);
    expect((await api("GET", `${events}/b0123g0`)).status).toBe(200);
  });

  test("a reader cannot write, and a stranger's calendar does not exist", async () => {
    const api = as("ada@example.com", "calendar");
    const write = await api("POST", `/calendars/${HOLIDAYS}/events`, TEN_TO_ELEVEN);
    expect([write.status, write.body.error.errors[0].reason]).toEqual([403, "requiredAccessLevel"]);
    expect((await api("GET", "/calendars/grace@example.com/events")).status).toBe(404);
  });

  test("the free-busy scope shows when, and neither what nor who", async () => {
    sandbox.byHand.add("ada@example.com", "primary", { summary: "Doctor", ...TEN_TO_ELEVEN });
    const api = as("ada@example.com", "calendar.events.freebusy");
    const { body } = await api("GET", "/calendars/primary/events");
    expect(body.items[0].start.dateTime).toBe("2026-11-03T11:00:00+01:00");
    expect(JSON.stringify(body.items)).not.toContain("Doctor");
  });

  test("addresses and methods that Google does not have are 404", async () => {
    const api = as("ada@example.com", "calendar");
    expect((await api("GET", "/colors")).status).toBe(404);
    expect((await api("DELETE", "/users/me/calendarList")).status).toBe(404);
    expect((await api("GET", "/calendars/%E0%A4%A/events")).status).toBe(404);
  });
});

describe("the calendar list", () => {
  test("has a primary, a family and a read-only holiday calendar", async () => {
    const api = as("ada@example.com", "calendar.calendarlist.readonly");
    const { body } = await api("GET", "/users/me/calendarList");
    const shown = body.items.map((item: Record<string, unknown>) => [
      item.summary,
      item.accessRole,
      item.primary === true,
    ]);
    expect(shown).toEqual([
      ["ada@example.com", "owner", true],
      ["Family", "owner", false],
      ["Holidays in Germany", "reader", false],
    ]);
    const primary = await api("GET", "/users/me/calendarList/primary");
    expect(primary.body).toMatchObject({ id: "ada@example.com", timeZone: "Europe/Berlin" });
  });

  test("comes in pages", async () => {
    const api = as("ada@example.com", "calendar.readonly");
    const first = await api("GET", "/users/me/calendarList?maxResults=2");
    expect(first.body.items).toHaveLength(2);
    const token = first.body.nextPageToken;
    const last = await api("GET", `/users/me/calendarList?maxResults=2&pageToken=${token}`);
    expect(last.body.items).toHaveLength(1);
    expect(last.body.nextPageToken).toBeUndefined();
    expect((await api("GET", "/users/me/calendarList?pageToken=x")).status).toBe(400);
  });
});

describe("free-busy", () => {
  const ask = (items: { id: string }[], range: object = NOVEMBER) =>
    as("ada@example.com", "calendar.events.freebusy")("POST", "/freeBusy", { ...range, items });

  test("merges busy times and leaves out free and deleted ones", async () => {
    const add = (event: object) =>
      sandbox.byHand.add("ada@example.com", "primary", { ...TEN_TO_ELEVEN, ...event });
    add({});
    add({ start: { dateTime: "2026-11-03T10:30:00Z" }, end: { dateTime: "2026-11-03T12:00:00Z" } });
    add({ start: { date: "2026-11-05" }, end: { date: "2026-11-06" } });
    const day = { start: { date: "2026-11-07" }, end: { date: "2026-11-08" } };
    add({ ...day, transparency: "transparent" });
    sandbox.byHand.delete("ada@example.com", "primary", add(day).id);

    const { body } = await ask([{ id: "primary" }]);
    expect(body.calendars.primary.busy).toEqual([
      { start: "2026-11-03T10:00:00Z", end: "2026-11-03T12:00:00Z" },
      { start: "2026-11-04T23:00:00Z", end: "2026-11-05T23:00:00Z" },
    ]);
  });

  test("an unreadable calendar is 200 with its error beside an empty list", async () => {
    const { status, body } = await ask([{ id: "primary" }, { id: "grace@example.com" }]);
    expect(status).toBe(200);
    expect(body.calendars.primary).toEqual({ busy: [] });
    expect(body.calendars["grace@example.com"]).toEqual({
      errors: [{ domain: "global", reason: "notFound" }],
      busy: [],
    });
  });

  test("more than fifty calendars are too many", async () => {
    const { status, body } = await ask(
      Array.from({ length: 51 }, (_, index) => ({ id: `c${index}` })),
    );
    expect(status).toBe(200);
    expect(body.calendars.c0.errors[0].reason).toBe("tooManyCalendarsRequested");
  });

  const REFUSED: [string, object, string][] = [
    ["more than ninety days", { ...NOVEMBER, timeMax: "2027-02-01T00:00:00Z" }, "timeRangeTooLong"],
    ["an empty range", { ...NOVEMBER, timeMax: NOVEMBER.timeMin }, "timeRangeEmpty"],
    ["a missing end", { timeMin: NOVEMBER.timeMin }, "required"],
    ["a time without offset", { ...NOVEMBER, timeMin: "2026-11-01T00:00:00" }, "badRequest"],
  ];

  test.each(REFUSED)("%s is refused", async (_name, range, reason) => {
    const answer = await ask([{ id: "primary" }], range);
    expect([answer.status, answer.body.error.errors[0].reason]).toEqual([400, reason]);
  });
});
