// What it costs D1 to deliver a backlog, by its own count: no more for each booking, however many wait.
import { afterAll, expect, test, vi } from "vitest";
import { aConnectedHost, aForm, book } from "./people.ts";
import { slotsOf, statesOf, takeGoogleAway } from "./storms.ts";
import { countCosts, type D1Rows } from "./watched-database.ts";
import { createWorld } from "./world.ts";

// Hundreds of bookings, and a busy machine is slow.
vi.setConfig({ testTimeout: 240_000 });

const MINUTE_MS = 60_000;
const figures: Record<string, D1Rows> = {};

afterAll(() => {
  console.info(`D1 rows per delivery out of a backlog: ${JSON.stringify(figures)}`);
});

/** Bookings that were made while Google was away, delivered once it is back. @returns rows per booking, all told */
async function rowsPerDelivery(bookings: number): Promise<D1Rows> {
  const { watch, costs } = countCosts();
  const world = await createWorld({ database: watch });
  const host = await aConnectedHost(world);
  const slots = await slotsOf(world, host);
  const bringBack = takeGoogleAway(world);
  for (const slot of slots.slice(0, bookings)) {
    await book(world.context, aForm(host, { startsAt: slot.start }));
  }
  await world.passTime(10 * MINUTE_MS);
  expect(await statesOf(host)).toEqual({ retrying: bookings });

  bringBack();
  Object.assign(costs, { read: 0, written: 0 });
  await world.passTime(10 * MINUTE_MS);
  expect(await statesOf(host)).toEqual({ synced: bookings });
  return {
    read: Math.round(costs.read / bookings),
    written: Math.round(costs.written / bookings),
  };
}

test("R3.6 D10 a delivery reads and writes as many rows of D1 out of a long backlog as out of a short one", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const short = await rowsPerDelivery(40);
  const long = await rowsPerDelivery(240);
  Object.assign(figures, { "of 40": short, "of 240": long });
  expect(long.read).toBeLessThanOrEqual(1.25 * short.read);
  expect(long.written).toBeLessThanOrEqual(1.25 * short.written);
});
