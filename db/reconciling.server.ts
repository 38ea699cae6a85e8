// What the nightly reconcile reads and re-arms. Each connection for itself, in its turn.
import { and, asc, eq, gte, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { Destination } from "#app/domain/calendar-event.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { BelievedEvent } from "#app/domain/reconcile.ts";
import { isConnection } from "./calendar-connections.server.ts";
import type { Database } from "./database.server.ts";
import { bookingSyncs, bookings, calendarEvents } from "./schema/bookings.server.ts";
import { calendarConnections } from "./schema/calendar-connections.server.ts";
import { isBehind } from "./sync-waking.server.ts";

export interface DueConnection {
  hostId: string;
  connectionId: string;
  reconcileDueAt: number;
}

/** The active connections whose comparison is due, the longest first. */
export function listDueConnections(
  db: Database,
  now: number,
  limit: number,
): Promise<DueConnection[]> {
  return db
    .select({
      hostId: calendarConnections.hostId,
      connectionId: calendarConnections.id,
      reconcileDueAt: calendarConnections.reconcileDueAt,
    })
    .from(calendarConnections)
    .where(and(sql`status = 'active'`, lte(calendarConnections.reconcileDueAt, now)))
    .orderBy(asc(calendarConnections.reconcileDueAt))
    .limit(limit);
}

/** Makes it due again at `next`, for one worker alone. @returns false when another one has it */
export async function takeDueConnection(
  db: Database,
  { hostId, connectionId, reconcileDueAt }: DueConnection,
  next: number,
): Promise<boolean> {
  const isStillDue = eq(calendarConnections.reconcileDueAt, reconcileDueAt);
  const taken = await db
    .update(calendarConnections)
    .set({ reconcileDueAt: next })
    .where(and(isConnection(hostId, connectionId), isStillDue))
    .returning({ id: calendarConnections.id });
  return taken.length > 0;
}

/** More than a host can have in 60 days. */
const MOST_EVENTS = 5_000;

/** What we believe of the events of bookings that start in the range, with the calendar each is in. */
export async function listBelievedEvents(
  db: Database,
  { hostId, connectionId }: DueConnection,
  range: Interval,
): Promise<(BelievedEvent & Pick<Destination, "calendarId">)[]> {
  const rows = await db
    .select({
      event: calendarEvents,
      isEventWanted: sql<number>`${bookings.status} = 'confirmed' AND ${bookings.inCalendar}`,
      dueAt: bookingSyncs.dueAt,
      leaseUntil: bookingSyncs.leaseUntil,
    })
    .from(bookings)
    .innerJoin(
      calendarEvents,
      and(eq(calendarEvents.hostId, bookings.hostId), eq(calendarEvents.bookingId, bookings.id)),
    )
    .innerJoin(
      bookingSyncs,
      and(eq(bookingSyncs.hostId, bookings.hostId), eq(bookingSyncs.bookingId, bookings.id)),
    )
    .where(
      and(
        eq(bookings.hostId, hostId),
        gte(bookings.startsAt, range.start),
        lt(bookings.startsAt, range.end),
        eq(calendarEvents.connectionId, connectionId),
        isNotNull(calendarEvents.firstAttemptedAt),
      ),
    )
    .limit(MOST_EVENTS);
  return rows.map(({ event, isEventWanted, dueAt, leaseUntil }) => ({
    calendarId: event.calendarId,
    bookingId: event.bookingId,
    eventId: event.eventId,
    generation: event.generation,
    wanted: isEventWanted ? event.wanted : "absent",
    isThere: event.confirmedAt !== null && event.goneAt === null,
    time:
      event.writtenStartsAt === null || event.writtenEndsAt === null
        ? null
        : { start: event.writtenStartsAt, end: event.writtenEndsAt },
    isSettled: dueAt === null && leaseUntil === null,
  }));
}

/**
 * Gives what stands still another try: the waiting whose connection works again, and the parked, whose reason may be
 * gone. What stands in the way of a meeting that ended before `over` is left alone for good.
 */
export async function rearmStanding(
  db: Database,
  hostId: string,
  over: number,
  now: number,
): Promise<void> {
  const isOver = sql`EXISTS (SELECT 1 FROM bookings WHERE bookings.host_id = booking_syncs.host_id
    AND bookings.id = booking_syncs.booking_id AND bookings.ends_at < ${over})`;
  const isStanding = sql`state IN ('parked', 'removed_in_google', 'drifted')`;
  await db.batch([
    db
      .update(bookingSyncs)
      .set({ behindSinceAt: null, dueAt: null })
      .where(and(isBehind(hostId), isStanding, isOver)),
    db
      .update(bookingSyncs)
      .set({ dueAt: bookingSyncs.behindSinceAt, notBeforeAt: now })
      .where(
        and(
          isBehind(hostId),
          sql`state IN ('waiting_for_reconnect', 'parked')`,
          isNull(bookingSyncs.leaseUntil),
        ),
      ),
  ]);
}
