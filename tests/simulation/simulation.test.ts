import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { SeedResult } from "./run-seed.ts";
import { runInThreads } from "./seeds-in-threads.ts";

const job = (seed: number, isTraced = false) => ({
  seed,
  operations: 200,
  isTraced,
  without: null,
});

const hashOf = (result: SeedResult | undefined) =>
  createHash("sha256").update(JSON.stringify(result)).digest("hex");

test("the same seed is the same world, to the last byte of its trace, whatever ran before it", async () => {
  const [[first, , again], [elsewhere]] = await Promise.all([
    runInThreads([job(7, true), job(3), job(7, true)], 1),
    runInThreads([job(7, true)], 1),
  ]);
  expect(first?.trace.length).toBeGreaterThan(1000);
  expect(hashOf(again)).toBe(hashOf(first));
  expect(hashOf(elsewhere)).toBe(hashOf(first));
});

test("looking on changes nothing: a seed ends the same with and without its trace", async () => {
  const [traced, untraced] = await runInThreads([job(8, true), job(8)], 2);
  expect(hashOf({ ...(traced as SeedResult), trace: [] })).toBe(hashOf(untraced));
});
