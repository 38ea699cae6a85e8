import { and, asc, eq, gte, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Booking, BookingKey } from "#app/domain/booking.ts";
import type { Destination } from "#app/domain/calendar-event.ts";
import { eventIdOf } from "#app/domain/calendar-event.ts";
import type { Interval } from "#app/domain/interval.ts";
import { LONGEST_BLOCK_MS } from "#app/domain/slots.ts";
import type { Database } from "./database.server.ts";
import {
  bookingHistory,
  bookingRequests,
  bookingSyncs,
  bookings,
  calendarEvents,
} from "./schema/bookings.server.ts";

export type BookingRow = typeof bookings.$inferSelect;
export type BookingSync = typeof bookingSyncs.$inferSelect;

export interface NewBooking
  extends Omit<
    Booking,
    | "status"
    | "revision"
    | "timeRevision"
    | "titleRevision"
    | "placeRevision"
    | "textRevision"
    | "inCalendar"
    | "chosenCalendar"
    | "linkVersion"
    | "cancelReason"
    | "cancelledBy"
  > {
  requestHash: string;
  localDay: string;
  rulesVersion: number;
  busyTimesChecked: boolean;
  /** Who asks and from where, as pseudonyms: only how often is counted. */
  requestedBy: { guestHash: string; addressHash: string | null };
}

const isBooking = ({ hostId, id }: BookingKey) =>
  and(eq(bookings.hostId, hostId), eq(bookings.id, id));

/**
 * Stores a booking, its first calendar event (pinned to today's destination, not yet tried) and its history, all or
 * nothing; a trigger adds the promise to sync. Throws what `refusalOf` reads: slot_taken, stale_rules, booking_exists,
 * day_full, week_full, too_many_….
 */
export async function createBooking(
  db: Database,
  booking: NewBooking,
  destination: Destination | null,
  now: number,
): Promise<void> {
  const key = { hostId: booking.hostId, bookingId: booking.id };
  const insertBooking = db.insert(bookings).values(toRow(booking, now));
  const insertHistory = db
    .insert(bookingHistory)
    .values({ ...key, revision: 1, entry: 0, at: now, who: "guest", what: "booked" });
  const insertRequest = db
    .insert(bookingRequests)
    .values({ ...key, at: now, ...booking.requestedBy });
  if (!destination) {
    await db.batch([insertBooking, insertRequest, insertHistory]);
    return;
  }
  const eventId = eventIdOf(booking.id, 1);
  await db.batch([
    insertBooking,
    insertRequest,
    insertHistory,
    db
      .insert(calendarEvents)
      .values({ ...key, ...destination, generation: 1, eventId, wanted: "present" }),
  ]);
}

function toRow(booking: NewBooking, now: number): typeof bookings.$inferInsert {
  return {
    hostId: booking.hostId,
    id: booking.id,
    eventTypeId: booking.eventTypeId,
    requestHash: booking.requestHash,
    title: booking.title,
    guestName: booking.guest.name,
    guestEmail: booking.guest.email,
    guestNotes: booking.guest.notes,
    guestTimeZone: booking.guest.timeZone,
    locationKind: booking.location.kind,
    locationDetail: booking.location.detail,
    answers: booking.answers,
    timeZone: booking.timeZone,
    localDay: booking.localDay,
    startsAt: booking.meeting.start,
    endsAt: booking.meeting.end,
    blockStartsAt: booking.block.start,
    blockEndsAt: booking.block.end,
    status: "confirmed",
    revision: 1,
    rulesVersion: booking.rulesVersion,
    inviter: booking.inviter,
    linkVersion: 1,
    busyTimesChecked: booking.busyTimesChecked,
    createdAt: now,
    updatedAt: now,
  };
}

/** A stored row as the domain knows it. */
export function toBooking(row: BookingRow): Booking {
  return {
    hostId: row.hostId,
    id: row.id,
    eventTypeId: row.eventTypeId,
    title: row.title,
    guest: {
      name: row.guestName,
      email: row.guestEmail,
      notes: row.guestNotes,
      timeZone: row.guestTimeZone,
    },
    location: { kind: row.locationKind, detail: row.locationDetail },
    answers: row.answers,
    timeZone: row.timeZone,
    meeting: { start: row.startsAt, end: row.endsAt },
    block: { start: row.blockStartsAt, end: row.blockEndsAt },
    status: row.status,
    revision: row.revision,
    timeRevision: row.timeRevision,
    titleRevision: row.titleRevision,
    placeRevision: row.placeRevision,
    textRevision: row.textRevision,
    inCalendar: row.inCalendar,
    chosenCalendar: toChosenCalendar(row),
    inviter: row.inviter,
    linkVersion: row.linkVersion,
    cancelReason: row.cancelReason,
    cancelledBy: row.cancelledBy,
  };
}

