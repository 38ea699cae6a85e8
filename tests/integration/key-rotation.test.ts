import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { runScheduled } from "#app/cron/run-scheduled.server.ts";
import { keyRing } from "#app/crypto/key-rings.fixtures.ts";
import { decryptToken, encryptToken } from "#app/crypto/token-encryption.server.ts";
import type { KeyRing } from "#app/env.server.ts";
import { withAccessToken } from "#app/use-cases/access-token.server.ts";
import { rotateTokenKeys } from "#app/use-cases/rotate-token-keys.server.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  connectionOf,
  GRACE,
  liveEvents,
  row,
  syncOf,
} from "./people.ts";
import { countCosts, type D1Watch, dump } from "./watched-database.ts";
import { createWorld, type WorkerFaults, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const STORING = "AS resealed";

let world: World;
let host: Host;
let warnings: string[];

beforeEach(async () => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((line) => void warnings.push(String(line)));
  world = await createWorld();
  host = await aConnectedHost(world);
});

const oldRing = () => world.context.env.TOKEN_KEY_RING;
/** As after adding TOKEN_KEY_RING_2. */
const bothKeys = (): KeyRing => ({
  current: "k2",
  keys: { ...oldRing().keys, ...keyRing("k2").keys },
});
const withRing = (ring: KeyRing, faults: WorkerFaults = {}) =>
  world.worker({ ...faults, env: { TOKEN_KEY_RING: ring } });
const rotated = (database?: D1Watch) => withRing(bothKeys(), { database });

function askBusyTimes({ context }: Pick<World, "context">, whose = host) {
  const range = { start: world.clock.now(), end: world.clock.now() + 3_600_000 };
  return withAccessToken(context, whose.id, String(whose.googleCalendarConnectionId), (token) =>
    context.google.calendar.busyTimes(token, [whose.email], range, 2_000),
  );
}

async function addRevocation(id: string, ring = oldRing(), place = id): Promise<void> {
  const sealed = await encryptToken(ring, `token of ${id}`, { revocationId: place });
  await env.DB.prepare(
    "INSERT INTO pending_revocations (id, google_sub, refresh_token, due_at, expires_at) VALUES (?, 'sub', ?, 0, 0)",
  )
    .bind(id, sealed)
    .run();
}

async function revocation(id: string): Promise<string> {
  const found = await env.DB.prepare("SELECT refresh_token FROM pending_revocations WHERE id = ?")
    .bind(id)
    .first<{ refresh_token: string }>();
  return found?.refresh_token ?? "";
}

test("R5.1 tokens open before, during and after a rotation, and are the same tokens", async () => {
  const grace = await aConnectedHost(world, GRACE);
  const before = await connectionOf(host);
  const worker = rotated();
  for (const whose of [host, grace]) {
    expect((await askBusyTimes(worker, whose)).kind).toBe("answered");
  }
  expect(await rotateTokenKeys(worker.context)).toBe(4);
  for (const whose of [host, grace]) {
    const after = await connectionOf(whose);
    expect(after.access_token).toMatch(/^v1\.k2\./);
    expect(after.refresh_token).toMatch(/^v1\.k2\./);
    expect((await askBusyTimes(worker, whose)).kind).toBe("answered");
  }
  expect(await dump(env.DB)).not.toContain("v1.k1.");
  const { access_token, refresh_token, ...rest } = before;
  expect(await connectionOf(host)).toMatchObject(rest);

  // The old secret is deleted; refreshing works as well as what is there.
  const alone = withRing(keyRing("k2"));
  expect((await askBusyTimes(alone)).kind).toBe("answered");
  await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
  expect((await askBusyTimes(alone)).kind).toBe("answered");
  expect(warnings).toEqual([]);
});

test("R5.1 cron does it by itself, and what is done is not done again", async () => {
  const worker = rotated();
  await runScheduled(worker.context);
  const once = await connectionOf(host);
  expect(once.refresh_token).toMatch(/^v1\.k2\./);
  await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  await runScheduled(worker.context);
  expect(await connectionOf(host)).toMatchObject({
    access_token: once.access_token,
    refresh_token: once.refresh_token,
  });
});

