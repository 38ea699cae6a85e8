// Which syncs cron should wake, and when they may be woken again. The work itself: booking-syncs.server.ts.
import { and, asc, eq, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { BookingKey } from "#app/domain/booking.ts";
import { GONE_CHECKS_AFTER_MS } from "#app/domain/sync-checks.ts";
import { LEFT_IN_GONE_CALENDAR } from "#app/domain/sync-step.ts";
import { isSync } from "./booking-syncs.server.ts";
import type { Database } from "./database.server.ts";
import { bookingSyncs, calendarEvents } from "./schema/bookings.server.ts";

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

/** A host's bookings that are not in agreement. A range, for `IS NOT NULL` alone would not use the index. */
export const isBehind = (hostId: string) =>
  and(eq(bookingSyncs.hostId, hostId), gt(bookingSyncs.behindSinceAt, 0));

/**
 * A statement for `db.batch`: everything of this host that waited for a connection falls due again, the oldest first.
 * Meetings that were over before any calendar was connected get no event.
 */
export function rearmWaiting(db: Database, hostId: string, now: number) {
  return db
    .update(bookingSyncs)
    .set({
      state: "pending",
      // Cron wakes in the order of this: what has waited longest goes first.
      dueAt: sql`COALESCE(${bookingSyncs.behindSinceAt}, ${now})`,
      notBeforeAt: now,
      attempts: 0,
      behindSinceAt: sql`COALESCE(${bookingSyncs.behindSinceAt}, ${now})`,
    })
    .where(
      and(
        eq(bookingSyncs.hostId, hostId),
        sql`(state = 'waiting_for_reconnect' OR last_outcome IN ('old_event_left', ${LEFT_IN_GONE_CALENDAR}) OR (state = 'not_connected' AND EXISTS (SELECT 1 FROM bookings
          WHERE bookings.host_id = booking_syncs.host_id AND bookings.id = booking_syncs.booking_id
          AND bookings.ends_at > ${now})))`,
      ),
    );
}

/**
 * A statement for `db.batch`: what waits for this connection is tried once more, now that it is disconnected. Where nothing
 * is to be written it waits no longer; the rest goes on waiting, and knows for what.
 */
export function rearmWaitingFor(
  db: Database,
  { hostId, id }: { hostId: string; id: string },
  now: number,
) {
  return db
    .update(bookingSyncs)
    .set({ dueAt: bookingSyncs.behindSinceAt, notBeforeAt: now })
    .where(
      and(
        isBehind(hostId),
        eq(bookingSyncs.state, "waiting_for_reconnect"),
        isNull(bookingSyncs.leaseUntil),
        sql`EXISTS (SELECT 1 FROM calendar_events AS event
          WHERE event.host_id = booking_syncs.host_id AND event.booking_id = booking_syncs.booking_id
            AND event.connection_id = ${id})`,
      ),
    );
}

/** A statement for `db.batch`: what went with a calendar of this host is looked for at once, since one has come back. */
export function rearmLeftInGone(db: Database, hostId: string, now: number) {
  return db
    .update(bookingSyncs)
    .set({ dueAt: now, notBeforeAt: now })
    .where(
      and(eq(bookingSyncs.hostId, hostId), eq(bookingSyncs.lastOutcome, LEFT_IN_GONE_CALENDAR)),
    );
}

/** The same for what was being retried while Google was away. */
export function rearmRetrying(db: Database, hostId: string, now: number) {
  return db
    .update(bookingSyncs)
    .set({ dueAt: bookingSyncs.behindSinceAt, notBeforeAt: now })
    .where(
      and(isBehind(hostId), eq(bookingSyncs.state, "retrying"), isNull(bookingSyncs.leaseUntil)),
    );
}

/** So many of the later looks at what is gone are used up when one is left (`GONE_CHECKS_AFTER_MS`). */
const BUT_ONE_LOOK = GONE_CHECKS_AFTER_MS.length - 1;

/**
 * Has the syncs of these bookings look at their events anew, at once, except those that somebody is at: what we believe of
 * an event that is wanted counts as doubtful, there or gone, and one that should be gone may have landed after all.
 * @returns for how many
 */
export async function lookAgain(
  db: Database,
  hostId: string,
  bookingIds: string[],
  now: number,
): Promise<number> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(bookingIds)}))`;
  const areTheirs = and(
    eq(calendarEvents.hostId, hostId),
    sql`${calendarEvents.bookingId} IN ${ids}`,
  );
  const [, , rearmed] = await db.batch([
    db
      .update(calendarEvents)
      .set({ misses: sql`max(1, ${calendarEvents.misses})` })
      .where(
        and(areTheirs, eq(calendarEvents.wanted, "present"), isNotNull(calendarEvents.confirmedAt)),
      ),
    db
      .update(calendarEvents)
      .set({
        insertUnresolved: true,
        goneChecks: sql`min(${BUT_ONE_LOOK}, ${calendarEvents.goneChecks})`,
      })
      .where(and(areTheirs, eq(calendarEvents.wanted, "absent"), isNotNull(calendarEvents.goneAt))),
    db
      .update(bookingSyncs)
      .set({
        state: "pending",
        dueAt: now,
        notBeforeAt: now,
        behindSinceAt: sql`COALESCE(${bookingSyncs.behindSinceAt}, ${now})`,
      })
      .where(
        and(
          eq(bookingSyncs.hostId, hostId),
          sql`${bookingSyncs.bookingId} IN ${ids}`,
          or(isNull(bookingSyncs.leaseUntil), lte(bookingSyncs.leaseUntil, now)),
        ),
      )
      .returning({ bookingId: bookingSyncs.bookingId }),
  ]);
  return rearmed.length;
}
