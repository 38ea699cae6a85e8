// The page of the account: its downloads, and what each outcome of the deletion is answered with.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { loader as showReceipt } from "#app/routes/account/deleted.tsx";
import { loader as exportIcs } from "#app/routes/account/export-ics.ts";
import { loader as exportJson } from "#app/routes/account/export-json.ts";
import { action, loader } from "#app/routes/account/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { bookEachDay, countRows, leave, manyBookings, rowsOf, run } from "./leaving-host.ts";
import { answerOf } from "./page-answer.ts";
import { aConnectedHost, aForm, aHost, book, bookingNow, cancel, GRACE, move } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let cookie: string;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  cookie = await startSession(world.context, host.id);
});

const args = (init: RequestInit, Cookie: string, context: AppContext = world.context) => ({
  request: new Request(`${env.APP_ORIGIN}/settings/account`, {
    ...init,
    headers: Cookie ? { Cookie } : {},
  }),
  params: {},
  context: { ...context },
});

const form = (changes: Record<string, string> = {}) => ({
  account: host.id,
  handle: host.handle,
  bookings: "cancel",
  reason: "",
  ...changes,
});

async function post(fields: Record<string, string>, Cookie = cookie, context = world.context) {
  const init = { method: "POST", body: new URLSearchParams(fields) };
  const answer = await answerOf(action, args(init, Cookie, context));
  const set = answer.headers.getSetCookie();
  return { ...answer, cookies: set.map((line) => line.split(";")[0] ?? "") };
}

const show = (Cookie = cookie) => answerOf(loader, args({}, Cookie));

const receipt = async (cookies: string[]) =>
  (await answerOf(showReceipt, args({}, cookies.join("; ")))).data.receipt;

const WANTS_ACCOUNT = "/sign-in?to=%2Fsettings%2Faccount";

test("R4.5 the page says what will happen, and whom Google tells", async () => {
  const [booking] = await bookEachDay(world, host, 3);
  const { data } = await show();
  expect(data).toMatchObject({
    account: host.id,
    handle: "ada-lovelace",
    page: `${env.APP_ORIGIN}/ada-lovelace`,
    googleAccounts: ["ada@example.com"],
    coming: "You have 3 bookings to come.",
    cancelled: "Their events leave your calendar, and Google tells the guests.",
  });
  await run(
    "UPDATE booking_syncs SET state = 'waiting_for_reconnect' WHERE booking_id = ?",
    booking?.id,
  );
  expect((await show()).data.cancelled).toMatch(/^Their events .* Nobody mails 1 guest: please/);
  await run("UPDATE calendar_connections SET status = 'needs_reconnect'");
  expect((await show()).data.outOfReach).toMatch(/no access to the calendar of ada@example.com/);
  expect([(await show("")).status, (await show("")).location]).toEqual([302, WANTS_ACCOUNT]);
});

test("R4.5 a wrong handle is a 422 beside its field, what was typed is kept, and nothing is done", async () => {
  const before = await rowsOf(host);
  const { status, data } = await post(form({ handle: "ada", reason: "Bye" }));
  expect(status).toBe(422);
  expect(data.errors).toEqual({ handle: "That is not your page’s name. Type ada-lovelace." });
  expect(data.typed).toMatchObject({ handle: "ada", reason: "Bye", bookings: "cancel" });
  expect(await rowsOf(host)).toEqual(before);
});

test("R4.5 a form that lacks its choice, or is another account's, is a 422 that does nothing", async () => {
  const before = await rowsOf(host);
  const { bookings, ...unchosen } = form();
  const grace = await aHost(world, GRACE);
  const wrong: [Record<string, string>, string][] = [
    [unchosen, "bookings"],
    [form({ bookings: "maybe" }), "bookings"],
    [form({ reason: "x".repeat(501) }), "reason"],
    [form({ account: "x" }), "account"],
    [form({ account: grace.id }), "handle"],
  ];
  for (const [fields, field] of wrong) {
    const { status, data } = await post(fields);
    expect([status, Object.keys(data.errors)]).toEqual([422, [field]]);
  }
  expect(await rowsOf(host)).toEqual(before);
});

test("R4.5 the receipt says what was done: kept bookings, everything gone at once", async () => {
  await bookEachDay(world, host, 2);
  const { status, location, cookies } = await post(form({ bookings: "keep" }));
  expect([status, location]).toEqual([303, "/account-deleted"]);
  expect(cookies[0]).toBe("__Host-slotkeeper-session=");
  const shown = await receipt(cookies);
  expect(shown).toMatchObject({ heading: "Your account is deleted", still: null, advice: null });
  expect(shown.done).toHaveLength(4);
  expect(shown.done.join()).toMatch(/events stay.*access to your Google account has ended/);
});

