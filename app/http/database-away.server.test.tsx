import { env } from "cloudflare:test";
import { createRequestHandler, data, type ServerBuild } from "@remix-run/cloudflare";
import { beforeEach, expect, test, vi } from "vitest";
import { hostCookie } from "../auth/cookies.server.ts";
import { handleError } from "../entry.server.tsx";
import { createAppContext } from "../load-context.server.ts";
import * as root from "../root.tsx";
import * as book from "../routes/book/route.tsx";
import * as booking from "../routes/booking/route.tsx";
import * as connect from "../routes/calendar-settings/connect.ts";
import * as connectCallback from "../routes/calendar-settings/connect-callback.ts";
import * as disconnectCalendar from "../routes/calendar-settings/disconnect.tsx";
import * as calendarSettings from "../routes/calendar-settings/route.tsx";
import * as cancelBooking from "../routes/cancel-booking/route.tsx";
import * as dashboard from "../routes/dashboard/route.tsx";
import * as eventTypePage from "../routes/event-type-page/route.tsx";
import * as home from "../routes/home.tsx";
import * as hostPage from "../routes/host-page/route.tsx";
import * as settings from "../routes/settings/route.tsx";
import * as callback from "../routes/sign-in/callback.ts";
import * as signIn from "../routes/sign-in/route.tsx";
import * as signOut from "../routes/sign-out.ts";
import * as calendarStep from "../routes/welcome/calendar.tsx";
import * as hoursStep from "../routes/welcome/hours.tsx";
import * as welcome from "../routes/welcome/route.tsx";
import * as shareStep from "../routes/welcome/share.tsx";
import { answeringDatabaseAway, isDatabaseAway, orSendAgain } from "./database-away.server.ts";

// The build as Remix makes it, of the real loaders and actions. In the place of a page stands what it would show: the
// errors. tests/process/database-away.test.ts sees the pages themselves.
const pages = {
  "": home,
  "sign-in": signIn,
  "sign-out": signOut,
  "auth/google/callback": callback,
  welcome,
  "welcome/hours": hoursStep,
  "welcome/calendar": calendarStep,
  "welcome/share": shareStep,
  dashboard,
  settings,
  "settings/calendar": calendarSettings,
  "settings/calendar/disconnect/:connectionId": disconnectCalendar,
  "auth/calendar": connect,
  "auth/calendar/callback": connectCallback,
  "booking/:hostId/:bookingId/:capability": booking,
  "booking/:hostId/:bookingId/:capability/cancel": cancelBooking,
  ":handle": hostPage,
  ":handle/:eventType": eventTypePage,
  ":handle/:eventType/book": book,
};
const routes: ServerBuild["routes"] = Object.fromEntries([
  ["root", { id: "root", path: "", module: root }],
  ...Object.entries(pages).map(([path, module]) => {
    const id = `/${path}`;
    return [id, { id, parentId: "root", module, ...(path ? { path } : { index: true }) }];
  }),
]);
const build: ServerBuild = {
  mode: "production",
  entry: {
    module: {
      default: (_request, status, headers, { staticHandlerContext: { errors } }) =>
        Response.json(Object.values(errors ?? {}), { status, headers }),
      handleError,
    },
  },
  routes,
  assets: {
    entry: { module: "", imports: [] },
    routes: Object.fromEntries(
      Object.values(routes).map((route) => [
        route.id,
        { ...route, module: "", hasAction: false, hasLoader: true, hasErrorBoundary: true },
      ]),
    ),
    url: "",
    version: "1",
  } as unknown as ServerBuild["assets"],
  publicPath: "/",
  assetsBuildDirectory: "",
  future: { v3_singleFetch: true, v3_throwAbortReason: true } as ServerBuild["future"],
  isSpaMode: false,
};

const BOOKING = `/booking/${"0".repeat(32)}/${"1".repeat(32)}/k1.${"A".repeat(43)}`;

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
});

async function ask(path: string, fails: () => never, init: RequestInit = {}): Promise<Response> {
  const handle = createRequestHandler(answeringDatabaseAway(build), "production");
  const DB = { prepare: fails, batch: fails };
  const context = createAppContext({ ...env, DB }, { waitUntil: () => {} });
  const cookies = await Promise.all(
    ["slotkeeper-session", "slotkeeper-sign-in"].map(async (name) =>
      (await hostCookie(env, name, 1).serialize("x")).replace(/;.*/, ""),
    ),
  );
  const headers = { Cookie: cookies.join("; ") };
  const request = new Request(env.APP_ORIGIN + path, { headers, ...init });
  return handle(request, { ...context });
}

function lostConnection(): never {
  const cause = new Error("Network connection lost.");
  throw new Error("D1_ERROR: Network connection lost.", { cause });
}

const form = (fields: Record<string, string>) => ({
  method: "POST",
  body: new URLSearchParams(fields),
});

