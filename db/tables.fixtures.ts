// Rows for tests. Each test takes hosts of its own, since the tests of a file share one database.
import { env } from "cloudflare:test";
import type { EventRecord } from "#app/domain/calendar-event.ts";
import { eventIdOf } from "#app/domain/calendar-event.ts";
import type { NewBooking } from "./bookings.server.ts";
import { openDatabase } from "./database.server.ts";

export const d1 = env.DB;
export const db = openDatabase(env.DB);

export const NOW = Date.UTC(2026, 11, 1, 8);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** An instant of 1 December 2026, in UTC. */
export function at(hour: number, minute = 0): number {
  return Date.UTC(2026, 11, 1, hour, minute);
}

let hosts = 0;

/** A host that no other test knows, with the connection "connection" to a Google account. */
export async function aHost(prefix = "host"): Promise<string> {
  const id = await aHostAlone(prefix);
  await d1
    .prepare(
      `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, connected_at, updated_at)
       VALUES (?1, 'connection', ?1, 'ada@example.com', '', 'active', ?2, ?2)`,
    )
    .bind(id, NOW)
    .run();
  return id;
}

/** The same, without a connection. */
export async function aHostAlone(prefix = "host"): Promise<string> {
  const id = `${prefix}${++hosts}`;
  await d1
    .prepare(
      `INSERT INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at)
       VALUES (?1, ?1, 'ada@example.com', 'Ada', ?1, 'UTC', ?2, ?2)`,
    )
    .bind(id, NOW)
    .run();
  return id;
}

export function bookingId(number: number): string {
  return number.toString(16).padStart(32, "0");
}

export type BookingColumns = Record<string, string | number | null>;

/** A booking as a row: 9:00 to 9:30 without buffers unless told otherwise. */
export function bookingRow(hostId: string, changes: BookingColumns = {}): BookingColumns {
  const startsAt = changes.starts_at ?? at(9);
  const endsAt = changes.ends_at ?? at(9, 30);
  return {
    host_id: hostId,
    id: bookingId(1),
    event_type_id: "type",
    request_hash: "hash",
    title: "30 minute meeting",
    guest_name: "Grace",
    guest_email: "grace@example.com",
    guest_notes: "",
    guest_time_zone: "UTC",
    location_kind: "google_meet",
    location_detail: "",
    time_zone: "UTC",
    local_day: "2026-12-01",
    starts_at: startsAt,
    ends_at: endsAt,
    block_starts_at: startsAt,
    block_ends_at: endsAt,
    status: "confirmed",
    revision: 1,
    rules_version: 1,
    inviter: "google",
    link_version: 1,
    busy_times_checked: 1,
    created_at: NOW,
    updated_at: NOW,
    ...changes,
  };
}

/** The statement that stores rows as they are, past all of our code. */
export function insertRows(
  rows: BookingColumns[],
  verb = "INSERT",
  rest = "",
): D1PreparedStatement {
  const columns = Object.keys(rows[0] ?? {});
  const literal = (value: string | number | null | undefined) =>
    typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value ?? "NULL");
  const values = rows.map((row) => `(${columns.map((name) => literal(row[name])).join(", ")})`);
  return d1.prepare(
    `${verb} INTO bookings (${columns.join(", ")}) VALUES ${values.join(", ")} ${rest}`,
  );
}

export async function storeBooking(hostId: string, changes: BookingColumns = {}): Promise<void> {
  await insertRows([bookingRow(hostId, changes)]).run();
}

/** What the database says against a statement; null when it carries it out. */
export async function refused(statement: D1PreparedStatement): Promise<string | null> {
  try {
    await statement.run();
    return null;
  } catch (error) {
    return (
      /^D1_ERROR: (.*?): SQLITE_CONSTRAINT/.exec(String((error as Error).message))?.[1] ??
      String(error)
    );
  }
}

/** The rows of a query, in the order that it gives. */
export async function rowsOf<T = Record<string, unknown>>(
  sql: string,
  ...values: unknown[]
): Promise<T[]> {
  const { results } = await d1
    .prepare(sql)
    .bind(...values)
    .all<T>();
  return results;
}

export function newBooking(hostId: string, changes: Partial<NewBooking> = {}): NewBooking {
  const meeting = changes.meeting ?? { start: at(9), end: at(9, 30) };
  return {
    hostId,
    id: bookingId(1),
    eventTypeId: "type",
    requestHash: "hash",
    title: "30 minute meeting",
    guest: { name: "Grace", email: "grace@example.com", notes: "", timeZone: "UTC" },
    location: { kind: "google_meet", detail: "" },
    answers: [],
    timeZone: "UTC",
    localDay: "2026-12-01",
    meeting,
    block: meeting,
    inviter: "google",
    rulesVersion: 1,
    busyTimesChecked: true,
    requestedBy: { guestHash: "guest", addressHash: null },
    ...changes,
  };
}

export function eventRecord(changes: Partial<EventRecord> = {}): EventRecord {
  return {
    generation: 1,
    connectionId: "connection",
    calendarId: "ada@example.com",
    eventId: eventIdOf(bookingId(1), changes.generation ?? 1),
    wanted: "present",
    etag: null,
    firstAttemptedAt: null,
    insertUnresolved: false,
    confirmedAt: null,
    misses: 0,
    goneAt: null,
    goneChecks: 0,
    written: { revision: 0, time: null, title: null, place: null },
    ...changes,
  };
}
