// Every answer of Google's token endpoint, when a code is redeemed and when a token is renewed.
import { beforeEach, expect, test, vi } from "vitest";
import type { Host } from "#db/hosts.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import {
  aConnectedHost,
  aForm,
  aHost,
  book,
  connect,
  connectionOf,
  googleWrites,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 30_000 });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
let warned: ReturnType<typeof vi.spyOn>;

beforeEach(async () => {
  warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
});

const refusing = (grantType: string, status: number, reason: string): NewFault => ({
  match: { path: "token", grantType },
  effect: "refuse",
  times: null,
  status,
  reason,
});

/** RFC 6749 section 5.2 and Google's own: status, error, and what it means for a connection that there is. */
const ROWS: [status: number, error: string, means: "dead" | "blocked" | "operator" | "away"][] = [
  [400, "invalid_grant", "dead"],
  [400, "admin_policy_enforced", "blocked"],
  [403, "org_internal", "blocked"],
  [401, "invalid_client", "operator"],
  [401, "deleted_client", "operator"],
  [401, "unauthorized_client", "operator"],
  [400, "redirect_uri_mismatch", "operator"],
  [400, "unsupported_grant_type", "operator"],
  [400, "invalid_request", "operator"],
  [400, "invalid_scope", "operator"],
  [500, "internal_failure", "away"],
  [503, "temporarily_unavailable", "away"],
  [500, "server_error", "away"],
  [429, "rate_limited", "away"],
  [400, "an_error_of_next_year", "away"],
];

const whenRedeemed = {
  dead: "codeRefused",
  blocked: "blockedByAdministrator",
  operator: "operatorFault",
  away: "googleUnavailable",
};

test.each(ROWS)(
  "R6.3 %i %s while connecting: nothing is connected, the reason is named, and trying again works",
  async (status, error, means) => {
    const host = await aHost(world);
    const fault = world.sandbox.faults.add(refusing("authorization_code", status, error));
    expect(await connect(world, host)).toEqual({ kind: whenRedeemed[means] });
    expect(await row("SELECT count(*) AS n FROM calendar_connections")).toEqual({ n: 0 });
    world.sandbox.faults.clear(fault.id);
    expect(await connect(world, host)).toEqual({ kind: "connected" });
  },
);

const connectionAfter = {
  dead: "needs_reconnect",
  blocked: "blocked",
  operator: "active",
  away: "active",
};
const syncAfter = {
  dead: "waiting_for_reconnect",
  blocked: "waiting_for_reconnect",
  operator: "retrying",
  away: "retrying",
};

/** A booking whose event needs a renewed token. */
async function bookedWithAnOldToken(host: Host) {
  await world.clock.moveTo(world.clock.now() + 2 * HOUR_MS);
  const booking = await book(
    world.context,
    aForm(host, { startsAt: Date.parse("2026-11-04T09:00:00Z") }),
  );
  await world.settle();
  return booking;
}

test.each(ROWS)(
  "R4.3 R5.3 %i %s while renewing: the connection and its bookings are where that leads, and nothing is lost",
  async (status, error, means) => {
    const host = await aConnectedHost(world);
    const fault = world.sandbox.faults.add(refusing("refresh_token", status, error));
    const booking = await bookedWithAnOldToken(host);
    expect(await connectionOf(host)).toMatchObject({ status: connectionAfter[means] });
    expect(await syncOf(booking)).toMatchObject({ state: syncAfter[means] });
    expect(googleWrites(world)).toEqual([]);

    world.sandbox.faults.clear(fault.id);
    if (connectionAfter[means] !== "active") {
      expect(await connect(world, host)).toEqual({ kind: "connected" });
    }
    await world.settle();
    await world.passTime(HOUR_MS);
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  },
);

test("R4.3 once a grant is dead Google is left alone: no call is made until the host has connected again", async () => {
  const host = await aConnectedHost(world);
  world.sandbox.faults.add(refusing("refresh_token", 400, "invalid_grant"));
  await bookedWithAnOldToken(host);
  const calls = world.sandbox.requests().length;
  await book(world.context, aForm(host, { startsAt: Date.parse("2026-11-05T09:00:00Z") }));
  await world.settle();
  await world.passTime(2 * HOUR_MS);
  expect(world.sandbox.requests()).toHaveLength(calls);
});

const alerts = () =>
  warned.mock.calls.map(String).filter((line: string) => line.includes("publish_your_oauth_app"));

test("R4.3 a grant that dies a week after its consent tells the operator to publish the app", async () => {
  const host = await aConnectedHost(world);
  await world.clock.moveTo(world.clock.now() + 7 * DAY_MS);
  world.sandbox.faults.add(refusing("refresh_token", 400, "invalid_grant"));
  await book(world.context, aForm(host, { startsAt: Date.parse("2026-11-12T09:00:00Z") }));
  await world.settle();
  expect(alerts()).toHaveLength(1);
  expect(alerts()[0]).toContain('"alert":true');
});

test("R4.3 one that dies at another time does not", async () => {
  const host = await aConnectedHost(world);
  world.sandbox.faults.add(refusing("refresh_token", 400, "invalid_grant"));
  await bookedWithAnOldToken(host);
  expect(await connectionOf(host)).toMatchObject({ status: "needs_reconnect" });
  expect(alerts()).toEqual([]);
});
