// The calendars of a connection, and what Google last said of their busy times.
import { and, eq, isNull, lte, ne, or, sql } from "drizzle-orm";
import { GONE_ROLE } from "#app/domain/calendar-access.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { Database } from "./database.server.ts";
import { busySnapshots, calendars } from "./schema/calendar-connections.server.ts";
import { users } from "./schema/hosts.server.ts";
import { rearmLeftInGone } from "./sync-waking.server.ts";

export type ConnectedCalendar = typeof calendars.$inferSelect;
export type BusySnapshot = typeof busySnapshots.$inferSelect;
export type CalendarToSave = Omit<ConnectedCalendar, "hostId" | "connectionId">;

/**
 * Statements for `db.batch` that store the whole list of a connection's calendars, however long; what the host chose for
 * one stays. One that is no longer listed keeps its name and is gone.
 */
export function listCalendars(
  db: Database,
  connection: { hostId: string; id: string },
  listed: CalendarToSave[],
) {
  const ids = JSON.stringify(listed.map(({ calendarId }) => calendarId));
  return [
    upsertCalendars(db, connection, listed),
    db
      .update(calendars)
      .set({ accessRole: GONE_ROLE })
      .where(
        and(
          isOfConnection(connection.hostId, connection.id),
          sql`${calendars.calendarId} NOT IN (SELECT value FROM json_each(${ids}))`,
          // One that a later list has is none that this one can know of.
          lte(calendars.listedAt, listed[0]?.listedAt ?? Number.MAX_SAFE_INTEGER),
        ),
      ),
  ] as const;
}

const isOfConnection = (hostId: string, connectionId: string) =>
  and(eq(calendars.hostId, hostId), eq(calendars.connectionId, connectionId));

/** One statement, because D1 takes 100 parameters each, and on the free plan 50 statements a request. */
function upsertCalendars(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
  listed: CalendarToSave[],
) {
  const field = (name: keyof CalendarToSave) => sql`json_extract(value, ${`$.${name}`})`;
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
      setWhere: sql`${calendars.listedAt} <= ${excluded("listed_at")}`,
    });
}

/**
 * Stores the whole list of a connection's calendars; see `listCalendars`. When one is back that was gone, what may have
 * come back with it falls due.
 */
export async function saveCalendarList(
  db: Database,
  connection: { hostId: string; id: string },
  listed: CalendarToSave[],
  now: number,
): Promise<void> {
  const gone = await listGoneIds(db, connection);
  const isOneBack = listed.some(({ calendarId }) => gone.includes(calendarId));
  await db.batch([
    ...listCalendars(db, connection, listed),
    ...(isOneBack ? [rearmLeftInGone(db, connection.hostId, now)] : []),
  ]);
}

async function listGoneIds(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
): Promise<string[]> {
  const gone = await db
    .select({ calendarId: calendars.calendarId })
    .from(calendars)
    .where(and(isOfConnection(hostId, id), eq(calendars.accessRole, GONE_ROLE)))
    .limit(MOST_CALENDARS);
  return gone.map(({ calendarId }) => calendarId);
}

/** More calendars than anybody keeps. */
const MOST_CALENDARS = 10_000;

/** All calendars on the host's list, the primary one first, then by name as people count: 2 before 10. */
export async function listCalendarsOf(
  db: Database,
  hostId: string,
  connectionId: string,
): Promise<ConnectedCalendar[]> {
  const found = await db
    .select()
    .from(calendars)
    .where(and(isOfConnection(hostId, connectionId), ne(calendars.accessRole, GONE_ROLE)))
    .limit(MOST_CALENDARS);
  // Here, since no index has them in this order.
  return found.sort(
    (a, b) =>
      Number(b.isPrimary) - Number(a.isPrimary) ||
      a.name.localeCompare(b.name, "en", { numeric: true }),
  );
}

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

const isSnapshotOfCalendar = and(
  eq(busySnapshots.hostId, calendars.hostId),
  eq(busySnapshots.connectionId, calendars.connectionId),
  eq(busySnapshots.calendarId, calendars.calendarId),
);

/** The calendars whose busy times take slots away, each with what Google last said of it. */
export async function listConflictCalendars(
  db: Database,
  hostId: string,
  connectionId: string,
): Promise<ConflictCalendar[]> {
  return db
    .select({ calendarId: calendars.calendarId, snapshot: busySnapshots })
    .from(calendars)
    .leftJoin(busySnapshots, isSnapshotOfCalendar)
    .where(
      and(
        isOfConnection(hostId, connectionId),
        eq(calendars.blocksSlots, true),
        ne(calendars.accessRole, GONE_ROLE),
      ),
    )
    .limit(MOST_CONFLICT_CALENDARS);
}

export interface BusyTimesState {
  calendarId: string;
  name: string;
  accessRole: string;
  /** Null: Google was never asked about it. */
  attemptedAt: number | null;
  /** The last time that it was read, and why not since then. */
  fetchedAt: number | null;
  unreadableBecause: string | null;
}

/** How Google answers for each calendar that the host wants to take slots away, those that are gone among them. */
export async function listBusyTimesStates(
  db: Database,
  hostId: string,
  connectionId: string,
): Promise<BusyTimesState[]> {
  return db
    .select({
      calendarId: calendars.calendarId,
      name: calendars.name,
      accessRole: calendars.accessRole,
      attemptedAt: busySnapshots.attemptedAt,
      fetchedAt: busySnapshots.fetchedAt,
      unreadableBecause: busySnapshots.unreadableBecause,
    })
    .from(calendars)
    .leftJoin(busySnapshots, isSnapshotOfCalendar)
    .where(and(isOfConnection(hostId, connectionId), eq(calendars.blocksSlots, true)))
    .limit(MOST_CALENDARS);
}

/**
 * Marks that Google is being asked for the host's busy times now, for a page, if the last question is older than
 * `staleBefore`. Beside the answer it would be one row more after each cancellation, too.
 * @returns false when somebody else has just asked
 */
export async function markBusyTimesAsked(
  db: Database,
  hostId: string,
  staleBefore: number,
  now: number,
): Promise<boolean> {
  const marked = await db
    .update(users)
    .set({ busyTimesAskedAt: now })
    .where(
      and(
        eq(users.id, hostId),
        or(isNull(users.busyTimesAskedAt), lte(users.busyTimesAskedAt, staleBefore)),
      ),
    )
    .returning({ id: users.id });
  return marked.length > 0;
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
