import { beforeEach, describe, expect, test } from "vitest";
import { decodeTextBase64Url } from "./base64url.ts";
import type { AnyJson } from "./calendar-client.ts";
import { ID_TOKEN_FLAWS } from "./oauth/id-token-flaws.ts";
import { ACCOUNTS, CLIENT, oauthClient } from "./oauth-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";
import type { IdTokenFlaw } from "./state.ts";

const SECONDS = Date.UTC(2026, 10, 2, 9) / 1000;
const CERTS = "https://www.google.test/oauth2/v3/certs";

let sandbox: GoogleSandbox;
let ada: ReturnType<typeof oauthClient>;

beforeEach(() => {
  sandbox = createGoogleSandbox({ now: () => SECONDS * 1000, ...CLIENT });
  ada = oauthClient(sandbox);
});

const signIn = async (): Promise<string> => (await ada.connect({})).body.id_token;

async function signInWith(flaw: IdTokenFlaw) {
  sandbox.faults.add({ match: { path: "token" }, effect: "id-token", flaw });
  const token = await signIn();
  return { token, header: part(token, 0), claims: part(token, 1) };
}

function part(token: string, index: number): AnyJson {
  return JSON.parse(decodeTextBase64Url(token.split(".")[index] ?? "") ?? "null");
}

async function publishedKeys(): Promise<AnyJson[]> {
  const certs: AnyJson = await (await sandbox.fetch(CERTS)).json();
  return certs.keys;
}

/** Whether one of the published keys, with the kid that the token names, has signed it. */
async function isGenuine(token: string): Promise<boolean> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const jwk = (await publishedKeys()).find(({ kid }) => kid === part(token, 0).kid);
  if (jwk === undefined) return false;
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  return crypto.subtle.verify(algorithm.name, key, bytesOf(signature), signed);
}

function bytesOf(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

describe("an id token that a fault makes wrong", () => {
  test("is right again when the fault is used up", async () => {
    const { token } = await signInWith("bad-signature");
    expect(await isGenuine(token)).toBe(false);
    const next = await signIn();
    expect(await isGenuine(next)).toBe(true);
    expect(part(next, 1)).toMatchObject({ iss: ACCOUNTS, aud: "client", nonce: "nonce" });
  });

  test.each<[IdTokenFlaw, object]>([
    ["wrong-audience", { aud: "another-client.apps.invalid" }],
    ["wrong-issuer", { iss: "https://accounts.impostor.invalid" }],
    ["expired", { iat: SECONDS - 7200, exp: SECONDS - 3600 }],
    ["issued-in-future", { iat: SECONDS + 3600, exp: SECONDS + 7200 }],
    ["wrong-nonce", { nonce: "not-nonce" }],
    ["email-not-verified", { email: "ada@example.com", email_verified: false }],
  ])("%s: it says so, and its signature is genuine", async (flaw, said) => {
    const { token, claims } = await signInWith(flaw);
    expect(claims).toMatchObject({ aud: "client", iss: ACCOUNTS, nonce: "nonce", ...said });
    expect(await isGenuine(token)).toBe(true);
  });

  test("no-nonce: it has none", async () => {
    expect((await signInWith("no-nonce")).claims).not.toHaveProperty("nonce");
  });

  test("other-subject: it is about nobody that the access token speaks for", async () => {
    const { token, claims } = await signInWith("other-subject");
    expect(claims.sub).toMatch(/^\d{21}$/);
    expect(claims.sub).not.toBe(sandbox.accounts()[0]?.sub);
    expect(await isGenuine(token)).toBe(true);
  });

  test("alg-none: it has no signature at all", async () => {
    const { token, header } = await signInWith("alg-none");
    expect(header.alg).toBe("none");
    expect(token.endsWith(".")).toBe(true);
  });

  test("hs256: it is signed with the client's secret", async () => {
    const { token, header } = await signInWith("hs256");
    expect(header.alg).toBe("HS256");
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const secret = new TextEncoder().encode("secret");
    const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["verify"]);
    const [head, payload, signature = ""] = token.split(".");
    const signed = new TextEncoder().encode(`${head}.${payload}`);
    expect(await crypto.subtle.verify("HMAC", key, bytesOf(signature), signed)).toBe(true);
  });

  test("unknown-key: it names a key that is not published", async () => {
    const { header } = await signInWith("unknown-key");
    expect((await publishedKeys()).map(({ kid }) => kid)).not.toContain(header.kid);
  });

  test("may be missing", async () => {
    sandbox.faults.add({ match: { path: "token" }, effect: "leave-out", field: "id_token" });
    expect(await signIn()).toBeUndefined();
  });

  test.each(Object.keys(ID_TOKEN_FLAWS))("%s can be switched on by the form", async (flaw) => {
    const body = new URLSearchParams({ path: "token", effect: "id-token", flaw });
    await sandbox.fetch("http://localhost/sandbox/faults", { method: "POST", body });
    expect(sandbox.faults.list()).toMatchObject([{ effect: "id-token", flaw }]);
  });

  test.each(['{"effect":"id-token"}', '{"effect":"id-token","flaw":"x"}'])(
    "%s is refused",
    async (body) => {
      const response = await sandbox.fetch("http://localhost/sandbox/faults", {
        method: "POST",
        body,
      });
      expect(response.status).toBe(400);
    },
  );
});

describe("a key that is rotated", () => {
  test("leaves what it signed verifiable as long as it is published", async () => {
    const before = await signIn();
    sandbox.keys.rotate();
    const after = await signIn();
    expect(part(after, 0).kid).not.toBe(part(before, 0).kid);
    expect(await Promise.all([before, after].map(isGenuine))).toEqual([true, true]);
    sandbox.keys.withdrawOld();
    expect(await Promise.all([before, after].map(isGenuine))).toEqual([false, true]);
  });

  test("can be rotated and withdrawn on the page", async () => {
    const before = await signIn();
    const press = (button: string) =>
      sandbox.fetch(`http://localhost/sandbox/keys/${button}`, { method: "POST" });
    await press("rotate");
    expect(await publishedKeys()).toHaveLength(2);
    await press("withdraw-old");
    expect(await publishedKeys()).toHaveLength(1);
    expect(await isGenuine(before)).toBe(false);
  });

  test("says for how long the keys may be kept, and can be out of reach", async () => {
    expect((await sandbox.fetch(CERTS)).headers.get("cache-control")).toContain("max-age=");
    sandbox.faults.add({ match: { path: "certs" }, effect: "refuse", status: 503 });
    expect((await sandbox.fetch(CERTS)).status).toBe(503);
  });
});
