import { expect, test } from "vitest";
import { createOAuthClient, type GrantAnswer } from "./oauth-client.server.ts";
import { json, recordingFetch } from "./recording-fetch.fixtures.ts";
import { missingPermissions } from "./scopes.ts";

const ENDPOINTS = {
  APP_ORIGIN: "https://slotkeeper.test",
  GOOGLE_ACCOUNTS_ORIGIN: "https://accounts.google.test",
  GOOGLE_OAUTH_ORIGIN: "https://oauth.google.test",
  GOOGLE_API_ORIGIN: "https://api.google.test",
  GOOGLE_CLIENT_ID: "client-id",
  GOOGLE_CLIENT_SECRET: "client-secret",
};

function clientWith(...answers: Parameters<typeof recordingFetch>) {
  const { fetch, sent } = recordingFetch(...answers);
  return { oauth: createOAuthClient(ENDPOINTS, fetch), sent };
}

const formOf = (text: string | undefined) => Object.fromEntries(new URLSearchParams(text));

const TOKENS = {
  access_token: "access",
  expires_in: 3599,
  refresh_token: "refresh",
  scope: "https://www.googleapis.com/auth/userinfo.email openid",
  token_type: "Bearer",
};

test("R5.4 consent is asked for offline access, with PKCE, state and nonce, at an exact callback", () => {
  const url = new URL(
    clientWith().oauth.calendarConsentUrl({
      state: "the state",
      nonce: "the nonce",
      codeChallenge: "challenge",
      loginHint: "ada@example.com",
    }),
  );
  expect(url.origin + url.pathname).toBe("https://accounts.google.test/o/oauth2/v2/auth");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "client-id",
    redirect_uri: "https://slotkeeper.test/auth/calendar/callback",
    response_type: "code",
    scope:
      "openid email https://www.googleapis.com/auth/calendar.calendarlist.readonly https://www.googleapis.com/auth/calendar.events.freebusy https://www.googleapis.com/auth/calendar.events.owned",
    access_type: "offline",
    prompt: "consent",
    login_hint: "ada@example.com",
    state: "the state",
    nonce: "the nonce",
    code_challenge: "challenge",
    code_challenge_method: "S256",
  });
});

test("R5.4 a code is redeemed with its verifier and the same callback, all in the body", async () => {
  const { oauth, sent } = clientWith(json(TOKENS));
  expect(await oauth.redeemCode("4/code", "verifier")).toEqual({
    kind: "granted",
    grant: {
      accessToken: "access",
      expiresInMs: 3_599_000,
      scopes: new Set(["email", "openid"]),
      refreshToken: "refresh",
      idToken: null,
    },
  });
  expect(sent[0]).toMatchObject({ method: "POST", redirect: "manual" });
  expect(sent[0]?.url.href).toBe("https://oauth.google.test/token");
  expect(sent[0]?.headers.get("Content-Type")).toContain("application/x-www-form-urlencoded");
  expect(formOf(sent[0]?.text)).toEqual({
    grant_type: "authorization_code",
    code: "4/code",
    code_verifier: "verifier",
    redirect_uri: "https://slotkeeper.test/auth/calendar/callback",
    client_id: "client-id",
    client_secret: "client-secret",
  });
});

test("R5.5 a grant that leaves its scopes out is what was asked for", async () => {
  const { scope: _, ...unsaid } = TOKENS;
  const answer = await clientWith(json(unsaid)).oauth.redeemCode("4/code", "verifier");
  if (answer.kind !== "granted") throw new Error(answer.kind);
  expect(missingPermissions(answer.grant.scopes)).toEqual([]);
  const none = await clientWith(json({ ...TOKENS, scope: "" })).oauth.redeemCode("c", "v");
  if (none.kind !== "granted") throw new Error(none.kind);
  expect(missingPermissions(none.grant.scopes)).toHaveLength(3);
});

test("R5.2 a renewal sends the refresh token, and brings none", async () => {
  const { refresh_token: _, ...renewed } = TOKENS;
  const { oauth, sent } = clientWith(json(renewed));
  expect(await oauth.renew("1//refresh")).toMatchObject({
    kind: "granted",
    grant: { accessToken: "access", refreshToken: null },
  });
  expect(formOf(sent[0]?.text)).toEqual({
    grant_type: "refresh_token",
    refresh_token: "1//refresh",
    client_id: "client-id",
    client_secret: "client-secret",
  });
});

