// Grants that Google could not be told to end: tried again for seven days, then forgotten.
import { and, asc, eq, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "./database.server.ts";
import { livesOnGrant } from "./google-grants.server.ts";
import { calendarConnections, pendingRevocations } from "./schema/calendar-connections.server.ts";

export type PendingRevocation = typeof pendingRevocations.$inferSelect;
/** What became of the grant at Google. */
export type RevocationOutcome = "revoked" | "revocation_pending" | "not_revoked" | "grant_in_use";
/** The token is sealed for this row alone. */
export type NewRevocation = Pick<
  PendingRevocation,
  "id" | "googleSub" | "refreshToken" | "dueAt" | "expiresAt"
>;

/** A statement for `db.batch`: written down only while the connection is still being ended. */
export function putOffRevocation(
  db: Database,
  { id, googleSub, refreshToken, dueAt, expiresAt }: NewRevocation,
  connection: { hostId: string; id: string },
) {
  return db.insert(pendingRevocations).select(
    // In the order of the table's columns.
    sql`SELECT ${id}, ${googleSub}, ${refreshToken}, 0, ${dueAt}, ${expiresAt}
      WHERE EXISTS (SELECT 1 FROM ${calendarConnections}
        WHERE host_id = ${connection.hostId} AND id = ${connection.id} AND status = 'disconnecting')`,
  );
}

export function listDueRevocations(
  db: Database,
  now: number,
  limit: number,
): Promise<PendingRevocation[]> {
  return db
    .select()
    .from(pendingRevocations)
    .where(lte(pendingRevocations.dueAt, now))
    .orderBy(asc(pendingRevocations.dueAt))
    .limit(limit);
}

const isOfHost = (hostId: string) =>
  sql`${pendingRevocations.googleSub} IN (SELECT google_sub FROM calendar_connections WHERE host_id = ${hostId})`;

/** Takes one for a try, for one worker alone; the next try is at `next`. @returns false when it is gone or another's */
export async function takeRevocation(
  db: Database,
  { id, dueAt }: PendingRevocation,
  next: number,
): Promise<boolean> {
  const taken = await db
    .update(pendingRevocations)
    .set({ attempts: sql`${pendingRevocations.attempts} + 1`, dueAt: next })
    .where(and(eq(pendingRevocations.id, id), eq(pendingRevocations.dueAt, dueAt)))
    .returning({ id: pendingRevocations.id });
  return taken.length === 1;
}

/** What became of it in the end, for the pages that told that it is still to come. */
export async function closeRevocation(
  db: Database,
  { id, googleSub }: Pick<PendingRevocation, "id" | "googleSub">,
  outcome: Exclude<RevocationOutcome, "revocation_pending">,
): Promise<void> {
  await db.batch([
    db.delete(pendingRevocations).where(eq(pendingRevocations.id, id)),
    tellOutcome(db, googleSub, outcome),
  ]);
}

/** Statements for `db.batch`: of an account whose grant is in use again, nothing is revoked that was put off. */
export function dropRevocationsInUse(db: Database, googleSub: string) {
  const isInUse = livesOnGrant(googleSub, null);
  return [
    db.delete(pendingRevocations).where(and(eq(pendingRevocations.googleSub, googleSub), isInUse)),
    tellOutcome(db, googleSub, "grant_in_use", isInUse),
  ] as const;
}

function tellOutcome(db: Database, googleSub: string, outcome: RevocationOutcome, when?: SQL) {
  return db
    .update(calendarConnections)
    .set({ statusReason: outcome })
    .where(
      and(
        eq(calendarConnections.googleSub, googleSub),
        sql`status = 'disconnected' AND status_reason = 'revocation_pending'`,
        when,
      ),
    );
}

/**
 * While a host is at Google to connect again nothing of theirs is revoked: it would end the new grant as well. Should they
 * not come back, it is tried at `until`.
 */
export async function postponeRevocations(
  db: Database,
  hostId: string,
  until: number,
): Promise<void> {
  await db
    .update(pendingRevocations)
    .set({ dueAt: sql`max(${pendingRevocations.dueAt}, ${until})` })
    .where(sql`${isOfHost(hostId)}
      OR ${pendingRevocations.googleSub} = (SELECT google_sub FROM users WHERE id = ${hostId})`);
}
