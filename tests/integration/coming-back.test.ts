// R1.1: a host who has to sign in comes back to the page they wanted, and nobody is led anywhere else.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import { parseSignUpRule, type SignUpRule } from "#app/domain/sign-up.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { loader as exportBookings } from "#app/routes/account/export-ics.ts";
import { loader as bookings } from "#app/routes/bookings/route.tsx";
import { action as connect } from "#app/routes/calendar-settings/connect.ts";
import { loader as connectCallback } from "#app/routes/calendar-settings/connect-callback.ts";
import { action as savePage } from "#app/routes/settings/route.tsx";
import { loader as callback } from "#app/routes/sign-in/callback.ts";
import { action as leave, loader as signInPage } from "#app/routes/sign-in/route.tsx";
import { action as signOut } from "#app/routes/sign-out.ts";
import { deleteOtherSessions, type Host } from "#db/hosts.server.ts";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { answerOf } from "./page-answer.ts";
import { ADA, aHost, GRACE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

const DAY_MS = 86_400_000;
const WANTED = "/bookings?list=past&q=Ada+%26+Grace";

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  vi.spyOn(globalThis, "fetch").mockImplementation(world.sandbox.fetch);
});

interface Asked {
  form?: Record<string, string>;
  cookie?: string;
  context?: AppContext;
}