test("R4.5 the receipt says what still goes on: events that are being removed", async () => {
  await bookEachDay(world, host, 2);
  const { cookies } = await post(form());
  const shown = await receipt(cookies);
  expect(shown.heading).toBe("Your account is being deleted");
  expect(shown.done).toContain("2 bookings are cancelled.");
  expect(shown.still).toMatch(/removed from your calendar, which is tried for up to a day/);
});

test("R4.5 the receipt says when Google is still to be told, and where one can do it", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world.sandbox.faults.add({ match: { path: "revoke" }, effect: "refuse", times: null });
  const { cookies } = await post(form());
  const shown = await receipt(cookies);
  expect(shown.still).toMatch(/For up to 7 days/);
  expect(shown.advice).toMatch(/end the access yourself, at$/);
});

test("R4.5 the receipt holds counts and flags only", async () => {
  await bookEachDay(world, host, 1);
  const { cookies } = await post(form({ reason: "Bye" }));
  const [, value = ""] = (cookies[1] ?? "").split(/=(.*)/s);
  expect(JSON.parse(atob(decodeURIComponent(value)))).toEqual({
    kind: "deleting",
    access: "open",
    bookings: "cancel",
    cancelled: 1,
  });
});

test("R4.5 a form that is sent twice finds the work done: the receipt again, no error", async () => {
  await bookEachDay(world, host, 1);
  const first = await post(form());
  const whileDeleting = await post(form());
  expect([whileDeleting.status, whileDeleting.location]).toEqual([303, "/account-deleted"]);
  expect((await receipt(whileDeleting.cookies)).heading).toBe("Your account is being deleted");
  await world.settle();
  await world.passTime(5 * 60_000);
  expect(await countRows("users")).toBe(0);
  const after = await post(form());
  expect((await receipt(after.cookies)).heading).toBe("Your account is deleted");
  expect((await receipt(after.cookies)).done).toContain("The bookings to come are cancelled.");
  // Whoever has the first receipt keeps it.
  const kept = await post(form(), `${cookie}; ${first.cookies.join("; ")}`);
  expect([kept.status, kept.location, kept.cookies]).toEqual([303, "/account-deleted", []]);
});

test("R4.5 a form from a browser that is signed out deletes nothing and says nothing", async () => {
  const before = await rowsOf(host);
  for (const fields of [form(), form({ account: "x" }), {}]) {
    const { status, location } = await post(fields, "");
    expect([status, location]).toEqual([303, "/sign-in?problem=notDone&to=%2Fsettings%2Faccount"]);
  }
  expect(await rowsOf(host)).toEqual(before);
});

test("R4.5 with the database away the form comes back whole with a 503, and sent again it is done", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { context } = world.worker({
    database: {
      before: () => {
        throw new Error("D1_ERROR: Network connection lost.");
      },
    },
  });
  const { status, data } = await post(form(), cookie, context);
  expect([status, data]).toEqual([503, form()]);
  expect((await post(data)).location).toBe("/account-deleted");
});

test("the receipt's page without a receipt has nothing to show", async () => {
  expect(await receipt([])).toBeNull();
  expect(await receipt(["__Host-slotkeeper-account-deleted=bnVsbA%3D%3D"])).toBeNull();
});

// ---------------------------------------------------------------- downloads

const text = async (handler: typeof exportJson) => {
  const answer = await handler(args({}, cookie));
  return { headers: answer.headers, body: await answer.text() };
};

test("R4.5 the JSON holds every booking with all that was written, and its version", async () => {
  const notes = 'Line one\n"two"; <b>\u{1f600}';
  const guest = { name: "Gustav Guest", email: "g@example.org", notes, timeZone: "Europe/Berlin" };
  const booking = await book(world.context, aForm(host, { guest }));
  await world.settle();
  await cancel(world.context, booking);
  await world.settle();
  const [other] = await bookEachDay(world, host, 1);
  const { headers, body } = await text(exportJson);
  expect(headers.get("Content-Disposition")).toBe(
    'attachment; filename="slotkeeper-bookings-2026-11-02.json"',
  );
  expect(headers.get("Cache-Control")).toBe("no-store");
  const { bookings, ...about } = JSON.parse(body);
  expect(about).toEqual({
    version: 1,
    exportedAt: new Date(world.clock.now()).toISOString(),
    host: {
      name: "Ada Lovelace",
      email: "ada@example.com",
      page: `${env.APP_ORIGIN}/ada-lovelace`,
    },
  });
  expect(bookings).toHaveLength(2);
  const found = bookings.find(({ id }: { id: string }) => id === booking.id);
  expect(found).toMatchObject({
    title: "30 minute meeting",
    status: "cancelled",
    revision: 2,
    start: "2026-11-02T09:00:00.000Z",
    end: "2026-11-02T09:30:00.000Z",
    timeZone: "Europe/Berlin",
    guest,
    cancelledBy: "guest",
    cancelReason: "ill",
    calendarEvent: { id: `b${booking.id}g1` },
    keptWithoutCalendar: false,
  });
  const kept = bookings.find(({ id }: { id: string }) => id === other?.id);
  expect(kept).toMatchObject({ status: "confirmed", cancelReason: null });
});

