// Deleting a host's account: first nobody gets in any more and nothing new comes, then everything goes.
import { asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { cancelAllComing } from "./bulk-revisions.server.ts";
import type { Database, Statement } from "./database.server.ts";
import type { Host } from "./hosts.server.ts";
import { dateOverrides, eventTypes, schedules } from "./schema/availability.server.ts";
import {
  bookingHistory,
  bookingSyncs,
  bookings,
  calendarEvents,
} from "./schema/bookings.server.ts";
import {
  busySnapshots,
  calendarConnections,
  calendars,
} from "./schema/calendar-connections.server.ts";
import { oauthFlows, sessions, users } from "./schema/hosts.server.ts";

/** Closes the page, signs everybody out and ends the connections; coming bookings are left as they are. */
export async function beginDeletionKeepingBookings(
  db: Database,
  hostId: string,
  now: number,
): Promise<void> {
  await db.batch([...closeAccount(db, hostId, now)]);
}

/** The same, with the coming bookings called off. */
export async function beginDeletionCancellingBookings(
  db: Database,
  hostId: string,
  reason: string,
  now: number,
): Promise<void> {
  await db.batch([...cancelAllComing(db, hostId, reason, now), ...closeAccount(db, hostId, now)]);
}

function closeAccount(db: Database, hostId: string, now: number) {
  return [
    db
      .update(users)
      .set({
        deletingSinceAt: now,
        pageEnabled: false,
        googleCalendarEnabled: false,
        updatedAt: now,
      })
      .where(eq(users.id, hostId)),
    db
      .update(calendarConnections)
      .set({
        status: "disconnecting",
        statusReason: null,
        disconnectingSinceAt: now,
        updatedAt: now,
      })
      .where(
        sql`${calendarConnections.hostId} = ${hostId} AND status NOT IN ('disconnecting', 'disconnected')`,
      ),
    db
      .delete(oauthFlows)
      .where(
        inArray(
          oauthFlows.boundToHash,
          db.select({ hash: sessions.idHash }).from(sessions).where(eq(sessions.hostId, hostId)),
        ),
      ),
    db.delete(sessions).where(eq(sessions.hostId, hostId)),
  ] as const;
}

/** Accounts that are being deleted, the longest first. */
export function listDeleting(db: Database, limit: number): Promise<Host[]> {
  return db
    .select()
    .from(users)
    .where(isNotNull(users.deletingSinceAt))
    .orderBy(asc(users.deletingSinceAt))
    .limit(limit);
}

/** The tables that hold what is a host's, each before those that it refers to. */
const TABLES = [
  calendarEvents,
  bookingHistory,
  bookingSyncs,
  bookings,
  busySnapshots,
  calendars,
  calendarConnections,
  dateOverrides,
  eventTypes,
  schedules,
  sessions,
];

/**
 * Removes every row of a host whose account is being deleted and whose connections have ended. All or nothing.
 * @returns false when it is not time yet
 */
export async function deleteHost(db: Database, hostId: string): Promise<boolean> {
  const row = await db.get<{ ready: number }>(sql`SELECT
    EXISTS (SELECT 1 FROM users WHERE id = ${hostId} AND deleting_since_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM calendar_connections
      WHERE host_id = ${hostId} AND status <> 'disconnected') AS ready`);
  if (!row?.ready) return false;
  await db.batch([
    ...TABLES.map((table) => db.delete(table).where(eq(table.hostId, hostId))),
    db.delete(users).where(eq(users.id, hostId)),
  ] as unknown as [Statement, ...Statement[]]);
  return true;
}
