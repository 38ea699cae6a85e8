import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { KeyRing } from "#app/env.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  connectionOf,
  GRACE,
  liveEvents,
  syncOf,
} from "./people.ts";
import { dump } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const key = (byte: number) => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)));
const oldKeys = () => world.context.env.TOKEN_KEY_RING.keys;
const withRing = (TOKEN_KEY_RING: KeyRing) => world.worker({ env: { TOKEN_KEY_RING } });

test("R5.1 no table holds a token in clear text", async () => {
  await book(world.context, aForm(host));
  await world.settle();
  await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
  await book(world.context, aForm(host, { startsAt: Date.parse("2026-11-03T09:00:00Z") }));
  await world.settle();
  const { accessTokens, refreshTokens, codes } = world.sandbox.snapshot();
  const secrets = [accessTokens, refreshTokens, codes].flatMap(Object.keys);
  expect(secrets.length).toBeGreaterThan(2);

  const stored = await dump(env.DB);
  expect(stored).toContain('"refresh_token": "v1.k1.');
  for (const secret of secrets) {
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(btoa(secret).replaceAll("=", ""));
  }
  // Google's tokens, whatever their value.
  expect(stored).not.toMatch(/ya29\.|1\/\/0|4\/0A/);
});

test.each(["good", "over"])(
  "R5.1 a key that is not deployed yet, with an access token that is %s: tried again, nobody is disconnected",
  async (state) => {
    if (state === "over") await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
    const other = withRing({ current: "k9", keys: { k9: key(9) } });
    const startsAt = Date.parse("2026-11-03T09:00:00Z");
    const booking = await book(other.context, aForm(host, { startsAt }));
    await other.settle();
    expect(await connectionOf(host)).toMatchObject({ status: "active", refresh_lease_token: null });
    expect(await syncOf(booking)).toMatchObject({
      state: "retrying",
      last_outcome: "unknown_token_key",
    });
    await world.passTime(2 * 60_000);
    expect(liveEvents(world)).toHaveLength(1);
  },
);

test("R5.1 a rotated key: old tokens open, new ones are sealed with the new key", async () => {
  const rotated = withRing({ current: "k2", keys: { ...oldKeys(), k2: key(2) } });
  world.sandbox.expireAccessTokens(ADA);
  const booking = await book(rotated.context, aForm(host));
  await rotated.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect((await connectionOf(host)).access_token).toMatch(/^v1\.k2\./);
});

test("R5.1 tokens copied into another host's connection open nothing there", async () => {
  const grace = await aConnectedHost(world, GRACE);
  await env.DB.prepare(
    `UPDATE calendar_connections AS own SET (access_token, refresh_token) =
       (SELECT access_token, refresh_token FROM calendar_connections WHERE host_id = ?)
     WHERE own.host_id = ?`,
  )
    .bind(host.id, grace.id)
    .run();
  const startsAt = Date.parse("2026-11-02T15:00:00Z");
  const booking = await book(world.context, aForm(grace, { startsAt }));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({
    state: "retrying",
    last_outcome: "token_unreadable",
  });
  expect(await connectionOf(grace)).toMatchObject({ status: "active" });
  expect([...liveEvents(world, ADA), ...liveEvents(world, GRACE)]).toEqual([]);
});

test("R5.1 access and refresh token can't take each other's place", async () => {
  await env.DB.prepare("UPDATE calendar_connections SET access_token = refresh_token").run();
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ last_outcome: "token_unreadable" });
});
