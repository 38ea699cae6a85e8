// What a host is shown of all their syncs at once. Each read is a range of an index, whatever the number of bookings.
import { and, asc, eq, gt, gte, isNotNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { type BookingWithSync, toBooking } from "./bookings.server.ts";
import { waitsForEnded } from "./connection-bookings.server.ts";
import type { Database } from "./database.server.ts";
import { bookingSyncs, bookings } from "./schema/bookings.server.ts";

const MOST_COUNTED = 99;

/** Without a calendar nothing is behind, whatever an older version of this Worker wrote. */
const isBehindOf = (hostId: string) =>
  and(eq(bookingSyncs.hostId, hostId), ne(bookingSyncs.state, "not_connected"));

export interface BehindSummary {
  /** At most 99. */
  count: number;
  /** Whether there are more than were counted. */
  isMore: boolean;
  oldestAt: number;
}

/** The host's bookings that have not been in agreement since `before` or longer; null when there is none. */
export function summariseBehind(
  db: Database,
  hostId: string,
  before: number,
): Promise<BehindSummary | null> {
  return summarise(db, and(isBehindOf(hostId), lte(bookingSyncs.behindSinceAt, before)));
}

/**
 * The same of all that are not in agreement, except what has been on its way since after `pendingSince`, and what waits for
 * an account that was disconnected.
 */
export function summariseUnsettled(
  db: Database,
  hostId: string,
  pendingSince: number,
): Promise<BehindSummary | null> {
  const isTold = or(
    lte(bookingSyncs.behindSinceAt, pendingSince),
    ne(bookingSyncs.state, "pending"),
  );
  const isOwn = sql`NOT ${waitsForEnded}`;
  return summarise(db, and(isBehindOf(hostId), gt(bookingSyncs.behindSinceAt, 0), isTold, isOwn));
}

async function summarise(db: Database, where: SQL | undefined): Promise<BehindSummary | null> {
  const rows = await db
    .select({ since: bookingSyncs.behindSinceAt })
    .from(bookingSyncs)
    .where(where)
    .orderBy(asc(bookingSyncs.behindSinceAt))
    .limit(MOST_COUNTED + 1);
  const oldestAt = rows[0]?.since ?? null;
  if (oldestAt === null) return null;
  const count = Math.min(rows.length, MOST_COUNTED);
  return { count, isMore: rows.length > MOST_COUNTED, oldestAt };
}

export interface BehindBooking extends BookingWithSync {
  behindSinceAt: number;
}

/** The host's bookings that are not in agreement, what has waited longest first. */
export async function listBehind(
  db: Database,
  hostId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<BehindBooking[]> {
  const rows = await db
    .select({ row: bookings, sync: bookingSyncs })
    .from(bookingSyncs)
    .innerJoin(
      bookings,
      and(eq(bookings.hostId, bookingSyncs.hostId), eq(bookings.id, bookingSyncs.bookingId)),
    )
    .where(and(isBehindOf(hostId), isNotNull(bookingSyncs.behindSinceAt)))
    .orderBy(asc(bookingSyncs.behindSinceAt), asc(bookingSyncs.bookingId))
    .limit(limit)
    .offset(offset);
  return rows.map(({ row, sync }) => ({
    booking: toBooking(row),
    google: { eventLink: row.googleEventLink, meetLink: row.googleMeetLink },
    busyTimesChecked: row.busyTimesChecked,
    sync,
    behindSinceAt: sync.behindSinceAt ?? row.updatedAt,
  }));
}

/** Of so many bookings to come, the soonest, the newest sync is told. */
const MOST_COMING = 100;

/** When one of the next bookings was last found or brought into agreement; null when none was yet. */
export function findLastSyncedAt(
  db: Database,
  hostId: string,
  now: number,
): Promise<number | null> {
  return newestSync(db, isNext(hostId, now));
}

/** The same of those whose event is in one of this connection's calendars. */
export function findLastSyncedIn(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
  now: number,
): Promise<number | null> {
  const isThere = sql`${id} = (SELECT event.connection_id FROM calendar_events AS event
    WHERE event.host_id = ${bookings.hostId} AND event.booking_id = ${bookings.id}
    ORDER BY event.generation DESC LIMIT 1)`;
  return newestSync(db, and(isNext(hostId, now), isThere));
}

const isNext = (hostId: string, now: number) =>
  and(eq(bookings.hostId, hostId), gte(bookings.startsAt, now));

async function newestSync(db: Database, where: SQL | undefined): Promise<number | null> {
  const rows = await db
    .select({ syncedAt: bookingSyncs.syncedAt })
    .from(bookings)
    .innerJoin(
      bookingSyncs,
      and(eq(bookingSyncs.hostId, bookings.hostId), eq(bookingSyncs.bookingId, bookings.id)),
    )
    .where(where)
    .orderBy(asc(bookings.startsAt))
    .limit(MOST_COMING);
  const times = rows.map(({ syncedAt }) => syncedAt).filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}
