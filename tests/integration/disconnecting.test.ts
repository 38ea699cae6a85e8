// A connection is ended: what becomes of its tokens, its grant at Google, its events and the bookings.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { connectCalendar } from "#app/use-cases/connect-calendar.server.ts";
import { disconnectCalendar, disconnectNow } from "#app/use-cases/disconnect-calendar.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import { DEATHS, dyingWorker } from "./dying-worker.ts";
import {
  ADA,
  aConnectedHost,
  bookAndSettle,
  bookingNow,
  cancel,
  connect,
  connectionOf,
  giveConsent,
  hostNow,
  liveEvents,
  mailsAbout,
  reconnect,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Wednesday and Thursday at 10:00 in Berlin. */
const WEDNESDAY = Date.parse("2026-11-04T09:00:00Z");
const THURSDAY = Date.parse("2026-11-05T09:00:00Z");

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = (startsAt = WEDNESDAY) => bookAndSettle(world, host, { startsAt });

const request = (events: "stay" | "go") => ({
  hostId: host.id,
  connectionId: String(host.googleCalendarConnectionId),
  events,
});

async function disconnect(events: "stay" | "go", context = world.context): Promise<string> {
  const { kind } = await disconnectCalendar(context, request(events));
  return kind;
}

const isGranted = () => world.sandbox.state().grants[accountOf(ADA)] !== undefined;
const accountOf = (email: string) =>
  world.sandbox.accounts().find((account) => account.email === email)?.sub ?? "";
const pending = async () => Number((await row("SELECT count(*) AS n FROM pending_revocations")).n);

const away = (path: string, changes: Partial<NewFault> = {}) =>
  world.sandbox.faults.add({
    match: { path },
    effect: "refuse",
    status: 503,
    times: null,
    ...changes,
  });

const wiped = {
  status: "disconnected",
  access_token: null,
  access_token_expires_at: null,
  refresh_token: null,
  disconnecting_since_at: null,
};

test("R1.5 R4.1 disconnecting revokes the grant at Google, wipes the tokens, and what was known of busy times", async () => {
  await booked();
  expect(await disconnect("stay")).toBe("disconnected");
  expect(await connectionOf(host)).toMatchObject({ ...wiped, status_reason: "revoked" });
  expect(isGranted()).toBe(false);
  expect(await row("SELECT count(*) AS n FROM busy_snapshots")).toEqual({ n: 0 });
  expect(await hostNow(world.context, host.id)).toMatchObject({ googleCalendarEnabled: false });
});

test("R4.1 events stay if the host wants them to, and the bookings go on", async () => {
  const booking = await booked();
  await disconnect("stay");
  expect(liveEvents(world)).toHaveLength(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await bookingNow(world.context, booking)).toMatchObject({ status: "confirmed" });
});

test("R4.1 or they go first, of coming bookings alone; nobody is told that a meeting is off, for it is not", async () => {
  const [first, second] = [await booked(), await booked(THURSDAY)];
  expect(await disconnect("go")).toBe("disconnecting");
  expect(isGranted()).toBe(true);
  await world.settle();
  await world.passTime(3 * MINUTE_MS);
  expect(liveEvents(world)).toEqual([]);
  expect(await connectionOf(host)).toMatchObject(wiped);
  expect(isGranted()).toBe(false);
  for (const booking of [first, second]) {
    expect(mailsAbout(world, booking)).toEqual(["invitation"]);
    expect(await bookingNow(world.context, booking)).toMatchObject({
      status: "confirmed",
      inCalendar: false,
    });
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  }
});

test("R4.1 bookings after it are not connected, and no call is made for them", async () => {
  await disconnect("stay");
  const calls = world.sandbox.requests().length;
  const booking = await booked();
  expect(await syncOf(booking)).toMatchObject({ state: "not_connected" });
  expect(booking.inviter).toBe("own");
  expect(world.sandbox.requests()).toHaveLength(calls);
});

test("R4.1 a booking made while it is being ended is not connected either", async () => {
  await booked();
  away("events.delete");
  expect(await disconnect("go")).toBe("disconnecting");
  await world.settle();
  const later = await booked(THURSDAY);
  expect(await syncOf(later)).toMatchObject({ state: "not_connected" });
});

test("R4.1 pressed twice, the second finds the work done", async () => {
  expect(await disconnect("stay")).toBe("disconnected");
  expect(await disconnect("go")).toBe("disconnected");
  const both = await aConnectedHost(world, ADA).then(() => [
    disconnect("stay"),
    disconnect("stay"),
  ]);
  expect(await Promise.all(both)).toEqual(["disconnected", "disconnected"]);
});

test("R4.1 nobody ends another host's connection", async () => {
  const outcome = await disconnectCalendar(world.context, {
    ...request("stay"),
    hostId: "f".repeat(32),
  });
  expect(outcome).toEqual({ kind: "unknownConnection" });
  expect(await connectionOf(host)).toMatchObject({ status: "active" });
});

test("R4.1 a dead token is no reason to stay connected", async () => {
  await booked();
  world.sandbox.killTokens(ADA);
  world.sandbox.expireAccessTokens(ADA);
  expect(await disconnect("go")).toBe("disconnecting");
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(await connectionOf(host)).toMatchObject({ ...wiped, status_reason: "revoked" });
  expect(liveEvents(world)).toHaveLength(1);
});

test("R4.1 Google away: the connection ends at once, and the grant when Google is back", async () => {
  const revoking = away("revoke");
  expect(await disconnect("stay")).toBe("disconnected");
  expect(await connectionOf(host)).toMatchObject({ ...wiped, status_reason: "revocation_pending" });
  expect(await pending()).toBe(1);
  expect(isGranted()).toBe(true);
  await world.passTime(HOUR_MS);
  expect(await pending()).toBe(1);
  world.sandbox.faults.clear(revoking.id);
  await world.passTime(2 * HOUR_MS);
  expect(await pending()).toBe(0);
  expect(isGranted()).toBe(false);
});

test("R4.1 a week without Google: the token is forgotten, and somebody is told", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  away("revoke");
  await disconnect("stay");
  await world.clock.moveTo(world.clock.now() + 8 * DAY_MS);
  await world.runCron();
  expect(await pending()).toBe(0);
  expect(warned.mock.calls.map(String)).toEqual(
    expect.arrayContaining([expect.stringMatching(/"given_up".*"alert":true/)]),
  );
});

