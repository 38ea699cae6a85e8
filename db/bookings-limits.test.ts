import { beforeEach, expect, test } from "vitest";
import {
  aHost,
  type BookingColumns,
  bookingId,
  bookingRow,
  d1,
  HOUR_MS,
  insertRows,
  NOW,
  refused,
} from "./tables.fixtures.ts";

let host: string;
let stored = 0;

beforeEach(async () => {
  host = await aHost();
  await d1.batch([
    d1.prepare(`INSERT INTO schedules VALUES ('${host}', 's', 'Hours', 'UTC', '[]', 1)`),
    eventType("once", "day_limit", "1"),
    eventType("twice-a-week", "week_limit", "2"),
    eventType("free", "day_limit", "NULL"),
  ]);
});

function eventType(id: string, column: string, value: string): D1PreparedStatement {
  return d1.prepare(
    `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, minimum_notice_minutes,
       booking_window_days, slot_step_minutes, location_kind, ${column})
     VALUES ('${host}', '${id}', 's', '${id}', '${id}', 30, 0, 30, 30, 'google_meet', ${value})`,
  );
}

/** A booking that starts so late on a date, in UTC. */
function aBooking(event_type_id: string, date: string, hour: number, changes: BookingColumns = {}) {
  const starts_at = Date.parse(`${date}T00:00Z`) + hour * HOUR_MS;
  const id = bookingId(++stored);
  const time = { local_day: date, starts_at, ends_at: starts_at + HOUR_MS / 2 };
  const rules_version = 5;
  return bookingRow(host, { id, event_type_id, rules_version, ...time, ...changes });
}

const insert = (...row: Parameters<typeof aBooking>) => refused(insertRows([aBooking(...row)]));

test("R7.2 a date takes as many bookings of an event type as its limit allows, and others beside them", async () => {
  expect(await insert("once", "2026-12-01", 9)).toBeNull();
  expect(await insert("once", "2026-12-01", 15)).toBe("day_full");
  expect(await insert("free", "2026-12-01", 15)).toBeNull();
  expect(await insert("once", "2026-12-02", 9)).toBeNull();
  expect(await insert("once", "2026-11-30", 9, { status: "cancelled" })).toBeNull();
  expect(await insert("once", "2026-11-30", 9)).toBeNull();
});

test("R7.2 a week is counted from Monday to Sunday, across the turn of a month", async () => {
  expect(await insert("twice-a-week", "2026-11-30", 9)).toBeNull();
  expect(await insert("twice-a-week", "2026-12-06", 9)).toBeNull();
  expect(await insert("twice-a-week", "2026-12-03", 9)).toBe("week_full");
  expect(await insert("twice-a-week", "2026-11-29", 9)).toBeNull();
  expect(await insert("twice-a-week", "2026-12-07", 9)).toBeNull();
});

test("R7.2 dates that are alike count together, whatever zones they were written in", async () => {
  const kiritimati = { starts_at: NOW - 22 * HOUR_MS, ends_at: NOW - 21 * HOUR_MS };
  expect(await insert("once", "2026-12-01", 0, kiritimati)).toBeNull();
  const baker = { starts_at: NOW + 27 * HOUR_MS, ends_at: NOW + 28 * HOUR_MS };
  expect(await insert("once", "2026-12-01", 0, baker)).toBe("day_full");
});

test("R7.2 a move is held to the limit of where it goes, and is not in its own way", async () => {
  const [first, second] = [aBooking("once", "2026-12-01", 9), aBooking("once", "2026-12-02", 9)];
  expect(await refused(insertRows([first, second]))).toBeNull();
  const move = (date: string, hour: number, decided = true) => {
    const start = Date.parse(`${date}T00:00Z`) + hour * HOUR_MS;
    return refused(
      d1.prepare(
        `UPDATE bookings SET revision = revision + 1, local_day = '${date}', starts_at = ${start}, ends_at = ${start + 1},
           block_starts_at = ${start}, block_ends_at = ${start + 1}
           ${decided ? ", time_revision = revision + 1" : ""}
         WHERE host_id = '${host}' AND id = '${second.id}'`,
      ),
    );
  };
  expect(await move("2026-12-01", 15)).toBe("day_full");
  expect(await move("2026-12-02", 15)).toBeNull();
  expect(await move("2026-12-03", 15)).toBeNull();
  // Taken over from Google: the host has put it there by hand.
  expect(await move("2026-12-01", 15, false)).toBeNull();
});

