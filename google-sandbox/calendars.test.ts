import { beforeEach, describe, expect, test } from "vitest";
import { type AnyJson, type CalendarClient, calendarClient } from "./calendar-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";
import type { AccessRole } from "./state.ts";

const ADA = "ada@example.com";
const GRACE = "grace@example.com";
const LIST = "/users/me/calendarList";
const NOVEMBER = { timeMin: "2026-11-01T00:00:00Z", timeMax: "2026-12-01T00:00:00Z" };
const MEETING = {
  summary: "Doctor",
  start: { dateTime: "2026-11-03T10:00:00Z" },
  end: { dateTime: "2026-11-03T11:00:00Z" },
};

let sandbox: GoogleSandbox;
let api: CalendarClient;
let team: string;

beforeEach(() => {
  sandbox = createGoogleSandbox({ now: () => Date.UTC(2026, 10, 2, 9) });
  api = as(ADA);
  team = sandbox.byHand.addCalendars(ADA, 1, { summary: "Team" })[0]?.id ?? "";
});

function as(email: string): CalendarClient {
  const scope = "https://www.googleapis.com/auth/calendar";
  return calendarClient(sandbox, sandbox.tokensFor(email, [scope]).accessToken);
}

const eventsIn = (calendarId: string) => `/calendars/${encodeURIComponent(calendarId)}/events`;
const listEntry = (calendarId: string) => `${LIST}/${encodeURIComponent(calendarId)}`;

async function listed(query = ""): Promise<AnyJson[]> {
  return (await api("GET", `${LIST}${query}`)).body.items;
}

function post(path: string, fields: Record<string, string>) {
  return sandbox.fetch(`http://localhost:8788${path}`, {
    method: "POST",
    body: new URLSearchParams({ account: ADA, ...fields }),
    redirect: "manual",
  });
}

describe("many calendars", () => {
  test.each([
    ["a hundred to a page unless asked", "", 100],
    ["two hundred and fifty at most", "maxResults=2500&", 250],
  ])("come in pages: %s", async (_name, query, size) => {
    sandbox.byHand.addCalendars(ADA, 300);
    const ids: string[] = [];
    const sizes: number[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const continued = token === "" ? "" : `pageToken=${token}`;
      const { body } = await api("GET", `${LIST}?${query}${continued}`);
      ids.push(...body.items.map((item: { id: string }) => item.id));
      sizes.push(body.items.length);
      token = body.nextPageToken;
    }
    expect(sizes.slice(0, -1).every((count) => count === size)).toBe(true);
    expect(new Set(ids).size).toBe(304);
    expect(ids).toHaveLength(304);
  });

  test("are numbered, and may be shared by others with less than ownership", async () => {
    sandbox.byHand.addCalendars(ADA, 2, { summary: "Shared", accessRole: "reader" });
    expect((await listed()).slice(-2)).toMatchObject([
      { summary: "Shared 1", accessRole: "reader" },
      { summary: "Shared 2", accessRole: "reader" },
    ]);
  });
});

describe("a role that changes", () => {
  test.each<[AccessRole, number, boolean]>([
    ["owner", 200, true],
    ["writer", 200, true],
    ["reader", 403, true],
    ["freeBusyReader", 403, false],
  ])("to %s: inserting answers %i", async (role, status, seesTitles) => {
    sandbox.byHand.add(ADA, team, MEETING);
    sandbox.byHand.setRole(ADA, team, role);
    expect((await api("GET", listEntry(team))).body.accessRole).toBe(role);
    expect((await api("POST", eventsIn(team), MEETING)).status).toBe(status);
    const events = await api("GET", eventsIn(team));
    expect(JSON.stringify(events.body).includes("Doctor")).toBe(seesTitles);
    const { body } = await api("POST", "/freeBusy", { ...NOVEMBER, items: [{ id: team }] });
    expect(body.calendars[team].busy).toHaveLength(1);
  });

  test("decides whether the list shows it where a role is asked for", async () => {
    sandbox.byHand.setRole(ADA, team, "reader");
    const ids = (await listed("?minAccessRole=writer")).map(({ id }) => id);
    expect(ids).toContain(ADA);
    expect(ids).not.toContain(team);
  });

  test("cannot be that of the primary calendar", () => {
    expect(() => sandbox.byHand.setRole(ADA, "primary", "reader")).toThrow();
  });
});

describe("a hidden calendar", () => {
  test("is missing from the list unless asked for, and can still be used", async () => {
    sandbox.byHand.setHidden(ADA, team, true);
    expect((await listed()).map(({ id }) => id)).not.toContain(team);
    const shown = (await listed("?showHidden=true")).find(({ id }) => id === team);
    expect(shown).toMatchObject({ hidden: true, selected: false });
    expect((await api("POST", eventsIn(team), MEETING)).status).toBe(200);
    sandbox.byHand.setHidden(ADA, team, false);
    expect((await listed()).map(({ id }) => id)).toContain(team);
  });
});

