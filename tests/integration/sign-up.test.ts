import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSignIn } from "#app/auth/sign-in.server.ts";
import { parseSignUpRule, type SignUpRule } from "#app/domain/sign-up.ts";
import { loader as callback } from "#app/routes/sign-in/callback.ts";
import { loader as signInPage } from "#app/routes/sign-in/route.tsx";
import { signInHost } from "#app/use-cases/sign-in-host.server.ts";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { ADA, aHost, GRACE, row } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;

beforeEach(async () => {
  world = await createWorld({
    accounts: [
      { email: ADA, name: "Ada Lovelace" },
      { email: GRACE, name: "Grace Hopper" },
      { email: "eve@example.com", name: "Eve", emailVerified: false },
    ],
  });
  vi.spyOn(globalThis, "fetch").mockImplementation(world.sandbox.fetch);
});

const countHosts = async () => (await row("SELECT count(*) AS n FROM users")).n;
const listing = (text: string) =>
  world.worker({ env: { SIGN_UP: parseSignUpRule(text) as SignUpRule } }).context;

/** Goes to Google and comes back. @returns where to, and with which cookie */
async function signIn(context: World["context"], email: string) {
  const request = new Request(`${env.APP_ORIGIN}/sign-in`);
  const leaving = (await startSignIn(request, context, "UTC").catch(
    (thrown) => thrown,
  )) as Response;
  const url = leaving.headers.get("Location") ?? "";
  const walk = await walkThroughConsent(world.sandbox, url, { email });
  const cookie = leaving.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  const returning = new Request(walk.callback ?? "", { headers: { Cookie: cookie } });
  const answer = await callback({ request: returning, context: { ...context }, params: {} });
  return { to: answer.headers.get("Location"), cookie: answer.headers.get("Set-Cookie") };
}

test("R7.1 by default anyone with a Google account may sign up", async () => {
  expect((await signIn(world.context, GRACE)).to).toBe("/welcome");
});

test.each(["ada@example.com", "@example.com"])(
  "R7.1 who is listed by %s may sign up",
  async (list) => {
    expect((await signIn(listing(list), ADA)).to).toBe("/welcome");
    expect(await countHosts()).toBe(1);
  },
);

test("R7.1 who is not listed is told so on the sign-in page: no host, no session, no list", async () => {
  const context = listing("ada@example.com");
  const { to, cookie } = await signIn(context, GRACE);
  expect(to).toBe("/sign-in?problem=notInvited");
  expect(cookie).toBeNull();
  expect(await countHosts()).toBe(0);
  expect(await row("SELECT count(*) AS n FROM sessions")).toEqual({ n: 0 });

  const request = new Request(new URL(to ?? "", env.APP_ORIGIN));
  const { problem } = await signInPage({ request, context: { ...context }, params: {} });
  expect(problem).toContain("by invitation");
  expect(problem).not.toContain("@");
});

test("R7.1 a listed address that Google has not verified is not enough", async () => {
  expect((await signIn(listing("@example.com"), "eve@example.com")).to).toContain("notInvited");
  expect(await countHosts()).toBe(0);
});

test("R7.1 where Google does not say whether an address is verified, it is not", async () => {
  const context = listing("@example.com");
  const profile = { sub: "1", email: ADA, name: "Ada", pictureUrl: null };
  expect(await signInHost(context, profile, "UTC")).toEqual({ kind: "notInvited" });
  expect(await countHosts()).toBe(0);
});

test("R7.1 who is a host already always gets in", async () => {
  const host = await aHost(world, GRACE);
  const { to, cookie } = await signIn(listing("ada@example.com"), GRACE);
  expect(to).toBe("/dashboard");
  expect(cookie).toContain("session");
  expect(await row("SELECT id FROM users")).toEqual({ id: host.id });
});
