import { expect, test } from "vitest";
import {
  listBookingsDuring,
  listBookingsFrom,
  listBookingsOver,
  listLatelyCancelled,
  listUnsettled,
} from "./agenda.server.ts";
import {
  aHost,
  at,
  type BookingColumns,
  bookingId,
  bookingRow,
  d1,
  db,
  HOUR_MS,
  insertRows,
  NOW,
} from "./tables.fixtures.ts";

const MINUTE_MS = 60_000;
const DAY = { start: at(9), end: at(17) };

/** Bookings numbered from 1, each from one hour to another. */
async function store(hostId: string, hours: [number, number, BookingColumns?][]): Promise<void> {
  const rows = hours.map(([from, to, columns], index) =>
    bookingRow(hostId, {
      ...{ id: bookingId(index + 1), starts_at: at(from), ends_at: at(to) },
      ...columns,
    }),
  );
  await insertRows(rows).run();
}

async function setSync(hostId: string, number: number, state: string, minutes: number | null) {
  await d1
    .prepare(
      "UPDATE booking_syncs SET state = ?, behind_since_at = ? WHERE host_id = ? AND booking_id = ?",
    )
    .bind(state, minutes === null ? null : NOW - minutes * MINUTE_MS, hostId, bookingId(number))
    .run();
}

const numbers = (found: { booking: { id: string } }[]) =>
  found.map(({ booking }) => Number.parseInt(booking.id, 16));

test("R7.9 a day holds what touches it, the soonest first, and nothing that is cancelled or another host's", async () => {
  const hostId = await aHost();
  const other = await aHost();
  await store(hostId, [
    [16, 18],
    [8, 10],
    [11, 12],
    [17, 18, { status: "cancelled" }],
    [7, 8],
    [13, 14, { status: "cancelled" }],
    [19, 20],
  ]);
  await store(other, [[10, 11]]);
  expect(numbers(await listBookingsDuring(db, hostId, DAY, 10))).toEqual([2, 3, 1]);
  expect(numbers(await listBookingsDuring(db, hostId, DAY, 2))).toEqual([2, 3]);
});

test("R7.9 what ends as the day begins, or begins as it ends, is not in it; what begins then comes next", async () => {
  const hostId = await aHost();
  await store(hostId, [
    [8, 9],
    [17, 18],
    [20, 21],
    [18, 19, { status: "cancelled" }],
  ]);
  expect(numbers(await listBookingsDuring(db, hostId, DAY, 10))).toEqual([]);
  expect(numbers(await listBookingsFrom(db, hostId, DAY.end, 10))).toEqual([2, 3]);
  expect(numbers(await listBookingsFrom(db, hostId, DAY.end, 1))).toEqual([2]);
});

test("R7.9 over is what stood and ended before the day, the latest first", async () => {
  const hostId = await aHost();
  const other = await aHost();
  await store(hostId, [
    [1, 2],
    [2, 3, { block_starts_at: at(2), block_ends_at: at(4) }],
    [4, 5, { status: "cancelled" }],
    [5, 6, { block_starts_at: at(4), block_ends_at: at(7) }],
    [7, 9],
    [9, 10, { block_starts_at: at(9), block_ends_at: at(10) }],
    [16, 18],
  ]);
  await store(other, [[6, 7]]);
  const overAt = async (hour: number, limit = 10) =>
    numbers(await listBookingsOver(db, hostId, at(hour), limit));
  expect(await overAt(9)).toEqual([5, 4, 2, 1]);
  expect(await overAt(9, 2)).toEqual([5, 4]);
  expect(await overAt(17)).toEqual([6, 5, 4, 2, 1]);
});

test("R7.9 lately cancelled is what was called off about the day, not on it, the last one first", async () => {
  const hostId = await aHost();
  const other = await aHost();
  const cancelledAt = (minute: number) => ({
    ...{ status: "cancelled", cancelled_by: "guest", updated_at: at(8, minute) },
  });
  await store(hostId, [
    [1, 2, cancelledAt(1)],
    [2, 3],
    [5, 6, cancelledAt(9)],
    [9, 10, cancelledAt(20)],
    [16, 18, cancelledAt(21)],
    [17, 19, cancelledAt(5)],
    [19, 20],
    [40, 41, cancelledAt(8)],
  ]);
  await store(other, [[6, 7, cancelledAt(30)]]);
  expect(numbers(await listLatelyCancelled(db, hostId, DAY, 10))).toEqual([3, 8, 6, 1]);
  expect(numbers(await listLatelyCancelled(db, hostId, DAY, 3))).toEqual([3, 8, 6]);
});

test("R7.9 D4.8 unsettled is what is not over and was left behind, cancelled or not, what has waited longest first", async () => {
  const hostId = await aHost();
  const other = await aHost();
  const now = at(9);
  await store(hostId, [
    [7, 8],
    [10, 11],
    [12, 13],
    [14, 15, { status: "cancelled" }],
    [16, 17],
    [18, 19],
    [20, 21],
  ]);
  await store(other, [[10, 11]]);
  await setSync(other, 1, "parked", 9);
  await setSync(hostId, 1, "parked", 90);
  await setSync(hostId, 2, "retrying", 5);
  await setSync(hostId, 3, "pending", 3);
  await setSync(hostId, 4, "parked", 30);
  await setSync(hostId, 5, "pending", 0);
  await setSync(hostId, 6, "synced", null);
  await setSync(hostId, 7, "not_connected", 40);
  const asked = { now, pendingSince: NOW - MINUTE_MS, limit: 10 };
  expect(numbers(await listUnsettled(db, hostId, asked))).toEqual([4, 2, 3]);
  expect(numbers(await listUnsettled(db, hostId, { ...asked, limit: 1 }))).toEqual([4]);
  expect(numbers(await listUnsettled(db, hostId, { ...asked, now: now + 12 * HOUR_MS }))).toEqual(
    [],
  );
});
