// How fast a connection may be used, and whether Google answers for it.
import { and, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { TURN_MS, VIEW_TURN_MS, VIEWS_AT_ONCE_MS } from "#app/domain/pacing.ts";
import { isConnection } from "./calendar-connections.server.ts";
import type { Database } from "./database.server.ts";
import { calendarConnections } from "./schema/calendar-connections.server.ts";
import { rearmRetrying } from "./sync-waking.server.ts";

interface ConnectionKey {
  hostId: string;
  connectionId: string;
}

export interface Turn {
  /** From when on it may be taken, if nothing were allowed at once. */
  at: number;
  /** Since when Google has not answered; null while it does. */
  awaySinceAt: number | null;
}

/** Gives the next turn of a connection to whoever asks. @returns null when there is no such connection */
export async function takeTurn(
  db: Database,
  connection: ConnectionKey,
  now: number,
): Promise<Turn | null> {
  const given = await db
    .update(calendarConnections)
    .set({ pacedUntil: sql`max(${calendarConnections.pacedUntil}, ${now}) + ${TURN_MS}` })
    .where(isConnection(connection.hostId, connection.connectionId))
    .returning({
      pacedUntil: calendarConnections.pacedUntil,
      awaySinceAt: calendarConnections.awaySinceAt,
    })
    .get();
  return given ? { at: given.pacedUntil - TURN_MS, awaySinceAt: given.awaySinceAt } : null;
}

/** Whether a view of a page may ask Google now; those that came just before it may have taken all turns. */
export async function takeViewTurn(
  db: Database,
  connection: ConnectionKey,
  now: number,
): Promise<boolean> {
  const { viewsPacedUntil } = calendarConnections;
  const given = await db
    .update(calendarConnections)
    .set({ viewsPacedUntil: sql`max(${viewsPacedUntil}, ${now}) + ${VIEW_TURN_MS}` })
    .where(
      and(
        isConnection(connection.hostId, connection.connectionId),
        lte(viewsPacedUntil, now + VIEWS_AT_ONCE_MS),
      ),
    )
    .returning({ viewsPacedUntil });
  return given.length > 0;
}

/** Gives no more turns before `until`: Google has asked for a pause. */
export async function pauseTurns(
  db: Database,
  connection: ConnectionKey,
  until: number,
): Promise<void> {
  await db
    .update(calendarConnections)
    .set({ pacedUntil: sql`max(${calendarConnections.pacedUntil}, ${until})` })
    .where(isConnection(connection.hostId, connection.connectionId));
}

/** Google did not answer for this connection; the first time counts. */
export async function markAway(
  db: Database,
  connection: ConnectionKey,
  now: number,
): Promise<void> {
  await db
    .update(calendarConnections)
    .set({ awaySinceAt: now })
    .where(
      and(
        isConnection(connection.hostId, connection.connectionId),
        isNull(calendarConnections.awaySinceAt),
      ),
    );
}

/** Google answers again. */
export async function markBack(db: Database, connection: ConnectionKey): Promise<void> {
  await db
    .update(calendarConnections)
    .set({ awaySinceAt: null })
    .where(
      and(
        isConnection(connection.hostId, connection.connectionId),
        isNotNull(calendarConnections.awaySinceAt),
      ),
    );
}

/** The same after a long time: what was being retried meanwhile falls due at once, the oldest first. */
export async function markBackAndRearm(
  db: Database,
  connection: ConnectionKey,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .update(calendarConnections)
      .set({ awaySinceAt: null })
      .where(isConnection(connection.hostId, connection.connectionId)),
    rearmRetrying(db, connection.hostId, now),
  ]);
}
