// Who is not signed in, over HTTP: where the real Worker leads them, and that it leads nobody away.
import { afterAll, beforeAll, expect, test } from "vitest";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import { becomeHost, headingOf, hiddenFields, Visitor } from "./visitor.ts";

let app: RunningLocalApp;

beforeAll(async () => {
  app = await startLocalApp();
});

afterAll(() => app.stop());

const ID = "0".repeat(32);
const HOST = "coming-back@example.com";

async function locationOf(path: string, init: RequestInit = {}): Promise<string | null> {
  const answer = await fetch(app.origin + path, { redirect: "manual", ...init });
  return answer.headers.get("Location");
}

test.each([
  ...["/welcome", "/dashboard", "/sync", "/bookings?list=past&q=a+b", "/bookings/numbers"],
  ...[`/bookings/${ID}/move?month=2026-12`, "/event-types/new", `/event-types/${ID}/preview`],
  ...["/availability", "/settings", "/settings/calendar", "/settings/sessions"],
])("R1.1 %s leads to signing in, and from there back", async (path) => {
  const address = await locationOf(path);
  expect(address).toBe(`/sign-in?${new URLSearchParams({ to: path })}`);
  const page = await new Visitor().get(app.origin + address);
  expect([page.status, headingOf(page.html)]).toEqual([200, "Sign in to Slotkeeper"]);
  expect(page.headers.get("Cache-Control")).toBe("no-store");
  expect(hiddenFields(page.html).to?.replaceAll("&amp;", "&")).toBe(path);
});

test("R1.1 a page that the router asks for by script is wanted as the page that it is", async () => {
  const answer = await fetch(
    `${app.origin}/settings/page.data?_routes=routes%2Fpublic-page%2Froute`,
  );
  const text = await answer.text();
  expect(text).toContain("/sign-in?to=%2Fsettings%2Fpage");
  expect(text).not.toContain("_routes");
});

test("R7.5 a form without a session comes back whole, as text and nothing else", async () => {
  const fields = { bio: `"><script>alert(1)</script>\n'&amp;`, accent: "teal", "<b>": "x" };
  const answer = await fetch(`${app.origin}/settings/page`, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  const html = await answer.text();
  expect([answer.status, headingOf(html)]).toEqual([403, "You were signed out"]);
  expect(html).not.toMatch(/<script|<b>/);
  expect(html).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(answer.headers.get("Content-Security-Policy")).toContain("script-src 'none'");
  const strangers = await fetch(`${app.origin}/settings/page`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "Sec-Fetch-Site": "cross-site" },
  });
  expect(await strangers.text()).toBe(
    "This request came from another website, so it was refused.\n",
  );
});

test.each([
  ...["//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/%5cevil.example"],
  ...["https://evil.example/dashboard", "/dashboard/..//evil.example", "/\t/evil.example"],
  ...[
    "/dashboard\r\nX-Injected: 1",
    "/@evil.example",
    "/sign-out",
    `/settings?${"x".repeat(9000)}`,
  ],
])("R5.4 signing in leads to %j by no way", async (to) => {
  const { visitor } = await hostOnce();
  const signedIn = await visitor.request(
    `${app.origin}/sign-in?${new URLSearchParams({ to })}`,
    {},
  );
  expect(signedIn.headers.get("Location")).toBe("/dashboard");

  const stranger = new Visitor();
  const leave = await stranger.request(`${app.origin}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ to }),
  });
  const { callback } = await walkThroughConsent({ fetch }, leave.headers.get("Location") ?? "", {
    email: HOST,
  });
  const back = await stranger.request(callback?.href ?? "", {});
  expect([back.status, back.headers.get("Location")]).toEqual([302, "/dashboard"]);
  expect(back.headers.get("X-Injected")).toBeNull();
});

let host: ReturnType<typeof becomeHost> | undefined;

function hostOnce(): ReturnType<typeof becomeHost> {
  host ??= becomeHost(app, HOST, ["/sign-in"]);
  return host;
}
