import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { findSignedIn, startSession } from "#app/auth/session.server.ts";
import { finishSignIn, startSignIn } from "#app/auth/sign-in.server.ts";
import { signInHost } from "#app/use-cases/sign-in-host.server.ts";
import { type ConsentWalk, walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { ID_TOKEN_FLAWS } from "#google-sandbox/oauth/id-token-flaws.ts";
import type { IdTokenFlaw } from "#google-sandbox/state.ts";
import { SECRET_PREFIX } from "../told-secrets.ts";
import { timeoutBy } from "./clock.ts";
import { ADA, aForm, aHost, book, GRACE, hostNow, row } from "./people.ts";
import { dump } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

let world: World;

beforeEach(async () => {
  world = await createWorld();
  // remix-auth-google fetches by itself.
  vi.spyOn(globalThis, "fetch").mockImplementation(world.sandbox.fetch);
});

/** A browser: one tab goes to Google, with the cookies that there are. @returns what it comes back with */
async function goToGoogle(walk: Partial<ConsentWalk> = {}, cookie = "") {
  const request = new Request(`${env.APP_ORIGIN}/sign-in`, { headers: { Cookie: cookie } });
  const redirect = await startSignIn(request, world.context, "Europe/Berlin").catch(
    (thrown: unknown) => thrown as Response,
  );
  const url = redirect.headers.get("Location") ?? "";
  const { callback } = await walkThroughConsent(world.sandbox, url, { email: ADA, ...walk });
  if (!callback) throw new Error("Google kept the person");
  const newCookie = redirect.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  return { url: new URL(url), callback, cookie: newCookie };
}

const comeBack = ({ callback, cookie }: { callback: URL; cookie: string }) =>
  finishSignIn(new Request(callback, { headers: { Cookie: cookie } }), world.context);

async function signIn(walk: Partial<ConsentWalk> = {}) {
  const outcome = await comeBack(await goToGoogle(walk));
  if (outcome.kind !== "signedIn") throw new Error(outcome.kind);
  return enter(outcome.profile, outcome.browserTimeZone ?? "UTC");
}

async function enter(profile: Parameters<typeof signInHost>[1], timeZone = "UTC") {
  const outcome = await signInHost(world.context, profile, timeZone);
  if (outcome.kind !== "signedIn") throw new Error(outcome.kind);
  return outcome;
}

const countHosts = async () => (await row("SELECT count(*) AS n FROM users")).n;

test("R7.1 the first sign-in makes a page that works at once", async () => {
  const { hostId, isNew } = await signIn();
  expect(isNew).toBe(true);
  const host = await hostNow(world.context, hostId);
  expect(host).toMatchObject({
    email: ADA,
    name: "Ada Lovelace",
    handle: "ada-lovelace",
    timeZone: "Europe/Berlin",
    googleCalendarEnabled: false,
  });
  // Monday 9:00 in Berlin, by the hours that were made.
  const first = Date.parse("2026-11-02T08:00:00Z");
  const booking = await book(world.context, aForm(host, { startsAt: first }));
  expect(booking).toMatchObject({ title: "30 minute meeting", timeZone: "Europe/Berlin" });
  await world.settle();
});

test("R5.4 R5.5 signing in asks for the profile only, with PKCE, a nonce and nothing lasting", async () => {
  const { url } = await goToGoogle();
  expect(url.searchParams.get("scope")?.split(" ").sort()).toEqual(["email", "openid", "profile"]);
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  expect(url.searchParams.get("access_type") ?? "online").toBe("online");
  expect(url.searchParams.get("redirect_uri")).toBe(`${env.APP_ORIGIN}/auth/google/callback`);
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect(url.searchParams.get(name)?.length).toBeGreaterThan(30);
  }
  await signIn();
  expect(world.sandbox.snapshot().refreshTokens).toEqual({});
});

test("R7.1 the account is the identity: with a new address and name it is the same host", async () => {
  const first = await signIn();
  const sub = (await hostNow(world.context, first.hostId)).googleSub;
  const changed = { sub, email: "countess@example.com", name: "Countess", pictureUrl: null };
  const second = await enter(changed);
  expect(second).toMatchObject({ hostId: first.hostId, isNew: false });
  expect(await hostNow(world.context, first.hostId)).toMatchObject({
    email: "countess@example.com",
    name: "Countess",
    handle: "ada-lovelace",
    timeZone: "Europe/Berlin",
  });
});

