import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { verifyIdToken } from "./id-token.server.ts";
import { recordingFetch } from "./recording-fetch.fixtures.ts";

const NOW = Date.UTC(2026, 10, 2, 9);
const SECONDS = NOW / 1000;
const endpoints = {
  APP_ORIGIN: "https://app.test",
  GOOGLE_ACCOUNTS_ORIGIN: "https://accounts.google.test",
  GOOGLE_OAUTH_ORIGIN: "https://oauth.google.test",
  GOOGLE_API_ORIGIN: "https://api.google.test",
  GOOGLE_CLIENT_ID: "client",
  GOOGLE_CLIENT_SECRET: "secret",
};
const CLAIMS = {
  iss: "https://accounts.google.test",
  aud: "client",
  sub: "1",
  email: "ada@example.com",
  nonce: "nonce",
  iat: SECONDS,
  exp: SECONDS + 3600,
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let google: Keys;
let stranger: Keys;

beforeAll(async () => {
  google = await generateKeyPair("RS256", { extractable: true });
  stranger = await generateKeyPair("RS256", { extractable: true });
});

const signed = (changes: Record<string, unknown> = {}, keys = google, kid = "key-1") =>
  new SignJWT({ ...CLAIMS, ...changes })
    .setProtectedHeader({ alg: "RS256", kid })
    .sign(keys.privateKey);

async function published(): Promise<Response> {
  const jwk = await exportJWK(google.publicKey);
  return Response.json({ keys: [{ ...jwk, kid: "key-1", alg: "RS256", use: "sig" }] });
}

async function verify(idToken: string, answer?: Response | Error) {
  const { fetch } = recordingFetch(answer ?? (await published()));
  return verifyIdToken(endpoints, fetch, { idToken, nonce: "nonce", now: NOW });
}

test("R5.4 a token that Google signed for us and for this trip tells whose consent it is", async () => {
  expect(await verify(await signed())).toEqual({
    kind: "verified",
    account: { sub: "1", email: "ada@example.com" },
  });
});

test.each([["https://accounts.google.com"], ["accounts.google.com"]])(
  "R5.4 Google signs as %s too",
  async (iss) => {
    expect(await verify(await signed({ iss }))).toMatchObject({ kind: "verified" });
  },
);

test.each<[string, Record<string, unknown>]>([
  ["for another application", { aud: "other" }],
  ["by another issuer", { iss: "https://evil.test" }],
  ["for another trip to Google", { nonce: "other" }],
  ["without a nonce", { nonce: undefined }],
  ["that has run out", { iat: SECONDS - 4000, exp: SECONDS - 400 }],
  ["that comes from the future", { iat: SECONDS + 400 }],
  ["that is old, however long it lasts", { iat: SECONDS - 4000, exp: SECONDS + 86_400 }],
  ["of nobody", { sub: "" }],
  ["without an e-mail", { email: undefined }],
])("R5.4 a token %s is refused", async (_what, claims) => {
  expect(await verify(await signed(claims))).toMatchObject({ kind: "invalid" });
});

test("R5.4 a minute's difference between two clocks is none", async () => {
  expect(await verify(await signed({ iat: SECONDS + 60 }))).toMatchObject({ kind: "verified" });
});

test.each<[string, () => Promise<string>]>([
  ["signed by somebody else under Google's key id", () => signed({}, stranger)],
  ["signed with a key that Google does not publish", () => signed({}, google, "key-2")],
  ["that is not signed", async () => new UnsecuredJWT(CLAIMS).encode()],
  [
    "signed with the client's name as a secret",
    () =>
      new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: "HS256", kid: "key-1" })
        .sign(new TextEncoder().encode("client".repeat(8))),
  ],
  ["that is no token", async () => "rubbish"],
])("R5.4 a token %s is refused", async (_what, make) => {
  expect(await verify(await make())).toMatchObject({ kind: "invalid" });
});

test.each<[string, Response | Error]>([
  ["an error", Response.json({}, { status: 500 })],
  ["a proxy's page", new Response("<html>")],
  ["keys of another shape", Response.json({ keys: "none" })],
  ["no answer", new TypeError("lost")],
])(
  "R5.4 while Google's keys can't be read (%s) nothing is said of the token",
  async (_what, answer) => {
    expect(await verify(await signed(), answer)).toEqual({ kind: "unavailable" });
  },
);
