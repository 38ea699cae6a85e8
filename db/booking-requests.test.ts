import { expect, test } from "vitest";
import { deleteBookingRequests } from "./booking-requests.server.ts";
import { aHostAlone, d1, db, HOUR_MS, MINUTE_MS, NOW } from "./tables.fixtures.ts";

async function ask(hostId: string, at: number, count = 1): Promise<void> {
  const insert = d1.prepare(
    "INSERT INTO booking_requests (host_id, at, booking_id, guest_hash) VALUES (?, ?, ?, ?)",
  );
  await d1.batch(
    Array.from({ length: count }, (_, n) => insert.bind(hostId, at, `${at}-${n}`, `${at}-${n}`)),
  );
}

async function kept(hostId: string): Promise<number[]> {
  const { results } = await d1
    .prepare("SELECT at FROM booking_requests WHERE host_id = ? ORDER BY at")
    .bind(hostId)
    .all<{ at: number }>();
  return results.map(({ at }) => at);
}

test("R7.7 what was asked long ago is forgotten, of every host, and what is newer stays", async () => {
  const hosts = [await aHostAlone(), await aHostAlone(), await aHostAlone()];
  for (const host of hosts) {
    for (const minutes of [-2, -1, 0, 1]) await ask(host, NOW + minutes * MINUTE_MS);
  }
  expect(await deleteBookingRequests(db, NOW)).toBe(false);
  for (const host of hosts) expect(await kept(host)).toEqual([NOW, NOW + MINUTE_MS]);
  expect(await deleteBookingRequests(db, NOW)).toBe(false);
});

test("R7.7 it is forgotten in pages of 500, the oldest first", async () => {
  const host = await aHostAlone();
  // Hours apart: the trigger allows no more than 300 within one.
  for (const hours of [8, 6, 4]) await ask(host, NOW - hours * HOUR_MS, 200);
  await ask(host, NOW, 200);
  expect(await deleteBookingRequests(db, NOW)).toBe(true);
  expect(await kept(host)).toHaveLength(300);
  expect(await deleteBookingRequests(db, NOW)).toBe(false);
  expect(await kept(host)).toHaveLength(200);
});