test.each<[string, number, GrantAnswer]>([
  ["invalid_grant", 400, { kind: "dead" }],
  ["admin_policy_enforced", 400, { kind: "blockedByAdministrator" }],
  ["org_internal", 403, { kind: "blockedByAdministrator" }],
  ["invalid_client", 401, { kind: "operatorFault", why: "invalid_client" }],
  ["deleted_client", 401, { kind: "operatorFault", why: "deleted_client" }],
  ["unauthorized_client", 401, { kind: "operatorFault", why: "unauthorized_client" }],
  ["redirect_uri_mismatch", 400, { kind: "operatorFault", why: "redirect_uri_mismatch" }],
  ["unsupported_grant_type", 400, { kind: "operatorFault", why: "unsupported_grant_type" }],
  ["invalid_request", 400, { kind: "operatorFault", why: "invalid_request" }],
  ["invalid_scope", 400, { kind: "operatorFault", why: "invalid_scope" }],
  ["temporarily_unavailable", 503, { kind: "unavailable", why: "token_endpoint_503" }],
  ["internal_failure", 500, { kind: "unavailable", why: "token_endpoint_500" }],
  ["something_new", 400, { kind: "unavailable", why: "token_endpoint_400" }],
])("R4.3 the token endpoint's %s is named for whose fault it is", async (error, status, answer) => {
  expect(
    await clientWith(json({ error, error_description: "x" }, status)).oauth.renew("r"),
  ).toEqual(answer);
});

test("R4.3 a session that Google wants confirmed anew is a dead grant", async () => {
  const answer = json({ error: "invalid_grant", error_subtype: "invalid_rapt" }, 400);
  expect(await clientWith(answer).oauth.renew("r")).toEqual({ kind: "dead" });
});

test.each([
  ["HTML", new Response("<html>", { status: 502 }), "token_endpoint_502"],
  ["429", new Response("", { status: 429 }), "token_endpoint_429"],
  ["HTML with 400", new Response("<html>", { status: 400 }), "token_endpoint_400"],
  ["a 200 without a token", json({ expires_in: 5 }), "malformed_answer"],
  ["a 200 without a lifetime", json({ access_token: "a" }), "malformed_answer"],
  ["an empty token", json({ access_token: "", expires_in: 5 }), "malformed_answer"],
  ["a 200 that is no JSON", new Response("ok"), "malformed_answer"],
  ["a lost connection", new TypeError("lost"), "network"],
])("R4.3 %s says nothing about the grant: it is unavailable", async (_what, answer, why) => {
  expect(await clientWith(answer).oauth.renew("r")).toEqual({ kind: "unavailable", why });
});

test("R5.3 a renewal that is not answered ends at its deadline", async () => {
  expect(await clientWith("never").oauth.renew("r", 20)).toEqual({
    kind: "unavailable",
    why: "timeout",
  });
});

test("R4.1 revoking sends the refresh token in the body, never in an address", async () => {
  const { oauth, sent } = clientWith(json({}));
  expect(await oauth.revoke("refresh")).toEqual({ kind: "revoked" });
  expect(sent[0]?.url.href).toBe("https://oauth.google.test/revoke");
  expect(formOf(sent[0]?.text)).toEqual({ token: "refresh" });
});

test("R4.1 a token that is dead already counts as revoked", async () => {
  const { oauth } = clientWith(json({ error: "invalid_token" }, 400));
  expect(await oauth.revoke("refresh")).toEqual({ kind: "revoked" });
});

test.each<[string, Response | Error, string]>([
  ["an error of Google's", json({ error: "server_error" }, 500), "revoke_500"],
  ["a refusal for another reason", json({ error: "invalid_request" }, 400), "revoke_400"],
  ["a proxy's page", new Response("<html>", { status: 502 }), "revoke_502"],
  ["no answer", new TypeError("lost"), "network"],
])("R4.1 %s says nothing about the token: to be revoked later", async (_what, answer, why) => {
  const { oauth } = clientWith(answer);
  expect(await oauth.revoke("refresh")).toEqual({ kind: "unavailable", why });
});
