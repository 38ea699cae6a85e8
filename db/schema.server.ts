// The tables. Queries live in the other files of this folder, one per table group; nothing outside db/ writes SQL.
// Triggers and WITHOUT ROWID are hand-written in migrations/: drizzle-kit knows neither.
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { LONGEST_BLOCK_MS } from "#app/domain/slots.ts";

/** Every `…_at` column is an instant: epoch milliseconds, UTC. */
const instant = (name: string) => integer(name);

// ---------------------------------------------------------------- hosts and their sessions

export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    googleSub: text("google_sub").notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    pictureUrl: text("picture_url"),
    handle: text("handle").notNull(),
    timeZone: text("time_zone").notNull(),
    bio: text("bio").notNull().default(""),
    pageEnabled: integer("page_enabled", { mode: "boolean" }).notNull().default(true),
    rulesVersion: integer("rules_version").notNull().default(1),
    googleCalendarEnabled: integer("google_calendar_enabled", { mode: "boolean" })
      .notNull()
      .default(false),
    googleCalendarConnectionId: text("google_calendar_connection_id"),
    googleCalendarId: text("google_calendar_id"),
    whenBusyTimesUnknown: text("when_busy_times_unknown", { enum: ["accept", "refuse"] })
      .notNull()
      .default("accept"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("users_by_google_sub").on(t.googleSub),
    uniqueIndex("users_by_handle").on(t.handle),
    check("users_handle_is_lowercase", sql`${t.handle} = lower(${t.handle})`),
    check("users_destination_is_no_alias", sql`${t.googleCalendarId} <> 'primary'`),
  ],
);

export const sessions = sqliteTable(
  "sessions",
  {
    idHash: text("id_hash").primaryKey(),
    hostId: text("host_id")
      .notNull()
      .references(() => users.id),
    createdAt: instant("created_at").notNull(),
    idleExpiresAt: instant("idle_expires_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("sessions_by_host").on(t.hostId), index("sessions_by_expiry").on(t.expiresAt)],
);

export const oauthFlows = sqliteTable(
  "oauth_flows",
  {
    stateHash: text("state_hash").primaryKey(),
    purpose: text("purpose", { enum: ["sign_in", "connect_calendar"] }).notNull(),
    /** Hash of what ties the flow to one browser: its sign-in cookie, or the host's session. */
    boundToHash: text("bound_to_hash").notNull(),
    codeVerifier: text("code_verifier").notNull(),
    nonce: text("nonce").notNull(),
    browserTimeZone: text("browser_time_zone"),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("oauth_flows_by_expiry").on(t.expiresAt)],
);

// ---------------------------------------------------------------- the Google connection

export const calendarConnections = sqliteTable(
  "calendar_connections",
  {
    hostId: text("host_id")
      .notNull()
      .references(() => users.id),
    id: text("id").notNull(),
    googleSub: text("google_sub").notNull(),
    email: text("email").notNull(),
    grantedScopes: text("granted_scopes").notNull(),
    /** Ciphertexts, `v1.<key id>.<iv>.<ciphertext>`; null once wiped. */
    accessToken: text("access_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshToken: text("refresh_token"),
    tokenVersion: integer("token_version").notNull().default(1),
    refreshLeaseUntil: instant("refresh_lease_until"),
    refreshLeaseToken: text("refresh_lease_token"),
    status: text("status", {
      enum: [
        "active",
        "needs_reconnect",
        "missing_scope",
        "blocked",
        "disconnecting",
        "disconnected",
      ],
    }).notNull(),
    statusReason: text("status_reason"),
    connectedAt: instant("connected_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.id] }),
    uniqueIndex("calendar_connections_by_account").on(t.hostId, t.googleSub),
  ],
);

export const calendars = sqliteTable(
  "calendars",
  {
    hostId: text("host_id").notNull(),
    connectionId: text("connection_id").notNull(),
    calendarId: text("calendar_id").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull(),
    accessRole: text("access_role").notNull(),
    isPrimary: integer("is_primary", { mode: "boolean" }).notNull(),
    blocksSlots: integer("blocks_slots", { mode: "boolean" }).notNull(),
    allowsMeet: integer("allows_meet", { mode: "boolean" }).notNull(),
    color: text("color"),
    listedAt: instant("listed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.connectionId, t.calendarId] }),
    foreignKey({
      columns: [t.hostId, t.connectionId],
      foreignColumns: [calendarConnections.hostId, calendarConnections.id],
    }),
    check("calendars_id_is_no_alias", sql`${t.calendarId} <> 'primary'`),
  ],
);

/** What Google last said about one conflict calendar: intervals only, never titles. */
export const busySnapshots = sqliteTable(
  "busy_snapshots",
  {
    hostId: text("host_id").notNull(),
    connectionId: text("connection_id").notNull(),
    calendarId: text("calendar_id").notNull(),
    coversFrom: instant("covers_from"),
    coversTo: instant("covers_to"),
    busy: text("busy", { mode: "json" }).$type<[start: number, end: number][]>(),
    fetchedAt: instant("fetched_at"),
    /** The last try, and why it brought nothing (null: it did). */
    attemptedAt: instant("attempted_at").notNull(),
    unreadableBecause: text("unreadable_because"),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.connectionId, t.calendarId] }),
    foreignKey({
      columns: [t.hostId, t.connectionId],
      foreignColumns: [calendarConnections.hostId, calendarConnections.id],
    }),
  ],
);

/** Refresh tokens still to be revoked at Google: bound to their own id, kept at most 7 days. */
export const pendingRevocations = sqliteTable(
  "pending_revocations",
  {
    id: text("id").primaryKey(),
    googleSub: text("google_sub").notNull(),
    refreshToken: text("refresh_token").notNull(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    index("pending_revocations_due").on(t.dueAt),
    index("pending_revocations_by_account").on(t.googleSub),
  ],
);

// ---------------------------------------------------------------- what can be booked, and when

export const schedules = sqliteTable(
  "schedules",
  {
    hostId: text("host_id")
      .notNull()
      .references(() => users.id),
    id: text("id").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull(),
    weeklyHours: text("weekly_hours", { mode: "json" })
      .$type<{ weekday: number; fromMinutes: number; toMinutes: number }[]>()
      .notNull(),
    isDefault: integer("is_default", { mode: "boolean" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.hostId, t.id] })],
);

export const dateOverrides = sqliteTable(
  "date_overrides",
  {
    hostId: text("host_id").notNull(),
    scheduleId: text("schedule_id").notNull(),
    id: text("id").notNull(),
    /** Wall dates in the schedule's zone, both inclusive. */
    firstDay: text("first_day").notNull(),
    lastDay: text("last_day").notNull(),
    ranges: text("ranges", { mode: "json" })
      .$type<{ fromMinutes: number; toMinutes: number }[]>()
      .notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.scheduleId, t.id] }),
    foreignKey({
      columns: [t.hostId, t.scheduleId],
      foreignColumns: [schedules.hostId, schedules.id],
    }),
  ],
);

