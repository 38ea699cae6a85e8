// Turns among the calls of one connection, and whether Google answers for it.
import { expect, test } from "vitest";
import { setSync, syncRow } from "./booking-syncs.fixtures.ts";
import {
  markAway,
  markBack,
  markBackAndRearm,
  pauseTurns,
  takeTurn,
} from "./connection-pacing.server.ts";
import { listDueSyncs } from "./sync-waking.server.ts";
import {
  aHost,
  at,
  bookingId,
  d1,
  db,
  HOUR_MS,
  MINUTE_MS,
  NOW,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

const TURN_MS = 400;

const aConnection = async () => ({ hostId: await aHost(), connectionId: "connection" });

const connectionRow = async ({ hostId }: { hostId: string }) =>
  (
    await rowsOf<{ paced_until: number; away_since_at: number | null }>(
      "SELECT paced_until, away_since_at FROM calendar_connections WHERE host_id = ?",
      hostId,
    )
  )[0];

test("D4.4 turns of one connection follow each other, 150 a minute", async () => {
  const connection = await aConnection();
  const turns: number[] = [];
  for (let n = 0; n < 151; n++) turns.push((await takeTurn(db, connection, NOW))?.at ?? 0);
  expect(turns).toEqual(Array.from({ length: 151 }, (_, n) => NOW + n * TURN_MS));
  expect((turns.at(-1) ?? 0) - NOW).toBe(MINUTE_MS);
});

test("D4.4 of many who ask at once each gets a turn of its own", async () => {
  const connection = await aConnection();
  const given = await Promise.all(Array.from({ length: 60 }, () => takeTurn(db, connection, NOW)));
  const turns = given.map((turn) => turn?.at ?? 0).sort((a, b) => a - b);
  expect(turns).toEqual(Array.from({ length: 60 }, (_, n) => NOW + n * TURN_MS));
});

test("D4.4 time that nobody used is not saved up", async () => {
  const connection = await aConnection();
  await takeTurn(db, connection, NOW);
  expect(await takeTurn(db, connection, NOW + HOUR_MS)).toMatchObject({ at: NOW + HOUR_MS });
  expect(await takeTurn(db, connection, NOW + HOUR_MS)).toMatchObject({
    at: NOW + HOUR_MS + TURN_MS,
  });
});

test("D4.4 a clock that is behind another worker's gets no turn before its own", async () => {
  const connection = await aConnection();
  await takeTurn(db, connection, NOW + 1_000);
  expect(await takeTurn(db, connection, NOW)).toMatchObject({ at: NOW + 1_000 + TURN_MS });
});

test("D4.4 another host's connection, and another of the same host, take turns of their own", async () => {
  const [one, other] = [await aConnection(), await aConnection()];
  const second = { ...one, connectionId: "second" };
  await d1
    .prepare(
      `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, connected_at, updated_at)
       VALUES (?, 'second', 'other', 'b@example.com', '', 'active', 0, 0)`,
    )
    .bind(one.hostId)
    .run();
  for (let n = 0; n < 100; n++) await takeTurn(db, one, NOW);
  expect(await takeTurn(db, other, NOW)).toEqual({ at: NOW, awaySinceAt: null });
  expect(await takeTurn(db, second, NOW)).toEqual({ at: NOW, awaySinceAt: null });
});

test("D4.4 where there is no connection there are no turns", async () => {
  const { hostId } = await aConnection();
  expect(await takeTurn(db, { hostId, connectionId: "none" }, NOW)).toBeNull();
  expect(await takeTurn(db, { hostId: "nobody", connectionId: "connection" }, NOW)).toBeNull();
});

test("D4.4 a pause that Google asks for holds all turns back, and is never shortened", async () => {
  const connection = await aConnection();
  await pauseTurns(db, connection, NOW + MINUTE_MS);
  await pauseTurns(db, connection, NOW + 1_000);
  expect(await takeTurn(db, connection, NOW)).toMatchObject({ at: NOW + MINUTE_MS });
  expect(await takeTurn(db, connection, NOW)).toMatchObject({ at: NOW + MINUTE_MS + TURN_MS });
});

// ---------------------------------------------------------------- away and back

test("D4.4 since when Google does not answer is kept, whoever notices after that", async () => {
  const connection = await aConnection();
  await markAway(db, connection, NOW);
  await markAway(db, connection, NOW + HOUR_MS);
  expect(await takeTurn(db, connection, NOW)).toMatchObject({ awaySinceAt: NOW });
});

test("D4.4 once it answers again it is forgotten, and the next time counts anew", async () => {
  const connection = await aConnection();
  await markAway(db, connection, NOW);
  await markBack(db, connection);
  expect(await takeTurn(db, connection, NOW)).toMatchObject({ awaySinceAt: null });
  await markAway(db, connection, NOW + HOUR_MS);
  expect(await connectionRow(connection)).toMatchObject({ away_since_at: NOW + HOUR_MS });
});

test("D4.4 being away and back changes no turn and no other host's", async () => {
  const [one, other] = [await aConnection(), await aConnection()];
  await takeTurn(db, one, NOW);
  const before = [await connectionRow(one), await connectionRow(other)];
  await markAway(db, one, NOW);
  await markBackAndRearm(db, one, NOW);
  expect([await connectionRow(one), await connectionRow(other)]).toEqual(before);
});

interface Waiting {
  state: string;
  since?: number | null;
  leaseUntil?: number | null;
}

/** Bookings of one host, cancelled so that they may share a time. */
async function waits(hostId: string, ...syncs: Waiting[]): Promise<void> {
  for (const [n, { state, since = NOW, leaseUntil = null }] of syncs.entries()) {
    const id = bookingId(n + 1);
    await storeBooking(hostId, { id, status: "cancelled", starts_at: at(n), ends_at: at(n + 1) });
    await setSync(
      { hostId, id },
      {
        state,
        due_at: NOW + 9 * HOUR_MS,
        not_before_at: NOW + 9 * HOUR_MS,
        behind_since_at: since,
        lease_until: leaseUntil,
        attempts: 8,
      },
    );
  }
}

test("R3.6 when Google is back what was being retried falls due at once, what has waited longest first", async () => {
  const connection = await aConnection();
  const { hostId } = connection;
  const later = NOW + 3 * HOUR_MS;
  await waits(
    hostId,
    { state: "retrying", since: NOW + 2 },
    { state: "retrying", since: NOW + 1 },
    { state: "retrying", since: NOW + 3 },
  );
  await markAway(db, connection, NOW);
  await markBackAndRearm(db, connection, later);
  const due = (await listDueSyncs(db, later, MINUTE_MS, 1_000)).filter(
    (sync) => sync.hostId === hostId,
  );
  expect(due.map(({ id, dueAt }) => [id, dueAt])).toEqual([
    [bookingId(2), NOW + 1],
    [bookingId(1), NOW + 2],
    [bookingId(3), NOW + 3],
  ]);
  expect(await syncRow({ hostId, id: bookingId(1) })).toMatchObject({
    state: "retrying",
    not_before_at: later,
    attempts: 8,
    behind_since_at: NOW + 2,
  });
});

test("R3.6 what waits for somebody, is done, or is in another worker's hands is left alone", async () => {
  const connection = await aConnection();
  const { hostId } = connection;
  const others = [
    "synced",
    "parked",
    "waiting_for_reconnect",
    "removed_in_google",
    "drifted",
    "not_connected",
    "pending",
  ];
  await waits(
    hostId,
    ...others.map((state) => ({ state })),
    { state: "retrying", leaseUntil: NOW + MINUTE_MS },
    { state: "retrying", since: null },
  );
  await markBackAndRearm(db, connection, NOW + HOUR_MS);
  const rows = await rowsOf<{ due_at: number }>(
    "SELECT due_at FROM booking_syncs WHERE host_id = ?",
    hostId,
  );
  expect(rows).toHaveLength(9);
  expect(new Set(rows.map(({ due_at }) => due_at))).toEqual(new Set([NOW + 9 * HOUR_MS]));
});

test("R3.6 another host's retries go on as they were", async () => {
  const [one, other] = [await aConnection(), await aConnection()];
  await waits(other.hostId, { state: "retrying" });
  const before = await syncRow({ hostId: other.hostId, id: bookingId(1) });
  await markBackAndRearm(db, one, NOW + HOUR_MS);
  expect(await syncRow({ hostId: other.hostId, id: bookingId(1) })).toEqual(before);
});