test("R4.1 Google away, then connected again: the new grant is not the one that is revoked", async () => {
  const revoking = away("revoke");
  await disconnect("stay");
  world.sandbox.faults.clear(revoking.id);
  expect(await connect(world, host)).toEqual({ kind: "connected" });
  expect(await pending()).toBe(0);
  await world.passTime(3 * HOUR_MS);
  expect(isGranted()).toBe(true);
  host = await hostNow(world.context, host.id);
  expect(await syncOf(await booked())).toMatchObject({ state: "synced" });
});

test("R4.1 a grant that another host's connection needs is not revoked", async () => {
  const grace = await aConnectedHost(world, "grace@example.com");
  expect(await connect(world, grace, { email: ADA })).toEqual({ kind: "connected" });
  expect(await disconnect("stay")).toBe("disconnected");
  expect(isGranted()).toBe(true);
  expect(
    await row("SELECT status_reason FROM calendar_connections WHERE status = 'disconnected'"),
  ).toEqual({ status_reason: "grant_in_use" });
});

test("R4.1 a token that this Worker has no key for yet is not forgotten: the next one revokes it", async () => {
  const keys = { current: "k9", keys: { k9: btoa("9".repeat(32)) } };
  const older = world.worker({ env: { TOKEN_KEY_RING: keys } });
  expect(await disconnect("stay", older.context)).toBe("disconnecting");
  expect(isGranted()).toBe(true);
  await world.passTime(2 * MINUTE_MS);
  expect(await connectionOf(host)).toMatchObject({ ...wiped, status_reason: "revoked" });
  expect(isGranted()).toBe(false);
});

test("R4.1 two hosts with one Google account who disconnect at once: the last one ends the grant", async () => {
  const grace = await aConnectedHost(world, "grace@example.com");
  await connect(world, grace, { email: ADA });
  const other = await hostNow(world.context, grace.id);
  const outcomes = await Promise.all([
    disconnect("stay"),
    disconnectCalendar(world.context, {
      hostId: other.id,
      connectionId: String(other.googleCalendarConnectionId),
      events: "stay",
    }),
  ]);
  expect(outcomes).toHaveLength(2);
  await world.passTime(5 * MINUTE_MS);
  expect(isGranted()).toBe(false);
});

test("R4.1 what became of a revocation that was put off is written down", async () => {
  const revoking = away("revoke");
  await disconnect("stay");
  world.sandbox.faults.clear(revoking.id);
  await world.passTime(HOUR_MS);
  expect(await connectionOf(host)).toMatchObject({ ...wiped, status_reason: "revoked" });
});

