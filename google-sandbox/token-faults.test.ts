import { beforeEach, describe, expect, test } from "vitest";
import { calendarClient } from "./calendar-client.ts";
import { CLIENT, CONNECT, OWNED, oauthClient, type TokenAnswer } from "./oauth-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";
import type { FaultEffect } from "./state.ts";

const GRANT_TYPES = ["authorization_code", "refresh_token"] as const;
type GrantType = (typeof GRANT_TYPES)[number];

let sandbox: GoogleSandbox;
let ada: ReturnType<typeof oauthClient>;
let ask: Record<GrantType, () => Promise<TokenAnswer>>;

beforeEach(async () => {
  sandbox = createGoogleSandbox(CLIENT);
  ada = oauthClient(sandbox);
  const { refreshToken } = sandbox.tokensFor("ada@example.com", ["openid"]);
  const code = (await ada.walk(CONNECT)).get("code");
  ask = {
    authorization_code: () => ada.redeem(code),
    refresh_token: () => ada.refresh(refreshToken),
  };
});

const other = (grantType: GrantType): GrantType =>
  grantType === "refresh_token" ? "authorization_code" : "refresh_token";

describe.each(GRANT_TYPES)("the token endpoint for %s", (grantType) => {
  const match = { path: "token", grantType };

  test.each([
    ["invalid_grant", 400],
    ["admin_policy_enforced", 400],
    ["org_internal", 403],
    ["invalid_client", 401],
    ["deleted_client", 401],
    ["unauthorized_client", 401],
    ["redirect_uri_mismatch", 400],
    ["unsupported_grant_type", 400],
    ["invalid_request", 400],
    ["invalid_scope", 400],
    ["internal_failure", 500],
    ["server_error", 500],
    ["temporarily_unavailable", 503],
    ["rate_limit_exceeded", 429],
  ])("can refuse with %s, which is a %i unless another status is told", async (reason, usual) => {
    sandbox.faults.add({ match, effect: "refuse", reason });
    expect(await ask[grantType]()).toMatchObject({ status: usual, body: { error: reason } });
    sandbox.faults.add({ match, effect: "refuse", reason, status: 418 });
    expect((await ask[grantType]()).status).toBe(418);
  });

  test("can refuse until somebody has signed in anew, with the subtype for it", async () => {
    sandbox.faults.add({ match, effect: "refuse", reason: "invalid_rapt" });
    expect(await ask[grantType]()).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_subtype: "invalid_rapt" },
    });
  });

  test("refuses only this grant, and works when the fault is used up", async () => {
    sandbox.faults.add({ match, effect: "refuse", reason: "server_error" });
    expect((await ask[other(grantType)]()).status).toBe(200);
    expect((await ask[grantType]()).status).toBe(500);
    expect((await ask[grantType]()).status).toBe(200);
  });

  test.each<[string, FaultEffect, number | undefined]>([
    ["a proxy's page as refusal", "refuse", 503],
    ["a proxy's page as success", "html-instead", undefined],
    ["a body cut off", "cut-off", undefined],
  ])("can answer with what is no JSON: %s", async (_name, effect, status) => {
    sandbox.faults.add({ match, effect, status, body: "html" });
    await expect(ask[grantType]()).rejects.toThrow(SyntaxError);
  });

  test("can answer with fields of wrong types", async () => {
    sandbox.faults.add({ match, effect: "wrong-types" });
    const { status, body } = await ask[grantType]();
    expect(status).toBe(200);
    expect(body).toMatchObject({ access_token: [expect.any(String)], expires_in: "3599?" });
  });

  test("can leave the access token out of a success", async () => {
    sandbox.faults.add({ match, effect: "leave-out", field: "access_token" });
    const { status, body } = await ask[grantType]();
    expect(status).toBe(200);
    expect(body.access_token).toBeUndefined();
    expect(body.token_type).toBe("Bearer");
  });

  test("can be out of reach, without anything happening", async () => {
    sandbox.faults.add({ match, effect: "unreachable" });
    await expect(ask[grantType]()).rejects.toThrow(new TypeError("fetch failed"));
    expect((await ask[grantType]()).status).toBe(200);
  });
});

describe("damaged answers", () => {
  test("a code whose answer was cut off is used up", async () => {
    sandbox.faults.add({ match: { path: "token" }, effect: "cut-off" });
    await expect(ask.authorization_code()).rejects.toThrow(SyntaxError);
    expect((await ask.authorization_code()).body.error).toBe("invalid_grant");
  });

  test("a consent may answer no refresh token although offline was asked for", async () => {
    const match = { path: "token", grantType: "authorization_code" };
    sandbox.faults.add({ match, effect: "leave-out", field: "refresh_token", times: null });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { status, body } = await ada.connect();
      expect(status).toBe(200);
      expect(body.refresh_token).toBeUndefined();
    }
    sandbox.faults.clear();
    expect((await ada.connect()).body.refresh_token).toMatch(/^1\/\/0g/);
  });

  test.each<FaultEffect>(["cut-off", "html-instead", "wrong-types"])(
    "%s leaves an answer without a body as it is",
    async (effect) => {
      const { accessToken } = sandbox.tokensFor("ada@example.com", [OWNED]);
      const { id } = sandbox.byHand.add("ada@example.com", "primary", {
        start: { date: "2026-11-03" },
        end: { date: "2026-11-04" },
      });
      sandbox.faults.add({ match: { path: "events.delete" }, effect });
      const api = calendarClient(sandbox, accessToken);
      const answer = await api("DELETE", `/calendars/primary/events/${id}`);
      expect(answer).toMatchObject({ status: 204, body: "" });
    },
  );

  test("a fault that leaves nothing out is refused", async () => {
    const response = await sandbox.fetch("http://localhost/sandbox/faults", {
      method: "POST",
      body: '{"effect":"leave-out"}',
    });
    expect(response.status).toBe(400);
  });

  test("the form switches on what is left out, by grant", async () => {
    const fields = {
      path: "token",
      grantType: "authorization_code",
      effect: "leave-out",
      field: "refresh_token",
      status: "",
      untilCleared: "on",
    };
    const body = new URLSearchParams(fields);
    await sandbox.fetch("http://localhost/sandbox/faults", { method: "POST", body });
    expect((await ask.refresh_token()).status).toBe(200);
    expect((await ask.authorization_code()).body.refresh_token).toBeUndefined();
    const page = await (await sandbox.fetch("http://localhost/sandbox")).text();
    expect(page).toContain("leave a field out of the answer, refresh_token, until switched off");
  });
});