export const eventTypes = sqliteTable(
  "event_types",
  {
    hostId: text("host_id")
      .notNull()
      .references(() => users.id),
    id: text("id").notNull(),
    scheduleId: text("schedule_id").notNull(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    durationMinutes: integer("duration_minutes").notNull(),
    bufferBeforeMinutes: integer("buffer_before_minutes").notNull().default(0),
    bufferAfterMinutes: integer("buffer_after_minutes").notNull().default(0),
    minimumNoticeMinutes: integer("minimum_notice_minutes").notNull(),
    bookingWindowDays: integer("booking_window_days").notNull(),
    slotStepMinutes: integer("slot_step_minutes").notNull(),
    locationKind: text("location_kind", {
      enum: ["google_meet", "phone", "in_person", "link"],
    }).notNull(),
    locationDetail: text("location_detail").notNull().default(""),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    position: integer("position").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.id] }),
    uniqueIndex("event_types_by_slug").on(t.hostId, t.slug),
    foreignKey({
      columns: [t.hostId, t.scheduleId],
      foreignColumns: [schedules.hostId, schedules.id],
    }),
  ],
);

// ---------------------------------------------------------------- bookings and their sync

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
      enum: ["google_meet", "phone", "in_person", "link"],
    }).notNull(),
    locationDetail: text("location_detail").notNull(),
    /** The schedule's zone when booked; `localDay` is the start's date in it. */
    timeZone: text("time_zone").notNull(),
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
    check("bookings_status_is_known", sql`${t.status} IN ('confirmed', 'cancelled')`),
    check("bookings_id_makes_an_event_id", sql`${t.id} NOT GLOB '*[^0-9a-f]*'`),
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
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.bookingId] }),
    index("booking_syncs_due").on(t.dueAt).where(sql`due_at IS NOT NULL`),
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
    /** How often a burnt id was looked at again: a lost insert may still land. */
    goneChecks: integer("gone_checks").notNull().default(0),
    /** What the event says as last written. */
    writtenRevision: integer("written_revision").notNull().default(0),
    writtenStartsAt: instant("written_starts_at"),
    writtenEndsAt: instant("written_ends_at"),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.bookingId, t.generation] }),
    check("calendar_events_wanted_is_known", sql`${t.wanted} IN ('present', 'absent')`),
    check("calendar_events_calendar_is_no_alias", sql`${t.calendarId} <> 'primary'`),
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
    at: instant("at").notNull(),
    who: text("who", { enum: ["guest", "host", "google", "slotkeeper"] }).notNull(),
    what: text("what", { enum: ["booked", "moved", "edited", "cancelled", "restored"] }).notNull(),
    detail: text("detail", { mode: "json" }).$type<Record<string, string | number>>(),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.bookingId, t.revision] }),
    foreignKey({
      columns: [t.hostId, t.bookingId],
      foreignColumns: [bookings.hostId, bookings.id],
    }),
  ],
);
