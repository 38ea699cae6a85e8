import { applyD1Migrations, type D1Migration, env } from "cloudflare:test";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeAll, expect, test } from "vitest";
import * as availability from "./schema/availability.server.ts";
import * as bookings from "./schema/bookings.server.ts";
import * as connections from "./schema/calendar-connections.server.ts";
import * as hosts from "./schema/hosts.server.ts";
import {
  at,
  bookingId,
  bookingRow,
  d1,
  insertRows,
  NOW,
  refused,
  rowsOf,
} from "./tables.fixtures.ts";

// A deployed database holds people's bookings when a migration comes: the migrations run here one by one, over rows
// that were there before, as they stood after the first.
const MIGRATIONS = env.TEST_MIGRATIONS;
const HOST = "host";

interface Stage {
  name: string;
  rows: Record<string, number>;
}
const stages: Stage[] = [];

beforeAll(async () => {
  await dropEverything();
  const [first, ...others] = MIGRATIONS as [D1Migration, ...D1Migration[]];
  await applyD1Migrations(d1, [first]);
  await seed();
  stages.push({ name: first.name, rows: await countRows() });
  for (const [index, migration] of others.entries()) {
    await applyD1Migrations(d1, MIGRATIONS.slice(0, index + 2));
    stages.push({ name: migration.name, rows: await countRows() });
  }
});

test("D3 every migration keeps every row of every table that it finds", () => {
  expect(stages.map(({ name }) => name)).toEqual(MIGRATIONS.map(({ name }) => name));
  const [first] = stages;
  expect(Object.keys(first?.rows ?? {})).toHaveLength(14);
  expect(Object.values(first?.rows ?? {}).every((count) => count > 0)).toBe(true);
  for (const { name, rows } of stages) expect({ name, ...rows }).toMatchObject(first?.rows ?? {});
});

test("D3 running the migrations again does nothing", async () => {
  const before = await countRows();
  await applyD1Migrations(d1, MIGRATIONS);
  expect(await countRows()).toEqual(before);
});

test("D3 after the last migration the triggers refuse what they are to refuse, for rows from before it too", async () => {
  const overlapping = bookingRow(HOST, { id: bookingId(9), starts_at: at(9, 10), ends_at: at(10) });
  expect(await refused(insertRows([overlapping]))).toBe("slot_taken");
  expect(await refused(insertRows([bookingRow(HOST)], "INSERT OR REPLACE"))).toBe("booking_exists");
  const set = (changes: string) =>
    refused(d1.prepare(`UPDATE bookings SET ${changes} WHERE id = '${bookingId(1)}'`));
  expect(await set("revision = 3")).toBe("stale_revision");
  expect(await set("guest_name = 'Mallory'")).toBe("stale_revision");
  expect(await set("host_id = 'other', revision = 2")).toBe("booking_identity");
  const later = { id: bookingId(8), starts_at: at(20), ends_at: at(21) };
  expect(await refused(insertRows([bookingRow(HOST, { ...later, rules_version: 7 })]))).toBe(
    "stale_rules",
  );
  expect(await set("revision = 2, status = 'cancelled'")).toBeNull();
  expect(
    await rowsOf(
      "SELECT desired_revision, state FROM booking_syncs WHERE booking_id = ?",
      bookingId(1),
    ),
  ).toEqual([{ desired_revision: 2, state: "pending" }]);
});

test("D3 what a booking and its sync held before a migration added to them, they still hold", async () => {
  expect(
    await rowsOf("SELECT id, revision, time_revision, text_revision, in_calendar FROM bookings"),
  ).toEqual(
    [1, 2, 3].map((n) => ({
      id: bookingId(n),
      revision: n === 1 ? 2 : 1,
      time_revision: 1,
      text_revision: 1,
      in_calendar: 1,
    })),
  );
  expect(await rowsOf("SELECT written_title, written_place FROM calendar_events")).toEqual(
    Array(3).fill({ written_title: null, written_place: null }),
  );
  expect(
    await rowsOf("SELECT paced_until, away_since_at, reconcile_due_at FROM calendar_connections"),
  ).toEqual([{ paced_until: 0, away_since_at: null, reconcile_due_at: 0 }]);
});