test("R7.2 no event type is stored that no page could show", async () => {
  const change = (changes: string) =>
    refused(
      d1.prepare(`UPDATE event_types SET ${changes} WHERE host_id = '${host}' AND id = 'free'`),
    );
  for (const unsound of [
    "day_limit = 0",
    "week_limit = -1",
    "window_first_day = '2026-12-01'",
    "window_first_day = '2026-12-02', window_last_day = '2026-12-01'",
    "window_first_day = '2026-12-1', window_last_day = '2026-12-2'",
    "window_first_day = '2026-02-30', window_last_day = '2026-03-02'",
    // Years that the pure functions do not know (isCalendarDate).
    "window_first_day = '1969-12-31', window_last_day = '2026-03-02'",
    "window_first_day = '2026-12-01', window_last_day = '2200-01-01'",
    "other_durations = '[0]'",
    "other_durations = '[30.5]'",
    `other_durations = '["30"]'`,
    "other_durations = '[1441]'",
    "other_durations = '[1440]', buffer_after_minutes = 1",
    "other_durations = '{}'",
    "questions = 'null'",
  ]) {
    expect([unsound, await change(unsound)]).toEqual([unsound, "unsound_event_type"]);
  }
  expect(
    await change(
      "other_durations = '[15,1440]', window_first_day = '2026-12-01', window_last_day = '2026-12-01', day_limit = 1",
    ),
  ).toBeNull();
});

test("R7.7 what changes which slots are free makes kept pages stale, and nothing else does", async () => {
  const version = async () =>
    (await d1.prepare("SELECT taken_version AS v FROM users WHERE id = ?").bind(host).first("v")) ??
    0;
  const booking = aBooking("free", "2026-12-01", 9);
  await insertRows([booking]).run();
  expect(await version()).toBe(2);
  const change = (changes: string) =>
    d1.prepare(`UPDATE bookings SET ${changes} WHERE id = '${booking.id}'`).run();
  await change("revision = 2, guest_notes = 'More'");
  await change("google_event_link = 'link'");
  expect(await version()).toBe(2);
  await change("revision = 3, starts_at = starts_at + 60000");
  expect(await version()).toBe(3);
  await change("revision = 4, status = 'cancelled'");
  expect(await version()).toBe(4);
  await d1.batch([
    d1.prepare(
      `INSERT INTO calendars VALUES ('${host}', 'connection', 'c', 'C', 'UTC', 'owner', 1, 1, 1, NULL, 0)`,
    ),
    d1.prepare(
      `INSERT INTO busy_snapshots VALUES ('${host}', 'connection', 'c', 0, 1, '[]', 0, 0, NULL)`,
    ),
  ]);
  expect(await version()).toBe(4);
  const learn = (changes: string) =>
    d1.prepare(`UPDATE busy_snapshots SET ${changes} WHERE host_id = '${host}'`).run();
  await learn("attempted_at = 7, fetched_at = 7, busy = '[]'");
  expect(await version()).toBe(4);
  await learn("busy = '[[1,2]]'");
  expect(await version()).toBe(5);
  const list = (role: string) =>
    d1.prepare(`UPDATE calendars SET access_role = '${role}' WHERE host_id = '${host}'`).run();
  await list("writer");
  expect(await version()).toBe(5);
  await list("gone");
  expect(await version()).toBe(6);
  await list("owner");
  expect(await version()).toBe(7);
  await d1.prepare(`DELETE FROM busy_snapshots WHERE host_id = '${host}'`).run();
  expect(await version()).toBe(8);
});

test("R7.7 a guest, an address and all together can book so often within an hour", async () => {
  let asked = 0;
  const ask = (guest: string, address: string | null, at: number) =>
    refused(
      d1
        .prepare("INSERT INTO booking_requests VALUES (?, ?, ?, ?, ?)")
        .bind(host, at, bookingId(++asked), guest, address),
    );
  for (let n = 0; n < 10; n++) expect(await ask("grace", null, NOW + n)).toBeNull();
  expect(await ask("grace", "here", NOW + HOUR_MS - 1)).toBe("too_many_by_guest");
  expect(await ask("grace", "here", NOW + HOUR_MS)).toBeNull();
  const later = NOW + 5 * HOUR_MS;
  for (let n = 0; n < 30; n++) expect(await ask(`guest ${n}`, "here", later)).toBeNull();
  expect(await ask("alan", "here", later)).toBe("too_many_from_address");
  for (let n = 30; n < 300; n++) expect(await ask(`guest ${n}`, null, later)).toBeNull();
  expect(await ask("alan", "there", later)).toBe("too_many_for_host");
});