test.each([
  "/",
  "/sign-in",
  "/welcome",
  "/welcome/hours",
  "/welcome/calendar",
  "/welcome/share",
  "/dashboard",
  "/settings",
  "/settings/calendar",
  `/settings/calendar/disconnect/${"A".repeat(32)}`,
  BOOKING,
  `${BOOKING}/cancel`,
  "/ada",
  "/ada/30-minute-meeting",
  "/ada/30-minute-meeting/book?start=2026-12-01T09:00:00Z",
])("R7.4 with the database away, %s is answered 503", async (path) => {
  const answer = await ask(path, lostConnection);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject([{ status: 503 }]);
  expect(lines.join()).toContain('"what":"database_away"');
  expect(lines.join()).toContain("D1_ERROR: Network connection lost.");
});

test.each(["/auth/google/callback?state=s&code=c", "/auth/calendar/callback?state=s&code=c"])(
  "R6.3 with the database away, %s says so in plain words",
  async (path) => {
    const answer = await ask(path, lostConnection);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("try again in a minute");
  },
);

test.each([
  ["/settings", { handle: "ada", timeZone: "UTC" }],
  ["/settings/calendar", { intent: "choose", connectionId: "A".repeat(32), destination: "ada" }],
  [`/settings/calendar/disconnect/${"A".repeat(32)}`, { intent: "now" }],
  ["/welcome", { handle: "ada", timeZone: "UTC" }],
  ["/welcome/hours", { "day-1": "on", from: "09:00", to: "17:00", complete: "yes" }],
  ["/welcome/calendar", {}],
  ["/welcome/share", {}],
  ["/dashboard", { intent: "endFirstSteps" }],
  ["/sign-in", { timeZone: "UTC" }],
  ["/sign-out", {}],
  ["/auth/calendar", {}],
])("with the database away, a form sent to %s is answered 503", async (path, fields) => {
  expect((await ask(path, lostConnection, form(fields))).status).toBe(503);
});

test.each([
  ["R7.8", `${BOOKING}/cancel`, { revision: "1", reason: "I am ill" }],
  ["R7.7", "/ada/30-minute-meeting/book", { key: "k", start: "x", name: "" }],
])(
  "%s with the database away, the form sent to %s comes back whole, to be sent again",
  async (_id, path, fields) => {
    const answer = await ask(path, lostConnection, form(fields));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject([{ status: 503, data: fields }]);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  },
);

test.each<[string, () => never]>([
  [
    "a statement that D1 can't run",
    () => {
      throw new Error("D1_ERROR: no such column: x: SQLITE_ERROR");
    },
  ],
  [
    "a bug",
    () => {
      throw new TypeError("x is not a function");
    },
  ],
])(
  "a mistake of ours stays a 500, since trying again does not mend it: %s",
  async (_what, fails) => {
    expect((await ask("/ada", fails)).status).toBe(500);
    expect((await ask("/settings", fails, form({ handle: "ada" }))).status).toBe(500);
    expect(lines.join()).not.toContain("database_away");
  },
);

function failedQuery(cause: Error): Error {
  const error = new Error("Failed query: select ?\nparams: SQLITE_ERROR", { cause });
  error.name = "DrizzleQueryError";
  return error;
}

test.each<[string, unknown, boolean]>([
  ["a lost connection", new Error("D1_ERROR: Network connection lost."), true],
  ["overload", new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long."), true],
  ["a full disk", new Error("D1_ERROR: database or disk is full: SQLITE_FULL"), true],
  [
    "what drizzle wraps",
    new Error("Failed query", {
      cause: new Error("D1_ERROR: internal error", { cause: new Error("internal error") }),
    }),
    true,
  ],
  ["a constraint", new Error("D1_ERROR: slot_taken: SQLITE_CONSTRAINT_TRIGGER"), false],
  ["a value that can't be stored", new Error("D1_TYPE_ERROR: Type 'object'"), false],
  ["the runtime's own word", new Error("internal error; reference = ft3fv7tnh6pi2"), true],
  ["a failed query of any other kind", failedQuery(new Error("storage timed out")), true],
  ["a failed query that is wrong", failedQuery(new Error("no such table: SQLITE_ERROR")), false],
  ["another error", new Error("no free handle was found"), false],
  ["no error", "D1_ERROR", false],
  ["nothing", undefined, false],
])("%s: is the database away?", (_what, error, isAway) => {
  expect(isDatabaseAway(error)).toBe(isAway);
});

test("what is no failure of the database passes unchanged", async () => {
  const notFound = new Response(null, { status: 404 });
  expect(await orSendAgain({}, async () => "done")).toBe("done");
  for (const thrown of [notFound, new Error("bug"), data({}, 503)]) {
    const failing = orSendAgain({}, () => Promise.reject(thrown));
    await expect(failing).rejects.toBe(thrown);
  }
});