test("D4.8 without a calendar there is nothing to be behind; whatever else was, still is", async () => {
  const sql = `SELECT booking_id, state, behind_since_at, turn_at FROM booking_syncs WHERE booking_id <> ?`;
  expect(await rowsOf(sql, bookingId(1))).toEqual([
    { booking_id: bookingId(2), state: "not_connected", behind_since_at: null, turn_at: null },
    { booking_id: bookingId(3), state: "retrying", behind_since_at: 7, turn_at: null },
  ]);
});

test("D3.2 the columns that a migration adds to what a booking says need a revision too", async () => {
  const set = (changes: string) =>
    refused(d1.prepare(`UPDATE bookings SET ${changes} WHERE id = '${bookingId(3)}'`));
  for (const change of ["time_revision = 2", "text_revision = 2", "in_calendar = 0"]) {
    expect([change, await set(change)]).toEqual([change, "stale_revision"]);
  }
});

test("D3 all triggers are there at the end", async () => {
  const triggers = await rowsOf<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
  );
  expect(triggers.map(({ name }) => name)).toEqual([
    "booking_history_bounds_guests",
    "booking_requests_are_bounded",
    "bookings_are_stored_once",
    "bookings_keep_limits_on_insert",
    "bookings_keep_limits_on_update",
    "bookings_keep_their_identity",
    "bookings_new_taken_on_insert",
    "bookings_new_taken_on_update",
    "bookings_no_overlap_on_insert",
    "bookings_no_overlap_on_update",
    "bookings_promise_sync_on_insert",
    "bookings_promise_sync_on_update",
    "bookings_refuse_stale_rules_on_insert",
    "bookings_refuse_stale_rules_on_update",
    "bookings_refuse_stale_writes",
    "busy_snapshots_new_taken_on_delete",
    "busy_snapshots_new_taken_on_insert",
    "busy_snapshots_new_taken_on_update",
    "calendars_new_taken_on_update",
    "date_overrides_new_rules_on_delete",
    "date_overrides_new_rules_on_insert",
    "date_overrides_new_rules_on_update",
    "event_types_are_sound_on_insert",
    "event_types_are_sound_on_update",
    "event_types_new_rules_on_delete",
    "event_types_new_rules_on_insert",
    "event_types_new_rules_on_update",
    "schedules_new_rules_on_delete",
    "schedules_new_rules_on_insert",
    "schedules_new_rules_on_update",
    "users_new_rules_on_update",
  ]);
});

test("D10 the tables that every booking writes have no rowid", async () => {
  const tables = await rowsOf<{ name: string; wr: number }>("PRAGMA table_list");
  const without = tables.filter(({ wr }) => wr === 1).map(({ name }) => name);
  expect(without.sort()).toEqual([
    "booking_history",
    "booking_requests",
    "booking_syncs",
    "bookings",
    "calendar_events",
  ]);
});

test("D3 the schema in code and the migrated tables have the same columns, in the same order", async () => {
  const tables = tablesOfSchema();
  const inDatabase = await rowsOf<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'
     AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations' ORDER BY name`,
  );
  expect(tables.map(({ name }) => name).sort()).toEqual(inDatabase.map(({ name }) => name));
  for (const { name, columns, primaryKeys } of tables) {
    const inTable = await rowsOf<{ name: string; type: string; notnull: number; pk: number }>(
      `PRAGMA table_info(${name})`,
    );
    const keys = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
    expect([
      name,
      inTable.map((column) => [column.name, column.type.toLowerCase(), column.notnull === 1]),
    ]).toEqual([name, columns.map((column) => [column.name, column.getSQLType(), column.notNull])]);
    const inOrder = inTable.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    expect([name, inOrder.map((column) => column.name)]).toEqual([
      name,
      keys.length > 0
        ? keys
        : columns.filter(({ primary }) => primary).map((column) => column.name),
    ]);
  }
});

test("D3 the schema in code and the migrated tables have the same indexes and checks", async () => {
  const inDatabase = await rowsOf<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
  );
  const tables = tablesOfSchema();
  const indexes = tables.flatMap(({ indexes }) => indexes.map(({ config }) => config.name));
  expect(inDatabase.map(({ name }) => name)).toEqual(indexes.sort());
  for (const { name, checks } of tables) {
    const [table] = await rowsOf<{ sql: string }>(
      "SELECT sql FROM sqlite_master WHERE name = ?",
      name,
    );
    const inTable = [...(table?.sql.matchAll(/CONSTRAINT "(\w+)" CHECK/g) ?? [])].map(
      ([, check]) => check,
    );
    expect([name, inTable]).toEqual([name, checks.map((check) => check.name)]);
  }
});

