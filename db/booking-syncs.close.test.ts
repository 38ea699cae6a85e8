import { expect, test } from "vitest";
import type { BookingKey } from "#app/domain/booking.ts";
import type { SyncOutcome } from "#app/domain/sync-state.ts";
import {
  aBookingToSync,
  aClosing,
  aLease,
  eventRows,
  setSync,
  synced,
  syncRow,
} from "./booking-syncs.fixtures.ts";
import { claimSync, closeSync, loadSyncWork, saveAttempt } from "./booking-syncs.server.ts";
import { at, d1, db, eventRecord, HOUR_MS, MINUTE_MS, NOW, rowsOf } from "./tables.fixtures.ts";

const changed = ({ hostId }: BookingKey, set: string) =>
  d1.prepare(`UPDATE bookings SET ${set} WHERE host_id = ?`).bind(hostId).run();

const shown = async ({ hostId }: BookingKey) =>
  (
    await rowsOf(
      "SELECT google_event_id, google_event_link, google_meet_link FROM bookings WHERE host_id = ?",
      hostId,
    )
  )[0];

const nothingShown = { google_event_id: null, google_event_link: null, google_meet_link: null };

test("D4.3 an agreement is stored whole: state, events, and what pages show", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  expect(await closeSync(db, key, aClosing("w"))).toEqual({ kind: "closed", nextTryAt: null });
  expect(await syncRow(key)).toMatchObject({
    state: "synced",
    synced_revision: 1,
    due_at: null,
    attempts: 0,
    synced_at: NOW,
    behind_since_at: null,
    lease_token: null,
    lease_until: null,
    last_outcome: null,
  });
  expect(await eventRows(key)).toMatchObject([{ generation: 1, etag: '"1"', confirmed_at: NOW }]);
  expect(await shown(key)).toEqual({
    google_event_id: eventRecord().eventId,
    google_event_link: "https://calendar.example/1",
    google_meet_link: "https://meet.example/1",
  });
});

test("D4.3 a record is stored and read back as it was, in every field", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  const full = eventRecord({
    wanted: "absent",
    etag: '"5"',
    firstAttemptedAt: 1,
    insertUnresolved: true,
    confirmedAt: 2,
    goneAt: 3,
    goneChecks: 2,
    misses: 1,
    written: {
      revision: 4,
      time: { start: at(9), end: at(10) },
      title: 'A "title" 日本',
      place: "Room 5",
    },
  });
  const empty = eventRecord({ generation: 2 });
  await closeSync(db, key, aClosing("w", { records: [full, empty] }));
  expect((await loadSyncWork(db, key)).records).toEqual([full, empty]);
});

test("R3.6 a failed try is stored with its reason and its next time, and goes on counting", async () => {
  const key = await aBookingToSync({ attempts: 3 });
  await claimSync(db, key, aLease("w"));
  const outcome: SyncOutcome = {
    state: "retrying",
    nextTryAt: NOW + 9_000,
    reason: "google_503",
    attempted: true,
    failedTokenVersion: null,
  };
  const closing = aClosing("w", { outcome, syncedRevision: null, seen: null });
  expect(await closeSync(db, key, closing)).toEqual({ kind: "closed", nextTryAt: NOW + 9_000 });
  expect(await syncRow(key)).toMatchObject({
    state: "retrying",
    synced_revision: 0,
    due_at: NOW + 9_000,
    not_before_at: NOW + 9_000,
    attempts: 4,
    last_outcome: "google_503",
    behind_since_at: NOW,
    synced_at: null,
    lease_token: null,
  });
  expect(await shown(key)).toEqual(nothingShown);
});

test("D4.3 a lost lease saves nothing at all: neither row, nor page, nor event, new or known", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("slow"));
  await saveAttempt(db, key, eventRecord({ insertUnresolved: true }), aLease("slow"));
  await claimSync(db, key, aLease("other", NOW + HOUR_MS));
  const before = [await syncRow(key), await eventRows(key)];
  const records = [eventRecord({ confirmedAt: NOW }), eventRecord({ generation: 2 })];
  expect(await closeSync(db, key, aClosing("slow", { records }))).toEqual({ kind: "lostLease" });
  expect([await syncRow(key), await eventRows(key)]).toEqual(before);
  expect(await shown(key)).toEqual(nothingShown);
});

test("D4.3 a lease that has run out still counts while nobody else took it", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("slow"));
  expect(await closeSync(db, key, aClosing("slow", { now: NOW + HOUR_MS }))).toMatchObject({
    kind: "closed",
  });
});

test("D4.3 an outcome that speaks of an older revision leaves the newer one pending and due now", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await changed(key, `revision = 2, status = 'cancelled', updated_at = ${NOW + 1}`);
  expect(await closeSync(db, key, aClosing("w", { now: NOW + 5 }))).toEqual({ kind: "outdated" });
  expect(await syncRow(key)).toMatchObject({
    desired_revision: 2,
    synced_revision: 1,
    state: "pending",
    due_at: NOW + 5,
    not_before_at: NOW + 5,
    lease_token: null,
    behind_since_at: NOW,
  });
  expect(await eventRows(key)).toMatchObject([{ etag: '"1"', confirmed_at: NOW }]);
});