test("R7.1 another account that has got an address used before is another host", async () => {
  const first = await signIn();
  const stranger = { sub: "42", email: ADA, name: "Ada Lovelace", pictureUrl: null };
  const second = await enter(stranger);
  expect(second.hostId).not.toBe(first.hostId);
  expect((await hostNow(world.context, second.hostId)).handle).toBe("ada-lovelace-2");
});

test("R4.5 nobody gets into an account that is being deleted, and they are told", async () => {
  const { hostId } = await signIn();
  await env.DB.prepare("UPDATE users SET deleting_since_at = 1 WHERE id = ?").bind(hostId).run();
  await expect(signIn()).rejects.toThrow("beingDeleted");
});

test("R7.1 five people of one name, at once, get five handles", async () => {
  const people = Array.from({ length: 5 }, (_, n) => ({
    sub: `sub-${n}`,
    email: `sam${n}@example.com`,
    name: "Sam Smith",
    pictureUrl: null,
  }));
  const made = await Promise.all(people.map((person) => enter(person)));
  const hosts = await Promise.all(made.map(({ hostId }) => hostNow(world.context, hostId)));
  expect(hosts.map(({ handle }) => handle).sort()).toEqual([
    "sam-smith",
    "sam-smith-2",
    "sam-smith-3",
    "sam-smith-4",
    "sam-smith-5",
  ]);
});

test("R7.1 the sixtieth of one name finds a handle too", async () => {
  for (let n = 0; n < 60; n++) {
    const person = { sub: `sub-${n}`, email: `sam${n}@example.com`, name: "Sam", pictureUrl: null };
    const { hostId } = await enter(person);
    expect((await hostNow(world.context, hostId)).handle).toMatch(
      n < 9 ? /^sam(-\d)?$/ : /^sam-[0-9a-f]{6}$/,
    );
  }
});

test("R7.1 one person who signs in five times at once is one host", async () => {
  const ada = { sub: "1", email: ADA, name: "Ada", pictureUrl: null };
  const made = await Promise.all(Array.from({ length: 5 }, () => enter(ada)));
  expect(new Set(made.map(({ hostId }) => hostId)).size).toBe(1);
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(await countHosts()).toBe(1);
  expect(await row("SELECT count(*) AS n FROM event_types")).toEqual({ n: 1 });
});

test("R6.1 Deny at sign-in: nobody is signed in, no host is made", async () => {
  expect(await comeBack(await goToGoogle({ decision: "deny" }))).toMatchObject({ kind: "denied" });
  expect(await countHosts()).toBe(0);
});

test("R6.3 a callback is good once, in its own browser, for ten minutes", async () => {
  const trip = await goToGoogle();
  expect(await comeBack({ ...trip, cookie: "" })).toMatchObject({ kind: "refused" });
  const other = await goToGoogle({ email: GRACE });
  expect(await comeBack({ ...trip, cookie: other.cookie })).toMatchObject({ kind: "refused" });
  expect(await comeBack(trip)).toMatchObject({ kind: "signedIn", profile: { email: ADA } });
  expect(await comeBack(trip)).toMatchObject({ kind: "refused" });

  const late = await goToGoogle();
  await world.clock.moveTo(world.clock.now() + 10 * 60_000);
  expect(await comeBack(late)).toMatchObject({ kind: "refused" });
});

test("R6.3 a code from another trip is refused by its verifier", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const own = await goToGoogle();
  const other = await goToGoogle({ email: GRACE });
  own.callback.searchParams.set("code", other.callback.searchParams.get("code") ?? "");
  expect(await comeBack(own)).toMatchObject({ kind: "failed" });
});

test("two tabs that sign in at once both arrive", async () => {
  const first = await goToGoogle();
  const second = await goToGoogle({ email: GRACE }, first.cookie);
  expect(second.cookie).toBe(first.cookie);
  expect(await comeBack(first)).toMatchObject({ kind: "signedIn", profile: { email: ADA } });
  expect(await comeBack(second)).toMatchObject({ kind: "signedIn", profile: { email: GRACE } });
});

