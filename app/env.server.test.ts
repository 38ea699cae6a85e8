import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { ConfigurationError, readEnv } from "./env.server.ts";

const KEY = btoa("0123456789abcdef0123456789abcdef");

const withChanges = (changes: Record<string, unknown>) => readEnv({ ...env, ...changes });

function problemOf(changes: Record<string, unknown>): string {
  try {
    withChanges(changes);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
  }
  throw new Error("no problem was found");
}

function without(name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = env as unknown as Record<string, unknown>;
  return rest;
}

test("D8 with everything set, Google's own origins are the default", () => {
  const { GOOGLE_ACCOUNTS_ORIGIN, GOOGLE_OAUTH_ORIGIN, GOOGLE_API_ORIGIN, ...rest } = env;
  expect(readEnv({ ...rest })).toMatchObject({
    APP_ORIGIN: "https://slotkeeper.test",
    GOOGLE_ACCOUNTS_ORIGIN: "https://accounts.google.com",
    GOOGLE_OAUTH_ORIGIN: "https://oauth2.googleapis.com",
    GOOGLE_API_ORIGIN: "https://www.googleapis.com",
    TOKEN_KEY_RING: { current: "k1" },
  });
});

test.each([
  "APP_ORIGIN",
  "GOOGLE_CLIENT_ID",
  "GOOGLE_CLIENT_SECRET",
  "TOKEN_KEY_RING",
  "LINK_KEY_RING",
  "DB",
  "SYNC_QUEUE",
])("D8 %s is named when it is missing", (name) => {
  expect(() => readEnv(without(name))).toThrow(ConfigurationError);
  expect(() => readEnv(without(name))).toThrow(`${name} is missing`);
});

test("D8 everything that is wrong is named at once, with how to set it", () => {
  const problem = problemOf({ APP_ORIGIN: "", GOOGLE_CLIENT_ID: "" });
  expect(problem).toContain("APP_ORIGIN");
  expect(problem).toContain("GOOGLE_CLIENT_ID");
  expect(problem).toContain("npx wrangler secret put GOOGLE_CLIENT_ID");
});

test.each([
  "https://slotkeeper.test/",
  "https://slotkeeper.test/path",
  "https://slotkeeper.test?x",
  "https://SLOTKEEPER.test",
  "https://user@slotkeeper.test",
  "https://slotkeeper.test:443",
  "ftp://slotkeeper.test",
  "javascript:alert(1)",
  "slotkeeper.test",
  "",
])("D8 an origin is an origin and nothing more: not '%s'", (origin) => {
  expect(problemOf({ APP_ORIGIN: origin })).toContain("APP_ORIGIN must be an origin");
});

test.each(["https://slotkeeper.test", "http://localhost:8787", "http://127.0.0.1:1"])(
  "D8 '%s' is an origin",
  (origin) => {
    expect(withChanges({ APP_ORIGIN: origin }).APP_ORIGIN).toBe(origin);
  },
);

test.each([
  ["no JSON", "k1"],
  ["a list", "[]"],
  ["without a current key", JSON.stringify({ keys: { k1: KEY } })],
  ["without the key that it calls current", JSON.stringify({ current: "k2", keys: { k1: KEY } })],
  ["without keys", JSON.stringify({ current: "k1", keys: {} })],
  ["with a short key", JSON.stringify({ current: "k1", keys: { k1: btoa("short") } })],
  ["with a long key", JSON.stringify({ current: "k1", keys: { k1: btoa("x".repeat(33)) } })],
  ["with a key that is no base64", JSON.stringify({ current: "k1", keys: { k1: "%%%%" } })],
  [
    "with a key id that a link can't carry",
    JSON.stringify({ current: "k.1", keys: { "k.1": KEY } }),
  ],
])("R5.1 a key ring %s is refused, and no key is shown", (_how, ring) => {
  for (const name of ["TOKEN_KEY_RING", "LINK_KEY_RING"]) {
    const problem = problemOf({ [name]: ring });
    expect(problem).toContain(name);
    expect(problem).not.toContain(KEY);
  }
});

