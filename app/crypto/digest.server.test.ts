import { expect, test } from "vitest";
import { fromBase64Url, randomBase64Url, randomHex, toBase64Url } from "./bytes.server.ts";
import { bookingIdFor, codeChallenge, digest } from "./digest.server.ts";

test("R7.7 a form names one booking of one host: 32 hex digits, the same each time", async () => {
  const id = await bookingIdFor("host", "key");
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await bookingIdFor("host", "key")).toBe(id);
  expect(await bookingIdFor("host", "other")).not.toBe(id);
  expect(await bookingIdFor("other", "key")).not.toBe(id);
  expect(await bookingIdFor("hostk", "ey")).not.toBe(id);
});

test("R7.7 lists of parts that read alike when joined have different digests", async () => {
  const lists = [
    ["a", "b"],
    ["ab"],
    ["a,b"],
    ['a","b'],
    ["a", "b", ""],
    ["b", "a"],
    ["1"],
    [1],
    [],
  ];
  const digests = await Promise.all(lists.map((parts) => digest(...parts)));
  expect(new Set(digests).size).toBe(lists.length);
  for (const text of digests) expect(text).toMatch(/^[\w-]{43}$/);
});

test("R5.4 a PKCE challenge is that of RFC 7636, appendix B", async () => {
  expect(await codeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test("R5.4 random texts are as long as asked and never alike", () => {
  const hex = Array.from({ length: 1_000 }, () => randomHex(16));
  const base64 = Array.from({ length: 1_000 }, () => randomBase64Url(32));
  expect(new Set([...hex, ...base64]).size).toBe(2_000);
  for (const text of hex) expect(text).toMatch(/^[0-9a-f]{32}$/);
  for (const text of base64) expect(text).toMatch(/^[\w-]{43}$/);
});

test("R5.1 base64url brings all bytes back, of any length", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const text = toBase64Url(bytes);
    expect(text).toMatch(/^[\w-]*$/);
    expect([...fromBase64Url(text)]).toEqual([...bytes]);
  }
});
