// What crafted and broken requests get, over HTTP: 4xx with a page that helps, nothing stored, never 5xx.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import { becomeHost, headingOf, hiddenFields, linksOf, openDetails, Visitor } from "./visitor.ts";

let app: RunningLocalApp;
let host: { visitor: Visitor; path: string };

beforeAll(async () => {
  app = await startLocalApp();
  host = await becomeHost(app, "ada@example.com");
});

afterAll(() => app.stop());

const guest = { name: "Grace Hopper", email: "grace@example.org", notes: "" };

function post(action: string, body: BodyInit, headers: HeadersInit = {}): Promise<Response> {
  return fetch(action, { method: "POST", body, headers, redirect: "manual" });
}

async function bookingsShown(): Promise<number> {
  const { html } = await host.visitor.get(`${app.origin}/dashboard`);
  return html.split("30 minute meeting").length - 1;
}

test.each([
  "/nobody-here",
  "/nobody-here/30-minute-meeting",
  "/ada-lovelace/no-such-type",
  "/ada-lovelace/no-such-type/book",
  "/booking/x/y/z",
  `/booking/${"0".repeat(32)}/${"0".repeat(32)}/k1.${"A".repeat(42)}`,
  "/%00",
  "/a/b/c/d/e/f/g",
])("R7.4 %s is a 404 page", async (path) => {
  const page = await new Visitor().get(app.origin + path);
  expect(page.status).toBe(404);
  expect(headingOf(page.html)).toBe("This page does not exist");
});

test("R7.5 invalid fields are answered beside them, with everything typed kept", async () => {
  const { action, fields } = await openDetails(app, host.path);
  const typed = { name: "  ", email: "not an address", notes: "kept" };
  const answer = await post(action, new URLSearchParams({ ...fields, ...typed }));
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toMatch(/id="name-error"[^>]*>Enter your name\./);
  expect(html).toMatch(/id="email-error"[^>]*>This is no e-mail address/);
  expect(html).toContain('value="not an address"');
  expect(html).toContain(">kept</textarea>");
  expect(hiddenFields(html)).toMatchObject(fields);
  expect(await bookingsShown()).toBe(0);
});

const aMonday = () => {
  const day = new Date(Date.now() + 7 * 86_400_000);
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
};

test.each([
  ["in the past", "2020-01-06T09:00:00Z"],
  ["off the grid", () => `${aMonday()}T10:07:00Z`],
  ["outside the hours", () => `${aMonday()}T02:00:00Z`],
  ["beyond the window", "2199-01-07T10:00:00Z"],
  ["in the year 9999", "9999-12-31T23:59:59Z"],
  ["no date", "tomorrow"],
  ["empty", ""],
  ["a day that does not exist", "2027-02-30T09:00:00Z"],
  ["written with an offset", () => `${aMonday()}T11:00:00+01:00`],
  ["written with milliseconds", () => `${aMonday()}T10:00:00.000Z`],
  ["written as a number", () => String(Date.parse(`${aMonday()}T10:00:00Z`))],
  ["written with a space", () => `${aMonday()} 10:00:00Z`],
])("R7.6 a start that is no slot, %s, is refused and nothing is stored", async (_why, start) => {
  const { action, fields } = await openDetails(app, host.path);
  const asked = typeof start === "string" ? start : start();
  const answer = await post(action, new URLSearchParams({ ...fields, ...guest, start: asked }));
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('value="Grace Hopper"');
  expect(await bookingsShown()).toBe(0);
});

test.each([
  ["64 KB of notes", { notes: "x".repeat(65_536) }, 422],
  ["a name of 101 characters", { name: "x".repeat(101) }, 422],
  ["a web address for a name", { name: "Win at https://evil.example" }, 422],
  ["a form without its key", { key: "" }, 422],
  ["line breaks in the e-mail address", { email: "a@example.org\r\nBcc: b@example.org" }, 422],
])("%s is refused", async (_what, change, status) => {
  const { action, fields } = await openDetails(app, host.path);
  const answer = await post(action, new URLSearchParams({ ...fields, ...guest, ...change }));
  expect(answer.status).toBe(status);
  expect(await bookingsShown()).toBe(0);
});

