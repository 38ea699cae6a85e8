// What a host has before them: today, what comes next, and what does not come right by itself. Each read is the range of
// an index that it shows, and little more.
import { and, asc, eq, gt, gte, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Interval } from "#app/domain/interval.ts";
import { LONGEST_BLOCK_MS } from "#app/domain/slots.ts";
import { type BookingWithSync, toBookingWithSync } from "./bookings.server.ts";
import type { Database } from "./database.server.ts";
import { bookingSyncs, bookings } from "./schema/bookings.server.ts";

/** The confirmed bookings that touch `range`, the soonest first. */
export function listBookingsDuring(
  db: Database,
  hostId: string,
  range: Interval,
  limit: number,
): Promise<BookingWithSync[]> {
  const isWithin = and(
    gte(bookings.startsAt, range.start - LONGEST_BLOCK_MS),
    lt(bookings.startsAt, range.end),
    gt(bookings.endsAt, range.start),
  );
  return listOf(db, hostId, and(isWithin, isConfirmed), limit);
}

/** The cancelled bookings that were to begin in `range`, the soonest first. */
export function listCancelledDuring(
  db: Database,
  hostId: string,
  range: Interval,
  limit: number,
): Promise<BookingWithSync[]> {
  const isWithin = and(gte(bookings.startsAt, range.start), lt(bookings.startsAt, range.end));
  return listOf(db, hostId, and(isWithin, eq(bookings.status, "cancelled")), limit);
}

/** The confirmed bookings that begin at `from` or later, the soonest first. */
export function listBookingsFrom(
  db: Database,
  hostId: string,
  from: number,
  limit: number,
): Promise<BookingWithSync[]> {
  return listOf(db, hostId, and(gte(bookings.startsAt, from), isConfirmed), limit);
}

// Not bound: a partial index is found by what the text says.
const isConfirmed = sql`${bookings.status} = 'confirmed'`;

async function listOf(
  db: Database,
  hostId: string,
  these: SQL | undefined,
  limit: number,
): Promise<BookingWithSync[]> {
  const rows = await db
    .select({ row: bookings, sync: bookingSyncs })
    .from(bookings)
    .crossJoin(bookingSyncs)
    .where(and(eq(bookings.hostId, hostId), these, isSyncOfBooking))
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(limit);
  return rows.map(toBookingWithSync);
}

const isSyncOfBooking = and(
  eq(bookingSyncs.hostId, bookings.hostId),
  eq(bookingSyncs.bookingId, bookings.id),
);

/**
 * The bookings that are not over and that the calendar does not agree with, confirmed or cancelled, what has waited longest
 * first; without those that a first try is to be expected for.
 * @param pendingSince whose first try is due since then is not among those any more; epoch ms
 */
export async function listUnsettled(
  db: Database,
  hostId: string,
  { now, pendingSince, limit }: { now: number; pendingSince: number; limit: number },
): Promise<BookingWithSync[]> {
  const { state, behindSinceAt } = bookingSyncs;
  const rows = await db
    .select({ row: bookings, sync: bookingSyncs })
    .from(bookingSyncs)
    .crossJoin(bookings)
    .where(
      and(
        eq(bookingSyncs.hostId, hostId),
        // Not IS NOT NULL: with a range, SQLite chooses the index of what is behind.
        gt(behindSinceAt, 0),
        ne(state, "not_connected"),
        or(ne(state, "pending"), lt(behindSinceAt, pendingSince)),
        isSyncOfBooking,
        gt(bookings.endsAt, now),
      ),
    )
    .orderBy(asc(behindSinceAt))
    .limit(limit);
  return rows.map(toBookingWithSync);
}
