import { describe, expect, test } from "vitest";
import { createRandom } from "../simulation/random.ts";
import { bookingStorm } from "./booking-storm.ts";
import { changeStorm } from "./change-storm.ts";
import { limitStorm } from "./limit-storm.ts";
import { findOverlaps } from "./sweep.ts";
import { townOnSqlite } from "./town-on-sqlite.ts";

const SEED = 1;

test("R7.7 five times 500 guests book overlapping times of one host at once: never an overlap, each told how it stands", {
  timeout: 120_000,
}, async () => {
  const town = await townOnSqlite(SEED);
  const report = await bookingStorm(town, { rounds: 5, guests: 500 }, createRandom(SEED, "storm"));
  expect(report.wrong).toEqual([]);
  expect(report.asked).toBe(2_500);
  expect(report.fewestBooked).toBeGreaterThan(0);
});

test("R7.7 2,000 random bookings, moves and cancellations over ten hosts: never an overlap, nothing lost", {
  timeout: 120_000,
}, async () => {
  const report = await changeStorm(await townOnSqlite(SEED), 2_000, createRandom(SEED, "changes"));
  expect(report.wrong).toEqual([]);
  expect(report.sweeps).toBe(4);
  for (const outcome of ["book: booked", "book: taken", "move: done", "move: taken"])
    expect(report.outcomes[outcome]).toBeGreaterThan(20);
  expect(report.outcomes["cancel: done"]).toBeGreaterThan(20);
});

test.each([
  ["1 a day", { column: "day_limit", most: 1 }],
  ["1 a week", { column: "week_limit", most: 1 }],
  ["3 a day", { column: "day_limit", most: 3 }],
] as const)(
  "R7.2 of 50 guests who book different times of a type limited to %s at once, so many are booked",
  async (_limit, limit) => {
    const told = await limitStorm(await townOnSqlite(SEED), limit, { rounds: 5, guests: 50 });
    const all = { booked: limit.most, limitReached: 50 - limit.most };
    expect(told).toEqual([all, all, all, all, all]);
  },
);

describe("the storm notices when the database no longer refuses an overlap", () => {
  async function townWithout(trigger: string) {
    const town = await townOnSqlite(SEED);
    await town.d1.prepare(`DROP TRIGGER ${trigger}`).run();
    return town;
  }

  test("of bookings", async () => {
    const town = await townWithout("bookings_no_overlap_on_insert");
    await bookingStorm(town, { rounds: 1, guests: 100 }, createRandom(SEED, "storm"));
    expect((await findOverlaps(town.d1)).length).toBeGreaterThan(0);
  });

  test("nor a limit", async () => {
    const town = await townWithout("bookings_keep_limits_on_insert");
    const [told] = await limitStorm(
      town,
      { column: "day_limit", most: 1 },
      { rounds: 1, guests: 50 },
    );
    expect(told?.booked).toBeGreaterThan(1);
  });

  test("of moves", { timeout: 120_000 }, async () => {
    const town = await townWithout("bookings_no_overlap_on_update");
    const report = await changeStorm(town, 2_000, createRandom(SEED, "changes"));
    expect(report.wrong.length).toBeGreaterThan(0);
  });
});
