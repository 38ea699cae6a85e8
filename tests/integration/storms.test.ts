// The storm of tests/storm, on D1 itself. Its full figures run over node:sqlite: npm run storm.
import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { createRandom } from "../simulation/random.ts";
import { bookingStorm } from "../storm/booking-storm.ts";
import { changeStorm } from "../storm/change-storm.ts";
import { createTown } from "../storm/town.ts";
import { wipe } from "./watched-database.ts";

test("R7.7 250 guests book overlapping times of one host at once, on D1: never an overlap, and somebody is booked", {
  timeout: 120_000,
}, async () => {
  await wipe(env.DB);
  const report = await bookingStorm(
    createTown(env.DB),
    { rounds: 1, guests: 250 },
    createRandom(1, "storm on D1"),
  );
  expect(report).toMatchObject({ wrong: [], asked: 250 });
  expect(report.fewestBooked).toBeGreaterThan(0);
});

test("R7.7 250 random bookings, moves and cancellations over ten hosts, on D1: never an overlap, nothing lost", {
  timeout: 120_000,
}, async () => {
  await wipe(env.DB);
  const report = await changeStorm(createTown(env.DB), 250, createRandom(1, "changes on D1"));
  expect(report).toMatchObject({ wrong: [], operations: 250 });
  expect(report.outcomes["move: done"]).toBeGreaterThan(10);
});
