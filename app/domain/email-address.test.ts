import { expect, test } from "vitest";
import { readEmailAddress } from "./email-address.ts";

test.each([
  ["grace@example.org", "grace@example.org"],
  ["grace@exämple.org", "grace@xn--exmple-cua.org"],
  ["grace@例え.jp", "grace@xn--r8jz45g.jp"],
  ["grace@exämple.org/evil", "grace@exämple.org/evil"],
  ["no address", "no address"],
])("R7.5 %s is %s in the mail system", (typed, address) => {
  expect(readEmailAddress(typed)).toEqual({ kind: "address", address });
});

test("R7.5 before the @ stand at most 64 characters, all of them ASCII", () => {
  const named = (count: number) => readEmailAddress(`${"x".repeat(count)}@example.org`).kind;
  expect([named(64), named(65)]).toEqual(["address", "longName"]);
  expect(readEmailAddress("ä@exämple.org")).toEqual({ kind: "foreignLetters" });
});
