import { and, eq, isNotNull, lt, or, sql } from "drizzle-orm";
import type { Interval } from "#app/domain/interval.ts";
import type { Database } from "./database.server.ts";
import {
  bookingSyncs,
  busySnapshots,
  calendarConnections,
  calendars,
  users,
} from "./schema.server.ts";

export type CalendarConnection = typeof calendarConnections.$inferSelect;
export type ConnectedCalendar = typeof calendars.$inferSelect;
export type BusySnapshot = typeof busySnapshots.$inferSelect;

const isConnection = (hostId: string, id: string) =>
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
  connection: Omit<
    CalendarConnection,
    "tokenVersion" | "refreshLeaseUntil" | "refreshLeaseToken" | "status" | "statusReason"
  >;
  calendars: Omit<ConnectedCalendar, "hostId" | "connectionId">[];
  /** Where bookings go when the host has chosen nothing yet. */
  destinationCalendarId: string;
}

/**
 * Connects, or connects again: the same account is the same row, with a newer token version. Everything that waited
 * for it is due at once; later bookings go to the destination, which is kept when the host had chosen one of this
 * connection's.
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
          connectedAt: connection.connectedAt,
          updatedAt: now,
        },
      }),
    upsertCalendars(db, connection, listed),
    db
      .update(users)
      .set({
        googleCalendarEnabled: true,
        googleCalendarId: sql`CASE WHEN ${users.googleCalendarConnectionId} = ${id}
          THEN COALESCE(${users.googleCalendarId}, ${destinationCalendarId}) ELSE ${destinationCalendarId} END`,
        googleCalendarConnectionId: id,
        updatedAt: now,
      })
      .where(eq(users.id, hostId)),
    db
      .update(bookingSyncs)
      .set({ state: "pending", dueAt: now, notBeforeAt: now, attempts: 0 })
      .where(
        and(
          eq(bookingSyncs.hostId, hostId),
          sql`${bookingSyncs.state} IN ('waiting_for_reconnect', 'not_connected')`,
        ),
      ),
  ]);
}

/** One statement for any number of calendars: see `postponeWaking` for D1's limits. */
function upsertCalendars(
  db: Database,
  { hostId, id }: Pick<CalendarConnection, "hostId" | "id">,
  listed: ConnectionToSave["calendars"],
) {
  const field = (name: keyof ConnectionToSave["calendars"][number]) =>
    sql`json_extract(value, ${`$.${name}`})`;
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  return db
    .insert(calendars)
    .select(
      // In the order of the table's columns. WHERE TRUE keeps SQLite from reading ON CONFLICT as a join's.
      sql`SELECT ${hostId}, ${id}, ${field("calendarId")}, ${field("name")}, ${field("timeZone")},
        ${field("accessRole")}, ${field("isPrimary")}, ${field("blocksSlots")},
        ${field("allowsMeet")}, ${field("color")}, ${field("listedAt")}
        FROM json_each(${JSON.stringify(listed)}) WHERE TRUE`,
    )
    .onConflictDoUpdate({
      target: [calendars.hostId, calendars.connectionId, calendars.calendarId],
      set: {
        name: excluded("name"),
        timeZone: excluded("time_zone"),
        accessRole: excluded("access_role"),
        isPrimary: excluded("is_primary"),
        allowsMeet: excluded("allows_meet"),
        color: excluded("color"),
        listedAt: excluded("listed_at"),
      },
    });
}

// ---------------------------------------------------------------- token renewal

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

// ---------------------------------------------------------------- calendars and their busy times

export async function findCalendar(
  db: Database,
  hostId: string,
  connectionId: string,
  calendarId: string,
): Promise<ConnectedCalendar | null> {
  const found = await db
    .select()
    .from(calendars)
    .where(
      and(
        eq(calendars.hostId, hostId),
        eq(calendars.connectionId, connectionId),
        eq(calendars.calendarId, calendarId),
      ),
    )
    .get();
  return found ?? null;
}

/** Google takes 50 calendars in one free/busy question (`calendarExpansionMax`). */
export const MOST_CONFLICT_CALENDARS = 50;

export interface ConflictCalendar {
  calendarId: string;
  snapshot: BusySnapshot | null;
}

/** The calendars whose busy times take slots away, each with what Google last said of it. */
export async function listConflictCalendars(
  db: Database,
  hostId: string,
  connectionId: string,
): Promise<ConflictCalendar[]> {
  return db
    .select({ calendarId: calendars.calendarId, snapshot: busySnapshots })
    .from(calendars)
    .leftJoin(
      busySnapshots,
      and(
        eq(busySnapshots.hostId, calendars.hostId),
        eq(busySnapshots.connectionId, calendars.connectionId),
        eq(busySnapshots.calendarId, calendars.calendarId),
      ),
    )
    .where(
      and(
        eq(calendars.hostId, hostId),
        eq(calendars.connectionId, connectionId),
        eq(calendars.blocksSlots, true),
      ),
    )
    .limit(MOST_CONFLICT_CALENDARS);
}

export interface BusyReading {
  calendarId: string;
  /** Null: it could not be read; what was known before stays, with the reason beside it. */
  busy: Interval[] | null;
  unreadableBecause: string | null;
}

/** Keeps what Google said of each calendar, intervals only. An older answer never replaces a newer one. */
export async function saveBusySnapshots(
  db: Database,
  connection: { hostId: string; connectionId: string },
  range: Interval,
  readings: BusyReading[],
  askedAt: number,
): Promise<void> {
  const statements = readings.map(({ calendarId, busy, unreadableBecause }) => {
    const learnt =
      busy === null
        ? {}
        : {
            coversFrom: range.start,
            coversTo: range.end,
            busy: busy.map(({ start, end }): [number, number] => [start, end]),
            fetchedAt: askedAt,
          };
    const row = { attemptedAt: askedAt, unreadableBecause, ...learnt };
    return db
      .insert(busySnapshots)
      .values({ ...connection, calendarId, ...row })
      .onConflictDoUpdate({
        target: [busySnapshots.hostId, busySnapshots.connectionId, busySnapshots.calendarId],
        set: row,
        setWhere: sql`${busySnapshots.attemptedAt} <= ${askedAt}`,
      });
  });
  const [first, ...others] = statements;
  if (first) await db.batch([first, ...others]);
}
