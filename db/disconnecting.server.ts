// Ending a connection: from the moment that nothing new goes there until its tokens are wiped.
import { and, asc, eq, ne, sql } from "drizzle-orm";
import { keepAllWithoutCalendar } from "./bulk-revisions.server.ts";
import { type CalendarConnection, isConnection } from "./calendar-connections.server.ts";
import type { Database } from "./database.server.ts";
import { livesOnGrant } from "./google-grants.server.ts";
import { withFirstStep } from "./hosts.server.ts";
import {
  type NewRevocation,
  putOffRevocation,
  type RevocationOutcome,
} from "./pending-revocations.server.ts";
import { busySnapshots, calendarConnections } from "./schema/calendar-connections.server.ts";
import { users } from "./schema/hosts.server.ts";
import { rearmWaitingFor } from "./sync-waking.server.ts";

type ConnectionKey = Pick<CalendarConnection, "hostId" | "id">;

/** Statements: nothing new is booked into this connection's calendars, and their busy times count no more. */
function stopUsing(db: Database, { hostId, id }: ConnectionKey, now: number) {
  return [
    db
      .update(calendarConnections)
      .set({
        status: "disconnecting",
        statusReason: null,
        disconnectingSinceAt: now,
        updatedAt: now,
      })
      .where(and(isConnection(hostId, id), sql`status NOT IN ('disconnecting', 'disconnected')`)),
    db
      .update(users)
      .set({
        googleCalendarEnabled: false,
        // Connected, it was a step that needed no confirming; a step that was done stays done.
        firstSteps: withFirstStep("calendar"),
        rulesVersion: sql`${users.rulesVersion} + 1`,
        updatedAt: now,
      })
      .where(and(eq(users.id, hostId), eq(users.googleCalendarConnectionId, id))),
  ] as const;
}

/** What becomes of the events that are in the calendar: they stay, as they are. */
export async function disconnectKeepingEvents(
  db: Database,
  connection: ConnectionKey,
  now: number,
): Promise<void> {
  await db.batch([...stopUsing(db, connection, now)]);
}

/** What becomes of them: those of coming bookings are removed; the bookings go on. */
export async function disconnectRemovingEvents(
  db: Database,
  connection: ConnectionKey,
  now: number,
): Promise<void> {
  await db.batch([
    ...stopUsing(db, connection, now),
    ...keepAllWithoutCalendar(db, connection, now),
  ]);
}

/** Connections that are being ended, those first that were looked at longest ago. */
export function listDisconnecting(db: Database, limit: number): Promise<CalendarConnection[]> {
  return db
    .select()
    .from(calendarConnections)
    .where(sql`status = 'disconnecting'`)
    .orderBy(asc(calendarConnections.updatedAt))
    .limit(limit);
}

/** The connections of one host that are being ended. */
export function listLeaving(db: Database, hostId: string): Promise<CalendarConnection[]> {
  return db
    .select()
    .from(calendarConnections)
    .where(and(eq(calendarConnections.hostId, hostId), sql`status = 'disconnecting'`))
    .limit(20);
}

/** Looked at, and it can't end yet: the others come first next time. */
export async function noteStillLeaving(
  db: Database,
  { hostId, id }: ConnectionKey,
  now: number,
): Promise<void> {
  await db
    .update(calendarConnections)
    .set({ updatedAt: now })
    .where(and(isConnection(hostId, id), sql`status = 'disconnecting'`));
}

/**
 * How many syncs of the host are under way, or will still remove an event from this connection's calendars; up to 100. Of an
 * account that is being deleted also those that will still write one: nobody is left who could see that it is missing.
 */
