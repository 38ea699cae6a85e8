import { expect, test } from "vitest";
import { AT_ONCE_MS, pauseMs, TURN_MS } from "./pacing.ts";

test("R5.3 the line of a connection stays below Google's 600 calls a minute, with three calls a sync and what goes at once", () => {
  const syncsAMinute = (60_000 + AT_ONCE_MS) / TURN_MS;
  expect(syncsAMinute * 3).toBeLessThanOrEqual(600);
});

test("R5.3 a pause is as long as Google asks for, but neither a blink nor a day", () => {
  expect([null, 0, 30_000, 86_400_000].map(pauseMs)).toEqual([10_000, 10_000, 30_000, 600_000]);
});