test.each([
  ["token", { effect: "refuse", status: 500 }],
  ["token", { effect: "drop-reply" }],
  ["userinfo", { effect: "refuse", status: 500 }],
  ["userinfo", { effect: "drop-reply" }],
] as const)("R6.3 %s with %j: a plain failure, and trying again works", async (path, fault) => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  world.sandbox.faults.add({ match: { path }, ...fault });
  expect(await comeBack(await goToGoogle())).toMatchObject({ kind: "failed" });
  expect(log.mock.calls.join()).toContain('"what":"sign_in"');
  expect((await signIn()).isNew).toBe(true);
});

/** Whether the address is the account's own, userinfo says; the account itself is proven. */
const unbelievable = Object.entries(ID_TOKEN_FLAWS).filter(
  ([flaw]) => flaw !== "email-not-verified",
) as [IdTokenFlaw, string][];

test.each(unbelievable)(
  "R5.4 an id token %s (%s) signs nobody in, is told to whoever runs this, and trying again works",
  async (flaw) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    world.sandbox.faults.add({ match: { path: "token" }, effect: "id-token", flaw });
    expect(await comeBack(await goToGoogle())).toMatchObject({ kind: "failed" });
    expect(await countHosts()).toBe(0);
    // Of another account it is sound, and only not whose profile came with it.
    const isSound = flaw === "other-subject";
    expect(warn.mock.calls.join().includes('"what":"id_token"')).toBe(!isSound);
    expect((await signIn()).isNew).toBe(true);
  },
);

test("R5.4 nor does an answer without an id token", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const fault = { effect: "leave-out", field: "id_token" } as const;
  world.sandbox.faults.add({ match: { path: "token" }, ...fault });
  expect(await comeBack(await goToGoogle())).toMatchObject({ kind: "failed" });
  expect(await countHosts()).toBe(0);
});

test("R7.1 whether an address is the account's own, Google's userinfo says", async () => {
  const flaw = "email-not-verified";
  world.sandbox.faults.add({ match: { path: "token" }, effect: "id-token", flaw });
  expect(await comeBack(await goToGoogle())).toMatchObject({
    kind: "signedIn",
    profile: { email: ADA, emailVerified: true },
  });
});

test.each(["token", "userinfo"])(
  "R6.3 %s does not answer at sign-in: given up after 10 s",
  async (path) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(AbortSignal, "timeout").mockImplementation(timeoutBy(world.clock));
    world.sandbox.faults.add({ match: { path }, effect: "slow", delayMs: 60_000 });
    const returning = comeBack(await goToGoogle());
    await vi.waitFor(() => expect(world.sandbox.faults.list()).toEqual([]));
    await world.clock.moveTo(world.clock.now() + 10_000);
    expect(await returning).toMatchObject({ kind: "failed" });
  },
);

test("a session lasts for 7 idle days, and for 30 days at most", async () => {
  const host = await aHost(world);
  const cookie = (await startSession(world.context, host.id)).split(";")[0] ?? "";
  const request = new Request(env.APP_ORIGIN, { headers: { Cookie: cookie } });
  const isSignedIn = async () => (await findSignedIn(request, world.context)) !== null;
  const day = 86_400_000;
  const from = world.clock.now();
  for (let n = 0; n <= 24; n += 6) {
    await world.clock.moveTo(from + n * day);
    expect(await isSignedIn()).toBe(true);
  }
  await world.clock.moveTo(from + 30 * day - 1);
  expect(await isSignedIn()).toBe(true);
  await world.clock.moveTo(from + 30 * day);
  expect(await isSignedIn()).toBe(false);

  const other = (await startSession(world.context, host.id)).split(";")[0] ?? "";
  await world.clock.moveTo(world.clock.now() + 7 * day);
  const late = new Request(env.APP_ORIGIN, { headers: { Cookie: other } });
  expect(await findSignedIn(late, world.context)).toBeNull();
});

test("no table holds what is in a cookie", async () => {
  const trip = await goToGoogle();
  await comeBack(trip);
  const cookie = (await startSession(world.context, (await aHost(world)).id)).split(";")[0] ?? "";
  const stored = await dump(env.DB);
  for (const text of [cookie, trip.cookie]) {
    const value = decodeURIComponent(text.split("=").slice(1).join("="));
    const secret = JSON.parse(atob(value));
    expect(secret).toHaveLength(SECRET_PREFIX.length + 43);
    expect(stored).not.toContain(secret);
  }
});
