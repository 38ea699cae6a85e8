// What can be booked, and when.
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { EVENT_TYPE_COLORS } from "#app/domain/event-type-color.ts";
import type { Question } from "#app/domain/question.ts";
import { LONGEST_BLOCK_MS, LONGEST_BOOKING_WINDOW_DAYS } from "#app/domain/slots.ts";
import { users } from "./hosts.server.ts";

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
      enum: ["google_meet", "phone", "guest_phone", "in_person", "link"],
    }).notNull(),
    locationDetail: text("location_detail").notNull().default(""),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    position: integer("position").notNull().default(0),
    /** What a guest can choose instead of `durationMinutes`. */
    otherDurations: text("other_durations", { mode: "json" })
      .$type<number[]>()
      .notNull()
      .default(sql`'[]'`),
    /** Wall dates in the schedule's zone, both inclusive: the booking window instead of `bookingWindowDays`. */
    windowFirstDay: text("window_first_day"),
    windowLastDay: text("window_last_day"),
    /** So many bookings of this event type there are on a date, and from Monday to Sunday, at most; null: no limit. */
    dayLimit: integer("day_limit"),
    weekLimit: integer("week_limit"),
    questions: text("questions", { mode: "json" }).$type<Question[]>().notNull().default(sql`'[]'`),
    color: text("color", { enum: EVENT_TYPE_COLORS }).notNull().default("blue"),
    /** False: only who has the address finds it. */
    isListed: integer("is_listed", { mode: "boolean" }).notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.id] }),
    uniqueIndex("event_types_by_slug").on(t.hostId, t.slug),
    check(
      "event_types_slug_fits_an_address",
      sql`${t.slug} <> '' AND ${t.slug} NOT GLOB '*[^a-z0-9-]*'`,
    ),
    // The pure functions refuse such rules (areSlotRulesSound): stored, they would take the page down.
    check(
      "event_types_block_is_bounded",
      sql.raw(
        `duration_minutes > 0 AND buffer_before_minutes >= 0 AND buffer_after_minutes >= 0 AND duration_minutes + buffer_before_minutes + buffer_after_minutes <= ${LONGEST_BLOCK_MS / 60_000}`,
      ),
    ),
    check(
      "event_types_rules_are_sound",
      sql.raw(
        `minimum_notice_minutes >= 0 AND slot_step_minutes > 0 AND booking_window_days BETWEEN 0 AND ${LONGEST_BOOKING_WINDOW_DAYS}`,
      ),
    ),
    foreignKey({
      columns: [t.hostId, t.scheduleId],
      foreignColumns: [schedules.hostId, schedules.id],
    }),
  ],
);
