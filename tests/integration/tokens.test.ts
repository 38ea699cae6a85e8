import { beforeEach, expect, test, vi } from "vitest";
import { withAccessToken } from "#app/use-cases/access-token.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  cancel,
  connect,
  connectionOf,
  googleWrites,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type Worker, type World } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE_MS = 60_000;

let world: World;
let host: Host;

beforeEach(async () => {
  // What fails is logged.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const renewals = () =>
  world.sandbox.requests().filter(({ endpoint }) => endpoint === "token").length - 1;

const inserts = () =>
  world.sandbox
    .requests()
    .filter(({ endpoint }) => endpoint === "events.insert")
    .map(({ status }) => status);

/** A call that needs a token: when is the calendar busy? */
function askBusyTimes({ context }: Pick<Worker, "context"> = world) {
  const range = { start: world.clock.now(), end: world.clock.now() + 3_600_000 };
  return withAccessToken(context, host.id, String(host.googleCalendarConnectionId), (token) =>
    context.google.calendar.busyTimes(token, [ADA], range, 2_000),
  );
}

test("R4.2 a token that Google refuses is renewed once, and the call made once more", async () => {
  let isFirst = true;
  const worker = world.worker({
    google: (send, request) => {
      // It dies between the question for busy times and the event.
      if (request.url.includes("/events?") && isFirst) world.sandbox.expireAccessTokens(ADA);
      isFirst &&= !request.url.includes("/events?");
      return send();
    },
  });
  const booking = await book(worker.context, aForm(host));
  await worker.settle();

  expect(inserts()).toEqual([401, 200]);
  expect(renewals()).toBe(1);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: null });
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("R4.2 an expired token is renewed unseen", async () => {
  await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
  const startsAt = Date.parse("2026-11-03T09:00:00Z");
  const booking = await book(world.context, aForm(host, { startsAt }));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(renewals()).toBe(1);
  expect(await connectionOf(host)).toMatchObject({ token_version: 2, status: "active" });
});

test("R4.2 a token is renewed 5 minutes before it ends, and not earlier", async () => {
  const expiresAt = Number((await connectionOf(host)).access_token_expires_at);
  await world.clock.moveTo(expiresAt - 5 * MINUTE_MS - 1);
  await askBusyTimes();
  expect(renewals()).toBe(0);
  await world.clock.moveTo(expiresAt - 5 * MINUTE_MS);
  await askBusyTimes();
  expect(renewals()).toBe(1);
});

test("R5.3 while the token endpoint is away, a token serves to its end", async () => {
  const expiresAt = Number((await connectionOf(host)).access_token_expires_at);
  world.sandbox.faults.add({ match: { path: "token" }, effect: "refuse", times: null });
  await world.clock.moveTo(expiresAt - MINUTE_MS);
  expect((await askBusyTimes()).kind).toBe("answered");
  await world.clock.moveTo(expiresAt);
  expect(await askBusyTimes()).toEqual({ kind: "notSent", why: "token_endpoint_500" });

  world.sandbox.faults.clear();
  expect((await askBusyTimes()).kind).toBe("answered");
  expect(await connectionOf(host)).toMatchObject({ status: "active" });
});

test("R5.2 twenty calls at once renew an expired token once", async () => {
  await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => askBusyTimes()));
  expect(answers.map(({ kind }) => kind)).toEqual(Array(20).fill("answered"));
  expect(renewals()).toBe(1);
  expect(await connectionOf(host)).toMatchObject({ token_version: 2, refresh_lease_token: null });
});

test("R5.2 twenty calls whose token Google refuses renew it once", async () => {
  world.sandbox.expireAccessTokens(ADA);
  const answers = await Promise.all(Array.from({ length: 20 }, () => askBusyTimes()));
  expect(answers.map(({ kind }) => kind)).toEqual(Array(20).fill("answered"));
  expect(renewals()).toBe(1);
});

test("R5.2 a Worker that died while renewing holds up the others for 15 s", async () => {
  world.sandbox.expireAccessTokens(ADA);
  const dead = world.worker({
    google: (send, request) => (request.url.endsWith("/token") ? new Promise(() => {}) : send()),
  });
  void askBusyTimes(dead);
  await vi.waitFor(async () => {
    expect((await connectionOf(host)).refresh_lease_token).not.toBeNull();
  });
  expect(await askBusyTimes()).toEqual({ kind: "notSent", why: "token_being_renewed" });
  await world.clock.moveTo(world.clock.now() + 15_001);
  expect((await askBusyTimes()).kind).toBe("answered");
});

test("Google refuses a token that it has just renewed: tried again later, nobody is disconnected", async () => {
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 401,
    times: 2,
  });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(inserts()).toEqual([401, 401]);
  expect(renewals()).toBe(1);
  expect(await syncOf(booking)).toMatchObject({ state: "retrying", last_outcome: "token_refused" });
  expect(await connectionOf(host)).toMatchObject({ status: "active" });
  await world.passTime(MINUTE_MS);
  expect(liveEvents(world)).toHaveLength(1);
});

