import { beforeEach, describe, expect, test } from "vitest";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

let sandbox: GoogleSandbox;

beforeEach(() => {
  sandbox = createGoogleSandbox({ now: () => Date.UTC(2026, 10, 2, 9) });
});

async function get(path: string) {
  const response = await sandbox.fetch(`http://localhost:8788${path}`);
  return { status: response.status, text: await response.text() };
}

function post(path: string, fields: Record<string, string>) {
  return sandbox.fetch(`http://localhost:8788${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
}

describe("pages for people", () => {
  test("the first page lists the accounts under the banner", async () => {
    const { text } = await get("/");
    expect(text).toContain("nothing leaves this machine");
    expect(text).toContain('href="/calendar?account=grace%40example.com"');
  });

  test("an event can be added, moved and deleted by hand", async () => {
    const form = { account: "ada@example.com", calendar: "ada@example.com", week: "2026-11-02" };
    const times = { start: "2026-11-03T10:00", end: "2026-11-03T11:00" };
    const added = await post("/calendar/add", { ...form, ...times, summary: "Dentist" });
    expect(added.headers.get("location")).toContain("week=2026-11-03");
    expect((await get("/calendar?account=ada@example.com")).text).toContain(
      '10:00 to 11:00 · <span class="nowrap">Europe/Berlin, UTC+01:00</span>',
    );

    const event = sandbox.events("ada@example.com")[0]?.id ?? "";
    const later = { start: "2026-11-04T12:00", end: "2026-11-04T13:00" };
    await post("/calendar/move", { ...form, ...later, event });
    expect(sandbox.events("ada@example.com")[0]?.start.dateTime).toBe("2026-11-04T12:00:00+01:00");

    await post("/calendar/delete", { ...form, event });
    expect(sandbox.events("ada@example.com")[0]?.status).toBe("cancelled");
    expect((await get("/calendar?account=ada@example.com")).text).not.toContain("Dentist");
  });

  test("whole days can be marked, and left free", async () => {
    await post("/calendar/add", {
      ...{ account: "ada@example.com", calendar: "ada@example.com", week: "2026-11-02" },
      ...{ start: "2026-11-03T10:00", end: "2026-11-05T11:00", summary: "Holiday" },
      ...{ allDay: "on", showsFree: "on" },
    });
    expect(sandbox.events("ada@example.com")[0]).toMatchObject({
      start: { date: "2026-11-03" },
      end: { date: "2026-11-06" },
      transparency: "transparent",
    });
  });

  test("impossible times are said, and what was typed stays", async () => {
    const response = await post("/calendar/add", {
      account: "ada@example.com",
      calendar: "ada@example.com",
      week: "2026-11-02",
      summary: 'A "quoted" title',
      start: "2026-11-03T12:00",
      end: "2026-11-03T11:00",
    });
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(text).toContain("The specified time range is empty.");
    expect(text).toContain('value="A &quot;quoted&quot; title"');
  });

  test("descriptions, guests and places are shown as text", async () => {
    sandbox.byHand.add("ada@example.com", "primary", {
      summary: "<script>alert(1)</script>",
      description: "<img src=x onerror=alert(1)>",
      location: "</dd><b>",
      attendees: [{ email: "guest@example.net", displayName: '"><i>' }],
      start: { dateTime: "2026-11-03T10:00:00Z" },
      end: { dateTime: "2026-11-03T11:00:00Z" },
    });
    const { text } = await get("/calendar?account=ada@example.com&week=2026-11-03");
    expect(text).not.toMatch(/<script|<img|<b>|<i>/);
    expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  test.each([
    "/calendar?account=nobody@example.com",
    "/calendar",
    "/calendar/event?eid=%%%",
    "/calendar/event?eid=AAAA",
    "/photos/0.svg",
    "/unknown",
  ])("%s is a 404 page", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test("a week shows all its days, an odd one what is to come", async () => {
    const { text } = await get("/calendar?account=ada@example.com&week=2026-11-05");
    expect(text).toContain("Monday 2 November 2026");
    expect(text).toContain("Sunday 8 November 2026");
    for (const week of ["", "2026-02-30", "x", "9999-99-99"]) {
      const { status, text } = await get(`/calendar?account=ada@example.com&week=${week}`);
      expect(status).toBe(200);
      expect(text).toContain("Nothing in the next 60 days.");
    }
  });

  test("faults are switched on and off by form", async () => {
    const on = { path: "events.insert", effect: "refuse", status: "503", times: "2" };
    expect((await post("/sandbox/faults", on)).status).toBe(303);
    expect(sandbox.faults.list()).toMatchObject([{ status: 503, times: 2 }]);
    expect((await get("/sandbox")).text).toContain("events.insert");
    expect((await post("/sandbox/faults", { ...on, status: "7" })).status).toBe(422);
    await post("/sandbox/faults/clear", {});
    expect(sandbox.faults.list()).toEqual([]);
  });
});
