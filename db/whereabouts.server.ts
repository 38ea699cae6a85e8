// Where bookings' events belong, and which of them stay in the calendars of accounts that were disconnected.
import { sql } from "drizzle-orm";
import type { BookingKey } from "#app/domain/booking.ts";
import { GONE_ROLE } from "#app/domain/calendar-access.ts";
import type { Destination } from "#app/domain/calendar-event.ts";
import type { Whereabouts } from "#app/domain/whereabouts.ts";
import type { Database } from "./database.server.ts";

const NEWEST = sql`(SELECT max(other.generation) FROM calendar_events AS other
  WHERE other.host_id = booking.host_id AND other.booking_id = booking.id)`;

/** In the calendar as far as we know. */
const STANDS = sql`event.confirmed_at IS NOT NULL AND event.gone_at IS NULL`;

/** By booking id: where the event of each of these bookings belongs. Those that never had a calendar are left out. */
export async function listWhereabouts(
  db: Database,
  hostId: string,
  bookingIds: string[],
): Promise<Map<string, Whereabouts>> {
  if (bookingIds.length === 0) return new Map();
  const rows = await db.all<Whereabouts & { bookingId: string }>(sql`
    SELECT booking.id AS bookingId, connection.id AS connectionId, connection.email AS account,
      CASE WHEN connection.status IN ('disconnecting', 'disconnected') THEN connection.status END AS leaving,
      COALESCE(booking.chosen_calendar_id, event.calendar_id) AS calendarId, calendar.name AS calendarName,
      COALESCE(calendar.access_role = ${GONE_ROLE}, 0) AS isGone,
      COALESCE(${STANDS} AND ${isInPlace}, 0) AS isThere,
      COALESCE(${STANDS} AND ${isInPlace} AND event.wanted = 'present' AND event.misses = 0
        AND event.written_revision >= booking.revision, 0) AS isAsBooked,
      COALESCE((SELECT min(place.access_role IS ${GONE_ROLE}) FROM calendar_events AS older
        LEFT JOIN calendars AS place ON place.host_id = older.host_id
          AND place.connection_id = older.connection_id AND place.calendar_id = older.calendar_id
        WHERE older.host_id = booking.host_id AND older.booking_id = booking.id
          AND older.generation < event.generation AND older.gone_at IS NULL), 0) AS isOlderGone
    FROM json_each(${JSON.stringify(bookingIds)}) AS ids
    CROSS JOIN bookings AS booking ON booking.host_id = ${hostId} AND booking.id = ids.value
    LEFT JOIN calendar_events AS event ON event.host_id = booking.host_id
      AND event.booking_id = booking.id AND event.generation = ${NEWEST}
    JOIN calendar_connections AS connection ON connection.host_id = booking.host_id
      AND connection.id = COALESCE(booking.chosen_connection_id, event.connection_id)
    LEFT JOIN calendars AS calendar ON calendar.host_id = booking.host_id
      AND calendar.connection_id = connection.id
      AND calendar.calendar_id = COALESCE(booking.chosen_calendar_id, event.calendar_id)`);
  return new Map(
    rows.map(({ bookingId, isGone, isThere, isAsBooked, isOlderGone, ...where }) => [
      bookingId,
      {
        ...where,
        isGone: Boolean(isGone),
        isThere: Boolean(isThere),
        isAsBooked: Boolean(isAsBooked),
        isOlderGone: Boolean(isOlderGone),
      },
    ]),
  );
}

/** Where the host has since chosen for it, if anywhere. */
const isInPlace = sql`(booking.chosen_calendar_id IS NULL
  OR (event.connection_id = booking.chosen_connection_id AND event.calendar_id = booking.chosen_calendar_id
    AND event.generation >= booking.chosen_generation))`;

/** Where the event of this booking belongs; null when it never had a calendar. */
export async function findWhereabouts(
  db: Database,
  { hostId, id }: BookingKey,
): Promise<Whereabouts | null> {
  return (await listWhereabouts(db, hostId, [id])).get(id) ?? null;
}

/** The calendar with the newest of this booking's events that may still stand; null when none does. */
export async function findStandingEvent(
  db: Database,
  { hostId, id }: BookingKey,
): Promise<Destination | null> {
  const [standing] = await db.all<Destination>(sql`
    SELECT connection_id AS connectionId, calendar_id AS calendarId FROM calendar_events
    WHERE host_id = ${hostId} AND booking_id = ${id} AND gone_at IS NULL
      AND (confirmed_at IS NOT NULL OR insert_unresolved)
    ORDER BY generation DESC LIMIT 1`);
  return standing ?? null;
}

export interface LeftEvents {
  account: string;
  /** Counted up to 100 in all. */
  count: number;
}

/** The coming bookings whose events stay in the calendars of disconnected accounts, by account. */
export async function countLeftEvents(
  db: Database,
  hostId: string,
  now: number,
): Promise<LeftEvents[]> {
  return db.all<LeftEvents>(sql`
    SELECT account, count(*) AS count FROM (
      SELECT connection.email AS account
      FROM calendar_connections AS connection
      JOIN bookings AS booking ON booking.host_id = connection.host_id
      JOIN calendar_events AS event ON event.host_id = booking.host_id
        AND event.booking_id = booking.id AND event.generation = ${NEWEST}
        AND event.connection_id = connection.id
      WHERE connection.host_id = ${hostId} AND connection.status = 'disconnected'
        AND booking.status = 'confirmed' AND booking.in_calendar AND booking.ends_at > ${now}
        AND event.wanted = 'present' AND ${STANDS}
      LIMIT 100)
    GROUP BY account ORDER BY account`);
}

export interface GoneCalendar {
  name: string;
  /** Of coming bookings, counted up to 100 in all. */
  count: number;
}

/** The coming bookings whose events are in calendars that are gone from the lists of connected accounts, by calendar. */
export async function countInGoneCalendars(
  db: Database,
  hostId: string,
  now: number,
): Promise<GoneCalendar[]> {
  return db.all<GoneCalendar>(sql`
    SELECT name, count(*) AS count FROM (
      SELECT COALESCE(calendar.name, calendar.calendar_id) AS name
      FROM calendars AS calendar
      JOIN calendar_connections AS connection ON connection.host_id = calendar.host_id
        AND connection.id = calendar.connection_id
      JOIN bookings AS booking ON booking.host_id = calendar.host_id
      JOIN calendar_events AS event ON event.host_id = booking.host_id
        AND event.booking_id = booking.id AND event.generation = ${NEWEST}
        AND event.connection_id = calendar.connection_id AND event.calendar_id = calendar.calendar_id
      WHERE calendar.host_id = ${hostId} AND calendar.access_role = ${GONE_ROLE}
        AND connection.status NOT IN ('disconnecting', 'disconnected')
        AND booking.status = 'confirmed' AND booking.in_calendar AND booking.ends_at > ${now}
        AND event.wanted = 'present' AND ${STANDS}
        AND ${isInPlace}
      LIMIT 100)
    GROUP BY name ORDER BY name`);
}
