// A host's sessions, ended in the local D1 under the running app, as signing out elsewhere or their time does.
import type { Person } from "./host-steps.ts";
import { withLocalDatabase } from "./local-database.ts";

/** Signs a host out everywhere; their browsers don't know it yet. */
export function endSessionsOf({ email }: Person): void {
  withLocalDatabase((database) => {
    const { changes } = database
      .prepare("DELETE FROM sessions WHERE host_id = (SELECT id FROM users WHERE email = ?)")
      .run(email);
    if (changes === 0) throw new Error(`${email} is signed in nowhere`);
  });
}