function toChosenCalendar(row: BookingRow): Booking["chosenCalendar"] {
  const { chosenConnectionId, chosenCalendarId, chosenGeneration } = row;
  if (chosenConnectionId === null || chosenCalendarId === null || chosenGeneration === null) {
    return null;
  }
  return {
    connectionId: chosenConnectionId,
    calendarId: chosenCalendarId,
    fromGeneration: chosenGeneration,
  };
}

/** What was stored under this id, and the hash of what was asked for. */
export async function findStoredRequest(
  db: Database,
  key: BookingKey,
): Promise<{ booking: Booking; requestHash: string } | null> {
  const row = await db.select().from(bookings).where(isBooking(key)).get();
  return row ? { booking: toBooking(row), requestHash: row.requestHash } : null;
}

export interface BookingWithSync {
  booking: Booking;
  /** What pages show of Google; null until known. */
  google: { eventLink: string | null; meetLink: string | null };
  busyTimesChecked: boolean;
  sync: Pick<BookingSync, "state" | "notBeforeAt" | "lastOutcome" | "syncedAt" | "attempts">;
}

const withSync = (db: Database) =>
  db
    .select({ row: bookings, sync: bookingSyncs })
    .from(bookings)
    .innerJoin(
      bookingSyncs,
      and(eq(bookingSyncs.hostId, bookings.hostId), eq(bookingSyncs.bookingId, bookings.id)),
    )
    .$dynamic();

/** A stored row and its sync, as pages show them. */
export function toBookingWithSync({
  row,
  sync,
}: {
  row: BookingRow;
  sync: BookingSync;
}): BookingWithSync {
  return {
    booking: toBooking(row),
    google: { eventLink: row.googleEventLink, meetLink: row.googleMeetLink },
    busyTimesChecked: row.busyTimesChecked,
    sync,
  };
}

export async function findBooking(db: Database, key: BookingKey): Promise<BookingWithSync | null> {
  const found = await withSync(db).where(isBooking(key)).get();
  return found ? toBookingWithSync(found) : null;
}

/** Confirmed bookings that have not ended, soonest first. */
export async function listComingBookings(
  db: Database,
  hostId: string,
  now: number,
  limit: number,
): Promise<BookingWithSync[]> {
  const rows = await withSync(db)
    .where(
      and(
        eq(bookings.hostId, hostId),
        sql`${bookings.status} = 'confirmed'`,
        gte(bookings.startsAt, now - LONGEST_BLOCK_MS),
        gte(bookings.endsAt, now),
      ),
    )
    .orderBy(asc(bookings.startsAt))
    .limit(limit);
  return rows.map(toBookingWithSync);
}

export interface LeftoverEvent {
  calendarId: string;
  eventId: string;
}

/**
 * The calendar events that may stand in the calendar, touch the range, and are in nobody's way: those of cancelled
 * bookings, and of the one that is being moved. By what they last said; one whose writing was never confirmed stands
 * where its booking was.
 */
export async function listLeftoverEvents(
  db: Database,
  hostId: string,
  range: Interval,
  movingId: string | null,
): Promise<LeftoverEvent[]> {
  const startsAt = sql`COALESCE(${calendarEvents.writtenStartsAt}, ${bookings.startsAt})`;
  const endsAt = sql`COALESCE(${calendarEvents.writtenEndsAt}, ${bookings.endsAt})`;
  const among = (these: SQL | undefined) =>
    db
      .select({ calendarId: calendarEvents.calendarId, eventId: calendarEvents.eventId })
      .from(bookings)
      .innerJoin(
        calendarEvents,
        and(eq(calendarEvents.hostId, bookings.hostId), eq(calendarEvents.bookingId, bookings.id)),
      )
      .where(
        and(
          eq(bookings.hostId, hostId),
          these,
          isNotNull(calendarEvents.firstAttemptedAt),
          isNull(calendarEvents.goneAt),
          sql`${startsAt} < ${range.end} AND ${endsAt} > ${range.start}`,
        ),
      );
  const cancelled = among(
    and(
      gte(bookings.startsAt, range.start - LONGEST_BLOCK_MS),
      lt(bookings.startsAt, range.end),
      sql`${bookings.status} = 'cancelled'`,
    ),
  );
  if (movingId === null) return cancelled;
  // Its event may stand at any earlier time of it: where the booking is now says nothing.
  const [ofCancelled, ofMoving] = await db.batch([cancelled, among(eq(bookings.id, movingId))]);
  return [...ofCancelled, ...ofMoving];
}
