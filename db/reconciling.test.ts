// What the daily comparison reads and re-arms: each connection in its turn, and what stands still is given another try.
import { expect, test } from "vitest";
import { setSync, syncRow } from "./booking-syncs.fixtures.ts";
import {
  listBelievedEvents,
  listDueConnections,
  rearmStanding,
  takeDueConnection,
} from "./reconciling.server.ts";
import { aHost, at, bookingId, d1, db, HOUR_MS, NOW, storeBooking } from "./tables.fixtures.ts";

const DAY_MS = 24 * HOUR_MS;
/** Far from what other tests of this file use: they share the tables. */
let era = 0;

/** A host whose connection is to be compared then. */
async function dueAt(reconcileDueAt: number, status = "active") {
  const hostId = await aHost();
  await d1
    .prepare("UPDATE calendar_connections SET reconcile_due_at = ?, status = ? WHERE host_id = ?")
    .bind(reconcileDueAt, status, hostId)
    .run();
  return { hostId, connectionId: "connection", reconcileDueAt };
}

test("D4.10 the active connections are listed, what has been due longest first", async () => {
  era -= 1_000_000;
  const second = await dueAt(era + 2);
  const first = await dueAt(era + 1);
  const third = await dueAt(era + 3);
  await dueAt(era + 4);
  for (const status of ["needs_reconnect", "missing_scope", "blocked", "disconnected"]) {
    await dueAt(era, status);
  }
  expect(await listDueConnections(db, era + 3, 100)).toEqual([first, second, third]);
  expect(await listDueConnections(db, era + 3, 2)).toEqual([first, second]);
});

test("D4.10 of many workers one takes a connection", async () => {
  era -= 1_000_000;
  const turn = await dueAt(era);
  const tries = await Promise.all(
    Array.from({ length: 8 }, () => takeDueConnection(db, turn, NOW)),
  );
  expect(tries.filter(Boolean)).toHaveLength(1);
  expect(await listDueConnections(db, era, 100)).toEqual([]);
});

test("D4.10 what a worker has taken is due again when it said", async () => {
  era -= 1_000_000;
  const turn = await dueAt(era);
  await takeDueConnection(db, turn, era + 5);
  expect(await listDueConnections(db, era + 4, 100)).toEqual([]);
  expect(await listDueConnections(db, era + 5, 100)).toEqual([
    { ...turn, reconcileDueAt: era + 5 },
  ]);
});

// ---------------------------------------------------------------- what we believe

const RANGE = { start: at(8), end: at(20) };

interface Believed {
  id: number;
  hour: number;
  event?: Record<string, string | number | null>;
  sync?: Parameters<typeof setSync>[1];
}