test("R4.3 R4.4 a dead grant: the booking waits, Google is left alone, reconnecting delivers it", async () => {
  world.sandbox.killTokens(ADA);
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await connectionOf(host)).toMatchObject({
    status: "needs_reconnect",
    status_reason: "token_dead",
  });
  expect(await syncOf(booking)).toMatchObject({ state: "waiting_for_reconnect", due_at: null });
  expect(await row("SELECT busy_times_checked FROM bookings")).toEqual({ busy_times_checked: 0 });

  const calls = world.sandbox.requests().length;
  await world.passTime(2 * 3_600_000);
  const later = await book(
    world.context,
    aForm(host, { startsAt: Date.parse("2026-11-04T09:00:00Z") }),
  );
  await world.settle();
  expect(world.sandbox.requests()).toHaveLength(calls);
  expect(await syncOf(later)).toMatchObject({ state: "waiting_for_reconnect", due_at: null });

  const before = await connectionOf(host);
  expect(await connect(world, host)).toEqual({ kind: "connected" });
  await world.passTime(2 * MINUTE_MS);

  expect(await row("SELECT count(*) AS n FROM calendar_connections")).toEqual({ n: 1 });
  expect(await connectionOf(host)).toMatchObject({ id: before.id, status: "active" });
  for (const waited of [booking, later]) {
    expect(await syncOf(waited)).toMatchObject({ state: "synced", due_at: null });
    expect(mailsAbout(world, waited)).toEqual(["invitation"]);
  }
  expect(liveEvents(world)).toHaveLength(2);
});

test("R4.3 a booking that is cancelled while it waits leaves no event after reconnecting", async () => {
  const kept = await book(
    world.context,
    aForm(host, { startsAt: Date.parse("2026-11-04T09:00:00Z") }),
  );
  await world.settle();
  world.sandbox.killTokens(ADA);
  const waiting = await book(world.context, aForm(host));
  await world.settle();
  for (const booking of [kept, waiting]) await cancel(world.context, booking);
  await world.settle();
  expect(await syncOf(kept)).toMatchObject({ state: "waiting_for_reconnect" });
  expect(liveEvents(world)).toHaveLength(1);

  await connect(world, host);
  await world.passTime(2 * MINUTE_MS);
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, kept)).toEqual(["invitation", "cancellation"]);
  expect(mailsAbout(world, waiting)).toEqual([]);
});

test.each(["/freeBusy", "/events?"])(
  "R4.3 reconnected while a call to %s finds the old grant dead: the new one counts",
  async (call) => {
    let step: "waiting" | "killed" | "reconnected" = "waiting";
    const worker = world.worker({
      google: async (send, request) => {
        if (step === "waiting" && request.url.includes(call)) {
          step = "killed";
          world.sandbox.killTokens(ADA);
        }
        const answer = await send();
        if (step === "killed" && request.url.endsWith("/token")) {
          step = "reconnected";
          await connect(world, host);
        }
        return answer;
      },
    });
    const booking = await book(worker.context, aForm(host));
    await worker.settle();
    await world.passTime(MINUTE_MS);

    expect(step).toBe("reconnected");
    expect(await connectionOf(host)).toMatchObject({ status: "active", status_reason: null });
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
    expect(liveEvents(world)).toHaveLength(1);
  },
);

test("a wrong client secret is the operator's fault: hosts stay connected, bookings are tried again", async () => {
  world.sandbox.expireAccessTokens(ADA);
  const misconfigured = world.worker({ env: { GOOGLE_CLIENT_SECRET: "wrong" } });
  const booking = await book(misconfigured.context, aForm(host));
  await misconfigured.settle();
  expect(await connectionOf(host)).toMatchObject({ status: "active" });
  expect(await syncOf(booking)).toMatchObject({
    state: "retrying",
    last_outcome: "invalid_client",
    due_at: world.clock.now() + MINUTE_MS,
  });
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("a permission taken back: named, no further calls, delivered after reconnecting", async () => {
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 403,
    reason: "insufficientPermissions",
  });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await connectionOf(host)).toMatchObject({ status: "missing_scope" });
  expect(await syncOf(booking)).toMatchObject({
    state: "waiting_for_reconnect",
    last_outcome: "scope_missing",
    due_at: null,
  });
  await connect(world, host);
  await world.passTime(MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(googleWrites(world)).toHaveLength(2);
});

test("an administrator who blocks the app is named, and nothing is lost", async () => {
  world.sandbox.expireAccessTokens(ADA);
  world.sandbox.faults.add({
    match: { path: "token", grantType: "refresh_token" },
    effect: "refuse",
    status: 400,
    reason: "admin_policy_enforced",
  });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await connectionOf(host)).toMatchObject({ status: "blocked" });
  expect(await syncOf(booking)).toMatchObject({ last_outcome: "blocked_by_administrator" });
  await connect(world, host);
  await world.passTime(MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});