/** What a loader or action answers, and the cookie that it sets. */
async function ask(
  handler: unknown,
  path: string,
  { form, cookie = "", context = world.context }: Asked = {},
) {
  const request = new Request(new URL(path, env.APP_ORIGIN), {
    headers: { Cookie: cookie },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  const answer = await answerOf(handler, { request, params: {}, context });
  const [newCookie = ""] = (answer.headers.get("Set-Cookie") ?? "").split(";");
  return { ...answer, location: answer.location ?? "", cookie: newCookie };
}

/** Presses the button of the sign-in page and goes through Google. @returns the address to come back with, and the cookie */
async function goToGoogle(to: string | null, walk = {}) {
  const form = { timeZone: "UTC", ...(to !== null && { to }) };
  const { location, cookie } = await ask(leave, "/sign-in", { form });
  const trip = await walkThroughConsent(world.sandbox, location, { email: ADA, ...walk });
  return { address: String(trip.callback), cookie };
}

async function signIn(to: string | null, walk = {}, context = world.context): Promise<string> {
  const { address, cookie } = await goToGoogle(to, walk);
  return (await ask(callback, address, { cookie, context })).location;
}

const signedOutCookie = async () => {
  const cookie = await startSession(world.context, host.id);
  await deleteOtherSessions(world.context.db, host.id, "none of them");
  return cookie;
};

test("R1.1 from a page to signing in and back to it, with its query", async () => {
  const asked = await ask(bookings, WANTED);
  expect(asked.status).toBe(302);
  expect(asked.headers.get("Cache-Control")).toBe("no-store");
  const page = await ask(signInPage, asked.location);
  expect(page.data).toMatchObject({ wanted: WANTED, name: "your bookings", problem: null });
  expect(await signIn(page.data.wanted)).toBe(WANTED);
});

test("R1.1 without a page the dashboard comes by itself, and who is new begins with the first steps", async () => {
  expect(await signIn(null)).toBe("/dashboard");
  expect(await signIn(WANTED, { email: GRACE })).toBe("/welcome");
});

test("R1.1 who is signed in already goes on at once", async () => {
  const cookie = await startSession(world.context, host.id);
  const path = (to: string) => `/sign-in?${new URLSearchParams({ to })}`;
  expect((await ask(signInPage, path(WANTED), { cookie })).location).toBe(WANTED);
  expect((await ask(signInPage, path("//evil.example"), { cookie })).location).toBe("/dashboard");
});

test("R6.1 after Deny, and after a failure of Google's, a second try leads to the same page", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const denied = await signIn(WANTED, { decision: "deny" });
  world.sandbox.faults.add({ match: { path: "token" }, effect: "refuse", status: 500 });
  const failed = await signIn(WANTED);
  for (const location of [denied, failed]) {
    const { data } = await ask(signInPage, location);
    expect(data.wanted).toBe(WANTED);
    expect(data.problem).not.toBeNull();
    expect(await signIn(data.wanted)).toBe(WANTED);
  }
});

test("R7.1 so it does after an account that is not invited", async () => {
  const rule = parseSignUpRule(ADA) as SignUpRule;
  const { context } = world.worker({ env: { SIGN_UP: rule } });
  const { data } = await ask(signInPage, await signIn(WANTED, { email: GRACE }, context));
  expect(data.problem).toContain("by invitation");
  expect(data.wanted).toBe(WANTED);
});

test("R6.3 who comes back from Google too late still gets to the page, for a while; another browser learns nothing", async () => {
  const trip = await goToGoogle(WANTED);
  await world.passTime(25 * 60_000);
  const { location } = await ask(callback, trip.address, { cookie: trip.cookie });
  expect(location).toContain("problem=refused");
  expect((await ask(signInPage, location)).data.wanted).toBe(WANTED);
  const other = await goToGoogle(null);
  for (const cookie of ["", other.cookie]) {
    expect((await ask(callback, trip.address, { cookie })).location).toBe(
      "/sign-in?problem=refused",
    );
  }
});

const evil = [
  ...["//evil.example", "/\\evil.example", "/%5cevil.example", "https://evil.example/dashboard"],
  ...["/%2f%2fevil.example", "/dashboard/..//evil.example", "/\t/evil.example", "/@evil.example"],
  ...[
    "/sign-out",
    "/sign-in",
    "/ada-lovelace",
    "/dashboard\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
  ],
  `/settings?${"x".repeat(1000)}`,
];

test.each(evil)("R5.4 %j leads nowhere, in an address, a form or the database", async (to) => {
  const address = `/sign-in?${new URLSearchParams({ to })}`;
  expect((await ask(signInPage, address)).data).toMatchObject({ wanted: null, name: null });
  expect(await signIn(to)).toBe("/dashboard");

  const trip = await goToGoogle("/settings");
  await env.DB.prepare("UPDATE oauth_flows SET return_to = ?").bind(to).run();
  const { location } = await ask(callback, trip.address, { cookie: trip.cookie });
  expect(location).toBe("/dashboard");
});

test("R5.4 a code of Google's does not get into the address of the sign-in page", async () => {
  const { location } = await ask(connectCallback, "/auth/calendar/callback?code=4%2F0A&state=s");
  expect(location).toBe("/sign-in?to=%2Fsettings%2Fcalendar");
});

test("R1.1 who was signed in reads that they no longer are; who signed out does not", async () => {
  const isSessionOver = async (cookie: string) =>
    (await ask(signInPage, "/sign-in", { cookie })).data.isSessionOver;
  expect(await isSessionOver("")).toBe(false);
  expect(await isSessionOver("slotkeeper-session=; __Host-slotkeeper-session=")).toBe(false);
  expect(await isSessionOver(await signedOutCookie())).toBe(true);

  const cookie = await startSession(world.context, host.id);
  await world.clock.moveTo(world.clock.now() + 7 * DAY_MS);
  expect((await ask(bookings, "/bookings", { cookie })).location).toBe("/sign-in?to=%2Fbookings");
  expect(await isSessionOver(cookie)).toBe(true);

  const own = await startSession(world.context, host.id);
  expect(
    await isSessionOver((await ask(signOut, "/sign-out", { form: {}, cookie: own })).cookie),
  ).toBe(false);
});

test("R7.5 a form that is sent after the session ended changes nothing, and works when it is sent again", async () => {
  const form = { handle: "countess", timeZone: "Asia/Tokyo" };
  for (const cookie of ["", await signedOutCookie()]) {
    const answer = await ask(savePage, "/settings", { form, cookie });
    expect([answer.status, answer.data]).toEqual([403, form]);
  }
  expect((await hostNow(world.context, host.id)).handle).toBe("ada-lovelace");

  const cookie = await startSession(world.context, host.id);
  expect((await ask(savePage, "/settings", { form, cookie })).location).toContain("notice=saved");
  expect((await hostNow(world.context, host.id)).handle).toBe("countess");
});

test("R1.1 what has no page leads to the one on which it is asked for", async () => {
  const { status, location } = await ask(connect, "/auth/calendar", {
    form: { account: "choose" },
  });
  expect([status, location]).toEqual([303, "/sign-in?problem=notDone&to=%2Fsettings%2Fcalendar"]);
  expect((await ask(signInPage, location)).data.problem).toContain("was not done");
  expect((await ask(exportBookings, "/settings/account/bookings.ics")).location).toBe(
    "/sign-in?to=%2Fsettings%2Faccount",
  );
});
