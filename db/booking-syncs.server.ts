import { and, asc, eq, getTableColumns, isNotNull, lte, or, sql } from "drizzle-orm";
import type { Booking, BookingKey } from "#app/domain/booking.ts";
import type { EventFacts } from "#app/domain/calendar-answer.ts";
import type { EventRecord } from "#app/domain/calendar-event.ts";
import type { SyncOutcome } from "#app/domain/sync-state.ts";
import { toBooking } from "./bookings.server.ts";
import type { Database, Statement } from "./database.server.ts";
import type { Host } from "./hosts.server.ts";
import { bookingSyncs, bookings, calendarEvents } from "./schema/bookings.server.ts";
import { calendarConnections } from "./schema/calendar-connections.server.ts";
import { users } from "./schema/hosts.server.ts";

export const isSync = ({ hostId, id }: BookingKey) =>
  and(eq(bookingSyncs.hostId, hostId), eq(bookingSyncs.bookingId, id));

export interface Lease {
  token: string;
  until: number;
  now: number;
}

export interface Claim {
  /** How often this revision has been tried, this time included. */
  attempts: number;
  /** The turn among the connection's calls that it was given before, if it has not been taken. */
  turnAt: number | null;
  behindSinceAt: number | null;
}

/**
 * Claims the work on a booking: one worker at a time, none before its time, none where nothing is due. It stays due, so
 * that a worker that never closes leaves it to cron, from the end of its lease on.
 * @returns null when there is nothing to claim.
 */
export async function claimSync(
  db: Database,
  key: BookingKey,
  lease: Lease,
): Promise<Claim | null> {
  const claimed = await db
    .update(bookingSyncs)
    .set({
      leaseToken: lease.token,
      leaseUntil: lease.until,
      attempts: sql`${bookingSyncs.attempts} + 1`,
      lastAttemptedAt: lease.now,
    })
    .where(
      and(
        isSync(key),
        isNotNull(bookingSyncs.dueAt),
        lte(bookingSyncs.notBeforeAt, lease.now),
        or(sql`${bookingSyncs.leaseUntil} IS NULL`, lte(bookingSyncs.leaseUntil, lease.now)),
      ),
    )
    .returning({
      attempts: bookingSyncs.attempts,
      turnAt: bookingSyncs.turnAt,
      behindSinceAt: bookingSyncs.behindSinceAt,
    })
    .get();
  return claimed ?? null;
}

export interface SyncWork {
  booking: Booking;
  host: Host;
  /** Oldest generation first. */
  records: EventRecord[];
}

/**
 * The newest state of the booking, its host, and every event ever tried for it.
 * @returns null when they are gone, with their host's account
 */
export async function loadSyncWork(db: Database, key: BookingKey): Promise<SyncWork | null> {
  const [[booking], [host], events] = await db.batch([
    db
      .select()
      .from(bookings)
      .where(and(eq(bookings.hostId, key.hostId), eq(bookings.id, key.id))),
    db.select().from(users).where(eq(users.id, key.hostId)),
    db
      .select()
      .from(calendarEvents)
      .where(and(eq(calendarEvents.hostId, key.hostId), eq(calendarEvents.bookingId, key.id)))
      .orderBy(asc(calendarEvents.generation)),
  ]);
  if (!booking || !host) return null;
  return { booking: toBooking(booking), host, records: events.map(toRecord) };
}

/**
 * Writes down an attempt before it is made: whatever happens now, we know that this event may exist.
 * @returns false when the attempt must not be made: the lease is no longer ours, or this generation belongs to another
 * calendar.
 */
export async function saveAttempt(
  db: Database,
  key: BookingKey,
  record: EventRecord,
  lease: Lease,
): Promise<boolean> {
  const saved = await upsertRecord(db, key, record, lease.token).returning({
    generation: calendarEvents.generation,
  });
  return saved.length === 1;
}

/** Whether the lease is still ours, so that what is written down already may be tried. */
export async function isLeaseHeld(db: Database, key: BookingKey, lease: Lease): Promise<boolean> {
  const held = await db
    .select({ leaseToken: bookingSyncs.leaseToken })
    .from(bookingSyncs)
    .where(and(isSync(key), eq(bookingSyncs.leaseToken, lease.token)))
    .get();
  return held !== undefined;
}

