// Settings → Google Calendar: what its forms are answered with, and what they change.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import * as connectRoute from "#app/routes/calendar-settings/connect.ts";
import * as callbackRoute from "#app/routes/calendar-settings/connect-callback.ts";
import * as disconnectRoute from "#app/routes/calendar-settings/disconnect.tsx";
import { rememberOtherAccount } from "#app/routes/calendar-settings/other-account.server.ts";
import * as page from "#app/routes/calendar-settings/route.tsx";
import * as dashboard from "#app/routes/dashboard/route.tsx";
import * as hostArea from "#app/routes/host-area/route.tsx";
import * as sync from "#app/routes/sync/route.tsx";
import { busyTimesForPage, refreshBusyTimes } from "#app/use-cases/busy-times.server.ts";
import { disconnectCalendar, disconnectNow } from "#app/use-cases/disconnect-calendar.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  bookingNow,
  connect,
  connectionOf,
  GRACE,
  hostNow,
  liveEvents,
  move,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

type Fields = Record<string, string>;

interface Asked {
  form?: Fields;
  headers?: Fields;
  params?: Fields;
  query?: string;
  as?: string;
  context?: AppContext;
}

async function ask(handler: unknown, asked: Asked = {}): Promise<Answer> {
  const { form, headers = {}, params = {}, query = "", as = host.id } = asked;
  const context = asked.context ?? world.context;
  const Cookie = await startSession(world.context, as);
  const request = new Request(`${env.APP_ORIGIN}/settings/calendar?${query}`, {
    headers: { Cookie, ...headers },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return answerOf(handler, { request, params, context });
}

const connectionId = () => host.googleCalendarConnectionId ?? "";
const family = () => calendarNamed("Family");
const holidays = () => calendarNamed("Holidays in Germany");

function calendarNamed(name: string): string {
  return world.sandbox.calendars(ADA).find(({ summary }) => summary === name)?.id ?? "";
}

const chooses = (form: Record<string, string>) =>
  ask(page.action, { form: { intent: "choose", connectionId: connectionId(), ...form } });

const panelNow = async (asked: Asked = {}) => (await ask(page.loader, asked)).data.shown.panel;

const blocking = async () => {
  const { calendars } = await panelNow();
  return calendars
    .filter(({ blocksSlots }: { blocksSlots: boolean }) => blocksSlots)
    .map(({ calendarId }: { calendarId: string }) => calendarId);
};

test("R2.2 R2.4 a choice is saved, and counts for the bookings that come after it", async () => {
  const before = await book(world.context, aForm(host));
  await world.settle();
  const saved = await chooses({ destination: family(), [`conflict:${holidays()}`]: "on" });
  expect([saved.status, saved.location]).toEqual([303, "/settings/calendar?notice=chosen"]);
  host = await hostNow(world.context, host.id);
  expect(host.googleCalendarId).toBe(family());
  expect(await blocking()).toEqual([holidays()]);
  await world.settle();
  expect(liveEvents(world).map(({ id }) => id)).toEqual([`b${before.id}g1`]);
});

test.each<[string, () => Record<string, string>, string]>([
  ["nothing chosen", () => ({}), "destination"],
  ["nothing", () => ({ destination: "" }), "destination"],
  ["a calendar of nobody", () => ({ destination: "nobody@example.com" }), "destination"],
  ["another host's calendar", () => ({ destination: GRACE }), "destination"],
  ["one that is not their own", () => ({ destination: holidays() }), "destination"],
  ["an endless name", () => ({ destination: "x".repeat(1025) }), "destination"],
  [
    "a conflict calendar of nobody",
    () => ({ destination: ADA, "conflict:nobody@example.com": "on" }),
    "conflicts",
  ],
])(
  "R2.1 %s is refused beside its field; nothing is stored, and what was chosen is kept",
  async (_name, form, field) => {
    const before = await blocking();
    const answer = await chooses({ ...form(), [`conflict:${family()}`]: "on" });
    expect([answer.status, Object.keys(answer.data.errors)]).toEqual([422, [field]]);
    expect(answer.data.values.destinationId).toBe(form().destination ?? "");
    expect(answer.data.values.conflictIds).toContain(family());
    expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(ADA);
    expect(await blocking()).toEqual(before);
  },
);

test("R5.4 another host's connection is a 404 in every form, and none is a 400", async () => {
  const grace = await aConnectedHost(world, GRACE);
  const theirs = grace.googleCalendarConnectionId ?? "";
  const forms: Fields[] = [
    { intent: "choose", connectionId: theirs, destination: ADA },
    { intent: "replace", connectionId: theirs, lostCalendarId: GRACE, replacement: ADA },
  ];
  for (const form of forms) expect((await ask(page.action, { form })).status).toBe(404);
  const params = { connectionId: theirs };
  expect((await ask(disconnectRoute.loader, { params })).status).toBe(404);
  const ends: Fields[] = [{ intent: "disconnect", events: "stay" }, { intent: "now" }];
  for (const form of ends) {
    expect((await ask(disconnectRoute.action, { params, form })).status).toBe(404);
  }
  const reconnect = { form: { connectionId: theirs } };
  expect((await ask(connectRoute.action, reconnect)).status).toBe(404);
  const odd: Fields[] = [{}, { intent: "choose" }, { intent: "toString", connectionId: theirs }];
  for (const form of odd) {
    expect((await ask(page.action, { form })).status).toBe(400);
  }
  expect((await connectionOf(grace)).status).toBe("active");
});

test("R2.4 a choice among the calendars of an account that is no longer used is refused", async () => {
  const old = connectionId();
  await connect(world, host, { email: GRACE });
  host = await hostNow(world.context, host.id);
  const form = { intent: "choose", connectionId: old, destination: ADA };
  const answer = await ask(page.action, { form });
  expect([answer.status, Object.keys(answer.data.errors)]).toEqual([409, ["form"]]);
  expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(GRACE);
});

test("R6.4 a calendar that is gone says how many bookings it touches; sent twice, they move once", async () => {
  await chooses({ destination: family() });
  const booking = await book(world.context, aForm(await hostNow(world.context, host.id)));
  await world.settle();
  world.sandbox.byHand.leaveCalendar(ADA, family());
  const panel = await panelNow();
  expect(panel.state).toMatchObject({ kind: "destinationLost", why: "gone", name: "Family" });
  expect(panel.touched).toBe(1);
  const form = {
    intent: "replace",
    connectionId: connectionId(),
    lostCalendarId: panel.destinationId,
    replacement: holidays(),
  };
  const refused = await ask(page.action, { form });
  expect([refused.status, Object.keys(refused.data.errors)]).toEqual([422, ["replacement"]]);
  for (let time = 1; time <= 2; time++) {
    const moved = await ask(page.action, { form: { ...form, replacement: ADA } });
    expect([moved.status, moved.location]).toEqual([303, "/settings/calendar?notice=replaced"]);
    expect((await bookingNow(world.context, booking)).revision).toBe(2);
  }
  expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(ADA);
});

test("R1.5 R4.1 disconnecting twice is done once, and the second answer says so", async () => {
  const params = { connectionId: connectionId() };
  const form = { intent: "disconnect", events: "stay" };
  const [first, second] = [
    await ask(disconnectRoute.action, { params, form }),
    await ask(disconnectRoute.action, { params, form }),
  ];
  expect([first.location, second.location]).toEqual([
    "/settings/calendar?notice=disconnected",
    "/settings/calendar?notice=alreadyDisconnected",
  ]);
  const shown = await ask(disconnectRoute.loader, { params });
  expect(shown.location).toBe("/settings/calendar?notice=alreadyDisconnected");
  expect((await panelNow()).state).toEqual({
    kind: "disconnected",
    account: ADA,
    grant: "revoked",
  });
});

test("R1.5 an older form that ends at once does nothing to a connection that is in use", async () => {
  const params = { connectionId: connectionId() };
  const answer = await ask(disconnectRoute.action, { params, form: { intent: "now" } });
  expect(answer.location).toBe("/settings/calendar?notice=goesOn");
  expect((await connectionOf(host)).status).toBe("active");
});

test.each<Fields>([{}, { intent: "disconnect" }, { intent: "disconnect", events: "burn" }])(
  "R1.5 what no form of ours sends ends nothing: %o",
  async (form) => {
    const params = { connectionId: connectionId() };
    expect((await ask(disconnectRoute.action, { params, form })).status).toBe(400);
    expect((await connectionOf(host)).status).toBe("active");
  },
);

test("R2.5 a document is whole; only a page with JavaScript gets a promise, and no compression with it", async () => {
  const documents: Fields[] = [{}, { "Sec-Fetch-Dest": "document" }];
  for (const headers of documents) {
    const { shown } = (await ask(page.loader, { headers })).data;
    expect([shown.kind, shown.panel.state.kind]).toEqual(["here", "connected"]);
  }
  const { shown } = (await ask(page.loader, { headers: { "Sec-Fetch-Dest": "empty" } })).data;
  expect([shown.kind, shown.account]).toEqual(["coming", ADA]);
  expect((await shown.panel).state).toEqual({ kind: "connected", account: ADA });
});

test("R2.5 a document does not wait for a Google that is silent, and what comes later is kept for the next time", async () => {
  let answerNow = () => {};
  const held = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  const slow = world.worker({
    google: async (send) => {
      await held;
      return send();
    },
  });
  // Google answers only below: that this comes at all shows that it does not wait for it.
  const panel = await panelNow({ context: slow.context });
  expect(panel.state.kind).toBe("googleUnavailable");
  expect(panel.calendars).toHaveLength(3);
  world.sandbox.byHand.leaveCalendar(ADA, family());
  answerNow();
  await slow.settle();
  const away = world.worker({ google: () => Promise.reject(new TypeError("fetch failed")) });
  const later = await panelNow({ context: away.context });
  expect([later.state.kind, later.calendars.length]).toEqual(["googleUnavailable", 2]);
});

test("R4.3 every page says that the connection is broken and how many bookings wait, before all else", async () => {
  const trouble = async () => (await ask(hostArea.loader)).data.trouble;
  expect(await trouble()).toBeNull();
  world.sandbox.killTokens(ADA);
  expect((await panelNow()).state.kind).toBe("needsReconnect");
  expect(await trouble()).toContain("Bookings go on; nothing is lost.");
  await book(world.context, aForm(host));
  await world.settle();
  expect(await trouble()).toContain("1 booking waits; nothing is lost.");
  expect(await trouble()).toContain("Busy times stay as last read.");
  const panel = await panelNow();
  expect([panel.touched, panel.isRefusingAll]).toEqual([1, false]);
});

test("R4.3 a host who refuses bookings while busy times are unknown is told that none come until they reconnect", async () => {
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  world.sandbox.killTokens(ADA);
  const panel = await panelNow();
  expect([panel.state.kind, panel.isRefusingAll]).toEqual(["needsReconnect", true]);
  const { trouble } = (await ask(hostArea.loader)).data;
  expect(trouble).toContain("Your page takes no bookings meanwhile");
  expect(trouble).not.toContain("Bookings go on");
});

test("R4.3 what is said of busy times meanwhile is so: the page goes by what Google said last", async () => {
  const busy = { start: Date.parse("2026-11-04T09:00Z"), end: Date.parse("2026-11-04T10:00Z") };
  const addByHand = ({ start, end }: typeof busy) =>
    world.sandbox.byHand.add(ADA, ADA, {
      start: { dateTime: new Date(start).toISOString() },
      end: { dateTime: new Date(end).toISOString() },
    });
  addByHand(busy);
  await refreshBusyTimes(world.context, host);
  world.sandbox.killTokens(ADA);
  addByHand({ start: busy.start + 86_400_000, end: busy.end + 86_400_000 });
  await refreshBusyTimes(world.context, host);
  expect((await panelNow()).state.kind).toBe("needsReconnect");
  const week = { start: world.clock.now(), end: world.clock.now() + 7 * 86_400_000 };
  expect(await busyTimesForPage(world.context, host, week)).toEqual([busy]);
});

test("R4.3 R6.3 who reconnects where the waiting bookings are listed comes back there", async () => {
  expect((await ask(sync.loader)).data).toMatchObject({ canReconnect: false });
  world.sandbox.killTokens(ADA);
  await book(world.context, aForm(host));
  await world.settle();
  expect((await ask(sync.loader)).data).toMatchObject({ canReconnect: true });
  const headers = { Cookie: await startSession(world.context, host.id) };
  const away = await ask(connectRoute.action, { form: { returnTo: "sync" }, headers });
  const { callback } = await walkThroughConsent(world.sandbox, away.location ?? "", { email: ADA });
  const query = callback?.searchParams.toString() ?? "";
  const back = await ask(callbackRoute.loader, { headers, query });
  expect(back.location).toBe("/sync?notice=connected");
  const { data } = await ask(sync.loader, { query: "notice=connected" });
  expect(data.notice).toContain("Google Calendar is connected again");
  await world.settle();
});

test("R4.1 while it is being disconnected, no page says that there is nothing but to connect", async () => {
  const presence = async () => [
    (await ask(dashboard.loader)).data.presence,
    (await ask(sync.loader)).data.presence,
  ];
  expect(await presence()).toEqual(["connected", "connected"]);
  await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.faults.add({
    match: { path: "events.delete" },
    effect: "refuse",
    status: 503,
    times: null,
  });
  await disconnectCalendar(world.context, {
    ...{ hostId: host.id, connectionId: connectionId(), events: "go" },
  });
  await world.settle();
  expect(await presence()).toEqual(["disconnecting", "disconnecting"]);
  await disconnectNow(world.context, { hostId: host.id, connectionId: connectionId() });
  expect(await presence()).toEqual(["none", "none"]);
});

const subOf = (email: string) =>
  world.sandbox.accounts().find((account) => account.email === email)?.sub ?? "";

/** By "use another account", or by saying once more that this one is meant. */
async function switchTo(email: string): Promise<void> {
  const other = await rememberOtherAccount(world.context, { sub: subOf(email), email });
  const [cookie = ""] = other.split(";");
  expect(problemOf((await consent({ account: "other" }, email, cookie)).location)).toBeNull();
  await world.settle();
  host = await hostNow(world.context, host.id);
}

/** With the events of coming bookings left in the calendar. */
async function disconnected(): Promise<void> {
  await disconnectCalendar(world.context, {
    ...{ hostId: host.id, connectionId: connectionId(), events: "stay" },
  });
  await world.settle();
  host = await hostNow(world.context, host.id);
}

const problemOf = (location: string | null) =>
  new URL(location ?? "", env.APP_ORIGIN).searchParams.get("problem");

/** To Google and back. @returns where the host lands */
async function consent(form: Fields, email: string, cookies = ""): Promise<Answer> {
  const Cookie = `${await startSession(world.context, host.id)}; ${cookies}`;
  const away = await ask(connectRoute.action, { form, headers: { Cookie } });
  const { callback } = await walkThroughConsent(world.sandbox, away.location ?? "", { email });
  const query = callback?.searchParams.toString() ?? "";
  return ask(callbackRoute.loader, { headers: { Cookie }, query });
}

test("R2.2 R4.4 an account that comes back has the calendars that were chosen for it", async () => {
  await chooses({ destination: family(), [`conflict:${holidays()}`]: "on" });
  await switchTo(GRACE);
  expect(host.googleCalendarId).toBe(GRACE);
  expect(await blocking()).toEqual([GRACE]);
  await switchTo(ADA);
  expect(host.googleCalendarId).toBe(family());
  expect(await blocking()).toEqual([holidays()]);
  await switchTo(GRACE);
  expect(host.googleCalendarId).toBe(GRACE);
});

test("R2.2 R6.4 unless its destination is gone: the primary one takes its place, and the page says so", async () => {
  await chooses({ destination: family() });
  await switchTo(GRACE);
  world.sandbox.byHand.leaveCalendar(ADA, family());
  const { location } = await consent({ account: "choose" }, ADA);
  expect(location).toBe("/settings/calendar?notice=connectedToPrimary");
  host = await hostNow(world.context, host.id);
  expect(host.googleCalendarId).toBe(ADA);
  const { message } = (await ask(page.loader, { query: "notice=connectedToPrimary" })).data;
  expect(message).toMatchObject({ tone: "warn" });
});

test("R7.6 what is known of an older account's busy times is forgotten, and counts no more", async () => {
  const busy = { start: Date.parse("2026-11-04T09:00Z"), end: Date.parse("2026-11-04T10:00Z") };
  world.sandbox.byHand.add(ADA, ADA, {
    start: { dateTime: new Date(busy.start).toISOString() },
    end: { dateTime: new Date(busy.end).toISOString() },
  });
  const week = { start: world.clock.now(), end: world.clock.now() + 7 * 86_400_000 };
  expect(await busyTimesForPage(world.context, host, week)).toEqual([busy]);
  await switchTo(GRACE);
  const ofAda = () =>
    row(
      `SELECT count(*) AS n FROM busy_snapshots JOIN calendar_connections AS connection
       ON connection.id = busy_snapshots.connection_id WHERE email = ?`,
      ADA,
    );
  expect(await ofAda()).toEqual({ n: 0 });
  expect(await busyTimesForPage(world.context, host, week)).toEqual([]);
});

test("D4.8 the settings count what the bookings' own pages say, from the first moment on", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.killTokens(ADA);
  world.sandbox.expireAccessTokens(ADA);
  await move(world.context, booking, booking.meeting.start + 7_200_000);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "waiting_for_reconnect" });
  await switchTo(GRACE);
  await world.passTime(0);
  expect(await syncOf(booking)).toMatchObject({ state: "waiting_for_reconnect" });
  expect((await panelNow()).state.kind).toBe("behind");
});

