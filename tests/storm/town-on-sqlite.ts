import { createD1OnSqlite } from "../d1-on-sqlite/d1-on-sqlite.ts";
import { applyMigrations } from "../d1-on-sqlite/migrations.ts";
import { createRandom } from "../simulation/random.ts";
import { createTown, type Town } from "./town.ts";
import { unsteady } from "./unsteady-database.ts";

/** A town in this process's memory, where calls of the database overtake each other. */
export async function townOnSqlite(seed: number): Promise<Town> {
  const d1 = createD1OnSqlite();
  await applyMigrations(d1);
  const town = createTown(unsteady(d1, createRandom(seed, "turns")));
  // Whoever looks on need not wait.
  return { ...town, d1 };
}