export async function countWorkLeft(
  db: Database,
  { hostId, id }: ConnectionKey,
  now: number,
): Promise<number> {
  const rows = await db.all(sql`
    SELECT 1 FROM booking_syncs AS sync
    JOIN bookings ON bookings.host_id = sync.host_id AND bookings.id = sync.booking_id
    WHERE sync.host_id = ${hostId} AND (sync.lease_until > ${now} OR (sync.due_at IS NOT NULL
      AND sync.state IN ('pending', 'retrying')
      AND (bookings.status = 'cancelled' OR NOT bookings.in_calendar)
      AND EXISTS (SELECT 1 FROM calendar_events AS event
        WHERE event.host_id = sync.host_id AND event.booking_id = sync.booking_id
          AND event.connection_id = ${id} AND event.gone_at IS NULL
          AND (event.confirmed_at IS NOT NULL OR event.insert_unresolved)))
      OR (sync.state IN ('pending', 'retrying')
      AND bookings.status = 'confirmed' AND bookings.in_calendar AND bookings.ends_at > ${now}
      AND EXISTS (SELECT 1 FROM users WHERE users.id = sync.host_id AND deleting_since_at IS NOT NULL)
      AND EXISTS (SELECT 1 FROM calendar_events AS event
        WHERE event.host_id = sync.host_id AND event.booking_id = sync.booking_id
          AND event.connection_id = ${id} AND event.wanted = 'present')))
    LIMIT 100`);
  return rows.length;
}

/** What became of the grants of the host's connections that have ended. */
export async function listRevocationOutcomes(db: Database, hostId: string): Promise<string[]> {
  const ended = await db
    .select({ outcome: calendarConnections.statusReason })
    .from(calendarConnections)
    .where(and(eq(calendarConnections.hostId, hostId), sql`status = 'disconnected'`))
    .limit(20);
  return ended.map(({ outcome }) => outcome ?? "");
}

/**
 * Ends it: tokens and what is known of busy times are wiped, together with writing down a revocation that is still to come.
 * The row stays, for bookings name it.
 * @returns false, and nothing is changed, when it has been connected again meanwhile; of a grant that was in use, also when
 * nobody uses it any more: then this one has to revoke it
 */
export async function wipeConnection(
  db: Database,
  connection: ConnectionKey & Pick<CalendarConnection, "googleSub">,
  outcome: RevocationOutcome,
  revocation: NewRevocation | null,
  now: number,
): Promise<boolean> {
  const { hostId, id } = connection;
  const wipe = db
    .update(calendarConnections)
    .set({
      status: "disconnected",
      statusReason: outcome,
      disconnectingSinceAt: null,
      accessToken: null,
      accessTokenExpiresAt: null,
      refreshToken: null,
      refreshLeaseUntil: null,
      refreshLeaseToken: null,
      tokenVersion: sql`${calendarConnections.tokenVersion} + 1`,
      updatedAt: now,
    })
    .where(
      and(
        isConnection(hostId, id),
        sql`status = 'disconnecting'`,
        outcome === "grant_in_use" ? livesOnGrant(connection.googleSub, connection) : undefined,
      ),
    )
    .returning({ id: calendarConnections.id });
  const rest = [forgetBusyTimes(db, connection), rearmWaitingFor(db, connection, now)] as const;
  const [wiped] = revocation
    ? (await db.batch([putOffRevocation(db, revocation, connection), wipe, ...rest])).slice(1)
    : await db.batch([wipe, ...rest]);
  return (wiped as unknown[]).length === 1;
}

/** A statement: what is known of its busy times goes once it has ended. */
function forgetBusyTimes(db: Database, { hostId, id }: ConnectionKey) {
  return db.delete(busySnapshots).where(
    and(
      eq(busySnapshots.hostId, hostId),
      eq(busySnapshots.connectionId, id),
      sql`EXISTS (SELECT 1 FROM calendar_connections
        WHERE host_id = ${hostId} AND id = ${id} AND status = 'disconnected')`,
    ),
  );
}

/** The host's connections that are not the one that bookings go to, and not ended: an older account's events are there. */
export function listOtherConnections(
  db: Database,
  hostId: string,
  currentId: string | null,
): Promise<CalendarConnection[]> {
  return db
    .select()
    .from(calendarConnections)
    .where(
      and(
        eq(calendarConnections.hostId, hostId),
        ne(calendarConnections.status, "disconnected"),
        ne(calendarConnections.id, currentId ?? ""),
      ),
    )
    .limit(20);
}

/** The host's connections that have ended, or are just ending. Their rows stay, for bookings name them. */
export function listEndedConnections(db: Database, hostId: string): Promise<CalendarConnection[]> {
  return db
    .select()
    .from(calendarConnections)
    .where(
      and(eq(calendarConnections.hostId, hostId), sql`status IN ('disconnecting', 'disconnected')`),
    )
    .limit(20);
}