describe("a deleted calendar", () => {
  test("is 404 for every later call, and unreadable in free-busy, for everybody", async () => {
    const shared = createGoogleSandbox({
      accounts: [
        { email: ADA, name: "Ada", calendars: [{ id: "team@x", summary: "Team" }] },
        {
          email: GRACE,
          name: "Grace",
          calendars: [{ id: "team@x", summary: "Team", accessRole: "writer" }],
        },
      ],
    });
    sandbox = shared;
    const { id } = sandbox.byHand.add(ADA, "team@x", MEETING);
    sandbox.byHand.deleteCalendar(ADA, "team@x");
    for (const client of [as(ADA), as(GRACE)]) {
      const events = eventsIn("team@x");
      const calls: [string, string, unknown?][] = [
        ["GET", listEntry("team@x")],
        ["GET", events],
        ["POST", events, MEETING],
        ["GET", `${events}/${id}`],
        ["PATCH", `${events}/${id}`, { summary: "x" }],
        ["DELETE", `${events}/${id}`],
      ];
      for (const [method, path, body] of calls) {
        expect((await client(method, path, body)).status).toBe(404);
      }
      const items = [{ id: "team@x" }, { id: "primary" }];
      const { body } = await client("POST", "/freeBusy", { ...NOVEMBER, items });
      expect(body.calendars["team@x"].errors).toMatchObject([{ reason: "notFound" }]);
      expect(body.calendars.primary).toEqual({ busy: [] });
    }
  });

  test("is never the primary one, nor one that is only shared", () => {
    sandbox.byHand.setRole(ADA, team, "writer");
    expect(() => sandbox.byHand.deleteCalendar(ADA, "primary")).toThrow();
    expect(() => sandbox.byHand.deleteCalendar(ADA, team)).toThrow();
  });
});

describe("the order of the list", () => {
  test("need not begin with the primary calendar", async () => {
    const holidays = sandbox.calendars(ADA)[2]?.id ?? "";
    sandbox.byHand.putFirst(ADA, [team, holidays]);
    const entries = await listed();
    expect(entries.map(({ id }) => id).slice(0, 3)).toEqual([team, holidays, ADA]);
    expect(entries.map(({ primary }) => primary === true)).toEqual([false, false, true, false]);
    expect((await api("GET", `${LIST}/primary`)).body.id).toBe(ADA);
  });

  test("has the colour that each calendar was given", async () => {
    sandbox.byHand.setColour(ADA, team, "#123abc");
    expect((await api("GET", listEntry(team))).body.backgroundColor).toBe("#123abc");
    expect(() => sandbox.byHand.setColour(ADA, team, "red;")).toThrow();
  });
});

describe("the page of the calendars", () => {
  const page = async () =>
    (await sandbox.fetch(`http://localhost:8788/calendar/list?account=${ADA}`)).text();
  const teamNow = async () => (await listed("?showHidden=true")).find(({ id }) => id === team);
  const save = { do: "save", colour: "#0b8043", role: "reader" };

  test("changes role, colour and whether it is hidden", async () => {
    const { headers } = await post("/calendar/list/change", { id: team, ...save, hidden: "on" });
    expect(headers.get("location")).toBe("/calendar/list?account=ada%40example.com");
    expect(await teamNow()).toMatchObject({
      accessRole: "reader",
      backgroundColor: "#0b8043",
      hidden: true,
    });
    await post("/calendar/list/change", { id: team, ...save, role: "owner" });
    expect(await teamNow()).toMatchObject({ accessRole: "owner", selected: true });
  });

  test("puts first, unsubscribes and deletes", async () => {
    await post("/calendar/list/change", { id: team, do: "first" });
    expect((await listed())[0].id).toBe(team);
    await post("/calendar/list/change", { id: sandbox.calendars(ADA)[3]?.id ?? "", do: "leave" });
    expect(await listed()).toHaveLength(3);
    await post("/calendar/list/change", { id: team, do: "delete" });
    expect((await api("GET", eventsIn(team))).status).toBe(404);
  });

  test("adds as many as wanted, within reason", async () => {
    await post("/calendar/list/add", { summary: "<b>", count: "120", role: "writer" });
    expect(sandbox.calendars(ADA)).toHaveLength(124);
    expect(await page()).toContain("&lt;b&gt; 120");
    expect((await post("/calendar/list/add", { summary: "x", count: "100000" })).status).toBe(422);
    expect((await post("/calendar/list/add", { summary: "x", count: "-1" })).status).toBe(422);
  });

  test("says what cannot be done, and knows no strangers", async () => {
    const refused = await post("/calendar/list/change", { id: ADA, do: "delete" });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining("Forbidden"),
    ]);
    const gone = await post("/calendar/list/change", { id: "nothing", ...save });
    expect(gone.status).toBe(422);
    expect((await post("/calendar/list/change", { account: "x@y" })).status).toBe(404);
  });
});
