import { and, eq, ne, sql } from "drizzle-orm";
import { type CalendarToSave, listCalendars } from "./calendars.server.ts";
import type { Database } from "./database.server.ts";
import { dropRevocationsInUse } from "./pending-revocations.server.ts";
import { busySnapshots, calendarConnections } from "./schema/calendar-connections.server.ts";
import { users } from "./schema/hosts.server.ts";
import { rearmWaiting } from "./sync-waking.server.ts";

export type CalendarConnection = typeof calendarConnections.$inferSelect;

export const isConnection = (hostId: string, id: string) =>
  and(eq(calendarConnections.hostId, hostId), eq(calendarConnections.id, id));

export async function findConnection(
  db: Database,
  hostId: string,
  id: string,
): Promise<CalendarConnection | null> {
  const found = await db.select().from(calendarConnections).where(isConnection(hostId, id)).get();
  return found ?? null;
}

export async function findConnectionByAccount(
  db: Database,
  hostId: string,
  googleSub: string,
): Promise<CalendarConnection | null> {
  const found = await db
    .select()
    .from(calendarConnections)
    .where(
      and(eq(calendarConnections.hostId, hostId), eq(calendarConnections.googleSub, googleSub)),
    )
    .get();
  return found ?? null;
}

export interface ConnectionToSave {
  connection: Pick<
    CalendarConnection,
    | "hostId"
    | "id"
    | "googleSub"
    | "email"
    | "grantedScopes"
    | "accessToken"
    | "accessTokenExpiresAt"
    | "refreshToken"
    | "connectedAt"
    | "updatedAt"
  >;
  calendars: CalendarToSave[];
  /** Where bookings go from now on, unless they went to this connection already; null: where they went before. */
  destinationCalendarId: string | null;
}

/**
 * Connects, or connects again: the same account is the same row, with a newer token version. Everything that waited
 * for it falls due again. A revocation of the account that was put off is off: it would end this grant too.
 */
export async function saveConnection(
  db: Database,
  { connection, calendars: listed, destinationCalendarId }: ConnectionToSave,
): Promise<void> {
  const { hostId, id, updatedAt: now } = connection;
  await db.batch([
    db
      .insert(calendarConnections)
      .values({ ...connection, status: "active", statusReason: null })
      .onConflictDoUpdate({
        target: [calendarConnections.hostId, calendarConnections.googleSub],
        set: {
          email: connection.email,
          grantedScopes: connection.grantedScopes,
          accessToken: connection.accessToken,
          accessTokenExpiresAt: connection.accessTokenExpiresAt,
          refreshToken: connection.refreshToken,
          tokenVersion: sql`${calendarConnections.tokenVersion} + 1`,
          refreshLeaseUntil: null,
          refreshLeaseToken: null,
          status: "active",
          statusReason: null,
          disconnectingSinceAt: null,
          connectedAt: connection.connectedAt,
          updatedAt: now,
        },
        // A consent that was given earlier and comes later brings tokens that may be dead by now.
        setWhere: sql`${calendarConnections.connectedAt} <= ${connection.connectedAt}`,
      }),
    ...dropRevocationsInUse(db, connection.googleSub),
    ...listCalendars(db, connection, listed),
    ...(destinationCalendarId === null
      ? []
      : sendBookingsTo(db, { hostId, id }, destinationCalendarId, now)),
    rearmWaiting(db, hostId, now),
  ]);
}

/**
 * Statements: new bookings go there. Of another account that they went to until now is kept where, for when it comes back;
 * its busy times are forgotten, since they count no more.
 */
function sendBookingsTo(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
  destinationCalendarId: string,
  now: number,
) {
  const current = (column: string) =>
    sql`(SELECT ${sql.raw(column)} FROM users WHERE users.id = ${hostId})`;
  return [
    db
      .update(calendarConnections)
      .set({ leftDestinationId: current("google_calendar_id") })
      .where(
        and(
          eq(calendarConnections.hostId, hostId),
          sql`${calendarConnections.id} = ${current("google_calendar_connection_id")}`,
          ne(calendarConnections.id, id),
          isActive(hostId, id),
        ),
      ),
    db
      .delete(busySnapshots)
      .where(
        and(
          eq(busySnapshots.hostId, hostId),
          sql`(${busySnapshots.connectionId} <> ${id} OR NOT ${current("google_calendar_enabled")})`,
          isActive(hostId, id),
        ),
      ),
    db
      .update(users)
      .set({
        googleCalendarEnabled: true,
        googleCalendarId: sql`CASE WHEN ${users.googleCalendarConnectionId} = ${id}
          THEN COALESCE(${users.googleCalendarId}, ${destinationCalendarId}) ELSE ${destinationCalendarId} END`,
        googleCalendarConnectionId: id,
        updatedAt: now,
      })
      .where(and(eq(users.id, hostId), isActive(hostId, id))),
  ] as const;
}

/** It may have been connected and disconnected since this consent was given. */
const isActive = (hostId: string, id: string) =>
  sql`EXISTS (SELECT 1 FROM calendar_connections WHERE host_id = ${hostId} AND id = ${id} AND status = 'active')`;