test.each<SyncOutcome["state"]>(["parked", "retrying", "removed_in_google", "not_connected"])(
  "D4.3 nor does an older revision's '%s' hold the newer one up",
  async (state) => {
    const key = await aBookingToSync();
    await claimSync(db, key, aLease("w"));
    await changed(key, "revision = 2, status = 'cancelled'");
    const outcome = { ...synced, state, nextTryAt: NOW + HOUR_MS, reason: "why" };
    await closeSync(db, key, aClosing("w", { outcome, syncedRevision: null }));
    expect(await syncRow(key)).toMatchObject({ state: "pending", due_at: NOW, not_before_at: NOW });
  },
);

// ---------------------------------------------------------------- waiting for a reconnect

const waiting = (failedTokenVersion: number): SyncOutcome => ({
  state: "waiting_for_reconnect",
  nextTryAt: null,
  reason: "token_dead",
  attempted: true,
  failedTokenVersion,
});

async function connect({ hostId }: BookingKey, tokenVersion: number): Promise<void> {
  await d1
    .prepare(
      "UPDATE calendar_connections SET token_version = ?, status = 'needs_reconnect' WHERE host_id = ?",
    )
    .bind(tokenVersion, hostId)
    .run();
}

test("R4.3 a booking waits for a reconnect while the token that failed is the one we have", async () => {
  const key = await aBookingToSync();
  await connect(key, 3);
  await claimSync(db, key, aLease("w"));
  const closing = aClosing("w", { outcome: waiting(3), syncedRevision: null, seen: null });
  expect(await closeSync(db, key, closing)).toEqual({ kind: "closed", nextTryAt: null });
  expect(await syncRow(key)).toMatchObject({
    state: "waiting_for_reconnect",
    due_at: null,
    last_outcome: "token_dead",
  });
});

test("R4.3 a reconnect during the run is not missed: the booking is due at once", async () => {
  const key = await aBookingToSync();
  await connect(key, 4);
  await claimSync(db, key, aLease("w"));
  const closing = aClosing("w", { outcome: waiting(3), syncedRevision: null, seen: null });
  expect(await closeSync(db, key, closing)).toEqual({ kind: "closed", nextTryAt: NOW });
  expect(await syncRow(key)).toMatchObject({ state: "pending", due_at: NOW });
});

const notConnected: SyncOutcome = { ...synced, state: "not_connected" };

test("R3.6 a booking of a host without a calendar waits until one is connected", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  const closing = { outcome: notConnected, syncedRevision: null, seen: null, connectionId: null };
  expect(await closeSync(db, key, aClosing("w", closing))).toEqual({
    kind: "closed",
    nextTryAt: null,
  });
  expect(await syncRow(key)).toMatchObject({ state: "not_connected", due_at: null });
});

test("R3.6 a first connection during the run is not missed: the booking is due at once", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await d1
    .prepare(
      `UPDATE users SET google_calendar_enabled = 1, google_calendar_connection_id = 'c',
       google_calendar_id = 'ada@example.com' WHERE id = ?`,
    )
    .bind(key.hostId)
    .run();
  const closing = { outcome: notConnected, syncedRevision: null, seen: null, connectionId: null };
  expect(await closeSync(db, key, aClosing("w", closing))).toEqual({
    kind: "closed",
    nextTryAt: NOW,
  });
  expect(await syncRow(key)).toMatchObject({ state: "pending", due_at: NOW });
});

// ---------------------------------------------------------------- attempts

test("D4.5 an attempt is written down under the lease, for a known event and for a new one", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  const first = eventRecord({ insertUnresolved: true, firstAttemptedAt: NOW });
  expect(await saveAttempt(db, key, first, aLease("w"))).toBe(true);
  expect(await saveAttempt(db, key, { ...first, firstAttemptedAt: 5 }, aLease("w"))).toBe(true);
  const second = eventRecord({ generation: 2, insertUnresolved: true });
  expect(await saveAttempt(db, key, second, aLease("w"))).toBe(true);
  expect(await eventRows(key)).toMatchObject([
    { generation: 1, insert_unresolved: 1, first_attempted_at: 5 },
    { generation: 2, insert_unresolved: 1 },
  ]);
});

test("D4.5 an attempt under a lost lease must not be made, and leaves no trace", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("slow"));
  await saveAttempt(db, key, eventRecord(), aLease("slow"));
  await claimSync(db, key, aLease("other", NOW + HOUR_MS));
  const known = eventRecord({ insertUnresolved: true });
  const fresh = eventRecord({ generation: 2, insertUnresolved: true });
  expect(await saveAttempt(db, key, known, aLease("slow"))).toBe(false);
  expect(await saveAttempt(db, key, fresh, aLease("slow"))).toBe(false);
  expect(await eventRows(key)).toMatchObject([{ generation: 1, insert_unresolved: 0 }]);
});

test("D4.5 an attempt after the work was closed must not be made either", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await closeSync(db, key, aClosing("w", { records: [] }));
  expect(await saveAttempt(db, key, eventRecord(), aLease("w"))).toBe(false);
  expect(await eventRows(key)).toEqual([]);
});

test("D4.3 a follow-up keeps the agreement and comes back in its time", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  const outcome = { ...synced, nextTryAt: NOW + MINUTE_MS };
  expect(await closeSync(db, key, aClosing("w", { outcome }))).toEqual({
    kind: "closed",
    nextTryAt: NOW + MINUTE_MS,
  });
  expect(await syncRow(key)).toMatchObject({ state: "synced", due_at: NOW + MINUTE_MS });
  expect(await claimSync(db, key, aLease("w", NOW + MINUTE_MS - 1))).toBeNull();
  expect(await claimSync(db, key, aLease("w", NOW + MINUTE_MS))).not.toBeNull();
  await setSync(key, { lease_token: null });
});
