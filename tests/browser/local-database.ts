// The local D1 under the running app, for what no page of it can bring about.
import { globSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { stateDir } from "./origins.ts";

/** Opens it for as long as `work` takes. */
export function withLocalDatabase(work: (database: DatabaseSync) => void): void {
  const file = globSync(path.join(stateDir(), "v3", "d1", "**", "*.sqlite")).find(
    (name) => !path.basename(name).startsWith("metadata."),
  );
  if (!file) throw new Error("the app has no database");
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA busy_timeout = 5000");
    work(database);
  } finally {
    database.close();
  }
}
