// What a host has before them and just behind them: today, what comes next, what was lately, and what does not come right
// by itself. Each read is the range of an index that it shows, and little more.
import { and, asc, desc, eq, gt, gte, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
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
  return listOf(db, hostId, and(isWithin, isConfirmed), soonestFirst, limit);
}

/** The cancelled bookings that were to begin in `range`, the soonest first. */
export function listCancelledDuring(
  db: Database,
  hostId: string,
  range: Interval,
  limit: number,
): Promise<BookingWithSync[]> {
  const isWithin = and(gte(bookings.startsAt, range.start), lt(bookings.startsAt, range.end));
  const isCancelled = eq(bookings.status, "cancelled");
  return listOf(db, hostId, and(isWithin, isCancelled), soonestFirst, limit);
}

/** The confirmed bookings that begin at `from` or later, the soonest first. */
export function listBookingsFrom(
  db: Database,
  hostId: string,
  from: number,
  limit: number,
): Promise<BookingWithSync[]> {
  const isComing = and(gte(bookings.startsAt, from), isConfirmed);
  return listOf(db, hostId, isComing, soonestFirst, limit);
}

/** The confirmed bookings that were over at `at`, the latest first. */
export function listBookingsOver(
  db: Database,
  hostId: string,
  at: number,
  limit: number,
): Promise<BookingWithSync[]> {
  const isOver = and(lt(bookings.blockStartsAt, at), lte(bookings.endsAt, at), isConfirmed);
  // By their blocks, whose index holds none that is cancelled: what does not overlap has its blocks in the order of its
  // meetings.
  return listOf(db, hostId, isOver, [desc(bookings.blockStartsAt)], limit);
}

// Not bound: a partial index is found by what the text says.
const isConfirmed = sql`${bookings.status} = 'confirmed'`;

const soonestFirst = [asc(bookings.startsAt), asc(bookings.id)];

async function listOf(
  db: Database,
  hostId: string,
  these: SQL | undefined,
  order: SQL[],
  limit: number,
): Promise<BookingWithSync[]> {
  const rows = await db
    .select({ row: bookings, sync: bookingSyncs })
    .from(bookings)
    .crossJoin(bookingSyncs)
    .where(and(eq(bookings.hostId, hostId), these, isSyncOfBooking))
    .orderBy(...order)
    .limit(limit);
  return rows.map(toBookingWithSync);
}

const isSyncOfBooking = and(
  eq(bookingSyncs.hostId, bookings.hostId),
  eq(bookingSyncs.bookingId, bookings.id),
);

/** So many bookings before a day, and so many after it, are looked through for what was called off. */
const LOOKED_THROUGH = { before: 20, after: 60 };

/**
 * Of the bookings about `day`, but not on it, those that were cancelled last, the last one first. No index knows what is
 * cancelled, so it is looked for among those nearest to the day: looking through all of them would grow with the years.
 */
export async function listLatelyCancelled(
  db: Database,
  hostId: string,
  day: Interval,
  limit: number,
): Promise<BookingWithSync[]> {
  const { startsAt } = bookings;
  const before = and(eq(bookings.hostId, hostId), lt(startsAt, day.start));
  const after = and(eq(bookings.hostId, hostId), gte(startsAt, day.end));
  // No batch: it answers by the names of columns, and the two tables have some alike.
  const sides = await Promise.all([
    cancelledAmong(db, nearest(db, before, desc(startsAt), LOOKED_THROUGH.before), limit),
    cancelledAmong(db, nearest(db, after, asc(startsAt), LOOKED_THROUGH.after), limit),
  ]);
  // Nothing revises a cancelled booking, so it was cancelled when it was last written.
  const latest = sides.flat().sort((one, other) => other.row.updatedAt - one.row.updatedAt);
  return latest.slice(0, limit).map(toBookingWithSync);
}

function nearest(db: Database, these: SQL | undefined, order: SQL, count: number) {
  const { hostId, id, status, updatedAt } = bookings;
  return db
    .select({ hostId, id, status, updatedAt })
    .from(bookings)
    .where(these)
    .orderBy(order)
    .limit(count)
    .as("nearest");
}

function cancelledAmong(db: Database, near: ReturnType<typeof nearest>, limit: number) {
  const latest = db
    .select({ hostId: near.hostId, id: near.id })
    .from(near)
    .where(eq(near.status, "cancelled"))
    .orderBy(desc(near.updatedAt))
    .limit(limit)
    .as("latest");
  return db
    .select({ row: bookings, sync: bookingSyncs })
    .from(latest)
    .crossJoin(bookings)
    .crossJoin(bookingSyncs)
    .where(and(eq(bookings.hostId, latest.hostId), eq(bookings.id, latest.id), isSyncOfBooking));
}

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
