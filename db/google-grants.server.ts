// Who lives on a Google account's grant: revoking it ends it for every connection of that account, whoever's they are.
import { sql } from "drizzle-orm";
import type { Database } from "./database.server.ts";

/**
 * A condition: a connection of the account, other than `except`, needs its grant. An active one does, and so does one whose
 * events are still leaving.
 */
export const livesOnGrant = (googleSub: string, except: { hostId: string; id: string } | null) =>
  sql`EXISTS (SELECT 1 FROM calendar_connections AS living
    WHERE living.google_sub = ${googleSub} AND living.status IN ('active', 'disconnecting')
      ${except ? sql`AND NOT (living.host_id = ${except.hostId} AND living.id = ${except.id})` : sql``})`;

/** Whether a connection of the account, other than `except`, still needs its grant. */
export async function isGrantInUse(
  db: Database,
  googleSub: string,
  except: { hostId: string; id: string } | null,
): Promise<boolean> {
  const rows = await db.all(sql`SELECT 1 WHERE ${livesOnGrant(googleSub, except)}`);
  return rows.length > 0;
}
