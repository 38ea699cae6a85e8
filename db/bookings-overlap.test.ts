import { expect, test } from "vitest";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  HOUR_MS,
  insertRows,
  refused,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

const second = (hostId: string, changes = {}) =>
  bookingRow(hostId, { id: bookingId(2), starts_at: at(9, 15), ends_at: at(9, 45), ...changes });

const times = (hostId: string) =>
  rowsOf("SELECT id, starts_at, status FROM bookings WHERE host_id = ? ORDER BY id", hostId);

test.each([
  ["the same time", at(9), at(9, 30)],
  ["its first minute", at(8, 30), at(9, 1)],
  ["its last millisecond", at(9, 30) - 1, at(10)],
  ["a part of it", at(9, 10), at(9, 20)],
  ["all around it", at(8), at(12)],
])("R7.7 a second booking of %s is refused", async (_what, starts_at, ends_at) => {
  const hostId = await aHost();
  await storeBooking(hostId);
  expect(await refused(insertRows([second(hostId, { starts_at, ends_at })]))).toBe("slot_taken");
  expect(await times(hostId)).toHaveLength(1);
});

test("R7.7 back to back is no overlap, on either side", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await storeBooking(hostId, { id: bookingId(2), starts_at: at(9, 30), ends_at: at(10) });
  await storeBooking(hostId, { id: bookingId(3), starts_at: at(8), ends_at: at(9) });
  expect(await times(hostId)).toHaveLength(3);
});

test("R7.7 the gap between two meetings is the larger of their buffers, never the sum", async () => {
  const hostId = await aHost();
  const after15 = { block_ends_at: at(9, 45) };
  await storeBooking(hostId, after15);
  const next = (minute: number) =>
    insertRows([
      bookingRow(hostId, {
        id: bookingId(2),
        starts_at: at(9, minute),
        ends_at: at(10, 15),
        block_starts_at: at(9, minute - 10),
      }),
    ]);
  expect(await refused(next(44))).toBe("slot_taken");
  expect(await refused(next(45))).toBeNull();
});

test("R7.7 a new booking's buffer keeps off an old meeting, and an old buffer keeps off a new meeting", async () => {
  const hostId = await aHost();
  await storeBooking(hostId, { block_starts_at: at(8, 40), block_ends_at: at(9, 50) });
  const without = (changes: object) => refused(insertRows([second(hostId, changes)]));
  expect(await without({ starts_at: at(9, 49), ends_at: at(10, 30) })).toBe("slot_taken");
  expect(await without({ starts_at: at(8), ends_at: at(8, 41) })).toBe("slot_taken");
  const withBuffers = (changes: object) => without({ block_ends_at: at(12), ...changes });
  const before = { starts_at: at(10), ends_at: at(10, 30), block_starts_at: at(9, 29) };
  expect(await withBuffers(before)).toBe("slot_taken");
  expect(await withBuffers({ ...before, block_starts_at: at(9, 30) })).toBeNull();
});

test("R7.7 two buffers may overlap", async () => {
  const hostId = await aHost();
  await storeBooking(hostId, { block_ends_at: at(10) });
  await storeBooking(hostId, {
    id: bookingId(2),
    starts_at: at(10),
    ends_at: at(10, 30),
    block_starts_at: at(9, 30),
  });
  expect(await times(hostId)).toHaveLength(2);
});

test("R7.7 a booking is compared with blocks that begin up to a day earlier", async () => {
  const hostId = await aHost();
  await storeBooking(hostId, { starts_at: at(-15), ends_at: at(9), block_starts_at: at(-15) });
  const late = (starts_at: number) =>
    refused(insertRows([second(hostId, { starts_at, ends_at: at(10) })]));
  expect(await late(at(9) - 1)).toBe("slot_taken");
  expect(await late(at(9))).toBeNull();
});

test("R7.7 a block longer than a day is refused, so that no search misses it", async () => {
  const hostId = await aHost();
  const block = (extra: number) =>
    insertRows([
      bookingRow(hostId, { block_starts_at: at(0), block_ends_at: at(0) + 24 * HOUR_MS + extra }),
    ]);
  expect(await refused(block(1))).toContain("CHECK constraint failed: bookings_block_is_bounded");
  expect(await refused(block(0))).toBeNull();
  const longer = d1
    .prepare("UPDATE bookings SET block_ends_at = ?, revision = 2 WHERE host_id = ?")
    .bind(at(0) + 24 * HOUR_MS + 1, hostId);
  expect(await refused(longer)).toContain("CHECK constraint failed: bookings_block_is_bounded");
});

test.each([
  ["ends as it starts", { ends_at: at(9) }, "bookings_meeting_has_length"],
  ["ends before it starts", { ends_at: at(8) }, "bookings_meeting_has_length"],
  ["begins before its block", { block_starts_at: at(9, 1) }, "bookings_block_holds_meeting"],
  ["ends after its block", { block_ends_at: at(9, 29) }, "bookings_block_holds_meeting"],
  ["has a status of its own", { status: "maybe" }, "bookings_status_is_known"],
  ["has an id that makes no event id", { id: "XYZ" }, "bookings_id_makes_an_event_id"],
])("R7.7 a booking that %s is refused", async (_what, changes, constraint) => {
  const hostId = await aHost();
  const statement = insertRows([
    bookingRow(hostId, { block_starts_at: at(7), block_ends_at: at(10), ...changes }),
  ]);
  expect(await refused(statement)).toContain(`CHECK constraint failed: ${constraint}`);
});

test("R7.7 other hosts and cancelled bookings stand in nobody's way", async () => {
  const [one, other] = [await aHost(), await aHost()];
  await storeBooking(one);
  await storeBooking(other);
  await d1
    .prepare("UPDATE bookings SET status = 'cancelled', revision = 2 WHERE host_id = ?")
    .bind(one)
    .run();
  await storeBooking(one, { id: bookingId(2) });
  await storeBooking(one, { id: bookingId(3), status: "cancelled" });
  expect(await times(one)).toHaveLength(3);
});

test("R7.7 rows of one INSERT are compared with each other, and none is kept", async () => {
  const hostId = await aHost();
  const rows = [
    bookingRow(hostId, { id: bookingId(1), starts_at: at(11), ends_at: at(12) }),
    bookingRow(hostId, { id: bookingId(2) }),
    bookingRow(hostId, { id: bookingId(3), starts_at: at(9, 29), ends_at: at(10) }),
  ];
  expect(await refused(insertRows(rows))).toBe("slot_taken");
  expect(await times(hostId)).toEqual([]);
  expect(await rowsOf("SELECT * FROM booking_syncs WHERE host_id = ?", hostId)).toEqual([]);
});
