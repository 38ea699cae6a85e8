// A host's sessions, ended in the local D1 under the running app, as signing out elsewhere or their time does.
import { globSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Person } from "./host-steps.ts";
import { stateDir } from "./origins.ts";

/** Signs a host out everywhere; their browsers don't know it yet. */
export function endSessionsOf({ email }: Person): void {
  const file = globSync(path.join(stateDir(), "v3", "d1", "**", "*.sqlite")).find(
    (name) => !path.basename(name).startsWith("metadata."),
  );
  if (!file) throw new Error("the app has no database");
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA busy_timeout = 5000");
    const { changes } = database
      .prepare("DELETE FROM sessions WHERE host_id = (SELECT id FROM users WHERE email = ?)")
      .run(email);
    if (changes === 0) throw new Error(`${email} is signed in nowhere`);
  } finally {
    database.close();
  }
}
