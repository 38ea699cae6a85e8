// Bookings, the work of keeping the calendar in agreement with them, and what became of it.
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import type { Answer } from "#app/domain/question.ts";
import { LONGEST_BLOCK_MS } from "#app/domain/slots.ts";
import { calendarConnections } from "./calendar-connections.server.ts";
import { users } from "./hosts.server.ts";

/** Every `…_at` column is an instant: epoch milliseconds, UTC. */
const instant = (name: string) => integer(name);

export const bookings = sqliteTable(
  "bookings",
  {
    hostId: text("host_id")
      .notNull()
      .references(() => users.id),
    id: text("id").notNull(),
    eventTypeId: text("event_type_id").notNull(),
    /** Hash of what was asked: the same form key with other content is another request. */
    requestHash: text("request_hash").notNull(),
    title: text("title").notNull(),
    guestName: text("guest_name").notNull(),
    guestEmail: text("guest_email").notNull(),
    guestNotes: text("guest_notes").notNull(),
    guestTimeZone: text("guest_time_zone").notNull(),
    locationKind: text("location_kind", {
      enum: ["google_meet", "phone", "guest_phone", "in_person", "link"],
    }).notNull(),
    locationDetail: text("location_detail").notNull(),
    /** The schedule's zone when booked. */
    timeZone: text("time_zone").notNull(),
    /** The start's date in the zone that the schedule had when this time was stored: what the limits count. */
    localDay: text("local_day").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    blockStartsAt: instant("block_starts_at").notNull(),
    blockEndsAt: instant("block_ends_at").notNull(),
    status: text("status", { enum: ["confirmed", "cancelled"] }).notNull(),
    cancelReason: text("cancel_reason"),
    cancelledBy: text("cancelled_by", { enum: ["guest", "host"] }),
    revision: integer("revision").notNull(),
    /** The host's `rules_version` that this booking's time was decided on. */
    rulesVersion: integer("rules_version").notNull(),
    inviter: text("inviter", { enum: ["google", "own"] }).notNull(),
    linkVersion: integer("link_version").notNull(),
    /** False: Google could not say whether the host was free, and the host accepts such bookings. */
    busyTimesChecked: integer("busy_times_checked", { mode: "boolean" }).notNull(),
    googleEventId: text("google_event_id"),
    googleEventLink: text("google_event_link"),
    googleMeetLink: text("google_meet_link"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** The revision in which somebody here last decided when it takes place. */
    timeRevision: integer("time_revision").notNull().default(1),
    /** The same for the title of its event, its place, and all that the event's description says. */
    titleRevision: integer("title_revision").notNull().default(1),
    placeRevision: integer("place_revision").notNull().default(1),
    textRevision: integer("text_revision").notNull().default(1),
    /** False: its host keeps it without a calendar event. */
    inCalendar: integer("in_calendar", { mode: "boolean" }).notNull().default(true),
    /** The calendar that its host chose for it, and from which generation of its event on; null: as when booked. */
    chosenConnectionId: text("chosen_connection_id"),
    chosenCalendarId: text("chosen_calendar_id"),
    chosenGeneration: integer("chosen_generation"),
    /** What the guest answered to the host's own questions. */
    answers: text("answers", { mode: "json" }).$type<Answer[]>().notNull().default(sql`'[]'`),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.id] }),
    index("bookings_live")
      .on(t.hostId, t.blockStartsAt, t.blockEndsAt, t.startsAt, t.endsAt)
      .where(sql`status = 'confirmed'`),
    index("bookings_by_start").on(t.hostId, t.startsAt),
    check("bookings_meeting_has_length", sql`${t.endsAt} > ${t.startsAt}`),
    check(
      "bookings_block_holds_meeting",
      sql`${t.blockStartsAt} <= ${t.startsAt} AND ${t.endsAt} <= ${t.blockEndsAt}`,
    ),
    check(
      "bookings_block_is_bounded",
      sql.raw(`block_ends_at - block_starts_at <= ${LONGEST_BLOCK_MS}`),
    ),
    // Only sets that are closed for good are checked here: a CHECK can't be changed without a rebuild.
    check("bookings_status_is_known", sql`${t.status} IN ('confirmed', 'cancelled')`),
    check("bookings_inviter_is_known", sql`${t.inviter} IN ('google', 'own')`),
    check(
      "bookings_id_makes_an_event_id",
      sql`length(${t.id}) = 32 AND ${t.id} NOT GLOB '*[^0-9a-f]*'`,
    ),
  ],
);

