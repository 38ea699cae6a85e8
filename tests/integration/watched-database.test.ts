// What the tests of costs count with.
import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { aHost } from "./people.ts";
import { countCosts, watchDatabase } from "./watched-database.ts";
import { createWorld } from "./world.ts";

test("calls to D1 that are under way at a time are all counted", async () => {
  await aHost(await createWorld());
  const { watch, costs } = countCosts();
  const database = watchDatabase(env.DB, watch);
  const ask = () => database.prepare("SELECT id FROM users").raw();
  await Promise.all([ask(), ask(), ask(), ask(), ask()]);
  expect(costs).toEqual({ calls: 5, read: 5, written: 0 });
});
