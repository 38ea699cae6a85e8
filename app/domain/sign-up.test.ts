import { expect, test } from "vitest";
import { maySignUp, parseSignUpRule, type SignUpRule } from "./sign-up.ts";

function rule(text: string): SignUpRule {
  const parsed = parseSignUpRule(text);
  if (!("kind" in parsed)) throw new Error(`entry ${parsed.malformedEntry} is malformed`);
  return parsed;
}

const verified = (email: string) => ({ email, emailVerified: true });
const LIST = "ada@example.com, @example.org\n@sub.example.net";

test.each(["open", " open ", "OPEN"])("R7.1 '%s' lets everybody in, verified or not", (text) => {
  expect(maySignUp(rule(text), { email: "a@b.example" })).toBe(true);
});

test.each(["ada@example.com", "Ada@Example.COM", "anyone@example.org", "x@sub.example.net"])(
  "R7.1 %s is on the list",
  (email) => {
    expect(maySignUp(rule(LIST), verified(email))).toBe(true);
  },
);

test.each([
  "grace@example.com",
  "ada@example.com.evil.example",
  "xada@example.com",
  "anyone@sub.example.org",
  "anyone@notexample.org",
  "x@example.net",
  "@example.org@evil.example",
  "example.org",
  "",
])("R7.1 '%s' is not on the list", (email) => {
  expect(maySignUp(rule(LIST), verified(email))).toBe(false);
});

test.each([false, undefined])(
  "R7.1 an address counts only if Google says that it is verified, not when that is %s",
  (emailVerified) => {
    expect(maySignUp(rule(LIST), { email: "ada@example.com", emailVerified })).toBe(false);
  },
);

test.each([
  ["", 0],
  [" , ,", 0],
  ["example.com", 1],
  ["ada@example.com @", 2],
  ["ada@example.com ada@localhost", 2],
  ["@example.com open", 2],
  ["ada@example.com;grace@example.com", 1],
  ["@exam ple.com", 1],
  ["*@example.com", 1],
  ["@*.example.com", 1],
  ["ada@@example.com", 1],
])("R7.1 in '%s' entry %i is malformed", (text, malformedEntry) => {
  expect(parseSignUpRule(text)).toEqual({ malformedEntry });
});