/** The work: one row per booking, written by a trigger with every new revision. */
export const bookingSyncs = sqliteTable(
  "booking_syncs",
  {
    hostId: text("host_id").notNull(),
    bookingId: text("booking_id").notNull(),
    desiredRevision: integer("desired_revision").notNull(),
    syncedRevision: integer("synced_revision").notNull().default(0),
    state: text("state", {
      enum: [
        "pending",
        "synced",
        "retrying",
        "waiting_for_reconnect",
        "parked",
        "removed_in_google",
        "drifted",
        "not_connected",
      ],
    }).notNull(),
    /** When cron wakes this row; null: nothing to do until something changes. */
    dueAt: instant("due_at"),
    /** No attempt before this, whoever asks: it keeps doubled messages from doubling the tries. */
    notBeforeAt: instant("not_before_at").notNull(),
    leaseUntil: instant("lease_until"),
    leaseToken: text("lease_token"),
    attempts: integer("attempts").notNull().default(0),
    lastAttemptedAt: instant("last_attempted_at"),
    lastOutcome: text("last_outcome"),
    syncedAt: instant("synced_at"),
    /** Since when it has not been in agreement. */
    behindSinceAt: instant("behind_since_at"),
    /** The turn that it was given among the calls of its connection, until it has taken it. */
    turnAt: instant("turn_at"),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.bookingId] }),
    index("booking_syncs_due").on(t.dueAt).where(sql`due_at IS NOT NULL`),
    index("booking_syncs_behind")
      .on(t.hostId, t.behindSinceAt)
      .where(sql`behind_since_at IS NOT NULL`),
    foreignKey({
      columns: [t.hostId, t.bookingId],
      foreignColumns: [bookings.hostId, bookings.id],
    }),
  ],
);

/** Every event we ever tried to make, and whether it should be there. */
export const calendarEvents = sqliteTable(
  "calendar_events",
  {
    hostId: text("host_id").notNull(),
    bookingId: text("booking_id").notNull(),
    generation: integer("generation").notNull(),
    connectionId: text("connection_id").notNull(),
    calendarId: text("calendar_id").notNull(),
    eventId: text("event_id").notNull(),
    wanted: text("wanted", { enum: ["present", "absent"] }).notNull(),
    etag: text("etag"),
    firstAttemptedAt: instant("first_attempted_at"),
    /** True from before an insert is sent until its outcome is known. */
    insertUnresolved: integer("insert_unresolved", { mode: "boolean" }).notNull().default(false),
    confirmedAt: instant("confirmed_at"),
    goneAt: instant("gone_at"),
    /** How often in a row it was not found since it was last seen, or proven gone. */
    misses: integer("misses").notNull().default(0),
    /** How often a burnt id was looked at again: a lost insert may still land. */
    goneChecks: integer("gone_checks").notNull().default(0),
    /** What the event says, as Google last showed it. */
    writtenRevision: integer("written_revision").notNull().default(0),
    writtenStartsAt: instant("written_starts_at"),
    writtenEndsAt: instant("written_ends_at"),
    writtenTitle: text("written_title"),
    writtenPlace: text("written_place"),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.bookingId, t.generation] }),
    check("calendar_events_wanted_is_known", sql`${t.wanted} IN ('present', 'absent')`),
    check("calendar_events_calendar_is_no_alias", sql`${t.calendarId} <> 'primary'`),
    foreignKey({
      columns: [t.hostId, t.connectionId],
      foreignColumns: [calendarConnections.hostId, calendarConnections.id],
    }),
    foreignKey({
      columns: [t.hostId, t.bookingId],
      foreignColumns: [bookings.hostId, bookings.id],
    }),
  ],
);

export const bookingHistory = sqliteTable(
  "booking_history",
  {
    hostId: text("host_id").notNull(),
    bookingId: text("booking_id").notNull(),
    revision: integer("revision").notNull(),
    /** 0: what made the revision, so that none is made twice; from 1 on: what happened to it afterwards. */
    entry: integer("entry").notNull(),
    at: instant("at").notNull(),
    who: text("who", { enum: ["guest", "host", "google", "slotkeeper"] }).notNull(),
    what: text("what", {
      enum: [
        "booked",
        "moved",
        "edited",
        "cancelled",
        "restored",
        "time_taken_from_google",
        "time_put_back",
        "calendar_chosen",
        "kept_without_calendar",
      ],
    }).notNull(),
    detail: text("detail", { mode: "json" }).$type<Record<string, string | number>>(),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.bookingId, t.revision, t.entry] }),
    foreignKey({
      columns: [t.hostId, t.bookingId],
      foreignColumns: [bookings.hostId, bookings.id],
    }),
  ],
);

/**
 * The bookings of the last hours, by whom and from where, as keyed hashes: a trigger counts them, so that nobody fills a
 * calendar. WITHOUT ROWID; cleared by cron.
 */
export const bookingRequests = sqliteTable(
  "booking_requests",
  {
    hostId: text("host_id")
      .notNull()
      .references(() => users.id),
    at: instant("at").notNull(),
    bookingId: text("booking_id").notNull(),
    guestHash: text("guest_hash").notNull(),
    /** Null where the request told no address. */
    addressHash: text("address_hash"),
  },
  (t) => [primaryKey({ columns: [t.hostId, t.at, t.bookingId] })],
);
