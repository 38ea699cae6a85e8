import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { readCallback } from "#app/auth/oauth-flow.server.ts";
import { runScheduled } from "#app/cron/run-scheduled.server.ts";
import { connectCalendar } from "#app/use-cases/connect-calendar.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
import { timeoutBy } from "./clock.ts";
import {
  ADA,
  aForm,
  aHost,
  book,
  connect,
  connectionOf,
  GRACE,
  giveConsent,
  hostNow,
  leaveForConsent,
  liveEvents,
  row,
  sessionOf,
  syncOf,
} from "./people.ts";
import { dump } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

const SCOPE = "https://www.googleapis.com/auth/";

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
});

async function expectNothingConnected(): Promise<void> {
  expect(await row("SELECT count(*) AS n FROM calendar_connections")).toEqual({ n: 0 });
  expect(await row("SELECT count(*) AS n FROM calendars")).toEqual({ n: 0 });
  expect(await hostNow(world.context, host.id)).toEqual(host);
}

const read = (request: Request, session = sessionOf(host)) =>
  readCallback(request, world.context, "connect_calendar", session);

test("R1.2 R5.4 R5.5 the way to Google asks for a code, offline, with PKCE and the smallest scopes", async () => {
  const url = new URL(
    world.context.google.oauth.calendarConsentUrl({
      state: "s",
      nonce: "n",
      codeChallenge: "c",
      loginHint: ADA,
    }),
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: env.GOOGLE_CLIENT_ID,
    redirect_uri: `${env.APP_ORIGIN}/auth/calendar/callback`,
    response_type: "code",
    scope: `openid email ${SCOPE}calendar.calendarlist.readonly ${SCOPE}calendar.events.freebusy ${SCOPE}calendar.events.owned`,
    access_type: "offline",
    prompt: "consent",
    login_hint: ADA,
    state: "s",
    nonce: "n",
    code_challenge: "c",
    code_challenge_method: "S256",
  });
});

test("R1.3 R2.3 connecting stores the account, its calendars and the primary one by its real id", async () => {
  expect(await connect(world, host)).toEqual({ kind: "connected" });
  const connection = await connectionOf(host);
  expect(connection).toMatchObject({ status: "active", email: ADA, token_version: 1 });
  expect(connection.access_token).toMatch(/^v1\.k1\./);
  expect(connection.refresh_token).toMatch(/^v1\.k1\./);
  expect(await hostNow(world.context, host.id)).toMatchObject({
    googleCalendarEnabled: true,
    googleCalendarConnectionId: connection.id,
    googleCalendarId: ADA,
  });
  const { results } = await env.DB.prepare(
    "SELECT name, is_primary, blocks_slots, allows_meet FROM calendars ORDER BY name",
  ).all();
  expect(results).toEqual([
    { name: "Family", is_primary: 0, blocks_slots: 0, allows_meet: 1 },
    { name: "Holidays in Germany", is_primary: 0, blocks_slots: 0, allows_meet: 0 },
    { name: ADA, is_primary: 1, blocks_slots: 1, allows_meet: 1 },
  ]);
});

test("R6.1 the host presses Deny: nothing changed", async () => {
  expect(await connect(world, host, { decision: "deny" })).toMatchObject({ kind: "denied" });
  await expectNothingConnected();
});

test.each([
  ["calendar.calendarlist.readonly", "listCalendars"],
  ["calendar.events.freebusy", "readBusyTimes"],
  ["calendar.events.owned", "writeEvents"],
])("R6.2 without %s nothing is stored, and what is missing is named", async (scope, missing) => {
  const outcome = await connect(world, host, { untick: [SCOPE + scope] });
  expect(outcome).toEqual({ kind: "missingPermissions", missing: [missing] });
  await expectNothingConnected();
});

test("R6.2 an unticked box while connected changes nothing of the connection that there is", async () => {
  await connect(world, host);
  const before = await dump(env.DB);
  const outcome = await connect(world, host, { untick: [`${SCOPE}calendar.events.owned`] });
  expect(outcome.kind).toBe("missingPermissions");
  expect(await dump(env.DB)).toBe(before);
});

