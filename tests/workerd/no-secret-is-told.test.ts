import { expect, test } from "vitest";
import { secretsIn } from "./no-secret-is-told.ts";

test.each([
  ["an access token", '{"token":"ya29.a0abcdef"}'],
  ["a refresh token", "https://oauth.test/revoke?token=1%2F%2F0gabc"],
  ["a code", "?code=4%2F0Aabc"],
  ["a secret of a flow", "verifier canary-xyz"],
  ["a guest's address", "Guest@example.org"],
])("R5.4 the canary notices %s", (what, text) => {
  expect(secretsIn(text)).toEqual([what]);
});

test("R5.4 and nothing in an ordinary line", () => {
  expect(secretsIn('{"level":"warn","what":"sync","reason":"google_503"}')).toEqual([]);
});
