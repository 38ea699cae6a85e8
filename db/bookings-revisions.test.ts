import { expect, test } from "vitest";
import {
  aHost,
  at,
  bookingRow,
  d1,
  insertRows,
  refused,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

const change = (hostId: string, set: string, verb = "UPDATE") =>
  d1.prepare(`${verb} bookings SET ${set} WHERE host_id = ?`).bind(hostId);

// ---------------------------------------------------------------- revisions

test("D3.2 a revision goes from n to n + 1", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  expect(await refused(change(hostId, "revision = 2, guest_name = 'Grace H.'"))).toBeNull();
  expect(await refused(change(hostId, "revision = 3, guest_notes = 'hello'"))).toBeNull();
});

test.each([
  ["skipping one", "revision = 4", "UPDATE"],
  ["going back", "revision = 1", "UPDATE"],
  ["going nowhere near", "revision = -1", "UPDATE"],
  ["skipping one with UPDATE OR IGNORE", "revision = 4", "UPDATE OR IGNORE"],
  ["going back with UPDATE OR REPLACE", "revision = 1", "UPDATE OR REPLACE"],
])("D3.2 a revision %s is refused", async (_how, set, verb) => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await change(hostId, "revision = 2").run();
  expect(await refused(change(hostId, `${set}, guest_notes = 'stale'`, verb))).toBe(
    "stale_revision",
  );
  expect(
    await rowsOf("SELECT revision, guest_notes FROM bookings WHERE host_id = ?", hostId),
  ).toEqual([{ revision: 2, guest_notes: "" }]);
});

test.each([
  "event_type_id = 'other'",
  "title = 'other'",
  "guest_name = 'other'",
  "guest_email = 'other'",
  "guest_notes = 'other'",
  "guest_time_zone = 'other'",
  "location_kind = 'phone'",
  "location_detail = 'other'",
  "time_zone = 'other'",
  "local_day = '2026-12-02'",
  "starts_at = starts_at + 1",
  "ends_at = ends_at - 1",
  "block_starts_at = block_starts_at - 1",
  "block_ends_at = block_ends_at + 1",
  "status = 'cancelled'",
  "cancel_reason = 'other'",
  "cancelled_by = 'host'",
  "link_version = 2",
  "time_revision = 2",
  "text_revision = 2",
  "in_calendar = 0",
])("D3.2 %s without a new revision is refused", async (set) => {
  const hostId = await aHost();
  await storeBooking(hostId);
  expect(await refused(change(hostId, set))).toBe("stale_revision");
  expect(await refused(change(hostId, `revision = 1, ${set}`))).toBe("stale_revision");
  expect(await refused(change(hostId, `revision = 2, ${set}`))).toBeNull();
});

test("D3.2 every column of a booking is either content, identity, or known not to need a revision", async () => {
  const [trigger] = await rowsOf<{ sql: string }>(
    "SELECT sql FROM sqlite_master WHERE name = 'bookings_refuse_stale_writes'",
  );
  const columns = await rowsOf<{ name: string }>("PRAGMA table_info(bookings)");
  const isContent = (name: string) => trigger?.sql.includes(`NEW.${name} IS NOT OLD.${name}`);
  const others = columns.map(({ name }) => name).filter((name) => !isContent(name));
  expect(others).toEqual([
    "host_id",
    "id",
    "request_hash",
    "revision",
    "rules_version",
    "inviter",
    "busy_times_checked",
    "google_event_id",
    "google_event_link",
    "google_meet_link",
    "created_at",
    "updated_at",
  ]);
});

test("D4.7 who invites is fixed when booked, whatever the revision", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  expect(await refused(change(hostId, "inviter = 'own'"))).toBe("booking_identity");
  expect(await refused(change(hostId, "revision = 2, inviter = 'own'"))).toBe("booking_identity");
});

test("D3 a time that is no integer is refused: it would pass every comparison of the overlap triggers", async () => {
  const hostId = await aHost();
  expect(await refused(insertRows([bookingRow(hostId, { starts_at: "x" })]))).not.toBeNull();
  await storeBooking(hostId);
  expect(await refused(change(hostId, "revision = 2, block_ends_at = 'y'"))).not.toBeNull();
});