test("D3 nothing under bookings and hosts is deleted by a cascade", async () => {
  for (const { name } of tablesOfSchema()) {
    const keys = await rowsOf<{ on_delete: string }>(`PRAGMA foreign_key_list(${name})`);
    expect([name, keys.filter((key) => key.on_delete !== "NO ACTION")]).toEqual([name, []]);
  }
});

function tablesOfSchema() {
  return Object.values({ ...hosts, ...connections, ...availability, ...bookings }).map((table) =>
    getTableConfig(table as SQLiteTable),
  );
}

/** Undoes what the set-up of the tests did, which migrates an empty database. */
async function dropEverything(): Promise<void> {
  const tables = await rowsOf<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'",
  );
  const drops = tables.map(({ name }) => d1.prepare(`DROP TABLE ${name}`));
  await d1.batch([d1.prepare("PRAGMA defer_foreign_keys = ON"), ...drops]);
}

async function countRows(): Promise<Record<string, number>> {
  const there = await rowsOf<{ name: string }>("SELECT name FROM sqlite_master");
  const tables = tablesOfSchema()
    .map(({ name }) => name)
    .filter((table) => there.some(({ name }) => name === table));
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const [row] = await rowsOf<{ rows: number }>(`SELECT count(*) AS rows FROM ${name}`);
    counts[name] = row?.rows ?? 0;
  }
  return counts;
}

/** One row at least in each table of the first migration, which has no triggers yet to write any by itself. */
async function seed(): Promise<void> {
  const statements = [
    `INSERT INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at)
     VALUES ('${HOST}', 'sub', 'ada@example.com', 'Ada', 'ada', 'UTC', ${NOW}, ${NOW})`,
    `INSERT INTO sessions VALUES ('hash', '${HOST}', 0, 1, 2)`,
    "INSERT INTO oauth_flows VALUES ('state', 'sign_in', 'bound', 'verifier', 'nonce', NULL, 1)",
    `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, connected_at, updated_at)
     VALUES ('${HOST}', 'c', 'sub', 'ada@example.com', '', 'active', 0, 0)`,
    `INSERT INTO calendars VALUES ('${HOST}', 'c', 'ada@example.com', 'Ada', 'UTC', 'owner', 1, 1, 1, NULL, 0)`,
    `INSERT INTO busy_snapshots VALUES ('${HOST}', 'c', 'ada@example.com', 0, 1, '[]', 0, 0, NULL)`,
    "INSERT INTO pending_revocations VALUES ('p', 'sub', 'token', 0, 0, 0)",
    `INSERT INTO schedules VALUES ('${HOST}', 's', 'Hours', 'UTC', '[]', 1)`,
    `INSERT INTO date_overrides VALUES ('${HOST}', 's', 'o', '2026-12-24', '2026-12-26', '[]')`,
    `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, minimum_notice_minutes,
       booking_window_days, slot_step_minutes, location_kind)
     VALUES ('${HOST}', 't', 's', '30', '30 minutes', 30, 0, 30, 30, 'google_meet')`,
  ].map((sql) => d1.prepare(sql));
  const bookings = [
    bookingRow(HOST, { id: bookingId(1) }),
    bookingRow(HOST, { id: bookingId(2), starts_at: at(11), ends_at: at(12), status: "cancelled" }),
    bookingRow(HOST, { id: bookingId(3), starts_at: at(13), ends_at: at(14) }),
  ];
  const states = ["synced", "not_connected", "retrying"];
  const followUps = bookings.flatMap(({ id }, n) =>
    [
      `INSERT INTO booking_syncs (host_id, booking_id, desired_revision, state, not_before_at, behind_since_at)
       VALUES ('${HOST}', '${id}', 1, '${states[n]}', 0, 7)`,
      `INSERT INTO booking_history (host_id, booking_id, revision, entry, at, who, what) VALUES ('${HOST}', '${id}', 1, 0, 0, 'guest', 'booked')`,
      `INSERT INTO calendar_events (host_id, booking_id, generation, connection_id, calendar_id, event_id, wanted)
       VALUES ('${HOST}', '${id}', 1, 'c', 'ada@example.com', 'b${id}g1', 'present')`,
    ].map((sql) => d1.prepare(sql)),
  );
  await d1.batch([...statements, insertRows(bookings), ...followUps]);
}