test("R4.1 nor does it go on being told as pending when another host has connected the same account", async () => {
  away("revoke");
  await disconnect("stay");
  expect(await connectionOf(host)).toMatchObject({ status_reason: "revocation_pending" });
  const grace = await aConnectedHost(world, "grace@example.com");
  expect(await connect(world, grace, { email: ADA })).toEqual({ kind: "connected" });
  await world.passTime(3 * HOUR_MS);
  expect(await connectionOf(host)).toMatchObject({ status_reason: "grant_in_use" });
  expect(await pending()).toBe(0);
  expect(isGranted()).toBe(true);
});

test("R6.3 a consent that is stored late switches nothing on that was disconnected meanwhile", async () => {
  const first = await giveConsent(world, host);
  if (first.callback.kind !== "code") throw new Error(first.callback.kind);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = world.worker({
    google: async (send, request) => {
      const answer = await send();
      if (request.url.includes("calendarList")) await held;
      return answer;
    },
  });
  const late = connectCalendar(slow.context, host, first.callback);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await world.clock.moveTo(world.clock.now() + 1_000);
  expect(await connect(world, host)).toEqual({ kind: "connected" });
  expect(await disconnect("stay")).toBe("disconnected");
  release();
  expect((await late).kind).toBe("codeRefused");
  expect(await hostNow(world.context, host.id)).toMatchObject({ googleCalendarEnabled: false });
  expect(await connectionOf(host)).toMatchObject(wiped);
});

test("R4.1 events that Google does not let go of hold it up for a day, no longer", async () => {
  await booked();
  away("events.delete");
  expect(await disconnect("go")).toBe("disconnecting");
  await world.settle();
  await world.passTime(30 * MINUTE_MS);
  expect(await connectionOf(host)).toMatchObject({ status: "disconnecting" });
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  await world.runCron();
  expect(await connectionOf(host)).toMatchObject(wiped);
  expect(liveEvents(world)).toHaveLength(1);
});

test("R4.1 or until the host says that they may stay", async () => {
  await booked();
  away("events.delete");
  await disconnect("go");
  await world.settle();
  expect(await disconnectNow(world.context, request("go"))).toEqual({ kind: "disconnected" });
  expect(await connectionOf(host)).toMatchObject(wiped);
});

test("R4.1 a sync that is under way is waited for", async () => {
  const booking = await booked();
  await env.DB.prepare(
    "UPDATE booking_syncs SET lease_until = ?, lease_token = 'other' WHERE booking_id = ?",
  )
    .bind(world.clock.now() + 20_000, booking.id)
    .run();
  expect(await disconnect("stay")).toBe("disconnecting");
  await world.passTime(2 * MINUTE_MS);
  expect(await connectionOf(host)).toMatchObject(wiped);
});

test("R4.1 while it is being ended it can't be connected again, and says so", async () => {
  await booked();
  away("events.delete");
  await disconnect("go");
  await world.settle();
  expect(await connect(world, host)).toEqual({ kind: "stillDisconnecting" });
});

test("R4.1 a booking that is cancelled afterwards waits for the calendar to be connected again, then its event goes", async () => {
  const booking = await booked();
  await disconnect("stay");
  await cancel(world.context, booking);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "waiting_for_reconnect" });
  expect(await connect(world, host)).toEqual({ kind: "connected" });
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

for (const events of ["stay", "go"] as const) {
  test.each(DEATHS)(
    `R4.1 a Worker that dies (%s) at any call of it (events ${events}) leaves nothing half done: cron ends what had begun`,
    async (death) => {
      vi.spyOn(console, "error").mockImplementation(() => {});
      for (let calls = 1; ; calls++) {
        await reconnect(world, host);
        await world.settle();
        host = await hostNow(world.context, host.id);
        const worker = dyingWorker(world, calls, death);
        await disconnect(events, worker.context).catch(() => undefined);
        await worker.settle().catch(() => undefined);
        if (!worker.hasDied()) break;
        await world.passTime(3 * MINUTE_MS);
        const { status, refresh_token } = await connectionOf(host);
        expect(["active", "disconnected"], `call ${calls}`).toContain(status);
        expect(refresh_token === null, `call ${calls}`).toBe(status === "disconnected");
        if (status === "disconnected") expect(isGranted(), `call ${calls}`).toBe(false);
      }
    },
  );
}
