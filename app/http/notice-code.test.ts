import { expect, test } from "vitest";
import { textOfCode } from "./notice-code.ts";

const texts = { saved: "Saved." };
const textOf = (query: string) => textOfCode(texts, new URLSearchParams(query), "notice");

test("R5.4 an address shows the texts of our codes, and nothing else", () => {
  expect(textOf("notice=saved")).toBe("Saved.");
  for (const query of ["", "notice=", "notice=Saved.", "notice=constructor", "other=saved"]) {
    expect(textOf(query)).toBeNull();
  }
});