test("R7.5 a form whose key is missing or broken gets a new one, and can then be sent", async () => {
  const { action, fields } = await openDetails(app, host.path);
  for (const change of [{ key: "" }, { key: "short" }, { key: "<script>".repeat(5) }, "no key"]) {
    const { key, ...rest }: Record<string, string> = { ...fields, ...guest };
    const sent: Record<string, string> = typeof change === "string" ? rest : { ...rest, ...change };
    const answer = await post(action, new URLSearchParams({ ...sent, email: "wrong" }));
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain("This form was incomplete. Please send it again.");
    expect(html).not.toContain("Invalid input");
    expect(hiddenFields(html)).toMatchObject({ start: fields.start, tz: fields.tz });
    expect(hiddenFields(html).key).toMatch(/^[\w-]{43}$/);
    expect(hiddenFields(html).key).not.toBe(key);
    const again = await post(
      action,
      new URLSearchParams({ ...hiddenFields(html), email: "wrong" }),
    );
    expect(hiddenFields(await again.text()).key).toBe(hiddenFields(html).key);
  }
  expect(await bookingsShown()).toBe(0);
});

const pages = () => [
  "/",
  "/sign-in",
  "/welcome",
  "/dashboard",
  "/settings",
  "/settings/calendar",
  "/sign-out",
  "/auth/calendar",
  "/auth/google/callback",
  "/auth/calendar/callback",
  "/healthz",
  host.path,
  `${host.path}/30-minute-meeting`,
  `${host.path}/30-minute-meeting/book`,
  `/booking/${"0".repeat(32)}/${"0".repeat(32)}/k1.${"A".repeat(42)}`,
  `/booking/${"0".repeat(32)}/${"0".repeat(32)}/k1.${"A".repeat(43)}/cancel`,
  "/no/such/page/anywhere",
];

test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])(
  "%s is no method of any address",
  async (method) => {
    for (const path of pages()) {
      const answer = await host.visitor.request(app.origin + path, { method });
      expect([path, answer.status]).toEqual([path, 405]);
      expect(answer.headers.get("Allow")).toBe("GET, HEAD, POST");
    }
  },
);

test("HEAD answers like GET, without a body", async () => {
  for (const path of pages()) {
    const head = await fetch(app.origin + path, { method: "HEAD", redirect: "manual" });
    const get = await fetch(app.origin + path, { redirect: "manual" });
    expect([path, head.status]).toEqual([path, get.status]);
    expect(head.status).toBeLessThan(500);
    expect(await head.text()).toBe("");
  }
});

test("a POST without a body, or to a page without a form, is refused or led elsewhere", async () => {
  for (const path of pages()) {
    const answer = await fetch(app.origin + path, { method: "POST", redirect: "manual" });
    expect([path, answer.status < 500]).toEqual([path, true]);
  }
  const noForm = await post(app.origin + host.path, "");
  expect(noForm.status).toBe(405);
  expect(headingOf(await noForm.text())).toBe("Nothing can be sent to this page");
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "nothing-of-ours"])(
  "R6.3 an address that asks for the message '%s' shows none",
  async (code) => {
    for (const name of ["problem", "notice"]) {
      const query = new URLSearchParams({ [name]: code, missing: code });
      const signIn = await new Visitor().get(`${app.origin}/sign-in?${query}`);
      expect([signIn.status, headingOf(signIn.html)]).toEqual([200, "Sign in to Slotkeeper"]);
      const settings = await host.visitor.get(`${app.origin}/settings?${query}`);
      const calendar = await host.visitor.get(`${app.origin}/settings/calendar?${query}`);
      expect([settings.status, calendar.status]).toEqual([200, 200]);
      // A place for what is said later may be there, empty.
      for (const { html } of [signIn, settings, calendar])
        expect(html).not.toMatch(/role="(?:alert|status)"[^>]*>(?!<\/)/);
    }
  },
);