test("R4.1 R4.4 disconnected, the page says how many bookings belong there, and how many wait for it", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  await disconnected();
  expect(await panelNow()).toMatchObject({ comingEvents: 1, touched: 0 });
  await move(world.context, booking, booking.meeting.start + 7_200_000);
  await world.settle();
  expect(await panelNow()).toMatchObject({ comingEvents: 1, touched: 1 });
});

test("R4.4 an account that was disconnected goes on being listed while bookings belong there", async () => {
  const old = connectionId();
  await book(world.context, aForm(host));
  await world.settle();
  await disconnected();
  expect((await ask(page.loader)).data.ended).toEqual([]);
  await switchTo(GRACE);
  expect((await ask(page.loader)).data).toMatchObject({
    earlier: [],
    ended: [{ connectionId: old, account: ADA, comingEvents: 1, waiting: 0 }],
  });
  const { location } = await consent({ connectionId: old }, ADA);
  expect(location).toBe("/settings/calendar?notice=renewed");
  expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(GRACE);
  expect((await ask(page.loader)).data).toMatchObject({ ended: [], earlier: [{ account: ADA }] });
});

test("R4.4 after disconnecting, another account is named and asked about, and either can be chosen", async () => {
  const old = connectionId();
  await book(world.context, aForm(host));
  await world.settle();
  await disconnected();
  const { location } = await consent({}, GRACE);
  expect(location).toBe(`/settings/calendar?problem=otherAccount&awaited=${old}`);
  expect(await hostNow(world.context, host.id)).toEqual(host);
});