test("R6.3 a state counts once, for ten minutes, for its purpose, in the browser that began", async () => {
  const request = await leaveForConsent(world, host);
  const sign = await readCallback(request, world.context, "sign_in", sessionOf(host));
  expect(sign).toMatchObject({ kind: "refused" });
  expect(await read(request, "another session")).toMatchObject({ kind: "refused" });
  expect(await read(request)).toMatchObject({ kind: "code" });
  expect(await read(request)).toMatchObject({ kind: "refused" });

  const early = await leaveForConsent(world, host);
  await world.clock.moveTo(world.clock.now() + 10 * 60_000 - 1);
  expect(await read(early)).toMatchObject({ kind: "code" });
  const late = await leaveForConsent(world, host);
  await world.clock.moveTo(world.clock.now() + 10 * 60_000);
  expect(await read(late)).toMatchObject({ kind: "refused" });
});

test.each([
  ["a forged state", (url: URL) => url.searchParams.set("state", "forged")],
  ["no state", (url: URL) => url.searchParams.delete("state")],
  ["two states", (url: URL) => url.searchParams.append("state", "another")],
  ["another issuer", (url: URL) => url.searchParams.set("iss", "https://evil.test")],
  ["no code", (url: URL) => url.searchParams.delete("code")],
  ["two codes", (url: URL) => url.searchParams.append("code", "another")],
])("R6.3 a callback with %s is refused", async (_what, change) => {
  const url = new URL((await leaveForConsent(world, host)).url);
  change(url);
  expect(await read(new Request(url))).toMatchObject({ kind: "refused" });
});

test("R6.3 an error of Google's that is no Deny ends the trip", async () => {
  const url = new URL((await leaveForConsent(world, host)).url);
  url.searchParams.delete("code");
  url.searchParams.set("error", "temporarily_unavailable");
  expect(await read(new Request(url))).toMatchObject({ kind: "failed" });
});

test("R6.3 a code is redeemed once, and only with its own verifier", async () => {
  const { callback } = await giveConsent(world, host);
  if (callback.kind !== "code") throw new Error(callback.kind);
  const otherVerifier = { ...callback.flow, codeVerifier: "x".repeat(43) };
  const wrong = { ...callback, flow: otherVerifier };
  expect(await connectCalendar(world.context, host, wrong)).toEqual({
    kind: "codeRefused",
  });
  await expectNothingConnected();
  expect((await connectCalendar(world.context, host, callback)).kind).toBe("connected");
  expect(await connectCalendar(world.context, host, callback)).toEqual({
    kind: "codeRefused",
  });
});

const AWAY: [string, NewFault, string][] = [
  ["token", { effect: "refuse", status: 500 }, "googleUnavailable"],
  ["token", { effect: "refuse", status: 502 }, "googleUnavailable"],
  ["token", { effect: "drop-reply" }, "googleUnavailable"],
  ["token", { effect: "refuse", status: 401 }, "operatorFault"],
  [
    "token",
    { effect: "refuse", status: 400, reason: "admin_policy_enforced" },
    "blockedByAdministrator",
  ],
  ["certs", { effect: "refuse", status: 500 }, "googleUnavailable"],
  ["certs", { effect: "refuse", status: 403 }, "googleUnavailable"],
  ["certs", { effect: "drop-reply" }, "googleUnavailable"],
  ["calendarList.list", { effect: "refuse", status: 503 }, "googleUnavailable"],
  ["calendarList.list", { effect: "drop-reply" }, "googleUnavailable"],
];

test.each(AWAY)(
  "R6.3 %s with %j connects nothing, and trying again works",
  async (path, fault, kind) => {
    world.sandbox.faults.add({ match: { path }, ...fault });
    expect(await connect(world, host)).toEqual({ kind });
    await expectNothingConnected();
    expect(await connect(world, host)).toEqual({ kind: "connected" });
  },
);

