// Which syncs cron should wake, and when they may be woken again. The work itself: booking-syncs.server.ts.
import { and, asc, eq, isNotNull, lte, or, sql } from "drizzle-orm";
import type { BookingKey } from "#app/domain/booking.ts";
import { isSync } from "./booking-syncs.server.ts";
import type { Database } from "./database.server.ts";
import { bookingSyncs } from "./schema/bookings.server.ts";

export interface DueSync extends BookingKey {
  dueAt: number;
  /** From when on it can be claimed: when due, or when the lease of a worker that may be dead runs out. */
  claimableAt: number;
}

/**
 * What cron should wake, oldest first: all that is overdue, and whoever seems to hold a lease that will run out
 * before the next minute, for that may be a crash. Reads the partial index in order, so a backlog costs its page only.
 */
export async function listDueSyncs(
  db: Database,
  now: number,
  horizonMs: number,
  limit: number,
): Promise<DueSync[]> {
  const rows = await db
    .select({
      hostId: bookingSyncs.hostId,
      id: bookingSyncs.bookingId,
      dueAt: bookingSyncs.dueAt,
      leaseUntil: bookingSyncs.leaseUntil,
    })
    .from(bookingSyncs)
    .where(
      and(
        isNotNull(bookingSyncs.dueAt),
        lte(bookingSyncs.dueAt, now + horizonMs),
        or(lte(bookingSyncs.dueAt, now), isNotNull(bookingSyncs.leaseUntil)),
      ),
    )
    .orderBy(asc(bookingSyncs.dueAt))
    .limit(limit);
  return rows.map(({ hostId, id, dueAt, leaseUntil }) => {
    const due = dueAt ?? now;
    return { hostId, id, dueAt: due, claimableAt: Math.max(due, leaseUntil ?? 0) };
  });
}

/**
 * Keeps cron from waking these again before `until`: a backlog is not queued anew each minute.
 * One statement, whatever their number: D1 takes 100 parameters each, and on the free plan 50 statements a request.
 */
export async function postponeWaking(db: Database, due: DueSync[], until: number): Promise<void> {
  const keys = JSON.stringify(due.map(({ hostId, id, dueAt }) => [hostId, id, dueAt]));
  await db
    .update(bookingSyncs)
    .set({ dueAt: until })
    .where(
      sql`(${bookingSyncs.hostId}, ${bookingSyncs.bookingId}, ${bookingSyncs.dueAt}) IN
        (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${keys}))`,
    );
}

/**
 * After a crash that outlived the queue's redeliveries: once more at `until`. Only what has been due since before
 * `crashedSince`: whatever was asked for later is another try.
 */
export async function postponeSync(
  db: Database,
  key: BookingKey,
  crashedSince: number,
  until: number,
): Promise<void> {
  await db
    .update(bookingSyncs)
    .set({ dueAt: until, notBeforeAt: until, lastOutcome: "crashed", state: "retrying" })
    .where(
      and(isSync(key), isNotNull(bookingSyncs.dueAt), lte(bookingSyncs.notBeforeAt, crashedSince)),
    );
}

/** Google allows 600 requests a minute and user; what waited is spread over time so that it takes half of them. */
const PACE_MS = 200;
/** This much of it goes out at once: few rows need no pacing. */
const AT_ONCE_MS = 3_000;

/**
 * A statement for `db.batch`: everything of this host that waited for a connection falls due again, paced. Meetings
 * that are over are left out, unless they were cancelled and their event may have to go.
 */
export function rearmWaiting(db: Database, hostId: string, now: number) {
  const isWaiting = sql`state IN ('waiting_for_reconnect', 'not_connected')`;
  const spread = sql`(SELECT 1 + ${PACE_MS} * count(*) FROM booking_syncs WHERE host_id = ${hostId} AND ${isWaiting})`;
  return db
    .update(bookingSyncs)
    .set({
      state: "pending",
      dueAt: sql`${now} + max(0, abs(random()) % ${spread} - ${AT_ONCE_MS})`,
      notBeforeAt: now,
      attempts: 0,
    })
    .where(
      and(
        eq(bookingSyncs.hostId, hostId),
        isWaiting,
        sql`EXISTS (SELECT 1 FROM bookings WHERE bookings.host_id = booking_syncs.host_id
          AND bookings.id = booking_syncs.booking_id
          AND (bookings.ends_at > ${now} OR bookings.status = 'cancelled'))`,
      ),
    );
}
