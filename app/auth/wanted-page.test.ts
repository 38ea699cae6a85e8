import { expect, test } from "vitest";
import routes from "../routes.ts?raw";
import { findWantedPage, nameOfPage, signInPath, wantedPageOf } from "./wanted-page.ts";

const ORIGIN = "https://slotkeeper.test";
const ID = "0123456789abcdef0123456789abcdef";

const find = (text: string) => findWantedPage(text, ORIGIN);
const wantedOf = (path: string) => wantedPageOf({ url: ORIGIN + path }, ORIGIN);

/** Every address of the app, as app/routes.ts lists them, and whether it is in the frame of the host's area. */
function addresses(): { path: string; isFramed: boolean; module: string }[] {
  const [before = "", framed = "", after = ""] = routes.split(/layout\(|^ {2}\]\),/m);
  return [before, framed, after].flatMap((text) =>
    [...text.matchAll(/route\("([^"*]+)", "([^"]+)"\)/g)].map(([, path = "", module = ""]) => ({
      path: `/${path.replace(/:\w+/g, ID)}`,
      isFramed: text === framed,
      module,
    })),
  );
}

test("R1.1 every page in the frame of the host's area is led back to, and has a name", () => {
  const framed = addresses().filter(({ isFramed }) => isFramed);
  expect(framed.length).toBeGreaterThan(20);
  for (const { path } of framed) {
    expect(wantedOf(path)).toBe(path);
    expect(nameOfPage(path)).toMatch(/^(your [a-z ]+|Sync)$/);
  }
});

test("R1.1 outside it only the preview is, and what has no page leads to where it is asked for", () => {
  const others = addresses().filter(({ isFramed }) => !isFramed);
  expect(others.length).toBeGreaterThan(15);
  const led = others.map(({ path }) => [path, wantedOf(path)]).filter(([, to]) => to !== null);
  expect(Object.fromEntries(led)).toEqual({
    [`/event-types/${ID}/preview`]: `/event-types/${ID}/preview`,
    "/settings/account/bookings.json": "/settings/account",
    "/settings/account/bookings.ics": "/settings/account",
    "/auth/calendar": "/settings/calendar",
    "/auth/calendar/callback": "/settings/calendar",
  });
});

test.each([
  "/dashboard",
  "/settings/",
  `/bookings/${ID}/move?month=2026-12&tz=Europe%2FBerlin`,
  "/bookings?list=past&q=Ada+%26+Grace",
  "/settings/calendar?from=sync",
])("R1.1 %s is led back to as it is", (text) => {
  expect(find(text)).toBe(text);
});

test("R1.1 what a page said of something just done is not said again", () => {
  expect(find("/settings?notice=saved")).toBe("/settings");
  expect(wantedOf("/bookings?notice=edited&list=past&problem=denied")).toBe("/bookings?list=past");
});

test("R5.4 no code of Google's gets into the address of the sign-in page", () => {
  expect(wantedOf("/auth/calendar/callback?code=4%2F0A&state=s")).toBe("/settings/calendar");
  for (const path of ["/auth/google/callback", "/auth/calendar/callback/"]) {
    expect(wantedOf(`${path}?code=4%2F0A&state=s`)).toBeNull();
  }
});

test("R1.1 of an address that is too long the page is kept", () => {
  const query = `?q=${"x".repeat(500)}`;
  expect(find(`/bookings${query}`)).toBeNull();
  expect(wantedOf(`/bookings${query}`)).toBe("/bookings");
  expect(wantedOf(`/bookings/${"x".repeat(500)}`)).toBeNull();
});

