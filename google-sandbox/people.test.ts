import { beforeEach, describe, expect, test } from "vitest";
import { calendarClient } from "./calendar-client.ts";
import { walkThroughConsent } from "./consent-walk.ts";
import { authorizeUrl, CLIENT, CONNECT, LIST, OWNED, oauthClient } from "./oauth-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

const DAY_MS = 86_400_000;
const ADA = "ada@example.com";
const EVENTS = "/calendars/primary/events";
const CALENDARS = "/users/me/calendarList";

let clock: number;
let sandbox: GoogleSandbox;
let ada: ReturnType<typeof oauthClient>;

beforeEach(() => {
  clock = Date.UTC(2026, 10, 2, 9);
  sandbox = createGoogleSandbox({ now: () => clock, ...CLIENT });
  ada = oauthClient(sandbox);
});

const get = async (accessToken: string, path: string) =>
  (await calendarClient(sandbox, accessToken)("GET", path)).status;

function post(path: string, fields: Record<string, string>) {
  return sandbox.fetch(`http://localhost:8788${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
}

const page = async (path: string) => (await sandbox.fetch(`http://localhost:8788${path}`)).text();

describe("a project in testing", () => {
  test("gives refresh tokens that say when they end, and die seven days after consent", async () => {
    sandbox.project.setTesting(true);
    const { body } = await ada.connect();
    expect(body.refresh_token_expires_in).toBe(604_800);
    clock += 7 * DAY_MS - 1;
    expect((await ada.refresh(body.refresh_token)).status).toBe(200);
    clock += 1;
    expect(await ada.refresh(body.refresh_token)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_description: "Token has been expired or revoked." },
    });
    const revoked = await ada.revoke(body.refresh_token);
    expect([revoked.status, await revoked.json()]).toMatchObject([400, { error: "invalid_token" }]);
  });

  test("exempts consent to nothing but signing in", async () => {
    sandbox.project.setTesting(true);
    const { body } = await ada.connect({ access_type: "offline", prompt: "consent" });
    expect(body.refresh_token_expires_in).toBeUndefined();
    clock += 30 * DAY_MS;
    expect((await ada.refresh(body.refresh_token)).status).toBe(200);
  });

  test("once published gives tokens without an end; those from before keep theirs", async () => {
    await post("/sandbox/project", { publishing: "testing" });
    expect(await page("/sandbox")).toContain("The application is in testing");
    const before = (await ada.connect()).body;
    await post("/sandbox/project", { publishing: "production" });
    const after = (await ada.connect()).body;
    expect(after.refresh_token_expires_in).toBeUndefined();
    clock += 8 * DAY_MS;
    expect((await ada.refresh(before.refresh_token)).status).toBe(400);
    expect((await ada.refresh(after.refresh_token)).status).toBe(200);
  });
});

describe("access that a person removes at Google", () => {
  test("ends every token, and consent is asked for again", async () => {
    const { body } = await ada.connect();
    sandbox.people.revoke(ADA);
    expect((await ada.refresh(body.refresh_token)).body.error).toBe("invalid_grant");
    expect(await get(body.access_token, CALENDARS)).toBe(401);
    expect((await ada.revoke(body.refresh_token)).status).toBe(400);
    expect(sandbox.people.granted(ADA)).toEqual([]);
    expect((await ada.walk()).get("prompt")).toBe("consent");
  });

  test("can be removed by the button on the accounts page", async () => {
    const { body } = await ada.connect();
    expect(await page("/")).toContain("See which calendars are on your list");
    expect((await post(`/sandbox/accounts/${ADA}/revoke`, {})).headers.get("location")).toBe("/");
    expect((await ada.refresh(body.refresh_token)).status).toBe(400);
    expect(await page("/")).not.toContain("See which calendars are on your list");
  });
});

describe("a permission that is taken back", () => {
  test("is missing from live tokens and from later refreshes; the others stay", async () => {
    const { body } = await ada.connect();
    expect(await get(body.access_token, CALENDARS)).toBe(200);
    sandbox.people.takeBack(ADA, [LIST]);
    for (const token of [
      body.access_token,
      (await ada.refresh(body.refresh_token)).body.access_token,
    ]) {
      const answer = await calendarClient(sandbox, token)("GET", CALENDARS);
      expect(answer).toMatchObject({
        status: 403,
        body: { error: { errors: [{ reason: "insufficientPermissions" }] } },
      });
      expect(await get(token, EVENTS)).toBe(200);
    }
    const { scope } = (await ada.refresh(body.refresh_token)).body;
    expect(scope.split(" ")).toContain(OWNED);
    expect(scope.split(" ")).not.toContain(LIST);
  });

  test("can be taken back on the accounts page, and comes back with a new consent", async () => {
    await ada.connect();
    await post(`/sandbox/accounts/${ADA}/take-back`, { scope: OWNED });
    expect(sandbox.people.granted(ADA)).not.toContain(OWNED);
    const { body } = await ada.connect();
    expect(body.scope.split(" ")).toContain(OWNED);
  });

  test("can be taken back by a call without a form, too", async () => {
    sandbox.tokensFor(ADA, [OWNED, LIST]);
    const path = `/sandbox/accounts/${ADA}/take-back?scope=${encodeURIComponent(LIST)}`;
    const { status } = await sandbox.fetch(`http://localhost${path}`, { method: "POST" });
    expect([status, sandbox.people.granted(ADA)]).toEqual([204, [OWNED]]);
  });

  test("ends the token that has nothing left", async () => {
    const { refreshToken } = sandbox.tokensFor(ADA, [OWNED]);
    const signIn = sandbox.tokensFor(ADA, ["openid"]);
    sandbox.people.takeBack(ADA, [OWNED]);
    expect((await ada.refresh(refreshToken)).status).toBe(400);
    expect((await ada.refresh(signIn.refreshToken)).status).toBe(200);
  });
});

describe("a disabled account", () => {
  test("has no working token until it is enabled again", async () => {
    const code = (await ada.walk(CONNECT)).get("code");
    const { body } = await ada.connect();
    sandbox.people.disable(ADA);
    expect((await ada.refresh(body.refresh_token)).body.error).toBe("invalid_grant");
    expect((await ada.redeem(code)).body.error).toBe("invalid_grant");
    expect(await get(body.access_token, CALENDARS)).toBe(401);
    expect((await ada.userinfo(body.access_token)).status).toBe(401);
    sandbox.people.enable(ADA);
    expect((await ada.refresh(body.refresh_token)).status).toBe(200);
  });

  test("cannot be chosen, and Google keeps that to itself", async () => {
    await post(`/sandbox/accounts/${ADA}/disable`, {});
    expect(await page("/")).toContain("This account is disabled.");
    const walk = await walkThroughConsent(sandbox, await authorizeUrl(), { email: ADA });
    expect(walk.callback).toBeNull();
    expect(await walk.response.text()).toContain("has been disabled");
    expect((await ada.walk({}, { email: "grace@example.com" })).has("code")).toBe(true);
  });

  test("is still disabled after a restart", () => {
    sandbox.people.disable(ADA);
    const again = createGoogleSandbox({ state: sandbox.snapshot() });
    expect(again.accounts()[0]?.isDisabled).toBe(true);
  });
});

test("a state that was saved before these switches existed can still be opened", async () => {
  const { isInTesting, ...older } = sandbox.snapshot();
  expect(isInTesting).toBe(false);
  const again = createGoogleSandbox({ state: older as typeof older & { isInTesting: boolean } });
  expect(again.snapshot()).toEqual(sandbox.snapshot());
});
