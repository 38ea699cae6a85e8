import { beforeEach, describe, expect, test } from "vitest";
import { ENDPOINT_NAMES, type EndpointName } from "./call.ts";
import { authorizeUrl, CLIENT, CONNECT, oauthClient } from "./oauth-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

const API = "https://www.google.test/calendar/v3";
const EVENTS = `${API}/calendars/primary/events`;
const TIMES = {
  start: { dateTime: "2026-11-03T10:00:00Z" },
  end: { dateTime: "2026-11-03T11:00:00Z" },
};

let slept: { ms: number; wake: () => void }[];
let sandbox: GoogleSandbox;
let requests: Record<EndpointName, () => Request>;

beforeEach(async () => {
  slept = [];
  sandbox = createGoogleSandbox({
    sleep: (ms) => new Promise((wake) => slept.push({ ms, wake: () => wake() })),
    ...CLIENT,
  });
  requests = await everyRequest();
});

/** One request to each endpoint that is answered with success. */
async function everyRequest(): Promise<Record<EndpointName, () => Request>> {
  const calendar = "https://www.googleapis.com/auth/calendar";
  const { accessToken, refreshToken } = sandbox.tokensFor("ada@example.com", ["openid", calendar]);
  const { id } = sandbox.byHand.add("ada@example.com", "primary", TIMES);
  const call = (method: string, url: string, body?: object) => () =>
    new Request(url, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const form = (path: string, fields: Record<string, string>) => () =>
    new Request(`https://oauth2.google.test${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
    });
  const window = { timeMin: "2026-11-01T00:00:00Z", timeMax: "2026-11-08T00:00:00Z" };
  const signIn = await authorizeUrl();
  return {
    authorize: () => new Request(signIn),
    token: form("/token", {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
    }),
    revoke: form("/revoke", { token: refreshToken }),
    userinfo: call("GET", "https://www.google.test/oauth2/v3/userinfo"),
    certs: call("GET", "https://www.google.test/oauth2/v3/certs"),
    "calendarList.list": call("GET", `${API}/users/me/calendarList`),
    "calendarList.get": call("GET", `${API}/users/me/calendarList/primary`),
    freeBusy: call("POST", `${API}/freeBusy`, { ...window, items: [{ id: "primary" }] }),
    "events.list": call("GET", EVENTS),
    "events.insert": call("POST", EVENTS, TIMES),
    "events.get": call("GET", `${EVENTS}/${id}`),
    "events.patch": call("PATCH", `${EVENTS}/${id}`, { summary: "x" }),
    "events.update": call("PUT", `${EVENTS}/${id}`, TIMES),
    "events.delete": call("DELETE", `${EVENTS}/${id}`),
  };
}

describe.each(ENDPOINT_NAMES)("%s", (path) => {
  test("can be slow, for as long as told, and is right in the end", async () => {
    sandbox.faults.add({ match: { path }, effect: "slow", delayMs: 20_000 });
    let hasAnswered = false;
    const answer = sandbox.fetch(requests[path]()).finally(() => {
      hasAnswered = true;
    });
    await expect.poll(() => slept.map(({ ms }) => ms)).toEqual([20_000]);
    expect(hasAnswered).toBe(false);
    slept[0]?.wake();
    expect((await answer).ok).toBe(true);
  });

  test("can fail and be out of reach, and works again afterwards", async () => {
    sandbox.faults.add({ match: { path }, effect: "refuse", status: 503 });
    sandbox.faults.add({ match: { path }, effect: "unreachable" });
    expect((await sandbox.fetch(requests[path]())).status).toBe(503);
    await expect(sandbox.fetch(requests[path]())).rejects.toThrow(TypeError);
    expect((await sandbox.fetch(requests[path]())).ok).toBe(true);
  });
});

describe("revoking that goes wrong", () => {
  const match = { path: "revoke" };

  test.each([500, 503, 429])("with %i revokes nothing", async (status) => {
    const ada = oauthClient(sandbox);
    const { refresh_token } = (await ada.connect(CONNECT)).body;
    sandbox.faults.add({ match, effect: "refuse", status });
    expect((await ada.revoke(refresh_token)).status).toBe(status);
    expect((await ada.refresh(refresh_token)).status).toBe(200);
    expect((await ada.revoke(refresh_token)).status).toBe(200);
    expect((await ada.refresh(refresh_token)).status).toBe(400);
  });

  test("with its reply lost has revoked, and says so when asked again", async () => {
    const ada = oauthClient(sandbox);
    const { refresh_token } = (await ada.connect(CONNECT)).body;
    sandbox.faults.add({ match, effect: "drop-reply" });
    await expect(ada.revoke(refresh_token)).rejects.toThrow(TypeError);
    const again = await ada.revoke(refresh_token);
    expect([again.status, await again.json()]).toMatchObject([400, { error: "invalid_token" }]);
  });

  test("may take effect only later", async () => {
    const ada = oauthClient(sandbox);
    const { refresh_token } = (await ada.connect(CONNECT)).body;
    sandbox.faults.add({ match, effect: "late", delayMs: 5_000 });
    await expect(ada.revoke(refresh_token)).rejects.toThrow(TypeError);
    expect((await ada.refresh(refresh_token)).status).toBe(200);
    slept[0]?.wake();
    await sandbox.settled();
    expect((await ada.refresh(refresh_token)).status).toBe(400);
  });

  test("may be told that a live token is dead already", async () => {
    const ada = oauthClient(sandbox);
    const { refresh_token } = (await ada.connect(CONNECT)).body;
    sandbox.faults.add({ match, effect: "refuse", reason: "invalid_token" });
    const answer = await ada.revoke(refresh_token);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "invalid_token" }]);
  });

  test("an access token that has expired is dead already, and its grant is not", async () => {
    const ada = oauthClient(sandbox);
    const { access_token, refresh_token } = (await ada.connect(CONNECT)).body;
    sandbox.expireAccessTokens("ada@example.com");
    expect((await ada.revoke(access_token)).status).toBe(400);
    expect((await ada.refresh(refresh_token)).status).toBe(200);
  });
});

test("the journal tells which calls met which fault", async () => {
  sandbox.faults.add({ match: { path: "certs" }, effect: "unreachable" });
  await sandbox.fetch(requests.certs()).catch(() => undefined);
  await sandbox.fetch(requests.certs());
  expect(sandbox.requests()).toMatchObject([
    { endpoint: "certs", status: null, fault: "unreachable" },
    { endpoint: "certs", status: 200, fault: null },
  ]);
});