const elsewhere = [
  ...[
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
  ],
  ...[
    "https://evil.example",
    "https:evil.example",
    "https:/dashboard",
    "//slotkeeper.test/dashboard",
  ],
  ...[`${ORIGIN}/dashboard`, "https://slotkeeper.test@evil.example/dashboard", "@evil.example"],
  ...["/@evil.example", "/dashboard@evil.example", "//dashboard@evil.example", ".evil.example"],
  ...["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)//dashboard", "blob:x"],
  ...["/%2f%2fevil.example", "/%2fevil.example", "/%5cevil.example", "/%5c%5cevil.example"],
  ...[
    "%2fdashboard",
    "/dashboard%2f%2fevil.example",
    "/dashboard/%5cevil.example",
    "/dashboard%00",
  ],
  // What a parser makes "//evil.example" of.
  ...[
    "/dashboard/..//evil.example",
    "/dashboard/%2e%2e//evil.example",
    "/./dashboard",
    "/../dashboard",
  ],
  ...["/.//evil.example", "/dashboard/.%2E//evil.example", "/dashboard/../../\\evil.example"],
  ...["/dashboard//evil.example", "/dashboard/\\evil.example", "/dashboard\\..\\\\evil.example"],
  ...[
    "/\t/evil.example",
    "/\n/evil.example",
    "/dash\tboard",
    "/dashboard\n",
    "/dashboard\r\nX-A: 1",
  ],
  ...[
    "\t/dashboard",
    " /dashboard",
    "/dashboard ",
    "/dashboard\0",
    "\u{feff}/dashboard",
    "/\u{2028}x",
  ],
  ...[
    "/dashboard?a=\\",
    "/dashboard?a=\t",
    "/dashboard?a=\n",
    "/dashboard?a=ä",
    "/dashboard?a=\u{7f}",
  ],
  ...["/dashboard#//evil.example", "/dashboard?a#b", "/dashboard;x", "/dashboard:80", "?x", "#x"],
  ...["/ｄashboard", "/dáshboard", "/。evil.example", "／／evil.example", "/dashboard／..／"],
  ...[
    "dashboard",
    "",
    "/",
    "//",
    "/?x",
    "/sign-in",
    "/sign-in?to=/dashboard",
    "/sign-out",
    "/healthz",
  ],
  ...["/auth/calendar", "/auth/google/callback?code=x", "/account-deleted", "/styleguide"],
  ...["/settings/account/bookings.json", "/settings/account/bookings.ics", "/dashboard.data"],
  ...[
    "/ada-lovelace",
    "/ada-lovelace/quick",
    `/booking/${ID}/${ID}/k1.x`,
    "/dashboards",
    "/DASHBOARD",
  ],
  ...["/constructor", "/__proto__", "/toString", "/hasOwnProperty/x", "/settings-x", "/settings."],
  `/bookings/${"x".repeat(10_000)}`,
];

test.each(elsewhere)("R5.4 %j is led to by nothing", (text) => {
  expect(find(text)).toBeNull();
  expect(find(encodeURIComponent(text))).toBeNull();
});

test("R5.4 whatever the text, where it leads is a page of the area on this origin", () => {
  const pieces = [
    ..."/\\.?#@:%\t\n \0;&=a",
    "//",
    "..",
    "%2e",
    "%2f",
    "%5c",
    "dashboard",
    "settings",
  ];
  pieces.push("evil.example", "https:", "to=", "http://", ORIGIN);
  let random = 7;
  const next = (below: number) => {
    random = (random * 48_271) % 2_147_483_647;
    return random % below;
  };
  let led = 0;
  for (let n = 0; n < 50_000; n++) {
    const start = n % 2 ? "/settings" : "";
    const text =
      start + Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)]).join("");
    const page = find(text);
    if (page === null) continue;
    led += 1;
    expect(new URL(page, ORIGIN).origin).toBe(ORIGIN);
    expect(new URL(page, "http://localhost:1").host).toBe("localhost:1");
    expect(page).toMatch(/^\/(settings|dashboard)(\/[\w-]+)*\/?(\?|$)/);
    // Read once more, it is the same.
    expect(find(page)).toBe(page);
  }
  expect(led).toBeGreaterThan(100);
});

test("R1.1 the address of the sign-in page carries the page and what went wrong, each if there is one", () => {
  expect(signInPath(null)).toBe("/sign-in");
  expect(signInPath(null, "denied")).toBe("/sign-in?problem=denied");
  expect(signInPath("/bookings?q=a&list=past", "denied")).toBe(
    "/sign-in?problem=denied&to=%2Fbookings%3Fq%3Da%26list%3Dpast",
  );
});