test.each(["token", "certs", "calendarList.list"])(
  "R6.3 %s does not answer: given up after 10 s, nothing is connected, and trying again works",
  async (path) => {
    vi.spyOn(AbortSignal, "timeout").mockImplementation(timeoutBy(world.clock));
    world.sandbox.faults.add({ match: { path }, effect: "slow", delayMs: 60_000 });
    const { callback } = await giveConsent(world, host);
    if (callback.kind !== "code") throw new Error(callback.kind);
    const connecting = connectCalendar(world.context, host, callback);
    await vi.waitFor(() => expect(world.sandbox.faults.list()).toEqual([]));
    await world.clock.moveTo(world.clock.now() + 10_000);
    expect(await connecting).toEqual({ kind: "googleUnavailable" });
    await expectNothingConnected();
    expect(await connect(world, host)).toEqual({ kind: "connected" });
  },
);

test("R6.3 D1 fails while the connection is stored: nothing is half stored", async () => {
  const worker = world.worker({
    database: {
      before: ({ sql }) => {
        if (sql.includes('insert into "calendar_connections"')) throw new Error("D1_ERROR");
      },
    },
  });
  await expect(connect(world, host, {}, worker.context)).rejects.toThrow("D1_ERROR");
  await expectNothingConnected();
});

test("R4.4 connecting again updates the one connection, with tokens that open", async () => {
  await connect(world, host);
  const before = await connectionOf(host);
  await world.clock.moveTo(world.clock.now() + 3_600_000);
  await connect(world, host);
  const after = await connectionOf(host);
  expect(after).toMatchObject({ id: before.id, token_version: 2, status: "active" });
  expect(after.refresh_token).not.toBe(before.refresh_token);

  const startsAt = Date.parse("2026-11-03T09:00:00Z");
  const now = await hostNow(world.context, host.id);
  const booking = await book(world.context, aForm(now, { startsAt }));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("R4.4 two consents at once make one connection, with tokens that open", async () => {
  const outcomes = await Promise.all([connect(world, host), connect(world, host)]);
  expect(outcomes).toEqual([{ kind: "connected" }, { kind: "connected" }]);
  expect(await row("SELECT count(*) AS n FROM calendar_connections")).toEqual({ n: 1 });
  world.sandbox.expireAccessTokens(ADA);
  const now = await hostNow(world.context, host.id);
  const booking = await book(world.context, aForm(now));
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("two hosts may connect the same Google account, each with a connection of their own", async () => {
  const grace = await aHost(world, GRACE);
  await connect(world, host);
  await connect(world, grace, { email: ADA });
  const bookings = [];
  for (const one of [host, grace]) {
    const startsAt = Date.parse(one === host ? "2026-11-02T14:30:00Z" : "2026-11-02T15:00:00Z");
    const now = await hostNow(world.context, one.id);
    bookings.push(await book(world.context, aForm(now, { startsAt })));
  }
  await world.settle();
  expect(liveEvents(world, ADA).map(({ id }) => id)).toEqual(bookings.map(({ id }) => `b${id}g1`));
});

test("another Google account becomes the calendar of new bookings; those made before stay where they are", async () => {
  await connect(world, host);
  const first = await book(world.context, aForm(await hostNow(world.context, host.id)));
  await world.settle();
  await connect(world, host, { email: GRACE });
  const now = await hostNow(world.context, host.id);
  const second = await book(world.context, aForm(now, { startsAt: first.meeting.end }));
  await world.settle();
  expect(liveEvents(world, ADA).map(({ id }) => id)).toEqual([`b${first.id}g1`]);
  expect(liveEvents(world, GRACE).map(({ id }) => id)).toEqual([`b${second.id}g1`]);
});

test("trips to Google that nobody came back from are cleared away by cron, some time after they were over", async () => {
  await leaveForConsent(world, host);
  await world.clock.moveTo(world.clock.now() + 30 * 60_000);
  await runScheduled(world.context);
  expect(await row("SELECT count(*) AS n FROM oauth_flows")).toEqual({ n: 1 });
  await world.clock.moveTo(world.clock.now() + 60_000);
  await leaveForConsent(world, host);
  await runScheduled(world.context);
  expect(await row("SELECT count(*) AS n FROM oauth_flows")).toEqual({ n: 1 });
});
