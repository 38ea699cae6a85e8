import { expect, test } from "vitest";
import { readStartText, toStartText } from "./start-text.ts";

test("R7.5 a start is read as it is written", () => {
  for (const text of ["2026-12-01T09:00:00Z", "1970-01-01T00:00:00Z", "2028-02-29T23:59:59Z"]) {
    const instant = readStartText(text);
    expect(instant).toBe(Date.parse(text));
    expect(toStartText(instant ?? Number.NaN)).toBe(text);
  }
});

test.each([
  "",
  "2026-12-01",
  "2026-12-01T09:00Z",
  "2026-12-01T09:00:00.000Z",
  "2026-12-01T09:00:00+00:00",
  "2026-12-01T09:00:00z",
  "2026-12-01 09:00:00Z",
  " 2026-12-01T09:00:00Z",
  "2026-12-01T09:00:00Z\n",
  "2026-02-30T09:00:00Z",
  "2026-13-01T09:00:00Z",
  "2026-12-01T24:00:00Z",
  "2026-12-01T09:60:00Z",
  "+002026-12-01T09:00:00Z",
  "1796115600000",
  "tomorrow",
])("R7.5 '%s' is no start", (text) => {
  expect(readStartText(text)).toBeNull();
});
