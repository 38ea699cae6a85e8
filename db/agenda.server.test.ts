import { expect, test } from "vitest";
import { listBookingsDuring, listBookingsFrom, listUnsettled } from "./agenda.server.ts";
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
