import { beforeEach, expect, test } from "vitest";
import { findConnection, saveConnection } from "./calendar-connections.server.ts";
import { saveBusySnapshots } from "./calendars.server.ts";
import { disconnectKeepingEvents, wipeConnection } from "./disconnecting.server.ts";
import { aHostAlone, at, db, HOUR_MS, NOW, rowsOf } from "./tables.fixtures.ts";

let hostId: string;
let googleSub: string;

beforeEach(async () => {
  hostId = await aHostAlone();
  googleSub = `account of ${hostId}`;
  await connect(hostId, NOW);
});

async function connect(ofHost: string, now: number): Promise<void> {
  const tokens = { accessToken: "a", accessTokenExpiresAt: now + HOUR_MS, refreshToken: "r" };
  await saveConnection(db, {
    connection: {
      ...{ hostId: ofHost, id: "connection", googleSub, email: "ada@example.com" },
      ...{ ...tokens, grantedScopes: "", connectedAt: now, updatedAt: now },
    },
    calendars: [],
    destinationCalendarId: "ada@example.com",
  });
  const reading = { calendarId: "ada@example.com", busy: [], unreadableBecause: null };
  const range = { start: at(0), end: at(24) };
  await saveBusySnapshots(
    db,
    { hostId: ofHost, connectionId: "connection" },
    range,
    [reading],
    now,
  );
}

const connection = () => ({ hostId, id: "connection", googleSub });
const snapshots = (of = hostId) =>
  rowsOf("SELECT calendar_id FROM busy_snapshots WHERE host_id = ?", of);
const pending = () => rowsOf("SELECT id FROM pending_revocations WHERE google_sub = ?", googleSub);

test("R4.1 ending a connection that was connected again meanwhile changes nothing", async () => {
  await disconnectKeepingEvents(db, connection(), NOW + 1);
  await connect(hostId, NOW + 2);
  const before = await findConnection(db, hostId, "connection");
  const revocation = { id: hostId, googleSub, refreshToken: "r", dueAt: NOW, expiresAt: NOW };
  const isWiped = await wipeConnection(db, connection(), "revocation_pending", revocation, NOW + 3);
  expect(isWiped).toBe(false);
  expect(await findConnection(db, hostId, "connection")).toEqual(before);
  expect(await snapshots()).toHaveLength(1);
  expect(await pending()).toEqual([]);
});

test("R4.1 nor is a grant left to others once nobody is left", async () => {
  await disconnectKeepingEvents(db, connection(), NOW + 1);
  expect(await wipeConnection(db, connection(), "grant_in_use", null, NOW + 2)).toBe(false);
  expect(await findConnection(db, hostId, "connection")).toMatchObject({ refreshToken: "r" });
  expect(await snapshots()).toHaveLength(1);
});

test("R4.1 a connection that ends takes its tokens and its busy times along, and nobody else's", async () => {
  const other = await aHostAlone();
  await connect(other, NOW);
  await disconnectKeepingEvents(db, connection(), NOW + 1);
  expect(await wipeConnection(db, connection(), "grant_in_use", null, NOW + 2)).toBe(true);
  expect(await findConnection(db, hostId, "connection")).toMatchObject({
    ...{ accessToken: null, refreshToken: null },
    ...{ status: "disconnected", statusReason: "grant_in_use" },
  });
  expect(await snapshots()).toEqual([]);
  expect(await snapshots(other)).toHaveLength(1);
});
