import { beforeEach, describe, expect, test } from "vitest";
import { type AnyJson, type CalendarClient, calendarClient } from "./calendar-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

const EVENTS = "/calendars/primary/events";
const MEETING = {
  id: "b0123g0",
  start: { dateTime: "2026-11-03T10:00:00Z" },
  end: { dateTime: "2026-11-03T10:30:00Z" },
};

let slept: { ms: number; wake: () => void }[];
let sandbox: GoogleSandbox;
let api: CalendarClient;

beforeEach(() => {
  slept = [];
  sandbox = createGoogleSandbox({
    sleep: (ms) => new Promise((wake) => slept.push({ ms, wake: () => wake() })),
  });
  const scope = "https://www.googleapis.com/auth/calendar.events.owned";
  api = calendarClient(sandbox, sandbox.tokensFor("ada@example.com", [scope]).accessToken);
});

const storedIds = () => sandbox.events("ada@example.com").map(({ id }) => id);

describe("refuse", () => {
  test("answers as often as told, does nothing, then works again", async () => {
    sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", times: 3 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { status, body } = await api("POST", EVENTS, MEETING);
      expect([status, body.error.errors[0].reason]).toEqual([500, "backendError"]);
    }
    expect(storedIds()).toEqual([]);
    expect((await api("POST", EVENTS, MEETING)).status).toBe(200);
    expect(sandbox.faults.list()).toEqual([]);
  });

  const SHAPES: [object, string | undefined, string][] = [
    [{ status: 403, reason: "rateLimitExceeded" }, undefined, "rateLimitExceeded"],
    [{ status: 403, reason: "quotaExceeded" }, undefined, "quotaExceeded"],
    [{ status: 429 }, undefined, "rateLimitExceeded"],
    [{ status: 401 }, "UNAUTHENTICATED", "authError"],
    [
      { status: 403, reason: "insufficientPermissions" },
      "PERMISSION_DENIED",
      "insufficientPermissions",
    ],
    [{ status: 403, reason: "accessNotConfigured" }, "PERMISSION_DENIED", "accessNotConfigured"],
  ];

  test.each(SHAPES)("%j has Google's shape", async (fault, rpcStatus, reason) => {
    sandbox.faults.add({ effect: "refuse", ...fault });
    const { body } = await api("GET", EVENTS);
    expect(body.error.status).toBe(rpcStatus);
    expect(body.error.errors[0].reason).toBe(reason);
  });

  test("a 502 is a proxy's HTML, and Retry-After is sent along", async () => {
    sandbox.faults.add({ effect: "refuse", status: 502, retryAfter: 7 });
    const { headers, body } = await api("GET", EVENTS);
    expect(headers.get("content-type")).toContain("text/html");
    expect(headers.get("retry-after")).toBe("7");
    expect(body).toContain("<b>502.</b>");
  });

  test("the token endpoint refuses in its own shape, by grant type", async () => {
    sandbox.faults.add({
      match: { path: "token", grantType: "refresh_token" },
      effect: "refuse",
      status: 400,
      reason: "invalid_rapt",
    });
    const post = async (grant_type: string): Promise<AnyJson> => {
      const response = await sandbox.fetch("https://oauth2.google.test/token", {
        method: "POST",
        body: new URLSearchParams({ grant_type }),
      });
      return response.json();
    };
    expect((await post("authorization_code")).error).toBe("invalid_request");
    expect(await post("refresh_token")).toMatchObject({
      error: "invalid_grant",
      error_subtype: "invalid_rapt",
    });
  });
});

describe("replies that get lost", () => {
  test("drop-reply: the client sees a broken connection, the event is there", async () => {
    sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
    await expect(api("POST", EVENTS, MEETING)).rejects.toThrow(new TypeError("fetch failed"));
    expect(storedIds()).toEqual(["b0123g0"]);
    expect((await api("POST", EVENTS, MEETING)).status).toBe(409);
    expect(sandbox.requests().map(({ status }) => status)).toEqual([null, 409]);
  });

  test("late: the effect lands after the delay, even if the token has died meanwhile", async () => {
    sandbox.faults.add({ match: { path: "events.insert" }, effect: "late", delayMs: 120_000 });
    await expect(api("POST", EVENTS, MEETING)).rejects.toThrow(TypeError);
    expect((await api("GET", `${EVENTS}/b0123g0`)).status).toBe(404);

    sandbox.killTokens("ada@example.com");
    expect(slept.map(({ ms }) => ms)).toEqual([120_000]);
    slept[0]?.wake();
    await sandbox.settled();
    expect(storedIds()).toEqual(["b0123g0"]);
  });

  test("late: an id that was burnt meanwhile stays burnt", async () => {
    sandbox.faults.add({ match: { path: "events.insert" }, effect: "late" });
    await expect(api("POST", EVENTS, MEETING)).rejects.toThrow(TypeError);
    await api("POST", EVENTS, MEETING);
    await api("DELETE", `${EVENTS}/b0123g0`);
    slept[0]?.wake();
    await sandbox.settled();
    expect(sandbox.events("ada@example.com")).toMatchObject([{ status: "cancelled" }]);
  });

  test("slow: a client that stops waiting leaves the effect behind", async () => {
    sandbox.faults.add({ match: { method: "POST" }, effect: "slow", delayMs: 3000 });
    const { accessToken } = sandbox.tokensFor("ada@example.com", [
      "https://www.googleapis.com/auth/calendar",
    ]);
    const impatience = new AbortController();
    const answer = sandbox.fetch(`https://www.google.test/calendar/v3${EVENTS}`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify(MEETING),
      signal: impatience.signal,
    });
    await expect.poll(() => slept.length).toBe(1);
    impatience.abort();
    await expect(answer).rejects.toThrow();
    slept[0]?.wake();
    await expect.poll(storedIds).toEqual(["b0123g0"]);
  });
});

describe("switching faults over HTTP", () => {
  const post = (body: string) =>
    sandbox.fetch("http://localhost/sandbox/faults", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });

  test("adds, lists and clears them", async () => {
    const fault = { match: { path: "/calendars/" }, effect: "refuse", status: 503, times: null };
    expect((await post(JSON.stringify(fault))).status).toBe(201);
    const listed: AnyJson = await (await sandbox.fetch("http://localhost/sandbox/faults")).json();
    expect(listed.faults).toMatchObject([fault]);
    expect((await api("GET", EVENTS)).status).toBe(503);
    expect((await api("GET", EVENTS)).status).toBe(503);
    await sandbox.fetch("http://localhost/sandbox/faults", { method: "DELETE" });
    expect((await api("GET", EVENTS)).status).toBe(200);
  });

  test.each([
    "{",
    "null",
    '{"effect":"explode"}',
    '{"effect":"slow","delayMs":-1}',
    '{"effect":"slow","match":{"host":"x"}}',
  ])("%s is refused with 400", async (body) => {
    expect((await post(body)).status).toBe(400);
    expect(sandbox.faults.list()).toEqual([]);
  });

  test("kills and expires an account's tokens", async () => {
    const act = (action: string) =>
      sandbox.fetch(`http://localhost/sandbox/accounts/ada@example.com/${action}`, {
        method: "POST",
      });
    expect((await api("GET", EVENTS)).status).toBe(200);
    expect((await act("expire-access-tokens")).status).toBe(204);
    expect((await api("GET", EVENTS)).status).toBe(401);
    expect((await act("kill-tokens")).status).toBe(204);
    expect((await act("unknown")).status).toBe(404);
  });
});
