import { expect, test } from "vitest";
import { aBookingToSync, aLease, setSync, syncRow } from "./booking-syncs.fixtures.ts";
import { claimSync, loadSyncWork } from "./booking-syncs.server.ts";
import { listDueSyncs, postponeSync, postponeWaking } from "./sync-waking.server.ts";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  db,
  HOUR_MS,
  insertRows,
  MINUTE_MS,
  NOW,
} from "./tables.fixtures.ts";

test("D4.3 of many workers one claims the work", async () => {
  const key = await aBookingToSync();
  const tries = Array.from({ length: 20 }, (_, index) => claimSync(db, key, aLease(`w${index}`)));
  const claims = (await Promise.all(tries)).filter((claim) => claim !== null);
  expect(claims).toEqual([{ attempts: 1, turnAt: null, behindSinceAt: NOW }]);
});

test("D4.3 a claim takes a lease and stays due, so that a crash leaves it to whoever comes after the lease", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, { token: "w", until: NOW + 45_000, now: NOW });
  expect(await syncRow(key)).toMatchObject({
    lease_token: "w",
    lease_until: NOW + 45_000,
    due_at: NOW,
    not_before_at: NOW,
    attempts: 1,
    last_attempted_at: NOW,
    state: "pending",
  });
});

test("D4.3 nothing is claimed before its time", async () => {
  const key = await aBookingToSync({ not_before_at: NOW + 1, due_at: NOW });
  expect(await claimSync(db, key, aLease("w", NOW))).toBeNull();
  expect(await claimSync(db, key, aLease("w", NOW + 1))).toMatchObject({ attempts: 1 });
});

test("D4.3 work that cron has put off for later is still claimed by whoever asks", async () => {
  const key = await aBookingToSync({ due_at: NOW + HOUR_MS });
  expect(await claimSync(db, key, aLease("w"))).toMatchObject({ attempts: 1 });
});

test("D4.3 where nothing is due there is nothing to claim", async () => {
  const key = await aBookingToSync({ due_at: null });
  expect(await claimSync(db, key, aLease("w"))).toBeNull();
  expect(await claimSync(db, { hostId: "nobody", id: bookingId(1) }, aLease("w"))).toBeNull();
});

test("D4.3 a lease keeps others off until it has run out", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, { ...aLease("first"), until: NOW + MINUTE_MS });
  expect(await claimSync(db, key, aLease("second", NOW + MINUTE_MS - 1))).toBeNull();
  expect(await claimSync(db, key, aLease("second", NOW + MINUTE_MS))).toMatchObject({
    attempts: 2,
  });
  expect(await syncRow(key)).toMatchObject({ lease_token: "second" });
});

test("D4.3 the work is the newest booking with its events, oldest generation first", async () => {
  const key = await aBookingToSync();
  const event = `INSERT INTO calendar_events (host_id, booking_id, generation, connection_id, calendar_id, event_id, wanted,
    insert_unresolved, written_revision, written_starts_at, written_ends_at) VALUES (?, ?, ?, 'connection', 'cal', 'e', ?, ?, 1, ?, ?)`;
  await d1.batch([
    d1.prepare(event).bind(key.hostId, key.id, 10, "present", 0, at(9), at(10)),
    d1.prepare(event).bind(key.hostId, key.id, 2, "absent", 1, null, null),
    d1
      .prepare("UPDATE bookings SET revision = 2, status = 'cancelled' WHERE host_id = ?")
      .bind(key.hostId),
  ]);
  const work = await loadSyncWork(db, key);
  expect(work?.booking).toMatchObject({ ...key, revision: 2, status: "cancelled" });
  expect(work?.records).toMatchObject([
    {
      generation: 2,
      wanted: "absent",
      insertUnresolved: true,
      written: { revision: 1, time: null },
    },
    {
      generation: 10,
      wanted: "present",
      insertUnresolved: false,
      written: { revision: 1, time: { start: at(9), end: at(10) } },
    },
  ]);
});

// ---------------------------------------------------------------- waking up

/** Only the rows of this test: the others of this file share the table. */
const dueOf = async (
  keys: { hostId: string }[],
  now: number,
  horizonMs = MINUTE_MS,
  limit = 1_000,
) => {
  const due = await listDueSyncs(db, now, horizonMs, limit);
  return due.filter(({ hostId }) => keys.some((key) => key.hostId === hostId));
};

test("D4.2 what is overdue is listed, oldest first", async () => {
  const late = await aBookingToSync({ due_at: NOW - 10 });
  const later = await aBookingToSync({ due_at: NOW - 5 });
  const latest = await aBookingToSync({ due_at: NOW - 20 });
  const due = await dueOf([late, later, latest], NOW);
  expect(due).toEqual([
    { ...latest, dueAt: NOW - 20, claimableAt: NOW - 20 },
    { ...late, dueAt: NOW - 10, claimableAt: NOW - 10 },
    { ...later, dueAt: NOW - 5, claimableAt: NOW - 5 },
  ]);
});

