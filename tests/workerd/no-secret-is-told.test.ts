import { expect, test } from "vitest";
import { secretsIn } from "../told-secrets.ts";

test.each([
  ["an access token", '{"token":"ya29.a0abcdef"}'],
  ["a refresh token", "https://oauth.test/revoke?token=1%2F%2F0gabc"],
  ["a code", "?code=4%2F0Aabc"],
  ["a secret of a flow", "verifier canary-xyz"],
  ["a guest's address", "Guest@example.org"],
  ["an e-mail address", '{"level":"warn","what":"sync","who":"ada@example.com"}'],
])("R5.4 the canary notices %s", (what, text) => {
  expect(secretsIn(text)).toEqual([what]);
});

test("R5.4 a package in a stack is no address", () => {
  expect(
    secretsIn('{"level":"error","at":["at x (node_modules/@remix-run/a@2.17.5/index.js:1)"]}'),
  ).toEqual([]);
});

test("R5.4 and nothing in an ordinary line", () => {
  expect(secretsIn('{"level":"warn","what":"sync","reason":"google_503"}')).toEqual([]);
});
