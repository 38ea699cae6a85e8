import { globSync } from "node:fs";
import path from "node:path";
import { runWranglerQuietly } from "./wrangler.ts";

/** Brings the local D1 up to date; asks its file first, since starting wrangler costs seconds. */
export async function migrateLocalDatabase(
  statePath: string,
  say: (line: string) => void,
): Promise<void> {
  if (await isUpToDate(statePath)) return;
  say("Preparing the local database…");
  const apply = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", statePath];
  await runWranglerQuietly(apply);
}

/** Where the answer is not plain, "no": applying migrations again does nothing. */
async function isUpToDate(statePath: string): Promise<boolean> {
  const databases = globSync(
    path.join(statePath, "v3/d1/miniflare-D1DatabaseObject/*.sqlite"),
  ).filter((file) => path.basename(file) !== "metadata.sqlite");
  // A changed database_id in wrangler.toml means another file, and which one is wrangler's secret.
  if (databases.length !== 1) return false;
  const applied = await appliedMigrations(databases[0] as string);
  const wanted = globSync("migrations/*.sql").map((file) => path.basename(file));
  return wanted.every((name) => applied.has(name));
}

async function appliedMigrations(file: string): Promise<Set<unknown>> {
  try {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return new Set(
        database
          .prepare("SELECT name FROM d1_migrations")
          .all()
          .map((row) => row.name),
      );
    } finally {
      database.close();
    }
  } catch {
    // An older Node without node:sqlite, or a file that is no migrated database.
    return new Set();
  }
}
