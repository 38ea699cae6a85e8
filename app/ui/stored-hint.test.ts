import { expect, test } from "vitest";
import { storedHint } from "./stored-hint.ts";

test("R7.8 whoever was overtaken reads what is stored now, where it is not what they typed", () => {
  expect(storedHint("changed meanwhile", "theirs", "mine")).toBe("Stored now: theirs");
  expect(storedHint("changed meanwhile", "", "mine")).toBe("Stored now: nothing.");
  expect(storedHint("changed meanwhile", "mine", "mine")).toBeUndefined();
  expect(storedHint(null, "theirs", "mine")).toBeUndefined();
});
