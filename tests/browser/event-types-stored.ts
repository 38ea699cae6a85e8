// What an event type is like, written into the local D1 under the running app.
import { withLocalDatabase } from "./local-database.ts";

/** Columns of the only event type of the host whose page has this path; lists are stored as JSON. */
export function changeEventType(publicPage: string, columns: Record<string, unknown>): void {
  const handle = publicPage.slice(1);
  withLocalDatabase((database) => {
    for (const [column, value] of Object.entries(columns)) {
      const stored = typeof value === "string" ? value : JSON.stringify(value);
      const { changes } = database
        .prepare(
          `UPDATE event_types SET ${column} = ? WHERE host_id = (SELECT id FROM users WHERE handle = ?)`,
        )
        .run(stored, handle);
      if (changes !== 1) throw new Error(`${handle} has ${changes} event types`);
    }
  });
}