test("D3.2 a booking is born as revision 1", async () => {
  const hostId = await aHost();
  expect(await refused(insertRows([bookingRow(hostId, { revision: 2 })]))).toBe("stale_revision");
  expect(await refused(insertRows([bookingRow(hostId, { revision: 0 })]))).toBe("stale_revision");
});

test("D3.2 a stale write takes its whole batch with it", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await change(hostId, "revision = 2").run();
  const batch = d1.batch([
    d1.prepare("UPDATE users SET name = 'changed' WHERE id = ?").bind(hostId),
    change(hostId, "revision = 2, status = 'cancelled'"),
  ]);
  await expect(batch).rejects.toThrow("stale_revision");
  expect(await rowsOf("SELECT name FROM users WHERE id = ?", hostId)).toEqual([{ name: "Ada" }]);
});

// ---------------------------------------------------------------- rules

test("D3.2 a booking decided on older or newer rules is refused", async () => {
  const hostId = await aHost();
  await d1.prepare("UPDATE users SET rules_version = 5 WHERE id = ?").bind(hostId).run();
  const decidedOn = (rules_version: number) => insertRows([bookingRow(hostId, { rules_version })]);
  expect(await refused(decidedOn(4))).toBe("stale_rules");
  expect(await refused(decidedOn(6))).toBe("stale_rules");
  expect(await refused(decidedOn(5))).toBeNull();
});

test("D3.2 a booking of a host who does not exist is refused", async () => {
  expect(await refused(insertRows([bookingRow("nobody")]))).toBe("stale_rules");
});

test("D3.2 a move and a restoration are decided on today's rules; a cancellation needs none", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await d1.prepare("UPDATE users SET rules_version = 2 WHERE id = ?").bind(hostId).run();
  const moved = `starts_at = ${at(9, 10)}`;
  expect(await refused(change(hostId, `revision = 2, ${moved}`))).toBe("stale_rules");
  expect(await refused(change(hostId, `revision = 2, rules_version = 2, ${moved}`))).toBeNull();
  await d1.prepare("UPDATE users SET rules_version = 3 WHERE id = ?").bind(hostId).run();
  expect(await refused(change(hostId, "revision = 3, status = 'cancelled'"))).toBeNull();
  expect(await refused(change(hostId, "revision = 4, status = 'confirmed'"))).toBe("stale_rules");
});

const RULES: [string, string[]][] = [
  [
    "schedules",
    [
      "INSERT INTO schedules (host_id, id, name, time_zone, weekly_hours, is_default) VALUES (?1, 's', 'n', 'UTC', '[]', 1)",
      "UPDATE schedules SET weekly_hours = '[1]' WHERE host_id = ?1",
      "DELETE FROM schedules WHERE host_id = ?1",
    ],
  ],
  [
    "date_overrides",
    [
      "INSERT INTO date_overrides (host_id, schedule_id, id, first_day, last_day, ranges) VALUES (?1, 's', 'o', '2026-12-01', '2026-12-01', '[]')",
      "UPDATE date_overrides SET ranges = '[1]' WHERE host_id = ?1",
      "DELETE FROM date_overrides WHERE host_id = ?1",
    ],
  ],
  [
    "event_types",
    [
      "INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind) VALUES (?1, 't', 's', 'x', 'X', 30, 0, 30, 30, 'phone')",
      "UPDATE event_types SET duration_minutes = 60 WHERE host_id = ?1",
      "DELETE FROM event_types WHERE host_id = ?1",
    ],
  ],
  [
    "users",
    [
      "UPDATE users SET page_enabled = 0 WHERE id = ?1",
      "UPDATE users SET page_enabled = 1 WHERE id = ?1",
    ],
  ],
];

test.each(RULES)(
  "D3.2 every change of %s makes decisions taken before it stale",
  async (table, statements) => {
    const [hostId, other] = [await aHost(), await aHost()];
    if (table !== "schedules" && table !== "users") {
      await d1
        .prepare(RULES[0]?.[1][0] ?? "")
        .bind(hostId)
        .run();
    }
    const version = async (id: string) =>
      (
        await rowsOf<{ rules_version: number }>("SELECT rules_version FROM users WHERE id = ?", id)
      )[0]?.rules_version ?? Number.NaN;
    for (const sql of statements) {
      const before = await version(hostId);
      await d1.prepare(sql).bind(hostId).run();
      expect(await version(hostId), sql).toBe(before + 1);
    }
    expect(await version(other)).toBe(1);
  },
);
