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
  expect((await loadSyncWork(db, key))?.records).toEqual([full, empty]);
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

// ---------------------------------------------------------------- another calendar's generation

const ELSEWHERE = { connectionId: "connection", calendarId: "team@example.com" };

/** Somebody chooses another calendar while a worker is at the booking. */
async function chooseElsewhere(key: BookingKey, generation: number): Promise<void> {
  await d1
    .prepare(
      `INSERT INTO calendar_events (host_id, booking_id, generation, connection_id, calendar_id, event_id, wanted)
       VALUES (?, ?, ?, 'connection', 'team@example.com', 'chosen', 'present')`,
    )
    .bind(key.hostId, key.id, generation)
    .run();
}

test("D4.9 a generation that was meanwhile made for another calendar is no attempt of ours, and stays as it is", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await chooseElsewhere(key, 2);
  const before = await eventRows(key);
  const ours = eventRecord({ generation: 2, insertUnresolved: true, firstAttemptedAt: NOW });
  expect(await saveAttempt(db, key, ours, aLease("w"))).toBe(false);
  expect(await eventRows(key)).toEqual(before);
});

test("D4.9 nor does closing write over it; the rest of the run is kept", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await chooseElsewhere(key, 2);
  const [chosen] = await eventRows(key);
  const records = [
    eventRecord({ wanted: "absent", goneAt: NOW }),
    eventRecord({ generation: 2, etag: '"9"', confirmedAt: NOW }),
  ];
  expect(await closeSync(db, key, aClosing("w", { records }))).toMatchObject({ kind: "closed" });
  expect(await eventRows(key)).toEqual([
    expect.objectContaining({ generation: 1, wanted: "absent", gone_at: NOW }),
    chosen,
  ]);
});

test("D4.9 in its own calendar a generation is written again and again", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  const chosen = eventRecord({ generation: 2, ...ELSEWHERE });
  expect(await saveAttempt(db, key, chosen, aLease("w"))).toBe(true);
  expect(await saveAttempt(db, key, { ...chosen, misses: 1 }, aLease("w"))).toBe(true);
  expect(await eventRows(key)).toMatchObject([{ generation: 2, misses: 1 }]);
});

test("D4.9 the same calendar's id in another connection is another calendar", async () => {
  const key = await aBookingToSync();
  await d1
    .prepare(
      `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, connected_at, updated_at)
       VALUES (?, 'second', 'other', 'b@example.com', '', 'active', 0, 0)`,
    )
    .bind(key.hostId)
    .run();
  await claimSync(db, key, aLease("w"));
  expect(await saveAttempt(db, key, eventRecord(), aLease("w"))).toBe(true);
  const other = eventRecord({ connectionId: "second" });
  expect(await saveAttempt(db, key, other, aLease("w"))).toBe(false);
});

// ---------------------------------------------------------------- since when it has not been in agreement

const ended = (state: SyncOutcome["state"], changes: Partial<SyncOutcome> = {}): SyncOutcome => ({
  ...synced,
  state,
  ...changes,
});

test.each<[SyncOutcome["state"], number | null]>([
  ["synced", null],
  ["not_connected", null],
  ["pending", NOW],
  ["retrying", NOW],
  ["waiting_for_reconnect", NOW],
  ["parked", NOW],
  ["removed_in_google", NOW],
  ["drifted", NOW],
])("R3.6 D4.8 what ends as %s has been behind since %o", async (state, since) => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w", NOW + HOUR_MS));
  const closing = { outcome: ended(state), connectionId: null, now: NOW + HOUR_MS };
  await closeSync(db, key, aClosing("w", closing));
  expect(await syncRow(key)).toMatchObject({ state, behind_since_at: since });
});

test.each<SyncOutcome["state"]>(["retrying", "parked", "removed_in_google", "drifted"])(
  "D4.8 what was in agreement and ends as %s is behind since then",
  async (state) => {
    const key = await aBookingToSync({ state: "synced", behind_since_at: null });
    await claimSync(db, key, aLease("w", NOW + HOUR_MS));
    const closing = { outcome: ended(state), now: NOW + HOUR_MS };
    await closeSync(db, key, aClosing("w", closing));
    expect(await syncRow(key)).toMatchObject({ behind_since_at: NOW + HOUR_MS });
  },
);

