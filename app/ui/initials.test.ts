import { expect, test } from "vitest";
import { initialsOf } from "./initials.ts";

test.each([
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["Juan Pablo de la Cruz", "JC"],
  ["Dr. Zoë Ångström 🎓", "DÅ"],
  ["王小明", "王"],
  ["سارة المنصوري", "سا"],
  ["🎓", ""],
  ["  ", ""],
])("%s is shown as %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
