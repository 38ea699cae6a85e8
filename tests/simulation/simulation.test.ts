import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeedResult } from "./run-seed.ts";
import { SAFEGUARDS, type SafeguardName } from "./sabotage.ts";
import type { Job } from "./seed-thread.ts";
import { startThreads, type Threads } from "./seeds-in-threads.ts";

const MINUTES_MS = 60_000;

let threads: Threads;
beforeAll(() => {
  threads = startThreads(availableParallelism());
});
afterAll(() => threads.close());

function job(seed: number, more: Partial<Job> = {}): Job {
  return { seed, operations: 200, isTraced: false, without: null, ...more };
}

function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

function hashOf(result: SeedResult | undefined): string {
  return createHash("sha256").update(JSON.stringify(result)).digest("hex");
}

test(
  "D4 bookings and calendars agree in the end, whatever fails: fifty worlds",
  async () => {
    const results = await threads.run(seeds(50).map((seed) => job(seed)));
    const red = results.filter((result) => result?.violations.length !== 0);
    expect(red.map((result) => [result?.seed, result?.violations])).toEqual([]);
  },
  10 * MINUTES_MS,
);

describe("a seed", () => {
  test(
    "is the same world each time, to the last byte of its trace, whatever ran before it",
    async () => {
      const alone = startThreads(1);
      const jobs = [7, 3, 7].map((seed) => job(seed, { isTraced: true }));
      const [first, other, again] = await threads.run(jobs);
      const [elsewhere] = await alone.run([job(7, { isTraced: true })]);
      await alone.close();
      expect(first?.trace.length).toBeGreaterThan(1000);
      expect(hashOf(again)).toBe(hashOf(first));
      expect(hashOf(elsewhere)).toBe(hashOf(first));
      expect(hashOf(other)).not.toBe(hashOf(first));
    },
    MINUTES_MS,
  );

  test(
    "ends the same with and without its trace: looking on changes nothing",
    async () => {
      const [traced, untraced] = await threads.run([job(8, { isTraced: true }), job(8)]);
      expect(hashOf({ ...(traced as SeedResult), trace: [] })).toBe(hashOf(untraced));
    },
    MINUTES_MS,
  );
});

/**
 * The seed that noticed first when this was written. Whatever changes in the app gives the same seeds other worlds, so
 * that others may be the first by now; one among the first sixty has to be.
 */
const CAUGHT_BY: Record<SafeguardName, number> = {
  "if-match": 39,
  "lease token": 2,
  "deterministic id": 1,
  "desired revision": 2,
  "unresolved insert": 5,
  "retired generation": 5,
  "token version": 29,
  "overlap triggers": 2,
  "promise to sync": 1,
  "quiet changes": 1,
};

describe("the simulation notices when a safeguard is off", () => {
  test.each(SAFEGUARDS)(
    "%s",
    async (without) => {
      const known = CAUGHT_BY[without];
      const others = seeds(60).filter((seed) => seed !== known);
      const results = await threads.run(
        [known, ...others].map((seed) => job(seed, { without })),
        ({ violations }) => violations.length === 0,
      );
      const hits = results.reduce((sum, result) => sum + (result?.hits ?? 0), 0);
      expect(hits, "what this safeguard says is said otherwise by now").toBeGreaterThan(0);
      expect(results.some((result) => (result?.violations.length ?? 0) > 0)).toBe(true);
    },
    5 * MINUTES_MS,
  );
});
