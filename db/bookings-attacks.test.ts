import { expect, test } from "vitest";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  insertRows,
  refused,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

// The table attacked directly: whatever SQL a bug may come up with, no host is booked twice.

const second = (hostId: string, changes = {}) =>
  bookingRow(hostId, { id: bookingId(2), starts_at: at(9, 15), ends_at: at(9, 45), ...changes });

const times = (hostId: string) =>
  rowsOf("SELECT id, starts_at, status FROM bookings WHERE host_id = ? ORDER BY id", hostId);

test.each([
  "INSERT OR IGNORE",
  "INSERT OR REPLACE",
  "REPLACE",
  "INSERT OR FAIL",
  "INSERT OR ROLLBACK",
])("R7.7 %s does not get past", async (verb) => {
  const hostId = await aHost();
  await storeBooking(hostId);
  expect(await refused(insertRows([second(hostId)], verb))).toBe("slot_taken");
  expect(await times(hostId)).toHaveLength(1);
});

test.each(["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])(
  "R7.7 %s over a stored booking is refused, and the booking stays as it was",
  async (verb) => {
    const hostId = await aHost();
    await storeBooking(hostId);
    const before = await rowsOf("SELECT * FROM bookings WHERE host_id = ?", hostId);
    const other = bookingRow(hostId, { starts_at: at(15), ends_at: at(16), guest_name: "Mallory" });
    expect(await refused(insertRows([other], verb))).toBe("booking_exists");
    expect(await rowsOf("SELECT * FROM bookings WHERE host_id = ?", hostId)).toEqual(before);
  },
);

test("R7.7 an upsert does not get past", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await storeBooking(hostId, { id: bookingId(2), starts_at: at(14), ends_at: at(15) });
  const upsert = insertRows(
    [bookingRow(hostId, { id: bookingId(2), starts_at: at(16), ends_at: at(17) })],
    "INSERT",
    `ON CONFLICT (host_id, id) DO UPDATE SET revision = revision + 1, starts_at = ${at(9)},
     ends_at = ${at(9, 30)}, block_starts_at = ${at(9)}, block_ends_at = ${at(9, 30)}`,
  );
  expect(await refused(upsert)).toBe("booking_exists");
  expect(await times(hostId)).toMatchObject([{ starts_at: at(9) }, { starts_at: at(14) }]);
});

test.each(["UPDATE", "UPDATE OR IGNORE", "UPDATE OR REPLACE", "UPDATE OR FAIL"])(
  "R7.7 %s can't move a booking onto another",
  async (verb) => {
    const hostId = await aHost();
    await storeBooking(hostId);
    await storeBooking(hostId, { id: bookingId(2), starts_at: at(14), ends_at: at(15) });
    const move = d1
      .prepare(
        `${verb} bookings SET revision = 2, starts_at = ?2, ends_at = ?3, block_starts_at = ?2,
         block_ends_at = ?3 WHERE host_id = ?1 AND id = ?4`,
      )
      .bind(hostId, at(9, 29), at(10), bookingId(2));
    expect(await refused(move)).toBe("slot_taken");
    expect(await times(hostId)).toMatchObject([{ starts_at: at(9) }, { starts_at: at(14) }]);
  },
);

test.each(["UPDATE", "UPDATE OR IGNORE", "UPDATE OR REPLACE"])(
  "R7.7 %s can't bring a cancelled booking back onto another",
  async (verb) => {
    const hostId = await aHost();
    await storeBooking(hostId, { status: "cancelled" });
    await storeBooking(hostId, { id: bookingId(2) });
    const restore = d1
      .prepare(
        `${verb} bookings SET revision = 2, status = 'confirmed' WHERE host_id = ? AND id = ?`,
      )
      .bind(hostId, bookingId(1));
    expect(await refused(restore)).toBe("slot_taken");
    expect(await times(hostId)).toMatchObject([{ status: "cancelled" }, { status: "confirmed" }]);
  },
);

test("R7.7 wider buffers can't be put over a neighbour", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await storeBooking(hostId, { id: bookingId(2), starts_at: at(9, 30), ends_at: at(10) });
  const widen = d1
    .prepare("UPDATE bookings SET revision = 2, block_starts_at = ? WHERE host_id = ? AND id = ?")
    .bind(at(9, 29), hostId, bookingId(2));
  expect(await refused(widen)).toBe("slot_taken");
});