test("R4.5 the calendar file holds every booking as an event with Google's UID, in UTC, with its revision", async () => {
  const hostile = "a\r\nBEGIN:VALARM\nb,c;d\\";
  const guest = { name: "Gustav", email: "g@example.org", notes: hostile, timeZone: "UTC" };
  const booking = await book(world.context, aForm(host, { guest }));
  await world.settle();
  await move(world.context, booking, Date.parse("2026-11-03T09:00:00Z"));
  await world.settle();
  await cancel(world.context, await bookingNow(world.context, booking));
  await world.settle();
  const { headers, body } = await text(exportIcs);
  expect(headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
  const lines = body.replaceAll("\r\n ", "").split("\r\n");
  expect(body.split("\r\n").filter((line) => new TextEncoder().encode(line).length > 75)).toEqual(
    [],
  );
  expect(body.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(lines.slice(0, 2)).toEqual(["BEGIN:VCALENDAR", "VERSION:2.0"]);
  expect(lines.slice(-3)).toEqual(["END:VEVENT", "END:VCALENDAR", ""]);
  for (const line of [
    `UID:b${booking.id}g1@google.com`,
    "SEQUENCE:3",
    "DTSTART:20261103T090000Z",
    "DTEND:20261103T093000Z",
    "STATUS:CANCELLED",
    "SUMMARY:30 minute meeting: Gustav and Ada Lovelace",
    'ORGANIZER;CN="Ada Lovelace":mailto:ada@example.com',
  ]) {
    expect(lines).toContain(line);
  }
  const description = lines.find((line) => line.startsWith("DESCRIPTION:"));
  expect(description).toContain("a\\nBEGIN:VALARM\\nb\\,c\\;d\\\\");
  expect(lines).not.toContain("BEGIN:VALARM");
  expect(body).not.toContain("ATTENDEE");
});

test("R4.5 without an event a booking's UID is its own, and a host without bookings gets whole files too", async () => {
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  expect(JSON.parse((await text(exportJson)).body).bookings).toEqual([]);
  expect((await text(exportIcs)).body).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  const [booking] = await bookEachDay(world, grace, 1);
  const { body } = await text(exportIcs);
  expect(body.replaceAll("\r\n ", "")).toContain(`UID:${booking?.id}@slotkeeper.test\r\n`);
  expect(body).toContain("STATUS:CONFIRMED");
});

test.each([
  ["JSON", exportJson, (body: string) => JSON.parse(body).bookings.length],
  ["calendar file", exportIcs, (body: string) => body.match(/^BEGIN:VEVENT/gm)?.length],
] as const)("R4.5 10,000 bookings are one %s, read in pages", async (_what, handler, count) => {
  const [booking] = await bookEachDay(world, host, 1);
  await manyBookings(booking?.id ?? "", 9_999);
  const reads: number[] = [];
  const { context } = world.worker({
    database: {
      after: async ({ sql }, cost) => {
        if (sql.includes('"bookings"')) reads.push((await cost()).read);
      },
    },
  });
  const answer = await handler(args({}, cookie, context));
  expect(count(await answer.text())).toBe(10_000);
  expect(reads.length).toBeLessThan(25);
  expect(Math.max(...reads)).toBeLessThanOrEqual(501);
});

test("R4.5 a download that D1 breaks off fails; it does not look whole", async () => {
  const [booking] = await bookEachDay(world, host, 1);
  await manyBookings(booking?.id ?? "", 999);
  let pages = 0;
  const { context } = world.worker({
    database: {
      before: ({ sql }) => {
        if (sql.includes('from "bookings"') && ++pages === 2) throw new Error("D1_ERROR: away");
      },
    },
  });
  const answer = await exportJson(args({}, cookie, context));
  await expect(answer.text()).rejects.toThrow();
});

test("R4.5 a download is the signed-in host's own, and nobody's who is not", async () => {
  await bookEachDay(world, host, 1);
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  expect((await text(exportIcs)).body).not.toContain("VEVENT");
  for (const handler of [exportIcs, exportJson]) {
    expect((await answerOf(handler, args({}, ""))).location).toBe(WANTS_ACCOUNT);
  }
  await leave(world.context, grace);
  expect((await answerOf(exportJson, args({}, cookie))).location).toBe(WANTS_ACCOUNT);
});
