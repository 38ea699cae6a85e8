import { beforeEach, describe, expect, test } from "vitest";
import type { AnyJson } from "./calendar-client.ts";
import {
  ACCOUNTS,
  authorizeUrl,
  CLIENT,
  CONNECT,
  EMAIL,
  LIST,
  OWNED,
  oauthClient,
  REDIRECT,
  VERIFIER,
} from "./oauth-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

type Client = ReturnType<typeof oauthClient>;

let clock: number;
let sandbox: GoogleSandbox;
let walk: Client["walk"];
let redeem: Client["redeem"];
let refresh: Client["refresh"];
let revoke: Client["revoke"];
let userinfo: Client["userinfo"];

beforeEach(() => {
  clock = Date.UTC(2026, 10, 2, 9);
  sandbox = createGoogleSandbox({ now: () => clock, ...CLIENT });
  ({ walk, redeem, refresh, revoke, userinfo } = oauthClient(sandbox));
});

describe("the happy dance", () => {
  test("the callback carries the state unchanged and says who issued the code", async () => {
    const callback = await walk();
    expect(callback.get("state")).toBe("a state/with?odd&characters");
    expect(callback.get("iss")).toBe(ACCOUNTS);
    expect(callback.get("code")).toMatch(/^4\/0A/);
    expect(callback.get("authuser")).toBe("0");
    expect(callback.get("prompt")).toBe("consent");
  });

  test("a sign-in gives tokens without a refresh token, with long scope names", async () => {
    const { status, body } = await redeem((await walk()).get("code"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
    expect(body.refresh_token).toBeUndefined();
    expect(body.scope.split(" ")).toContain(EMAIL);
    expect(body.scope).not.toBe("openid email profile");

    const person = await userinfo(body.access_token);
    expect(await person.json()).toMatchObject({
      email: "ada@example.com",
      email_verified: true,
      name: "Ada Lovelace",
    });
  });

  test("the id token is signed with the published key and bound to client and nonce", async () => {
    const { body } = await redeem((await walk()).get("code"));
    const [header, payload, signature] = body.id_token.split(".");
    const certs = await sandbox.fetch("https://www.google.test/oauth2/v3/certs");
    const { keys }: AnyJson = await certs.json();
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("jwk", keys[0], algorithm, false, ["verify"]);
    const isGenuine = await crypto.subtle.verify(
      algorithm.name,
      key,
      bytesOf(signature),
      new TextEncoder().encode(`${header}.${payload}`),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytesOf(payload)));
    expect(isGenuine).toBe(true);
    expect(claims).toMatchObject({ iss: ACCOUNTS, aud: "client", nonce: "nonce" });
    expect(claims.exp * 1000).toBeGreaterThan(clock);
  });

  test("a person who has allowed it once only chooses the account the next time", async () => {
    await walk();
    const again = await walk();
    expect(again.get("prompt")).toBe("none");
    expect((await redeem(again.get("code"))).status).toBe(200);
  });

  test("a made-up account can be used at once", async () => {
    const url = await authorizeUrl();
    const response = await sandbox.fetch(`${ACCOUNTS}/o/oauth2/v2/auth/account${url.search}`, {
      method: "POST",
      body: new URLSearchParams({ name: "Mary <Somerville>", email: "Mary@Example.org" }),
    });
    expect(await response.text()).toContain("Mary &lt;Somerville&gt; · mary@example.org");
    expect(sandbox.calendars("mary@example.org").map(({ id }) => id)[0]).toBe("mary@example.org");
  });

  test("client credentials may also come in the Authorization header", async () => {
    const code = (await walk()).get("code") ?? "";
    const answer = await sandbox.fetch("https://oauth2.google.test/token", {
      method: "POST",
      headers: { authorization: `Basic ${btoa("client:secret")}` },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        redirect_uri: REDIRECT,
        code_verifier: VERIFIER,
        code,
      }),
    });
    expect(answer.status).toBe(200);
  });
});