test("R4.4 who says 'use the other one' too late to know which is asked again", async () => {
  const { location } = await consent({ account: "other" }, GRACE);
  expect(problemOf(location)).toBe("otherAccount");
  expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(ADA);
});

test("R1.4 the last successful sync is this account's, or there is none yet", async () => {
  await book(world.context, aForm(host));
  await world.settle();
  expect((await panelNow()).lastSynced).toContain("Europe/Berlin");
  await switchTo(GRACE);
  expect((await panelNow()).lastSynced).toBeNull();
});

test("R2.1 asked for the list again, the page says that it came, when, and what is new", async () => {
  expect((await panelNow()).listAnswer).toBeNull();
  const again = { query: "list=again" };
  const answer = async (asked: Asked) => (await panelNow(asked)).listAnswer?.text;
  expect(await answer(again)).toMatch(
    /^The list is up to date: 3 calendars, as of \d\d:\d\d Europe\/Berlin \(GMT\+\d\)\.$/,
  );
  world.sandbox.byHand.leaveCalendar(ADA, family());
  expect(await answer(again)).toMatch(/2 calendars, .* No longer there: Family\.$/);
  const away = world.worker({ google: () => Promise.reject(new TypeError("fetch failed")) });
  expect(await answer({ ...again, context: away.context })).toMatch(
    /^Google did not answer, as of \d\d:\d\d/,
  );
});