async function believe(hostId: string, { id, hour, event = {}, sync = {} }: Believed) {
  const key = { hostId, id: bookingId(id) };
  await storeBooking(hostId, { id: key.id, starts_at: at(hour), ends_at: at(hour, 30) });
  await setSync(key, { state: "synced", due_at: null, ...sync });
  const row: Record<string, string | number | null> = {
    host_id: hostId,
    booking_id: key.id,
    generation: 1,
    connection_id: "connection",
    calendar_id: "ada@example.com",
    event_id: `e${id}`,
    wanted: "present",
    first_attempted_at: 1,
    confirmed_at: 1,
    written_starts_at: at(hour),
    written_ends_at: at(hour, 30),
    ...event,
  };
  const names = Object.keys(row);
  await d1
    .prepare(
      `INSERT INTO calendar_events (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    )
    .bind(...Object.values(row))
    .run();
}

test("D4.10 what is believed of an event: whether it is there, wanted, where and when, and at rest", async () => {
  const hostId = await aHost();
  await believe(hostId, { id: 1, hour: 9 });
  await believe(hostId, { id: 2, hour: 10, event: { gone_at: 5, wanted: "absent" } });
  await believe(hostId, {
    id: 3,
    hour: 11,
    event: { confirmed_at: null, written_starts_at: null, written_ends_at: null },
    sync: { due_at: NOW },
  });
  await believe(hostId, { id: 4, hour: 12, sync: { lease_until: NOW } });
  const turn = { hostId, connectionId: "connection", reconcileDueAt: 0 };
  const believed = await listBelievedEvents(db, turn, RANGE);
  const byId = believed.toSorted((a, b) => a.eventId.localeCompare(b.eventId));
  expect(byId[0]).toEqual({
    calendarId: "ada@example.com",
    bookingId: bookingId(1),
    eventId: "e1",
    generation: 1,
    wanted: "present",
    isThere: true,
    time: { start: at(9), end: at(9, 30) },
    isSettled: true,
  });
  expect(byId.slice(1)).toMatchObject([
    { eventId: "e2", wanted: "absent", isThere: false, isSettled: true },
    { eventId: "e3", isThere: false, time: null, isSettled: false },
    { eventId: "e4", isThere: true, isSettled: false },
  ]);
});

test("D4.10 only what was ever sent, by this connection, in the range, of this host", async () => {
  const hostId = await aHost();
  const other = await aHost();
  await d1
    .prepare(
      `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, connected_at, updated_at)
       VALUES (?, 'second', 'other', 'b@example.com', '', 'active', 0, 0)`,
    )
    .bind(hostId)
    .run();
  await believe(hostId, { id: 1, hour: 8 });
  await believe(hostId, { id: 2, hour: 7 });
  await believe(hostId, { id: 3, hour: 20 });
  await believe(hostId, { id: 4, hour: 12, event: { first_attempted_at: null } });
  await believe(hostId, { id: 5, hour: 13, event: { connection_id: "second" } });
  await believe(other, { id: 6, hour: 14 });
  const turn = { hostId, connectionId: "connection", reconcileDueAt: 0 };
  const believed = await listBelievedEvents(db, turn, RANGE);
  expect(believed.map(({ eventId }) => eventId)).toEqual(["e1"]);
});

// ---------------------------------------------------------------- what stands still

async function stands(state: string, changes: Parameters<typeof setSync>[1] = {}, day = 1) {
  const key = { hostId: await aHost(), id: bookingId(1) };
  await storeBooking(key.hostId, {
    starts_at: at(9) + day * DAY_MS,
    ends_at: at(10) + day * DAY_MS,
  });
  await setSync(key, {
    state,
    due_at: null,
    not_before_at: 9e15,
    behind_since_at: NOW - HOUR_MS,
    ...changes,
  });
  await rearmStanding(db, key.hostId, NOW - DAY_MS, NOW);
  return syncRow(key);
}

test.each(["waiting_for_reconnect", "parked"])(
  "R3.6 D4.4 what is %s is tried again once a day: its reason may be gone",
  async (state) => {
    expect(await stands(state)).toMatchObject({
      state,
      due_at: NOW - HOUR_MS,
      not_before_at: NOW,
      behind_since_at: NOW - HOUR_MS,
    });
  },
);

test.each(["removed_in_google", "drifted", "synced", "retrying", "not_connected", "pending"])(
  "D4.6 what is %s is for somebody to decide, or goes on by itself",
  async (state) => {
    expect(await stands(state)).toMatchObject({ state, due_at: null, not_before_at: 9e15 });
  },
);

test("D4.3 what another worker holds is left to it", async () => {
  expect(await stands("parked", { lease_until: NOW + 1 })).toMatchObject({ due_at: null });
});

test.each(["parked", "removed_in_google", "drifted"])(
  "D4.8 what is %s for a meeting that was over a day ago is behind no longer",
  async (state) => {
    expect(await stands(state, { due_at: NOW + 1 }, -3)).toMatchObject({
      state,
      due_at: null,
      behind_since_at: null,
    });
  },
);

test("R4.3 what waits for a reconnect is delivered however late", async () => {
  expect(await stands("waiting_for_reconnect", {}, -3)).toMatchObject({ due_at: NOW - HOUR_MS });
});

test("D4.10 another host's standing is its own", async () => {
  const key = { hostId: await aHost(), id: bookingId(1) };
  await storeBooking(key.hostId);
  await setSync(key, { state: "parked", due_at: null, behind_since_at: NOW });
  await rearmStanding(db, await aHost(), NOW - DAY_MS, NOW);
  expect(await syncRow(key)).toMatchObject({ state: "parked", due_at: null });
});