test("R5.1 a token that is renewed while it is sealed anew is not overwritten", async () => {
  let isFirst = true;
  const worker = rotated({
    before: async ({ sql }) => {
      if (!sql.includes(STORING) || !isFirst) return;
      isFirst = false;
      world.sandbox.expireAccessTokens(ADA);
      expect((await askBusyTimes(world)).kind).toBe("answered");
    },
  });
  await rotateTokenKeys(worker.context);
  expect(isFirst).toBe(false);
  const after = await connectionOf(host);
  // Renewed by a Worker that knows the old key only.
  expect(after).toMatchObject({ token_version: 2, access_token: expect.stringMatching(/^v1\.k1/) });
  expect(after.refresh_token).toMatch(/^v1\.k2\./);
  expect((await askBusyTimes(worker)).kind).toBe("answered");

  await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  expect(await rotateTokenKeys(worker.context)).toBe(1);
  expect(await connectionOf(host)).toMatchObject({
    token_version: 2,
    access_token: expect.stringMatching(/^v1\.k2\./),
  });
  expect((await askBusyTimes(worker)).kind).toBe("answered");
});

test("R5.1 two Workers that rotate at once leave tokens that open", async () => {
  const workers = [rotated(), rotated(), rotated()];
  await Promise.all(workers.map(({ context }) => rotateTokenKeys(context)));
  expect((await connectionOf(host)).refresh_token).toMatch(/^v1\.k2\./);
  for (const worker of workers) expect((await askBusyTimes(worker)).kind).toBe("answered");
});

test.each(["before", "after"] as const)(
  "R5.1 a rotation that breaks off %s D1 has stored is taken up again",
  async (moment) => {
    const worker = rotated({
      [moment]: ({ sql }: { sql: string }) => {
        if (sql.includes(STORING)) throw new Error("D1 is away");
      },
    });
    await expect(rotateTokenKeys(worker.context)).rejects.toThrow();
    expect((await askBusyTimes(rotated())).kind).toBe("answered");
    await rotateTokenKeys(rotated().context);
    expect((await connectionOf(host)).refresh_token).toMatch(/^v1\.k2\./);
    expect((await askBusyTimes(rotated())).kind).toBe("answered");
  },
);

test("R5.1 a key that this Worker does not know: left as it is, logged once, nobody is disconnected", async () => {
  await aConnectedHost(world, GRACE);
  await rotateTokenKeys(rotated().context);
  const before = await dump(env.DB);
  const older = withRing({ current: "k3", keys: { ...keyRing("k3").keys, ...oldRing().keys } });
  expect(await rotateTokenKeys(older.context)).toBe(0);
  expect(await dump(env.DB)).toBe(before);
  expect(warnings.map((line) => JSON.parse(line))).toEqual([
    { level: "warn", what: "rotate_token_keys", reason: "unknown_token_key", count: 4 },
  ]);

  const booking = await book(older.context, aForm(host));
  await older.settle();
  expect(await syncOf(booking)).toMatchObject({
    state: "retrying",
    last_outcome: "unknown_token_key",
  });
  expect(await connectionOf(host)).toMatchObject({ status: "active" });
  const newest = rotated();
  await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  await syncBooking(newest.context, { hostId: booking.hostId, id: booking.id });
  await newest.settle();
  expect(liveEvents(world)).toHaveLength(1);
});

test("R5.1 a ciphertext that was copied to another user's row or another field is not sealed anew", async () => {
  const grace = await aConnectedHost(world, GRACE);
  const own = await connectionOf(host);
  await env.DB.prepare(
    "UPDATE calendar_connections SET access_token = ?, refresh_token = ? WHERE host_id = ?",
  )
    .bind(own.access_token, own.refresh_token, grace.id)
    .run();
  await env.DB.prepare(
    "UPDATE calendar_connections SET access_token = refresh_token WHERE host_id = ?",
  )
    .bind(host.id)
    .run();
  expect(await rotateTokenKeys(rotated().context)).toBe(1);
  expect((await connectionOf(host)).refresh_token).toMatch(/^v1\.k2\./);
  expect((await connectionOf(host)).access_token).toBe(own.refresh_token);
  expect(await connectionOf(grace)).toMatchObject({
    access_token: own.access_token,
    refresh_token: own.refresh_token,
    status: "active",
  });
  expect(JSON.parse(warnings[0] ?? "")).toMatchObject({ reason: "token_unreadable", count: 3 });
});