test.each([
  ["sync", "/sync?notice=connected"],
  ["a".repeat(32), `/bookings/${"a".repeat(32)}?notice=connected`],
  ["welcome", "/welcome/share?notice=connected"],
  ["https://evil.example", "/settings/calendar?notice=connected"],
  ["//evil.example", "/settings/calendar?notice=connected"],
])("R5.4 who came from %s comes back to a page of ours: %s", async (returnTo, location) => {
  expect((await consent({ returnTo }, ADA)).location).toBe(location);
});

test("R4.4 'use the other one', and then the first one at Google after all: nothing is taken, and nothing untrue is said", async () => {
  await book(world.context, aForm(host));
  await world.settle();
  await disconnected();
  const other = await rememberOtherAccount(world.context, { sub: subOf(GRACE), email: GRACE });
  const { location } = await consent({ account: "other" }, ADA, other.split(";")[0]);
  expect(problemOf(location)).toBe("otherAccount");
  expect(await hostNow(world.context, host.id)).toEqual(host);
  const mine = await rememberOtherAccount(world.context, { sub: subOf(ADA), email: ADA });
  const Cookie = `${await startSession(world.context, host.id)}; ${mine.split(";")[0]}`;
  const query = location?.split("?")[1] ?? "";
  const { question, message } = (await ask(page.loader, { headers: { Cookie }, query })).data;
  expect([question, message.text]).toEqual([null, expect.stringContaining("had asked for here")]);
});