test.each([
  ["another content type", "{}", { "Content-Type": "application/json" }, 400],
  ["no content type", new Uint8Array([1, 2, 3]), {}, 400],
  [
    "a truncated multipart body",
    '--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nabc',
    { "Content-Type": "multipart/form-data; boundary=x" },
    400,
  ],
  ["a field twice", "name=a&name=b", { "Content-Type": "application/x-www-form-urlencoded" }, 400],
  [
    "300 KB",
    "x".repeat(300_000),
    // The rest of it is never read, so the connection is of no use afterwards.
    { "Content-Type": "application/x-www-form-urlencoded", Connection: "close" },
    413,
  ],
])("a body that is %s is refused with a plain page", async (_what, body, headers, status) => {
  const { action } = await openDetails(app, host.path);
  const answer = await post(action, body, headers);
  expect(answer.status).toBe(status);
  expect(headingOf(await answer.text())).not.toBe("");
});

test("R5.4 a form posted by another site's page is refused", async () => {
  const { action, fields } = await openDetails(app, host.path);
  const body = () => new URLSearchParams({ ...fields, ...guest });
  const crossSite = await post(action, body(), { "Sec-Fetch-Site": "cross-site" });
  expect(crossSite.status).toBe(403);
  const otherOrigin = await post(action, body(), { Origin: "https://evil.example" });
  expect(otherOrigin.status).toBe(403);
  const signOut = await post(`${app.origin}/sign-out`, "", { "Sec-Fetch-Site": "same-site" });
  expect(signOut.status).toBe(403);
});

test("invisible and bidirectional characters are taken out, markup stays text", async () => {
  const { action, fields } = await openDetails(app, host.path);
  const odd = { name: "Gr\u0000ace \u202eHopper\u200b", notes: "<img src=x onerror=alert(1)>" };
  const answer = await post(action, new URLSearchParams({ ...fields, ...guest, ...odd }));
  expect(answer.status).toBe(303);
  const dashboard = await host.visitor.get(`${app.origin}/dashboard`);
  const [booking = ""] = linksOf(dashboard.html, "/bookings/");
  const { html } = await host.visitor.get(app.origin + booking);
  for (const page of [dashboard.html, html]) {
    expect(page).toContain("Grace Hopper");
    expect(page).not.toContain("<img");
  }
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
});

test("R7.1 a taken, reserved or malformed handle is refused with a reason, and a free one suggested", async () => {
  const other = await becomeHost(app, "other@example.com");
  const change = (handle: string) =>
    other.visitor.post(`${app.origin}/settings`, { handle, timeZone: "Europe/Berlin" });
  const taken = await change("ada-lovelace");
  expect(taken.status).toBe(422);
  expect(taken.html).toContain("This address is taken. Free is, for example: ada-lovelace-");
  for (const handle of ["settings", "a", "with space", "ünï", "x".repeat(41), "../etc"]) {
    const refused = await change(handle);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('id="handle-error"');
  }
  const zone = await other.visitor.post(`${app.origin}/settings`, {
    handle: "fine-handle",
    timeZone: "../../etc/localtime",
  });
  expect(zone.status).toBe(422);
  const changed = await change("fine-handle");
  expect(changed.html).toContain("Saved.");
  expect((await new Visitor().get(`${app.origin}/Fine-Handle`)).status).toBe(200);
});

test("every answer carries the security headers, and pages without scripts allow none", async () => {
  for (const path of ["/", host.path, "/nobody-here", "/healthz"]) {
    const { headers } = await new Visitor().get(app.origin + path);
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toMatch(/script-src 'none'|default-src 'none';/);
    expect(headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
  }
});