export interface SyncClosing {
  lease: { token: string };
  /** The revision that Google now shows, if the run ended in agreement. */
  syncedRevision: number | null;
  /** The revision that this outcome speaks of. */
  revision: number;
  outcome: SyncOutcome;
  records: EventRecord[];
  /** What the live event said in this run, for the pages. */
  seen: { eventId: string; facts: EventFacts } | null;
  /** An event that this run found to be gone, or removed, while the booking goes on. */
  goneEventId: string | null;
  /** In agreement as far as anybody knew: nobody could look, so when it was last found so stays as it is. */
  isUnseen: boolean;
  /** The connection that a failure blames. */
  connectionId: string | null;
  /** The turn that it was given and has not taken. */
  turnAt: number | null;
  now: number;
}

export type ClosedSync =
  /** Somebody else holds the lease now: nothing of this run was saved. */
  | { kind: "lostLease" }
  /** A newer revision came meanwhile: run again. */
  | { kind: "outdated" }
  | { kind: "closed"; nextTryAt: number | null };

/**
 * Ends a run, in one batch and only while the lease is still ours. The outcome counts only if the revision that it
 * speaks of is still the newest; waiting for a reconnect counts only if the token that failed is still the current one,
 * and having no calendar only if none was connected meanwhile.
 */
export async function closeSync(
  db: Database,
  key: BookingKey,
  closing: SyncClosing,
): Promise<ClosedSync> {
  const { outcome, now, revision } = closing;
  const isCurrent = sql`${bookingSyncs.desiredRevision} = ${revision}`;
  const counts = sql`(${isCurrent} AND ${stillWaits(key, closing)})`;
  const closeRow = db
    .update(bookingSyncs)
    .set({
      ...(closing.syncedRevision === null ? {} : { syncedRevision: closing.syncedRevision }),
      state: sql`CASE WHEN ${counts} THEN ${outcome.state} ELSE 'pending' END`,
      dueAt: sql`CASE WHEN ${counts} THEN ${outcome.nextTryAt} ELSE ${now} END`,
      notBeforeAt: sql`CASE WHEN ${counts} THEN ${outcome.nextTryAt ?? now} ELSE ${now} END`,
      lastOutcome: outcome.reason,
      ...(outcome.state === "synced" && !closing.isUnseen ? { syncedAt: now } : {}),
      attempts: sql`CASE WHEN ${isCurrent} THEN ${attemptsAfter(outcome)} ELSE ${bookingSyncs.attempts} END`,
      behindSinceAt: sql`CASE WHEN ${counts} AND ${isSettled(outcome)} THEN NULL
        ELSE COALESCE(${bookingSyncs.behindSinceAt}, ${now}) END`,
      turnAt: closing.turnAt,
      leaseToken: null,
      leaseUntil: null,
    })
    .where(and(isSync(key), eq(bookingSyncs.leaseToken, closing.lease.token)))
    .returning({ desiredRevision: bookingSyncs.desiredRevision, dueAt: bookingSyncs.dueAt });
  const results = await db.batch([
    ...closing.records.map((record) => upsertRecord(db, key, record, closing.lease.token)),
    ...showOnPages(db, key, closing),
    closeRow,
  ] as unknown as [Statement, ...Statement[]]);
  const [closed] = results.at(-1) as { desiredRevision: number; dueAt: number | null }[];
  if (!closed) return { kind: "lostLease" };
  if (closed.desiredRevision !== revision) return { kind: "outdated" };
  return { kind: "closed", nextTryAt: closed.dueAt };
}

function attemptsAfter({ state, attempted }: SyncOutcome) {
  if (state === "synced") return sql`0`;
  return attempted ? sql`${bookingSyncs.attempts}` : sql`max(0, ${bookingSyncs.attempts} - 1)`;
}

/** Whether nothing is left to bring into agreement. */
function isSettled({ state }: SyncOutcome): boolean {
  return state === "synced" || state === "not_connected";
}

