// Trying again at somebody's word: the sync is due at once, and what we believe of the event counts as doubtful.
import { expect, test } from "vitest";
import type { BookingKey } from "#app/domain/booking.ts";
import {
  aBookingToSync,
  aClosing,
  aLease,
  eventRows,
  setSync,
  synced,
  syncRow,
} from "./booking-syncs.fixtures.ts";
import { claimSync, closeSync, loadSyncWork } from "./booking-syncs.server.ts";
import { lookAgain, rearmWaiting } from "./sync-waking.server.ts";
import {
  aHost,
  bookingId,
  db,
  eventRecord,
  HOUR_MS,
  MINUTE_MS,
  NOW,
  storeBooking,
} from "./tables.fixtures.ts";

const LATER = NOW + HOUR_MS;

/** A booking whose one event was last known as told. */
async function withEvents(...records: Parameters<typeof eventRecord>[0][]): Promise<BookingKey> {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await closeSync(db, key, aClosing("w", { records: records.map(eventRecord) }));
  return key;
}

const look = (key: BookingKey, now = LATER) => lookAgain(db, key.hostId, [key.id], now);

test.each([
  "synced",
  "retrying",
  "waiting_for_reconnect",
  "parked",
  "removed_in_google",
  "drifted",
  "not_connected",
])("R3.6 what is %s can be tried at once, whatever it waits for", async (state) => {
  const key = await aBookingToSync();
  await setSync(key, {
    state,
    due_at: null,
    not_before_at: 9e15,
    behind_since_at: null,
    turn_at: NOW,
    attempts: 4,
  });
  expect(await look(key)).toBe(1);
  expect(await syncRow(key)).toMatchObject({
    state: "pending",
    due_at: LATER,
    not_before_at: LATER,
    behind_since_at: LATER,
    // The turn that it was given stays its own: trying again never puts it at the end of the line.
    turn_at: NOW,
    attempts: 4,
  });
  expect(await claimSync(db, key, aLease("w", LATER))).not.toBeNull();
});

test("R3.6 trying again does not make what is behind any younger", async () => {
  const key = await aBookingToSync({ state: "parked", due_at: null });
  await look(key);
  expect(await syncRow(key)).toMatchObject({ behind_since_at: NOW });
});

test("D4.3 what another worker holds is not re-armed; once its lease is over, it is", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, { ...aLease("w"), until: LATER });
  const before = await syncRow(key);
  expect(await look(key, LATER - 1)).toBe(0);
  expect(await syncRow(key)).toEqual(before);
  expect(await look(key, LATER)).toBe(1);
  expect(await claimSync(db, key, aLease("other", LATER))).not.toBeNull();
});

test("D4.3 trying again breaks no lease: the one who holds it can still close", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, { ...aLease("w"), until: LATER });
  await look(key, LATER - 1);
  expect(await closeSync(db, key, aClosing("w"))).toMatchObject({ kind: "closed" });
  expect(await syncRow(key)).toMatchObject({ state: "synced", due_at: null });
});

test("D4.10 an event that is wanted counts as doubtful, and one that should be gone as perhaps landed", async () => {
  const key = await withEvents(
    { wanted: "absent", confirmedAt: 1, goneAt: NOW, goneChecks: 3 },
    { generation: 2, confirmedAt: 1, etag: '"2"' },
  );
  await look(key);
  const records = (await loadSyncWork(db, key))?.records ?? [];
  expect(records).toMatchObject([
    { generation: 1, goneAt: NOW, goneChecks: 2, insertUnresolved: true, wanted: "absent" },
    { generation: 2, goneAt: null, misses: 1, etag: '"2"', confirmedAt: 1 },
  ]);
});

test("D4.10 an event that somebody removed is looked for again", async () => {
  const key = await withEvents({ confirmedAt: 1, goneAt: NOW });
  await look(key);
  expect(await eventRows(key)).toMatchObject([{ wanted: "present", gone_at: NOW, misses: 1 }]);
});

test("D4.10 misses that were counted before count on", async () => {
  const key = await withEvents({ confirmedAt: 1, misses: 2 });
  await look(key);
  expect(await eventRows(key)).toMatchObject([{ misses: 2 }]);
});

test("D4.5 what is not known to have been there, and whose later looks are pending, keeps them", async () => {
  const key = await withEvents(
    { wanted: "absent", insertUnresolved: true, goneAt: NOW, goneChecks: 1 },
    { generation: 2, insertUnresolved: true },
  );
  const before = await eventRows(key);
  await look(key);
  expect(await eventRows(key)).toEqual(before);
});

test("D4.10 many bookings are looked at together, and nobody else's", async () => {
  const hostId = await aHost();
  for (let n = 1; n <= 4; n++) {
    await storeBooking(hostId, { id: bookingId(n), status: "cancelled" });
    await setSync({ hostId, id: bookingId(n) }, { state: "synced", due_at: null });
  }
  const other = await aBookingToSync({ state: "synced", due_at: null });
  const ids = [1, 2, 3, 3, 99].map(bookingId);
  expect(await lookAgain(db, hostId, ids, LATER)).toBe(3);
  expect(await lookAgain(db, hostId, [], LATER)).toBe(0);
  expect(await lookAgain(db, "nobody", [bookingId(1)], LATER)).toBe(0);
  expect(await syncRow({ hostId, id: bookingId(4) })).toMatchObject({ due_at: null });
  expect(await syncRow(other)).toMatchObject({ state: "synced", due_at: null });
});

test("D10 thousands of bookings are looked at in one statement each", async () => {
  const key = await withEvents({ confirmedAt: 1 });
  const ids = Array.from({ length: 3_000 }, (_, n) => bookingId(n + 1_000));
  expect(await lookAgain(db, key.hostId, [...ids, key.id], LATER)).toBe(1);
});

test("D3 an odd id changes nothing and breaks nothing", async () => {
  const key = await withEvents({ confirmedAt: 1 });
  for (const id of ["'; DROP TABLE bookings; --", '"', "\\", "日本", ""]) {
    expect(await lookAgain(db, key.hostId, [id], LATER)).toBe(0);
  }
  expect(await syncRow(key)).toMatchObject({ state: "synced" });
});

test("D4.4 a sync that was tried again and is in agreement counts its tries from none", async () => {
  const key = await withEvents({ confirmedAt: 1 });
  await setSync(key, { attempts: 7, state: "parked" });
  await look(key);
  expect(await claimSync(db, key, aLease("w", LATER))).toMatchObject({ attempts: 8 });
  await closeSync(db, key, aClosing("w", { outcome: synced, now: LATER + MINUTE_MS }));
  expect(await syncRow(key)).toMatchObject({ attempts: 0, behind_since_at: null });
});

test.each([
  ["not_connected", -HOUR_MS, null],
  ["not_connected", HOUR_MS, LATER],
  ["waiting_for_reconnect", -HOUR_MS, NOW],
])(
  "R4.3 connecting delivers what waited, but nothing that was over before any calendar was connected (%s, %i)",
  async (state, endsIn, due) => {
    const key = { hostId: await aHost(), id: bookingId(1) };
    const ends_at = LATER + endsIn;
    await storeBooking(key.hostId, { starts_at: ends_at - MINUTE_MS, ends_at });
    const behind = state === "not_connected" ? null : NOW;
    await setSync(key, { state, due_at: null, behind_since_at: behind });
    await db.batch([rearmWaiting(db, key.hostId, LATER)]);
    expect(await syncRow(key)).toMatchObject({ due_at: due });
  },
);