test("D4.2 what is due later, or never, is not listed", async () => {
  const keys = [
    await aBookingToSync({ due_at: NOW + 1 }),
    await aBookingToSync({ due_at: null }),
    await aBookingToSync({ due_at: NOW + 30_000, lease_token: null, lease_until: null }),
  ];
  expect(await dueOf(keys, NOW)).toEqual([]);
});

test("D4.2 what may have crashed is listed when its lease runs out before cron comes again", async () => {
  const soon = await aBookingToSync({
    due_at: NOW + 30_000,
    lease_until: NOW + 30_000,
    lease_token: "w",
  });
  const edge = await aBookingToSync({
    due_at: NOW + MINUTE_MS,
    lease_until: NOW + MINUTE_MS,
    lease_token: "w",
  });
  const beyond = await aBookingToSync({
    due_at: NOW + MINUTE_MS + 1,
    lease_until: NOW + 1,
    lease_token: "w",
  });
  const due = await dueOf([soon, edge, beyond], NOW);
  expect(due.map(({ hostId }) => hostId)).toEqual([soon.hostId, edge.hostId]);
});

test("D4.2 a backlog is listed a page at a time, and what was woken waits behind the rest", async () => {
  const hostId = await aHost();
  const rows = Array.from({ length: 30 }, (_, index) =>
    bookingRow(hostId, {
      id: bookingId(index),
      starts_at: at(index),
      ends_at: at(index + 1),
      updated_at: index,
    }),
  );
  await insertRows(rows).run();
  const woken: number[] = [];
  for (let page = 0; page < 4; page++) {
    const due = await listDueSyncs(db, 1_000, MINUTE_MS, 12);
    await postponeWaking(db, due, 5_000_000);
    woken.push(...due.map(({ dueAt }) => dueAt));
  }
  expect(woken).toEqual(rows.map((_, index) => index));
});

test("D4.2 putting off takes as many at once as a page holds, and changes nothing but when cron looks", async () => {
  const hostId = await aHost();
  const rows = Array.from({ length: 100 }, (_, index) =>
    bookingRow(hostId, { id: bookingId(index), starts_at: at(index), ends_at: at(index + 1) }),
  );
  for (let at = 0; at < 100; at += 25) await insertRows(rows.slice(at, at + 25)).run();
  const due = await dueOf([{ hostId }], NOW);
  expect(due).toHaveLength(100);
  await postponeWaking(db, due, NOW + HOUR_MS);
  expect(await dueOf([{ hostId }], NOW)).toEqual([]);
  expect(await syncRow({ hostId, id: bookingId(50) })).toMatchObject({
    due_at: NOW + HOUR_MS,
    not_before_at: NOW,
    state: "pending",
    attempts: 0,
  });
});

test("D4.2 what was finished or changed meanwhile is not put off", async () => {
  const done = await aBookingToSync({ due_at: null });
  const changed = await aBookingToSync({ due_at: NOW + 3 });
  const listed = [done, changed].map((key) => ({ ...key, dueAt: NOW, claimableAt: NOW }));
  await postponeWaking(db, listed, NOW + HOUR_MS);
  expect(await syncRow(done)).toMatchObject({ due_at: null });
  expect(await syncRow(changed)).toMatchObject({ due_at: NOW + 3 });
});

test("D4.4 a dead letter is due again later, and not before", async () => {
  const key = await aBookingToSync();
  await postponeSync(db, key, NOW, NOW + HOUR_MS);
  expect(await syncRow(key)).toMatchObject({
    state: "retrying",
    due_at: NOW + HOUR_MS,
    not_before_at: NOW + HOUR_MS,
    last_outcome: "crashed",
  });
});

test("D4.4 a dead letter changes nothing about what was asked for after its crashes", async () => {
  const key = await aBookingToSync();
  await setSync(key, { not_before_at: NOW + 1, due_at: NOW + 1 });
  await postponeSync(db, key, NOW, NOW + HOUR_MS);
  expect(await syncRow(key)).toMatchObject({ state: "pending", due_at: NOW + 1 });
});

test("D4.2 what is due while a worker holds it can be claimed when the lease runs out", async () => {
  const key = await aBookingToSync();
  await setSync(key, { due_at: NOW, lease_token: "dead", lease_until: NOW + 20_000 });
  expect(await dueOf([key], NOW)).toMatchObject([{ dueAt: NOW, claimableAt: NOW + 20_000 }]);
});

test("D4.4 a dead letter of a booking that has been synced since changes nothing", async () => {
  const key = await aBookingToSync();
  await setSync(key, { state: "synced", due_at: null });
  await postponeSync(db, key, NOW, NOW + HOUR_MS);
  expect(await syncRow(key)).toMatchObject({ state: "synced", due_at: null, last_outcome: null });
});
