// db/schema/ holds the tables, one file per group. Triggers, STRICT and WITHOUT ROWID are hand-written in migrations/:
// drizzle-kit knows none of them. Here: the hosts, their sessions and their trips to Google.
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { ACCENT_NAMES } from "#app/domain/accent.ts";
import type { FirstStep } from "#app/domain/first-steps.ts";

/** Every `…_at` column is an instant: epoch milliseconds, UTC. */
const instant = (name: string) => integer(name);

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
    /** Since when the account is being deleted; nobody is signed in to it any more. */
    deletingSinceAt: instant("deleting_since_at"),
    /** Bumped by triggers with everything but the rules that changes which slots are free: bookings and busy times. */
    takenVersion: integer("taken_version").notNull().default(1),
    /** When Google was last asked, for a page, for the busy times of the conflict calendars, or there were none to ask for. */
    busyTimesAskedAt: instant("busy_times_asked_at"),
    /** The colour of the host's public pages, which each theme makes readable: see app/domain/accent.ts. */
    accent: text("accent", { enum: ACCENT_NAMES }).notNull().default("blue"),
    /** The first steps that were confirmed or skipped; null: nothing is asked any more. */
    firstSteps: text("first_steps", { mode: "json" }).$type<FirstStep[]>(),
  },
  (t) => [
    index("users_deleting").on(t.deletingSinceAt).where(sql`deleting_since_at IS NOT NULL`),
    uniqueIndex("users_by_google_sub").on(t.googleSub),
    uniqueIndex("users_by_handle").on(t.handle),
    check("users_handle_is_lowercase", sql`${t.handle} = lower(${t.handle})`),
    check("users_destination_is_no_alias", sql`${t.googleCalendarId} <> 'primary'`),
    check(
      "users_destination_is_whole",
      sql`NOT ${t.googleCalendarEnabled} OR (${t.googleCalendarConnectionId} IS NOT NULL AND ${t.googleCalendarId} IS NOT NULL)`,
    ),
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
    /** What the host knows the browser by, "Firefox on Windows"; empty for one that does not tell. */
    browser: text("browser").notNull().default(""),
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
    /** The Google account that is waited for; null: whichever the person chooses. */
    accountSub: text("account_sub"),
    /** Whether new bookings go to what is connected; an older account can be connected again beside it. */
    takesOver: integer("takes_over", { mode: "boolean" }).notNull().default(true),
    /** Where the trip leads in the end: back to a page of ours, by its name, or by its path when signing in. */
    returnTo: text("return_to"),
  },
  (t) => [index("oauth_flows_by_expiry").on(t.expiresAt)],
);