test("R4.1 R4.4 asked about while the old grant is still to be revoked: it is revoked unless that account is taken again", async () => {
  await book(world.context, aForm(host));
  await world.settle();
  const away = { match: { path: "revoke" }, effect: "refuse", status: 503, times: null } as const;
  const fault = world.sandbox.faults.add(away);
  await disconnected();
  world.sandbox.faults.clear(fault.id);
  const old = connectionId();
  expect(problemOf((await consent({}, GRACE)).location)).toBe("otherAccount");
  await switchTo(GRACE);
  const grants = () => Object.keys(world.sandbox.state().grants);
  expect(grants()).toContain(subOf(ADA));
  const again = await consent({ connectionId: old }, ADA);
  expect(problemOf(again.location)).toBeNull();
  await world.passTime(3 * 3_600_000);
  expect(grants()).toEqual(expect.arrayContaining([subOf(ADA), subOf(GRACE)]));
  expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(GRACE);
});

test("R4.4 pressed twice, in two tabs, the other account is connected once", async () => {
  await book(world.context, aForm(host));
  await world.settle();
  await disconnected();
  await Promise.all([switchTo(GRACE), switchTo(GRACE)]);
  expect(host.googleCalendarId).toBe(GRACE);
  expect(await row("SELECT count(*) AS n FROM calendar_connections")).toEqual({ n: 2 });
});
