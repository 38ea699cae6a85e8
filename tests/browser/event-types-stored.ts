// What an event type is like, written into the local D1 under the running app.
import { globSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { stateDir } from "./origins.ts";

/** Columns of the only event type of the host whose page has this path; lists are stored as JSON. */
export function changeEventType(publicPage: string, columns: Record<string, unknown>): void {
  const handle = publicPage.slice(1);
  const file = globSync(path.join(stateDir(), "v3", "d1", "**", "*.sqlite")).find(
    (name) => !path.basename(name).startsWith("metadata."),
  );
  if (!file) throw new Error("the app has no database");
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA busy_timeout = 5000");
    for (const [column, value] of Object.entries(columns)) {
      const stored = typeof value === "string" ? value : JSON.stringify(value);
      const { changes } = database
        .prepare(
          `UPDATE event_types SET ${column} = ? WHERE host_id = (SELECT id FROM users WHERE handle = ?)`,
        )
        .run(stored, handle);
      if (changes !== 1) throw new Error(`${handle} has ${changes} event types`);
    }
  } finally {
    database.close();
  }
}