test("R5.1 a token that waits for its revocation is sealed anew where it stands, and nowhere else", async () => {
  const ring = bothKeys();
  await addRevocation("a".repeat(32));
  await addRevocation("b".repeat(32), oldRing(), "a".repeat(32));
  expect(await rotateTokenKeys(rotated().context)).toBe(3);
  const sealed = await revocation("a".repeat(32));
  expect(sealed).toMatch(/^v1\.k2\./);
  expect(await decryptToken(ring, sealed, { revocationId: "a".repeat(32) })).toEqual({
    kind: "token",
    token: `token of ${"a".repeat(32)}`,
  });
  expect(await decryptToken(ring, sealed, { revocationId: "b".repeat(32) })).toEqual({
    kind: "notOurs",
  });
  expect(await revocation("b".repeat(32))).toMatch(/^v1\.k1\./);
});

test("R5.1 tokens that were wiped stay wiped", async () => {
  await env.DB.prepare(
    "UPDATE calendar_connections SET access_token = NULL, refresh_token = NULL, status = 'disconnected'",
  ).run();
  expect(await rotateTokenKeys(rotated().context)).toBe(0);
  expect(await connectionOf(host)).toMatchObject({ access_token: null, refresh_token: null });
});

test("R5.1 with one key nothing is asked of D1", async () => {
  let calls = 0;
  const worker = world.worker({ database: { before: () => void calls++ } });
  await rotateTokenKeys(worker.context);
  expect(calls).toBe(0);
});

/** Connections whose tokens nothing opens; what a run reads and passes over costs the same. */
async function addConnections(count: number, token: string): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = on"),
    env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       INSERT INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at)
       SELECT lower(hex(randomblob(15))) || printf('%02x', i % 256), 'many' || i, 'many@example.com', 'Many', 'many' || i, 'UTC', 0, 0 FROM n`,
    ).bind(count),
    env.DB.prepare(
      `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, access_token, refresh_token, connected_at, updated_at)
       SELECT id, 'c', google_sub, email, '', 'needs_reconnect', ?1, ?1, 0, 0 FROM users WHERE google_sub LIKE 'many%'`,
    ).bind(token),
  ]);
}

test("R5.1 D10 a run looks at 1,000 connections at most, and runs lead to every one of 5,000", async () => {
  await addConnections(5_000, "v1.k2.iv.sealed");
  const { watch, costs } = countCosts();
  const worker = rotated(watch);
  const isDone = async () => String((await connectionOf(host)).refresh_token).startsWith("v1.k2.");
  let runs = 0;
  while (!(await isDone()) && runs < 30) {
    costs.read = 0;
    await rotateTokenKeys(worker.context);
    runs++;
    expect(costs.read).toBeLessThan(1_100);
    await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  }
  expect(await isDone()).toBe(true);
});

test("R5.1 a thousand tokens of a lost key don't keep the others from being sealed anew", async () => {
  await addConnections(900, "v1.k0.iv.sealed");
  const worker = rotated();
  for (let run = 0; run < 60; run++) {
    await rotateTokenKeys(worker.context);
    await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  }
  expect((await connectionOf(host)).refresh_token).toMatch(/^v1\.k2\./);
  expect(warnings).toHaveLength(60);
});

test("R5.1 a page of 50 connections a run, two tokens each, in two calls to D1 and one to store", async () => {
  await addConnections(120, "");
  const { results } = await env.DB.prepare(
    "SELECT id FROM users WHERE google_sub LIKE 'many%'",
  ).all<{
    id: string;
  }>();
  for (const { id } of results) {
    const seal = (field: "access_token" | "refresh_token") =>
      encryptToken(oldRing(), "x".repeat(512), { hostId: id, connectionId: "c", field });
    await env.DB.prepare(
      "UPDATE calendar_connections SET access_token = ?, refresh_token = ? WHERE host_id = ?",
    )
      .bind(await seal("access_token"), await seal("refresh_token"), id)
      .run();
  }
  let calls = 0;
  const worker = rotated({ before: () => void calls++ });
  const counts = [];
  for (let run = 0; run < 4; run++) {
    counts.push(await rotateTokenKeys(worker.context));
    await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  }
  expect(counts).toEqual([100, 100, 42, 0]);
  expect(calls).toBe(4 * 2 + 3);
  expect(
    await row("SELECT count(*) AS n FROM calendar_connections WHERE refresh_token LIKE 'v1.k2.%'"),
  ).toEqual({ n: 121 });
});