function stillWaits(key: BookingKey, { outcome, connectionId }: SyncClosing) {
  if (outcome.state === "not_connected") {
    return sql`NOT EXISTS (SELECT 1 FROM ${users} WHERE ${users.id} = ${key.hostId}
      AND ${users.googleCalendarEnabled} AND ${users.googleCalendarConnectionId} IS NOT NULL
      AND ${users.googleCalendarId} IS NOT NULL)`;
  }
  if (outcome.failedTokenVersion === null || connectionId === null) return sql`TRUE`;
  return sql`EXISTS (SELECT 1 FROM ${calendarConnections}
    WHERE ${calendarConnections.hostId} = ${key.hostId} AND ${calendarConnections.id} = ${connectionId}
      AND ${calendarConnections.tokenVersion} = ${outcome.failedTokenVersion})`;
}

const holdsLease = (key: BookingKey, leaseToken: string) =>
  sql`EXISTS (SELECT 1 FROM ${bookingSyncs} WHERE ${bookingSyncs.hostId} = ${key.hostId}
    AND ${bookingSyncs.bookingId} = ${key.id} AND ${bookingSyncs.leaseToken} = ${leaseToken})`;

/** What the live event says; of an event that turned out to be gone, nothing any more. */
function showOnPages(db: Database, key: BookingKey, { seen, goneEventId, lease }: SyncClosing) {
  const isOurs = and(
    eq(bookings.hostId, key.hostId),
    eq(bookings.id, key.id),
    holdsLease(key, lease.token),
  );
  if (seen) {
    const links = { googleEventLink: seen.facts.link, googleMeetLink: seen.facts.meetLink };
    const shown = { googleEventId: seen.eventId, ...links };
    // What is shown already is not written again: most changes leave all three as they are.
    const isNews = sql`(${bookings.googleEventId} IS NOT ${seen.eventId}
      OR ${bookings.googleEventLink} IS NOT ${links.googleEventLink}
      OR ${bookings.googleMeetLink} IS NOT ${links.googleMeetLink})`;
    return [db.update(bookings).set(shown).where(and(isOurs, isNews))];
  }
  if (goneEventId === null) return [];
  const none = { googleEventLink: null, googleMeetLink: null };
  return [
    db
      .update(bookings)
      .set(none)
      .where(and(isOurs, eq(bookings.googleEventId, goneEventId))),
  ];
}

/** Selected, not VALUES: so that without the lease not even a new row is written. */
function upsertRecord(db: Database, key: BookingKey, record: EventRecord, leaseToken: string) {
  const row = toEventRow(record);
  const values = { hostId: key.hostId, bookingId: key.id, ...row };
  const inOrder = Object.entries(getTableColumns(calendarEvents)).map(([name, column]) =>
    sql.param(values[name as keyof typeof values], column),
  );
  return db
    .insert(calendarEvents)
    .select(sql`SELECT ${sql.join(inOrder, sql`, `)} WHERE ${holdsLease(key, leaseToken)}`)
    .onConflictDoUpdate({
      target: [calendarEvents.hostId, calendarEvents.bookingId, calendarEvents.generation],
      set: row,
      // A generation keeps its calendar, whatever else is known of it.
      setWhere: sql`${calendarEvents.connectionId} = ${row.connectionId}
        AND ${calendarEvents.calendarId} = ${row.calendarId}`,
    });
}

// ---------------------------------------------------------------- rows and records

function toRecord(row: typeof calendarEvents.$inferSelect): EventRecord {
  const { writtenRevision, writtenStartsAt, writtenEndsAt, writtenTitle, writtenPlace } = row;
  return {
    generation: row.generation,
    connectionId: row.connectionId,
    calendarId: row.calendarId,
    eventId: row.eventId,
    wanted: row.wanted,
    etag: row.etag,
    firstAttemptedAt: row.firstAttemptedAt,
    insertUnresolved: row.insertUnresolved,
    confirmedAt: row.confirmedAt,
    misses: row.misses,
    goneAt: row.goneAt,
    goneChecks: row.goneChecks,
    written: {
      revision: writtenRevision,
      time:
        writtenStartsAt === null || writtenEndsAt === null
          ? null
          : { start: writtenStartsAt, end: writtenEndsAt },
      title: writtenTitle,
      place: writtenPlace,
    },
  };
}

function toEventRow({ written, ...record }: EventRecord) {
  return {
    ...record,
    writtenRevision: written.revision,
    writtenStartsAt: written.time?.start ?? null,
    writtenEndsAt: written.time?.end ?? null,
    writtenTitle: written.title,
    writtenPlace: written.place,
  };
}
