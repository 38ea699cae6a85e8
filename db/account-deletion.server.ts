// Deleting a host's account: first nobody gets in any more and nothing new comes, then everything goes.
import { and, asc, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { cancelAllComing } from "./bulk-revisions.server.ts";
import type { Database, Statement } from "./database.server.ts";
import type { Host } from "./hosts.server.ts";
import { dateOverrides, eventTypes, schedules } from "./schema/availability.server.ts";
import {
  bookingHistory,
  bookingRequests,
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

/** The same, with the coming bookings called off. @returns how many were */
export async function beginDeletionCancellingBookings(
  db: Database,
  hostId: string,
  reason: string,
  now: number,
): Promise<number> {
  const [history, revised] = cancelAllComing(db, hostId, reason, now);
  const [, cancelled] = await db.batch([
    history,
    revised.returning({ id: bookings.id }),
    ...closeAccount(db, hostId, now),
  ]);
  return cancelled.length;
}

/**
 * Closes once more what somebody opened who was already under way when the deletion began: a sign-in, or a consent that
 * was just being stored.
 */
export async function closeAgain(db: Database, hostId: string, now: number): Promise<void> {
  const isDeleting = await isBeingDeleted(db, hostId);
  if (isDeleting) await db.batch([...closeAccount(db, hostId, now)]);
}

function closeAccount(db: Database, hostId: string, now: number) {
  return [
    db
      .update(users)
      .set({
        deletingSinceAt: sql`COALESCE(${users.deletingSinceAt}, ${now})`,
        pageEnabled: false,
        googleCalendarEnabled: false,
        // Whoever is just choosing a time decides anew, and finds the page closed.
        rulesVersion: sql`${users.rulesVersion} + 1`,
        updatedAt: now,
      })
      .where(
        and(
          eq(users.id, hostId),
          or(
            isNull(users.deletingSinceAt),
            eq(users.pageEnabled, true),
            eq(users.googleCalendarEnabled, true),
          ),
        ),
      ),
    db
      .update(calendarConnections)
      .set({
        status: "disconnecting",
        statusReason: null,
        disconnectingSinceAt: now,
        updatedAt: now,
      })
      .where(
        and(
          eq(calendarConnections.hostId, hostId),
          sql`status NOT IN ('disconnecting', 'disconnected')`,
        ),
      ),
    deleteFlows(db, hostId),
    db.delete(sessions).where(eq(sessions.hostId, hostId)),
  ] as const;
}

/** The host's trips to Google: of their sessions, and of one that has ended, where the account tells whose it was. */
function deleteFlows(db: Database, hostId: string) {
  const { boundToHash, accountSub } = oauthFlows;
  return db.delete(oauthFlows).where(
    or(
      sql`${boundToHash} IN (SELECT id_hash FROM sessions WHERE host_id = ${hostId})`,
      and(
        sql`${accountSub} IN (SELECT google_sub FROM calendar_connections WHERE host_id = ${hostId}
          UNION SELECT google_sub FROM users WHERE id = ${hostId})`,
        // Another host may be connecting the same Google account.
        sql`NOT EXISTS (SELECT 1 FROM sessions WHERE id_hash = ${boundToHash} AND host_id <> ${hostId})`,
      ),
    ),
  );
}

/** Whether nobody gets in any more, and every row will go. */
export async function isBeingDeleted(db: Database, hostId: string): Promise<boolean> {
  const deleting = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, hostId), isNotNull(users.deletingSinceAt)))
    .get();
  return deleting !== undefined;
}

/**
 * Accounts whose rows can go by now, or that something was opened in again, the longest first. Whoever waits for a
 * connection to end is not among them, for that may take a day: nobody waits for others.
 */
export function listDeleting(db: Database, limit: number): Promise<Pick<Host, "id">[]> {
  return db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        isNotNull(users.deletingSinceAt),
        sql`(NOT EXISTS (SELECT 1 FROM calendar_connections
            WHERE host_id = users.id AND status = 'disconnecting')
          OR EXISTS (SELECT 1 FROM calendar_connections
            WHERE host_id = users.id AND status NOT IN ('disconnecting', 'disconnected')))`,
      ),
    )
    .orderBy(asc(users.deletingSinceAt))
    .limit(limit);
}

/** The tables that hold what is a host's, each before those that it refers to. */
const TABLES = [
  calendarEvents,
  bookingHistory,
  bookingSyncs,
  bookingRequests,
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
 * Removes every row of a host whose account is being deleted and whose connections have ended. All or nothing: that they
 * have ended is asked with each statement, for a consent may come back in between.
 * @returns false when it is not time yet
 */
export async function deleteHost(db: Database, hostId: string): Promise<boolean> {
  const isTime = sql`EXISTS (SELECT 1 FROM users WHERE id = ${hostId} AND deleting_since_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM calendar_connections
      WHERE host_id = ${hostId} AND status <> 'disconnected')`;
  await db.batch([
    deleteFlows(db, hostId),
    ...TABLES.map((table) => db.delete(table).where(and(eq(table.hostId, hostId), isTime))),
    db.delete(users).where(and(eq(users.id, hostId), isTime)),
  ] as unknown as [Statement, ...Statement[]]);
  return !(await isBeingDeleted(db, hostId));
}
