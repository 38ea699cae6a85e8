import { expect, test } from "vitest";
import { setSync } from "./booking-syncs.fixtures.ts";
import {
  findLastSyncedAt,
  listBehind,
  summariseBehind,
  summariseUnsettled,
} from "./sync-overview.server.ts";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  db,
  HOUR_MS,
  insertRows,
  MINUTE_MS,
  NOW,
} from "./tables.fixtures.ts";

/** Bookings of one host, each out of step since so many minutes before NOW; null: in agreement. */
async function bookingsBehind(minutes: (number | null)[]): Promise<string> {
  const hostId = await aHost();
  const rows = minutes.map((_, index) =>
    bookingRow(hostId, {
      id: bookingId(index + 1),
      starts_at: at(0, index * 10),
      ends_at: at(0, index * 10 + 10),
    }),
  );
  for (let done = 0; done < rows.length; done += 40) {
    await insertRows(rows.slice(done, done + 40)).run();
  }
  for (const [index, since] of minutes.entries()) {
    const behind_since_at = since === null ? null : NOW - since * MINUTE_MS;
    const state = since === null ? "synced" : "retrying";
    await setSync({ hostId, id: bookingId(index + 1) }, { state, behind_since_at });
  }
  return hostId;
}

test("D4.8 the banner counts only what has been out of step since an hour or longer", async () => {
  const hostId = await bookingsBehind([5, 59, 60, 200, null]);
  expect(await summariseBehind(db, hostId, NOW - HOUR_MS)).toEqual({
    count: 2,
    isMore: false,
    oldestAt: NOW - 200 * MINUTE_MS,
  });
  expect(await summariseBehind(db, hostId, NOW)).toMatchObject({ count: 4 });
});

test("D4.8 where all is in agreement there is nothing to tell, whatever other hosts have", async () => {
  const hostId = await bookingsBehind([null]);
  await bookingsBehind([500]);
  expect(await summariseBehind(db, hostId, NOW)).toBeNull();
  expect(await listBehind(db, hostId, { limit: 10, offset: 0 })).toEqual([]);
});

test("D4.8 what has just been sent on its way is not told yet; what has failed is, from the first moment on", async () => {
  const hostId = await bookingsBehind([0, 0, 5, null]);
  await setSync({ hostId, id: bookingId(2) }, { state: "pending" });
  await setSync({ hostId, id: bookingId(3) }, { state: "pending" });
  expect(await summariseUnsettled(db, hostId, NOW - MINUTE_MS)).toMatchObject({ count: 2 });
  expect(await summariseUnsettled(db, hostId, NOW)).toMatchObject({ count: 3 });
});

test("D3 counting stops at 99", async () => {
  const hostId = await bookingsBehind(Array.from({ length: 101 }, (_, index) => index + 1));
  const behind = await summariseBehind(db, hostId, NOW);
  expect(behind).toEqual({ count: 99, isMore: true, oldestAt: NOW - 101 * MINUTE_MS });
});

test("D4.8 what has waited longest comes first, page by page", async () => {
  const hostId = await bookingsBehind([10, 30, null, 20]);
  const page = async (offset: number) => {
    const found = await listBehind(db, hostId, { limit: 2, offset });
    return found.map(({ booking, behindSinceAt }) => [
      booking.id,
      (NOW - behindSinceAt) / MINUTE_MS,
    ]);
  };
  expect(await page(0)).toEqual([
    [bookingId(2), 30],
    [bookingId(4), 20],
  ]);
  expect(await page(2)).toEqual([[bookingId(1), 10]]);
});

test("D4.8 the newest sync among the bookings to come is told", async () => {
  const hostId = await bookingsBehind([null, null, null]);
  expect(await findLastSyncedAt(db, hostId, NOW - HOUR_MS)).toBeNull();
  await setSync({ hostId, id: bookingId(1) }, { synced_at: NOW });
  await setSync({ hostId, id: bookingId(2) }, { synced_at: NOW - 5 });
  await setSync({ hostId, id: bookingId(3) }, { synced_at: NOW - 9 });
  expect(await findLastSyncedAt(db, hostId, at(0))).toBe(NOW);
  expect(await findLastSyncedAt(db, hostId, at(0, 5))).toBe(NOW - 5);
});
