// What a public page needs to know of a host: event types, hours, and the time already taken.
import { and, asc, eq, gt, lt, ne, sql } from "drizzle-orm";
import { MOST_EVENT_TYPES } from "#app/domain/event-type.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { Schedule } from "#app/domain/schedule.ts";
import { type BookedTime, LONGEST_BLOCK_MS } from "#app/domain/slots.ts";
import type { Database } from "./database.server.ts";
import { dateOverrides, eventTypes, schedules } from "./schema/availability.server.ts";
import { bookings } from "./schema/bookings.server.ts";

export type EventType = typeof eventTypes.$inferSelect;

const MOST_OVERRIDES = 500;

/** What the host's page shows to everybody. */
export async function listListedEventTypes(db: Database, hostId: string): Promise<EventType[]> {
  const { isActive, isListed, position, slug } = eventTypes;
  return db
    .select()
    .from(eventTypes)
    .where(and(eq(eventTypes.hostId, hostId), eq(isActive, true), eq(isListed, true)))
    .orderBy(asc(position), asc(slug))
    .limit(MOST_EVENT_TYPES);
}

/** All that can be booked, by those too who have nothing but a private address. */
export function listActiveEventTypes(db: Database, hostId: string): Promise<EventType[]> {
  return db
    .select()
    .from(eventTypes)
    .where(and(eq(eventTypes.hostId, hostId), eq(eventTypes.isActive, true)))
    .limit(MOST_EVENT_TYPES);
}

export async function findActiveEventType(
  db: Database,
  hostId: string,
  slug: string,
): Promise<EventType | null> {
  const found = await db
    .select()
    .from(eventTypes)
    .where(
      and(eq(eventTypes.hostId, hostId), eq(eventTypes.slug, slug), eq(eventTypes.isActive, true)),
    )
    .get();
  return found ?? null;
}

/** The event type of a booking, active or not. */
export async function findEventType(
  db: Database,
  hostId: string,
  id: string,
): Promise<EventType | null> {
  const found = await db
    .select()
    .from(eventTypes)
    .where(and(eq(eventTypes.hostId, hostId), eq(eventTypes.id, id)))
    .get();
  return found ?? null;
}

/** The weekly hours and overrides of one schedule. */
export async function getSchedule(
  db: Database,
  hostId: string,
  scheduleId: string,
): Promise<Schedule> {
  const [[schedule], overrides] = await db.batch([
    db
      .select()
      .from(schedules)
      .where(and(eq(schedules.hostId, hostId), eq(schedules.id, scheduleId))),
    db
      .select()
      .from(dateOverrides)
      .where(and(eq(dateOverrides.hostId, hostId), eq(dateOverrides.scheduleId, scheduleId)))
      .limit(MOST_OVERRIDES),
  ]);
  if (!schedule) throw new Error("an event type names a schedule that does not exist");
  return {
    timeZone: schedule.timeZone,
    weeklyHours: schedule.weeklyHours,
    overrides: overrides.map(({ firstDay, lastDay, ranges }) => ({
      from: firstDay,
      to: lastDay,
      ranges,
    })),
  };
}

/**
 * The confirmed bookings whose block touches the range. The lower bound on the block's start keeps this an index
 * range of `bookings_live` and loses nothing, since no block is longer than LONGEST_BLOCK_MS.
 */
const touches = (hostId: string, range: Interval) =>
  and(
    eq(bookings.hostId, hostId),
    // A literal: with a bound parameter SQLite can't know that the partial index applies.
    sql`${bookings.status} = 'confirmed'`,
    gt(bookings.blockStartsAt, range.start - LONGEST_BLOCK_MS),
    lt(bookings.blockStartsAt, range.end),
    gt(bookings.blockEndsAt, range.start),
  );

// All that the index holds and nothing else: no row of the table is read.
const bookedTimeColumns = {
  id: bookings.id,
  startsAt: bookings.startsAt,
  endsAt: bookings.endsAt,
  blockStartsAt: bookings.blockStartsAt,
  blockEndsAt: bookings.blockEndsAt,
};

function toBookedTime(row: Record<Exclude<keyof typeof bookedTimeColumns, "id">, number>) {
  return {
    meeting: { start: row.startsAt, end: row.endsAt },
    block: { start: row.blockStartsAt, end: row.blockEndsAt },
  };
}

/**
 * The times of the confirmed bookings whose block touches the range.
 * @param movingId the booking that is being moved, which is not in its own way; null when none is
 */
export async function listBookedTimes(
  db: Database,
  hostId: string,
  range: Interval,
  movingId: string | null,
): Promise<BookedTime[]> {
  const notMoving = movingId === null ? undefined : ne(bookings.id, movingId);
  const rows = await db
    .select(bookedTimeColumns)
    .from(bookings)
    .where(and(touches(hostId, range), notMoving));
  return rows.map(toBookedTime);
}

export interface NamedBooking extends BookedTime {
  id: string;
  guestName: string;
}

/** The same, with whom they are. */
export async function listNamedBookings(
  db: Database,
  hostId: string,
  range: Interval,
): Promise<NamedBooking[]> {
  const rows = await db
    .select({ ...bookedTimeColumns, guestName: bookings.guestName })
    .from(bookings)
    .where(touches(hostId, range));
  return rows.map(({ id, guestName, ...times }) => ({ id, guestName, ...toBookedTime(times) }));
}

/** Dates that are alike are at most so far apart, in weeks that are alike: see the triggers that keep the limits. */
const LONGEST_WEEK_MS = 11 * 86_400_000;

/**
 * The dates of the confirmed bookings of an event type that can share a day or a week with a slot in `range`, each as
 * often as there are bookings: what its limits count.
 * @param movingId the booking that is being moved, which counts where it goes; null when none is
 */
export async function listDaysBooked(
  db: Database,
  { hostId, id }: Pick<EventType, "hostId" | "id">,
  range: Interval,
  movingId: string | null,
): Promise<string[]> {
  const rows = await db
    .select({ localDay: bookings.localDay })
    .from(bookings)
    .where(
      and(
        eq(bookings.hostId, hostId),
        sql`${bookings.status} = 'confirmed'`,
        gt(bookings.blockStartsAt, range.start - LONGEST_WEEK_MS),
        lt(bookings.blockStartsAt, range.end + LONGEST_WEEK_MS),
        eq(bookings.eventTypeId, id),
        movingId === null ? undefined : ne(bookings.id, movingId),
      ),
    );
  return rows.map(({ localDay }) => localDay);
}