describe("consent", () => {
  test("Deny comes back as access_denied with the state and no code", async () => {
    const callback = await walk(CONNECT, { decision: "deny" });
    expect(callback.get("error")).toBe("access_denied");
    expect(callback.get("state")).toBe("a state/with?odd&characters");
    expect(callback.has("code")).toBe(false);
  });

  test("an unticked box is missing from the granted scopes, and the flow still succeeds", async () => {
    const callback = await walk(CONNECT, { untick: [OWNED] });
    const { body } = await redeem(callback.get("code"));
    expect(body.scope.split(" ").toSorted()).toEqual([LIST, EMAIL, "openid"].toSorted());
  });

  test("sign-in scopes and a single calendar scope have no boxes", async () => {
    for (const scope of ["openid email", OWNED]) {
      const url = await authorizeUrl({ scope });
      const response = await sandbox.fetch(`${ACCOUNTS}/o/oauth2/v2/auth/account${url.search}`, {
        method: "POST",
        body: new URLSearchParams({ account: "ada@example.com" }),
      });
      expect(await response.text()).not.toContain("checkbox");
    }
  });

  test("prompt=none answers without a page", async () => {
    const silently = { prompt: "none", login_hint: "ada@example.com" };
    const error = async (changes: object) => {
      const url = await authorizeUrl({ ...silently, ...changes });
      const response = await sandbox.fetch(url, { redirect: "manual" });
      return new URL(response.headers.get("location") ?? "").searchParams.get("error");
    };
    expect(await error({ login_hint: "nobody@example.com" })).toBe("login_required");
    expect(await error({})).toBe("consent_required");
    await walk();
    expect(await error({})).toBe(null);
  });
});

describe("requests that Google stops on its own page", () => {
  const BLOCKED: [string, Record<string, string>, string][] = [
    ["another client", { client_id: "other" }, "invalid_client"],
    ["another host", { redirect_uri: "https://evil.example/cb" }, "redirect_uri_mismatch"],
    ["a fragment", { redirect_uri: `${REDIRECT}#x` }, "redirect_uri_mismatch"],
    ["a climbing path", { redirect_uri: "http://localhost/a/%2e%2e/b" }, "redirect_uri_mismatch"],
    ["a user name", { redirect_uri: "http://me@localhost/cb" }, "redirect_uri_mismatch"],
    ["an unknown scope", { scope: "openid mail" }, "invalid_scope"],
    ["the implicit flow", { response_type: "token" }, "unsupported_response_type"],
    ["plain PKCE", { code_challenge_method: "plain" }, "invalid_request"],
    ["prompt=none with another", { prompt: "none consent" }, "invalid_request"],
  ];

  test.each(BLOCKED)("%s is a 400 page and no redirect", async (_name, changes, error) => {
    const response = await sandbox.fetch(await authorizeUrl(changes), { redirect: "manual" });
    expect(response.status).toBe(400);
    expect(response.headers.has("location")).toBe(false);
    expect(await response.text()).toContain(error);
  });

  test("with a registered origin, another port of this machine is refused", async () => {
    sandbox = createGoogleSandbox({ clientId: "client", redirectOrigin: "http://localhost:8787" });
    const status = async (redirect_uri: string) =>
      (await sandbox.fetch(await authorizeUrl({ redirect_uri }))).status;
    expect(await status(REDIRECT)).toBe(200);
    expect(await status("http://localhost:87870/cb")).toBe(400);
    expect(await status("http://127.0.0.1:8787/cb")).toBe(400);
  });
});

