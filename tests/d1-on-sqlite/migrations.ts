import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** As wrangler reads a migration: its file's name and the statements in it. */
export interface Migration {
  name: string;
  queries: string[];
}

const OURS = fileURLToPath(new URL("../../migrations", import.meta.url));

/** The migrations of this repository, in the order in which they are applied; needs no wrangler. */
export function readMigrations(folder = OURS): Migration[] {
  const names = globSync("*.sql", { cwd: folder }).sort();
  return names.map((name) => ({
    name,
    queries: readFileSync(path.join(folder, name), "utf8")
      .split("--> statement-breakpoint")
      .map((query) => query.trim())
      .filter((query) => query !== ""),
  }));
}

/** Applies what was not applied before, each migration whole or not at all, and keeps wrangler's record of it. */
export async function applyMigrations(
  database: D1Database,
  migrations: Migration[] = readMigrations(),
): Promise<void> {
  await database
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
       applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await database
    .prepare("SELECT name FROM d1_migrations")
    .all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)");
  for (const { name, queries } of migrations) {
    if (applied.has(name)) continue;
    await database.batch([...queries.map((query) => database.prepare(query)), record.bind(name)]);
  }
}
