// The Google connection: its tokens, its calendars, and what Google last said of their busy times.
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
import { users } from "./hosts.server.ts";

/** Every `…_at` column is an instant: epoch milliseconds, UTC. */
const instant = (name: string) => integer(name);

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
    /** The turn of the last sync that asked for one: Google takes so many calls a minute. */
    pacedUntil: instant("paced_until").notNull().default(0),
    /** Since when Google has not answered; null while it does. */
    awaySinceAt: instant("away_since_at"),
    /** When its events are compared with our bookings the next time. */
    reconcileDueAt: instant("reconcile_due_at").notNull().default(0),
    /** Since when it is being disconnected; what has to leave the calendar first has a day for it. */
    disconnectingSinceAt: instant("disconnecting_since_at"),
    /** Where new bookings went when another account took over; null: none has. */
    leftDestinationId: text("left_destination_id"),
    /** The turn of the last view of a page that asked Google for what no snapshot reaches. */
    viewsPacedUntil: instant("views_paced_until").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.id] }),
    uniqueIndex("calendar_connections_by_account").on(t.hostId, t.googleSub),
    index("calendar_connections_to_reconcile").on(t.reconcileDueAt).where(sql`status = 'active'`),
    index("calendar_connections_disconnecting")
      .on(t.disconnectingSinceAt)
      .where(sql`status = 'disconnecting'`),
    index("calendar_connections_of_account").on(t.googleSub),
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
    /** Google's word for what the host may do with it; `gone` once it is on their list no more. */
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
