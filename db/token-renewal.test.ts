import { expect, test } from "vitest";
import { findConnection } from "./calendar-connections.server.ts";
import { aHostAlone, d1, db, NOW } from "./tables.fixtures.ts";
import {
  markConnection,
  releaseRefreshLease,
  saveRenewedToken,
  takeRefreshLease,
} from "./token-renewal.server.ts";

const LEASE = { token: "mine", until: NOW + 15_000, now: NOW };
const RENEWED = { accessToken: "new", expiresAt: NOW + 3_600_000, now: NOW };

async function aConnection(changes: { tokenVersion?: number; refreshToken?: string | null } = {}) {
  const { tokenVersion = 3, refreshToken = "refresh" } = changes;
  const hostId = await aHostAlone();
  await d1
    .prepare(
      `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, access_token, refresh_token,
       token_version, status, connected_at, updated_at) VALUES (?, 'c', 'sub', 'e', '', 'old', ?, ?, 'active', 0, 0)`,
    )
    .bind(hostId, refreshToken, tokenVersion)
    .run();
  return { hostId, id: "c", tokenVersion };
}

const stored = ({ hostId }: { hostId: string }) => findConnection(db, hostId, "c");

test("R5.2 of many who would renew, one may", async () => {
  const connection = await aConnection();
  const tries = Array.from({ length: 20 }, (_, index) =>
    takeRefreshLease(db, connection, { ...LEASE, token: `w${index}` }),
  );
  expect((await Promise.all(tries)).filter((taken) => taken)).toHaveLength(1);
});

test("R5.2 a lease to renew can be taken over once it has run out", async () => {
  const connection = await aConnection();
  expect(await takeRefreshLease(db, connection, LEASE)).toBe(true);
  const other = { token: "other", until: NOW + 60_000 };
  expect(await takeRefreshLease(db, connection, { ...other, now: LEASE.until - 1 })).toBe(false);
  expect(await takeRefreshLease(db, connection, { ...other, now: LEASE.until + 1 })).toBe(true);
  expect(await stored(connection)).toMatchObject({ refreshLeaseToken: "other" });
});

test("R5.2 nobody renews a token that has been renewed since it was read", async () => {
  const connection = await aConnection();
  expect(await takeRefreshLease(db, { ...connection, tokenVersion: 2 }, LEASE)).toBe(false);
});

test("R5.2 a renewed token is stored, raises the version, ends the lease and keeps the refresh token", async () => {
  const connection = await aConnection();
  await takeRefreshLease(db, connection, LEASE);
  expect(await saveRenewedToken(db, connection, RENEWED)).toBe(true);
  expect(await stored(connection)).toMatchObject({
    accessToken: "new",
    accessTokenExpiresAt: RENEWED.expiresAt,
    refreshToken: "refresh",
    tokenVersion: 4,
    refreshLeaseToken: null,
    refreshLeaseUntil: null,
  });
});

test("R5.2 of two renewals of one token the first is stored, whoever holds the lease", async () => {
  const connection = await aConnection();
  expect(await saveRenewedToken(db, connection, RENEWED)).toBe(true);
  expect(await saveRenewedToken(db, connection, { ...RENEWED, accessToken: "late" })).toBe(false);
  expect(await stored(connection)).toMatchObject({ accessToken: "new", tokenVersion: 4 });
});

test("R4.1 a token that arrives after its connection was wiped is not stored", async () => {
  const connection = await aConnection({ refreshToken: null });
  expect(await saveRenewedToken(db, connection, RENEWED)).toBe(false);
  expect(await stored(connection)).toMatchObject({ accessToken: "old", tokenVersion: 3 });
});

test("R5.2 a lease is given back by its holder only", async () => {
  const connection = await aConnection();
  await takeRefreshLease(db, connection, LEASE);
  await releaseRefreshLease(db, connection, "other");
  expect(await stored(connection)).toMatchObject({ refreshLeaseToken: "mine" });
  await releaseRefreshLease(db, connection, "mine");
  expect(await stored(connection)).toMatchObject({
    refreshLeaseToken: null,
    refreshLeaseUntil: null,
  });
});

test("R4.3 a connection is marked when its token is the one that failed", async () => {
  const connection = await aConnection();
  await takeRefreshLease(db, connection, LEASE);
  await markConnection(db, connection, "needs_reconnect", "token_dead", NOW);
  expect(await stored(connection)).toMatchObject({
    status: "needs_reconnect",
    statusReason: "token_dead",
    refreshLeaseToken: null,
    tokenVersion: 3,
  });
});

test("R4.3 a connection that was connected anew meanwhile is not marked", async () => {
  const connection = await aConnection({ tokenVersion: 4 });
  await markConnection(
    db,
    { ...connection, tokenVersion: 3 },
    "needs_reconnect",
    "token_dead",
    NOW,
  );
  expect(await stored(connection)).toMatchObject({ status: "active", statusReason: null });
});

test.each(["disconnecting", "disconnected", "blocked"])(
  "R4.1 a connection that is %s stays so",
  async (status) => {
    const connection = await aConnection();
    await d1
      .prepare("UPDATE calendar_connections SET status = ? WHERE host_id = ?")
      .bind(status, connection.hostId)
      .run();
    await markConnection(db, connection, "needs_reconnect", "token_dead", NOW);
    expect(await stored(connection)).toMatchObject({ status });
  },
);
