// Renewing a connection's tokens: one worker at a time, and never over a newer token.
import { and, eq, isNotNull, lt, or, sql } from "drizzle-orm";
import { type CalendarConnection, isConnection } from "./calendar-connections.server.ts";
import type { Database } from "./database.server.ts";
import { calendarConnections } from "./schema/calendar-connections.server.ts";

/** Takes the right to renew this connection's access token until `until`; false when another has it. */
export async function takeRefreshLease(
  db: Database,
  connection: Pick<CalendarConnection, "hostId" | "id" | "tokenVersion">,
  lease: { token: string; until: number; now: number },
): Promise<boolean> {
  const taken = await db
    .update(calendarConnections)
    .set({ refreshLeaseToken: lease.token, refreshLeaseUntil: lease.until })
    .where(
      and(
        isConnection(connection.hostId, connection.id),
        eq(calendarConnections.tokenVersion, connection.tokenVersion),
        or(
          sql`${calendarConnections.refreshLeaseUntil} IS NULL`,
          lt(calendarConnections.refreshLeaseUntil, lease.now),
        ),
      ),
    )
    .returning({ id: calendarConnections.id })
    .get();
  return taken !== undefined;
}

/** Stores a renewed access token if the connection still has the token that was renewed (compare-and-set). */
export async function saveRenewedToken(
  db: Database,
  connection: Pick<CalendarConnection, "hostId" | "id" | "tokenVersion">,
  renewed: { accessToken: string; expiresAt: number; now: number },
): Promise<boolean> {
  const saved = await db
    .update(calendarConnections)
    .set({
      accessToken: renewed.accessToken,
      accessTokenExpiresAt: renewed.expiresAt,
      tokenVersion: connection.tokenVersion + 1,
      refreshLeaseUntil: null,
      refreshLeaseToken: null,
      updatedAt: renewed.now,
    })
    .where(
      and(
        isConnection(connection.hostId, connection.id),
        eq(calendarConnections.tokenVersion, connection.tokenVersion),
        isNotNull(calendarConnections.refreshToken),
      ),
    )
    .returning({ id: calendarConnections.id })
    .get();
  return saved !== undefined;
}

export async function releaseRefreshLease(
  db: Database,
  connection: Pick<CalendarConnection, "hostId" | "id">,
  leaseToken: string,
): Promise<void> {
  await db
    .update(calendarConnections)
    .set({ refreshLeaseUntil: null, refreshLeaseToken: null })
    .where(
      and(
        isConnection(connection.hostId, connection.id),
        eq(calendarConnections.refreshLeaseToken, leaseToken),
      ),
    );
}

/** Marks a connection as unusable if its token is still the one that failed: a reconnect meanwhile wins. */
export async function markConnection(
  db: Database,
  connection: Pick<CalendarConnection, "hostId" | "id" | "tokenVersion">,
  status: "needs_reconnect" | "missing_scope" | "blocked",
  reason: string,
  now: number,
): Promise<void> {
  await db
    .update(calendarConnections)
    .set({
      status,
      statusReason: reason,
      refreshLeaseUntil: null,
      refreshLeaseToken: null,
      updatedAt: now,
    })
    .where(
      and(
        isConnection(connection.hostId, connection.id),
        eq(calendarConnections.tokenVersion, connection.tokenVersion),
        eq(calendarConnections.status, "active"),
      ),
    );
}