test("D4.8 a booking that goes through every trouble has been behind since the first of it", async () => {
  const key = await aBookingToSync();
  const troubles = ["retrying", "parked", "drifted", "removed_in_google", "pending"] as const;
  for (const [n, state] of troubles.entries()) {
    const now = NOW + n * HOUR_MS;
    await setSync(key, { due_at: now, not_before_at: now });
    await claimSync(db, key, aLease("w", now));
    await closeSync(db, key, aClosing("w", { outcome: ended(state), now }));
    expect(await syncRow(key)).toMatchObject({ state, behind_since_at: NOW });
  }
  await changed(key, `revision = 2, status = 'cancelled', updated_at = ${NOW + 9 * HOUR_MS}`);
  expect(await syncRow(key)).toMatchObject({ state: "pending", behind_since_at: NOW });
  await claimSync(db, key, aLease("w", NOW + 9 * HOUR_MS));
  await closeSync(db, key, aClosing("w", { revision: 2, syncedRevision: 2 }));
  expect(await syncRow(key)).toMatchObject({ state: "synced", behind_since_at: null });
});

test("D4.8 an agreement with an older revision is none: it stays behind", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await changed(key, `revision = 2, status = 'cancelled', updated_at = ${NOW + 5}`);
  await closeSync(db, key, aClosing("w", { now: NOW + 9 }));
  expect(await syncRow(key)).toMatchObject({ state: "pending", behind_since_at: NOW });
});

test("D4.8 a claim tells since when the booking is behind", async () => {
  const key = await aBookingToSync({ behind_since_at: NOW - HOUR_MS });
  expect(await claimSync(db, key, aLease("w"))).toMatchObject({ behindSinceAt: NOW - HOUR_MS });
});

// ---------------------------------------------------------------- turns, and what is no try

const paced = (until: number): SyncOutcome =>
  ended("pending", { nextTryAt: until, reason: "paced", attempted: false });

test("D4.4 a turn that was given and not taken is kept for the next claim, and waiting for it is no try", async () => {
  const key = await aBookingToSync({ attempts: 2 });
  await claimSync(db, key, aLease("w"));
  const closing = {
    outcome: paced(NOW + 9_000),
    syncedRevision: null,
    seen: null,
    records: [],
    turnAt: NOW + 21_000,
  };
  expect(await closeSync(db, key, aClosing("w", closing))).toEqual({
    kind: "closed",
    nextTryAt: NOW + 9_000,
  });
  expect(await syncRow(key)).toMatchObject({
    state: "pending",
    last_outcome: "paced",
    attempts: 2,
    due_at: NOW + 9_000,
    not_before_at: NOW + 9_000,
    turn_at: NOW + 21_000,
  });
  expect(await claimSync(db, key, aLease("w", NOW + 9_000))).toEqual({
    attempts: 3,
    turnAt: NOW + 21_000,
    behindSinceAt: NOW,
  });
});

test("D4.4 a turn that was taken is gone", async () => {
  const key = await aBookingToSync({ turn_at: NOW });
  await claimSync(db, key, aLease("w"));
  await closeSync(db, key, aClosing("w", { outcome: ended("retrying", { nextTryAt: NOW + 5 }) }));
  expect(await syncRow(key)).toMatchObject({ turn_at: null });
});

test("D4.4 no number of waits makes the tries fewer than none", async () => {
  const key = await aBookingToSync();
  await setSync(key, { attempts: 0 });
  await claimSync(db, key, aLease("w"));
  await setSync(key, { attempts: 0 });
  await closeSync(db, key, aClosing("w", { outcome: paced(NOW + 1) }));
  expect(await syncRow(key)).toMatchObject({ attempts: 0 });
});

test("D4.4 a newer revision does not wait for the turn of the older one longer than it must", async () => {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await changed(key, `revision = 2, status = 'cancelled', updated_at = ${NOW + 1}`);
  const closing = { outcome: paced(NOW + HOUR_MS), syncedRevision: null, turnAt: NOW + HOUR_MS };
  expect(await closeSync(db, key, aClosing("w", closing))).toEqual({ kind: "outdated" });
  expect(await syncRow(key)).toMatchObject({ state: "pending", due_at: NOW, not_before_at: NOW });
});