test("D8 no value is in the message, for it may be a secret in the wrong place", () => {
  const secret = "GOCSPX-this-is-a-secret";
  expect(
    problemOf({ APP_ORIGIN: secret, TOKEN_KEY_RING: secret, GOOGLE_API_ORIGIN: secret }),
  ).not.toContain(secret);
});

const ring = (current: string, keys: Record<string, number>) =>
  JSON.stringify({
    current,
    keys: Object.fromEntries(
      Object.entries(keys).map(([id, byte]) => [id, btoa(String.fromCharCode(byte).repeat(32))]),
    ),
  });

test("R5.1 further rings add their keys, and the current key of the highest number seals", () => {
  const { TOKEN_KEY_RING } = withChanges({
    TOKEN_KEY_RING_10: ring("k10", { k10: 10 }),
    TOKEN_KEY_RING_2: ring("k2", { k2: 2 }),
  });
  expect(TOKEN_KEY_RING.current).toBe("k10");
  expect(Object.keys(TOKEN_KEY_RING.keys).sort()).toEqual(["k1", "k10", "k2"]);
});

test("R5.1 any ring will do: the first may be deleted once no token needs it", () => {
  const { TOKEN_KEY_RING: _, ...rest } = env as unknown as Record<string, unknown>;
  const { TOKEN_KEY_RING } = readEnv({ ...rest, TOKEN_KEY_RING_3: ring("k3", { k3: 3 }) });
  expect(TOKEN_KEY_RING).toMatchObject({ current: "k3" });
  expect(Object.keys(TOKEN_KEY_RING.keys)).toEqual(["k3"]);
});

test("R5.1 the same key in two rings is the same key", () => {
  const changes = { TOKEN_KEY_RING_2: ring("k2", { k1: 1, k2: 2 }) };
  expect(withChanges(changes).TOKEN_KEY_RING.current).toBe("k2");
});

test("R5.1 two rings that give one id to two keys are refused, both are named, and no key is shown", () => {
  const other = ring("k1", { k1: 9 });
  const problem = problemOf({ TOKEN_KEY_RING_2: other });
  expect(problem).toContain(
    "TOKEN_KEY_RING_2 gives the key id k1 to another key than TOKEN_KEY_RING does",
  );
  expect(problem).not.toContain(JSON.parse(other).keys.k1);
});

test("R5.1 a malformed further ring is named", () => {
  expect(problemOf({ TOKEN_KEY_RING_2: "k2" })).toContain("TOKEN_KEY_RING_2 must be JSON");
});

test.each(["TOKEN_KEY_RING_1", "TOKEN_KEY_RING_02", "TOKEN_KEY_RING_new", "TOKEN_KEY_RING2"])(
  "R5.1 %s is no ring's name, and whoever wrote it is told",
  (name) => {
    expect(problemOf({ [name]: ring("k2", { k2: 2 }) })).toContain(`${name} is no ring's name`);
  },
);

test("R7.1 unless SIGN_UP says otherwise anyone may sign up", () => {
  expect(readEnv({ ...env }).SIGN_UP).toEqual({ kind: "open" });
});

test("R7.1 SIGN_UP lists addresses and domains", () => {
  expect(withChanges({ SIGN_UP: "Ada@Example.com, @example.ORG" }).SIGN_UP).toEqual({
    kind: "listed",
    emails: ["ada@example.com"],
    domains: ["@example.org"],
  });
});

test("R7.1 a malformed entry of SIGN_UP is named by its place, for the message is shown to anybody", () => {
  const problem = problemOf({ SIGN_UP: "ada@example.com example.org" });
  expect(problem).toContain("SIGN_UP has an entry, number 2, that is neither");
  expect(problem).not.toContain("example.org");
  expect(problem).not.toContain("ada@");
  expect(problemOf({ SIGN_UP: " , " })).toContain("SIGN_UP is empty");
});
