// Replacing the key of stored tokens: which are sealed with another key, and storing what was sealed anew.
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "./database.server.ts";
import { calendarConnections, pendingRevocations } from "./schema/calendar-connections.server.ts";

/**
 * How many rows are looked at each time. No index knows which key sealed a token, and for a column that changes once
 * a year none is worth its write with every renewal; so a run looks at a stretch of the table, never at all of it,
 * and the next one looks elsewhere.
 */
const STRETCH = 1_000;

/** A connection or a pending revocation whose tokens another key sealed. */
export type StaleTokens =
  | {
      hostId: string;
      connectionId: string;
      accessToken: string | null;
      refreshToken: string | null;
    }
  | { revocationId: string; refreshToken: string };

/** A token of one of them, sealed anew. */
export type ResealedToken = { was: string; is: string } & (
  | { hostId: string; connectionId: string; field: "access_token" | "refresh_token" }
  | { revocationId: string }
);

/**
 * Connections and pending revocations in a stretch of each table that hold a token whose ciphertext does not begin as
 * those of the current key do.
 * @param from where the stretch begins, as an id; at the end of the table it goes on from its start
 */
export async function listStaleTokens(
  db: Database,
  currentPrefix: string,
  from: string,
  limit: number,
): Promise<StaleTokens[]> {
  const connections = await db.all<Extract<StaleTokens, { hostId: string }>>(sql`
    SELECT host_id AS hostId, id AS connectionId, access_token AS accessToken, refresh_token AS refreshToken
    FROM (
      SELECT * FROM (
        SELECT host_id, id, access_token, refresh_token FROM calendar_connections
        WHERE host_id >= ${from} ORDER BY host_id, id LIMIT ${STRETCH})
      UNION ALL
      SELECT * FROM (
        SELECT host_id, id, access_token, refresh_token FROM calendar_connections
        WHERE host_id < ${from} ORDER BY host_id, id LIMIT ${STRETCH})
      LIMIT ${STRETCH})
    WHERE ${isStale("access_token", currentPrefix)} OR ${isStale("refresh_token", currentPrefix)}
    LIMIT ${limit}`);
  const revocations = await db.all<Extract<StaleTokens, { revocationId: string }>>(sql`
    SELECT id AS revocationId, refresh_token AS refreshToken
    FROM (
      SELECT * FROM (
        SELECT id, refresh_token FROM pending_revocations
        WHERE id >= ${from} ORDER BY id LIMIT ${STRETCH})
      UNION ALL
      SELECT * FROM (
        SELECT id, refresh_token FROM pending_revocations
        WHERE id < ${from} ORDER BY id LIMIT ${STRETCH})
      LIMIT ${STRETCH})
    WHERE ${isStale("refresh_token", currentPrefix)}
    LIMIT ${limit}`);
  return [...connections, ...revocations];
}

/** Null, a token that was wiped, is not. */
function isStale(column: "access_token" | "refresh_token", currentPrefix: string) {
  return sql`substr(${sql.raw(column)}, 1, ${currentPrefix.length}) <> ${currentPrefix}`;
}

/**
 * Puts each in its ciphertext's place, unless that has changed: a token that was renewed meanwhile stays. It is the
 * same token, so its version stays too.
 */
export async function storeResealed(db: Database, tokens: ResealedToken[]): Promise<void> {
  const ofConnections = tokens.filter((token) => "hostId" in token);
  const ofRevocations = tokens.filter((token) => "revocationId" in token);
  await db.batch([
    updateConnections(db, "accessToken", "access_token", ofConnections),
    updateConnections(db, "refreshToken", "refresh_token", ofConnections),
    db
      .update(pendingRevocations)
      .set({ refreshToken: resealed("is") })
      .from(each(ofRevocations))
      .where(
        and(
          eq(pendingRevocations.id, resealed("revocationId")),
          eq(pendingRevocations.refreshToken, resealed("was")),
        ),
      ),
  ]);
}

/** One statement for all: the free plan allows 50 for everything that a minute's cron does. */
function updateConnections(
  db: Database,
  column: "accessToken" | "refreshToken",
  field: "access_token" | "refresh_token",
  tokens: Extract<ResealedToken, { hostId: string }>[],
) {
  return db
    .update(calendarConnections)
    .set({ [column]: resealed("is") })
    .from(each(tokens.filter((token) => token.field === field)))
    .where(
      and(
        eq(calendarConnections.hostId, resealed("hostId")),
        eq(calendarConnections.id, resealed("connectionId")),
        eq(calendarConnections[column], resealed("was")),
      ),
    );
}

const each = (tokens: ResealedToken[]) => sql`json_each(${JSON.stringify(tokens)}) AS resealed`;
const resealed = (name: string) => sql<string>`resealed.value ->> ${name}`;