test("R7.7 a bulk UPDATE that would pile bookings up changes none of them", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await storeBooking(hostId, { id: bookingId(2), starts_at: at(11), ends_at: at(11, 30) });
  await storeBooking(hostId, { id: bookingId(3), starts_at: at(13), ends_at: at(13, 30) });
  const pile = d1
    .prepare(
      `UPDATE bookings SET revision = 2, starts_at = ?2, ends_at = ?3, block_starts_at = ?2,
       block_ends_at = ?3 WHERE host_id = ?1`,
    )
    .bind(hostId, at(20), at(21));
  expect(await refused(pile)).toBe("slot_taken");
  expect(await times(hostId)).toMatchObject([
    { starts_at: at(9) },
    { starts_at: at(11) },
    { starts_at: at(13) },
  ]);
});

test("R7.8 a move by less than its length does not collide with itself", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  const move = d1
    .prepare(
      `UPDATE bookings SET revision = 2, starts_at = ?2, ends_at = ?3, block_starts_at = ?2,
       block_ends_at = ?3 WHERE host_id = ?1`,
    )
    .bind(hostId, at(9, 10), at(9, 40));
  expect(await refused(move)).toBeNull();
  expect(await times(hostId)).toMatchObject([{ starts_at: at(9, 10) }]);
});

test("R7.7 a booking can't be given to another host, renamed or made to be another request", async () => {
  const [one, other] = [await aHost(), await aHost()];
  await storeBooking(one);
  await storeBooking(other);
  for (const change of [
    `host_id = '${other}', id = '${bookingId(7)}'`,
    `id = '${bookingId(7)}'`,
    "created_at = created_at + 1",
    "request_hash = 'another'",
  ]) {
    const sql = `UPDATE OR REPLACE bookings SET revision = 2, ${change} WHERE host_id = ?`;
    expect(await refused(d1.prepare(sql).bind(one))).toBe("booking_identity");
  }
});

test("R7.7 an abort takes the whole batch with it, whatever came before it", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  const others = { id: bookingId(3), starts_at: at(11), ends_at: at(12) };
  const history =
    "INSERT INTO booking_history (host_id, booking_id, revision, entry, at, who, what)";
  const batch = d1.batch([
    insertRows([bookingRow(hostId, others)]),
    d1.prepare(`${history} VALUES (?, ?, 1, 0, 0, 'guest', 'booked')`).bind(hostId, bookingId(3)),
    d1
      .prepare(
        `INSERT INTO calendar_events (host_id, booking_id, generation, connection_id, calendar_id, event_id, wanted)
         VALUES (?, ?, 1, 'connection', 'c', 'e', 'present')`,
      )
      .bind(hostId, bookingId(3)),
    d1.prepare("UPDATE users SET name = 'changed' WHERE id = ?").bind(hostId),
    insertRows([second(hostId)]),
  ]);
  await expect(batch).rejects.toThrow("slot_taken");
  expect(await times(hostId)).toHaveLength(1);
  for (const table of ["booking_syncs", "booking_history", "calendar_events"]) {
    const orphans = `SELECT * FROM ${table} WHERE host_id = ? AND booking_id <> ?`;
    expect(await rowsOf(orphans, hostId, bookingId(1))).toEqual([]);
  }
  expect(await rowsOf("SELECT name FROM users WHERE id = ?", hostId)).toEqual([{ name: "Ada" }]);
});

test("R7.7 fifty writes of one slot at once store one booking", async () => {
  const hostId = await aHost();
  const rows = Array.from({ length: 50 }, (_, index) =>
    bookingRow(hostId, { id: bookingId(index + 1) }),
  );
  const answers = await Promise.all(rows.map((row) => refused(insertRows([row]))));
  expect(answers.filter((answer) => answer === null)).toHaveLength(1);
  expect(answers.filter((answer) => answer === "slot_taken")).toHaveLength(49);
  expect(await times(hostId)).toHaveLength(1);
  expect(await rowsOf("SELECT * FROM booking_syncs WHERE host_id = ?", hostId)).toHaveLength(1);
});