describe("the token endpoint", () => {
  test("a wrong or missing verifier redeems nothing", async () => {
    const code = (await walk()).get("code");
    const wrong = await redeem(code, { code_verifier: "w".repeat(43) });
    expect(wrong).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect((await redeem(code, { code_verifier: "" })).body.error_description).toBe(
      "Missing code verifier.",
    );
  });

  test("a code works once, also when it is sent twice at the same time", async () => {
    const code = (await walk()).get("code");
    const answers = await Promise.all([redeem(code), redeem(code)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expect((await redeem(code)).body.error).toBe("invalid_grant");
  });

  test("a code dies after ten minutes", async () => {
    const code = (await walk()).get("code");
    clock += 10 * 60_000;
    expect((await redeem(code)).body.error).toBe("invalid_grant");
  });

  const REFUSED: [string, Record<string, string>, number, string][] = [
    ["another redirect URI", { redirect_uri: `${REDIRECT}/` }, 400, "redirect_uri_mismatch"],
    ["a wrong secret", { client_secret: "guess" }, 401, "invalid_client"],
    ["a missing secret", { client_secret: "" }, 400, "invalid_request"],
    ["an unknown client", { client_id: "other" }, 401, "invalid_client"],
    ["an unknown grant type", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["an unknown code", { code: "4/0Aunknown" }, 400, "invalid_grant"],
  ];

  test.each(REFUSED)("%s is refused", async (_name, changes, status, error) => {
    const code = (await walk()).get("code");
    expect(await redeem(code, changes)).toMatchObject({ status, body: { error } });
  });

  test("a body that is no form is refused", async () => {
    const response = await sandbox.fetch("https://oauth2.google.test/token", {
      method: "POST",
      body: "{}",
    });
    expect(response.status).toBe(400);
  });
});

describe("refresh tokens", () => {
  test("come with the first offline consent and with every forced one, not in between", async () => {
    const offline = { ...CONNECT, prompt: "" };
    const given = async (changes: Record<string, string>) =>
      (await redeem((await walk(changes)).get("code"))).body.refresh_token !== undefined;
    expect(await given(offline)).toBe(true);
    expect(await given(offline)).toBe(false);
    expect(await given(CONNECT)).toBe(true);
  });

  test("give new access tokens and are not rotated", async () => {
    const { body } = await redeem((await walk(CONNECT)).get("code"));
    clock += 3600_000;
    expect((await userinfo(body.access_token)).status).toBe(401);
    const refreshed = await refresh(body.refresh_token);
    expect(refreshed.body.refresh_token).toBeUndefined();
    expect((await userinfo(refreshed.body.access_token)).status).toBe(200);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test("the hundred and first kills the oldest", async () => {
    const tokens = Array.from({ length: 101 }, () => sandbox.tokensFor("ada@example.com", [OWNED]));
    expect((await refresh(tokens[0]?.refreshToken ?? "")).body.error).toBe("invalid_grant");
    expect((await refresh(tokens[1]?.refreshToken ?? "")).status).toBe(200);
  });

  test("killed tokens answer invalid_grant and 401", async () => {
    const { accessToken, refreshToken } = sandbox.tokensFor("ada@example.com", ["openid"]);
    sandbox.killTokens("ada@example.com");
    expect(await refresh(refreshToken)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
    expect((await userinfo(accessToken)).status).toBe(401);
  });
});

describe("revoking", () => {
  test("one token takes the person's whole grant with it, and nobody else's", async () => {
    const calendar = sandbox.tokensFor("ada@example.com", [OWNED]);
    const signIn = sandbox.tokensFor("ada@example.com", ["openid"]);
    const other = sandbox.tokensFor("grace@example.com", ["openid"]);
    expect((await revoke(calendar.refreshToken)).status).toBe(200);
    expect((await userinfo(signIn.accessToken)).status).toBe(401);
    expect((await refresh(signIn.refreshToken)).body.error).toBe("invalid_grant");
    expect((await userinfo(other.accessToken)).status).toBe(200);
    expect((await walk()).get("prompt")).toBe("consent");
  });

  test("an unknown token is 400 invalid_token, GET is 404, the query works too", async () => {
    const unknown = await revoke("1//unknown");
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toMatchObject({ error: "invalid_token" });
    const { accessToken } = sandbox.tokensFor("ada@example.com", ["openid"]);
    const url = `https://oauth2.google.test/revoke?token=${accessToken}`;
    expect((await sandbox.fetch(url)).status).toBe(404);
    expect((await sandbox.fetch(url, { method: "POST" })).status).toBe(200);
  });
});

function bytesOf(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
