// The pages about what is out of step, over HTTP: who may see and do what, and when the banner speaks.
import { globSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import { addFault, becomeHost, eventually, openDetails, type Visitor } from "./visitor.ts";

let app: RunningLocalApp;

beforeAll(async () => {
  app = await startLocalApp();
});

afterAll(() => app.stop());

const HOUR_MS = 3_600_000;

interface BookedHost {
  visitor: Visitor;
  bookingId: string;
  page: string;
}

/** A host with one booking. */
async function bookedHost(email: string): Promise<BookedHost> {
  const { visitor, path: publicPage } = await becomeHost(app, email);
  const { action, fields } = await openDetails(app, publicPage);
  const guest = { name: "Grace Hopper", email: "grace@example.org", notes: "" };
  const booked = await fetch(action, {
    method: "POST",
    body: new URLSearchParams({ ...fields, ...guest }),
    redirect: "manual",
  });
  const bookingId = (booked.headers.get("Location") ?? "").split("/")[3] ?? "";
  return { visitor, bookingId, page: `${app.origin}/bookings/${bookingId}` };
}

async function syncedHost(email: string): Promise<BookedHost> {
  const host = await bookedHost(email);
  const dashboard = async () => (await host.visitor.get(`${app.origin}/dashboard`)).html;
  await eventually(dashboard, (html) => html.includes("On your calendar ✓"), 30_000);
  return host;
}

/** Writes to the app's database behind its back, all or nothing. */
function change(write: (db: DatabaseSync) => void): void {
  const files = globSync(path.join(app.stateDir, "v3/d1/miniflare-D1DatabaseObject/*.sqlite"));
  const file = files.find((name) => path.basename(name) !== "metadata.sqlite") ?? "";
  const db = new DatabaseSync(file);
  db.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
  write(db);
  db.exec("COMMIT");
  db.close();
}

const PARKED = "state = 'parked', last_outcome = 'google_403_forbidden', due_at = NULL";

function putOutOfStep(bookingId: string, forMs: number): void {
  const update = `UPDATE booking_syncs SET ${PARKED}, behind_since_at = ? WHERE booking_id = ?`;
  change((db) => db.prepare(update).run(Date.now() - forMs, bookingId));
}

/** The same booking again and again, each a day after the one before, each out of step. */
function copyOutOfStep(bookingId: string, copies: number): void {
  const day = 24 * HOUR_MS;
  const times = ["starts_at", "ends_at", "block_starts_at", "block_ends_at"];
  const shift = times.map((column) => `${column} = ${column} + ${day}`).join(", ");
  change((db) => {
    db.prepare("CREATE TEMP TABLE copy AS SELECT * FROM bookings WHERE id = ?").all(bookingId);
    for (let number = 1; number <= copies; number++) {
      const id = number.toString(16).padStart(32, "0");
      db.prepare(`UPDATE copy SET id = ?, ${shift}`).run(id);
      db.exec("INSERT INTO bookings SELECT * FROM copy");
      db.prepare(`UPDATE booking_syncs SET ${PARKED} WHERE booking_id = ?`).run(id);
    }
  });
}

/** What a page says, without its markup. */
const wordsOf = (html: string) =>
  html
    .replaceAll(/<script.*?<\/script>/gs, "")
    .replaceAll(/<!-- -->|<[^>]+>/g, "")
    .replaceAll("&#x27;", "'");

test("R7.9 D4.8 the banner speaks from one hour on, on every page of the host's area but Sync", async () => {
  const { visitor, bookingId, page } = await syncedHost("banner@example.com");
  const words = async (url: string) => wordsOf((await visitor.get(url)).html);
  const pages = [page, `${app.origin}/dashboard`, `${app.origin}/settings`];
  const banner =
    /1 booking has been out of step with your calendar since .* Europe\/Berlin \(GMT\+\d\)/;

  putOutOfStep(bookingId, HOUR_MS - 60_000);
  for (const url of pages) expect(await words(url)).not.toMatch(banner);
  expect(await words(`${app.origin}/sync`)).toMatch(/1 booking is out of step/);

  putOutOfStep(bookingId, HOUR_MS + 60_000);
  for (const url of pages) expect(await words(url)).toMatch(banner);
  const sync = await words(`${app.origin}/sync`);
  expect(sync).not.toMatch(banner);
  expect(sync).toMatch(/1 booking is out of step with your calendar, since .*, for 1 h 1 min/);
  expect(sync).toContain("Needs you: Google answered 403 (forbidden)");
});

test("D4.8 more than a page of them is shown page by page, and odd page numbers are the first", async () => {
  const { visitor, bookingId } = await syncedHost("pages@example.com");
  const page = async (query: string) => (await visitor.get(`${app.origin}/sync${query}`)).html;
  const rows = (html: string) => html.match(/Waiting since/g)?.length;
  putOutOfStep(bookingId, HOUR_MS);
  expect(await page("")).not.toContain("page=2");
  copyOutOfStep(bookingId, 52);
  const first = await page("");
  expect(rows(first)).toBe(50);
  expect(first).toContain("/sync?page=2");
  const second = await page("?page=2");
  expect(rows(second)).toBe(3);
  expect(second).toContain("/sync?page=1");
  for (const odd of ["0", "-1", "many", "1e9"]) expect(rows(await page(`?page=${odd}`))).toBe(50);
});

test("R3.6 Try now on the Sync page tries, and the row goes", async () => {
  const { visitor, bookingId } = await syncedHost("try-now@example.com");
  putOutOfStep(bookingId, 2 * HOUR_MS);
  const tried = await visitor.post(`${app.origin}/sync`, { bookingId });
  expect(tried.status).toBe(200);
  expect(wordsOf(tried.html)).toContain("It was tried.");
  expect(wordsOf(tried.html)).toContain("Bookings and calendar agree.");
});

test("R3.6 Try now while Google still fails says so on the next page", async () => {
  const email = "still-failing@example.com";
  const { visitor, page } = await syncedHost(email);
  const match = { path: `/calendars/${email}/events` };
  await addFault(app, { match, effect: "refuse", status: 503, times: 1 });
  const tried = await visitor.post(page, { intent: "try" });
  expect(wordsOf(tried.html)).toContain("Tried just now. See “In your calendar” below.");
  const dashboard = async () => wordsOf((await visitor.get(`${app.origin}/dashboard`)).html);
  await eventually(dashboard, (words) => words.includes("On your calendar ✓"), 30_000);
});

test("R5.4 another host's booking is a 404, whatever is asked of it, and nobody's is the sign-in page", async () => {
  const { page } = await syncedHost("owner@example.com");
  const { visitor: stranger } = await becomeHost(app, "stranger@example.com");
  expect((await stranger.get(page)).status).toBe(404);
  for (const intent of ["try", "restore", "keepWithout", "putBack", "takeTime"]) {
    const answer = await stranger.post(page, { intent, revision: "1" });
    expect([intent, answer.status]).toEqual([intent, 404]);
  }
  const answer = await fetch(page, { redirect: "manual" });
  const to = new URLSearchParams({ to: new URL(page).pathname });
  expect(answer.headers.get("Location")).toBe(`/sign-in?${to}`);
  const sync = await fetch(`${app.origin}/sync`, { redirect: "manual" });
  expect(sync.headers.get("Location")).toBe("/sign-in?to=%2Fsync");
});

test("R3.6 what no form of ours sends is refused and changes nothing", async () => {
  const { visitor, page } = await syncedHost("odd-forms@example.com");
  const forms: Record<string, string>[] = [
    {},
    { intent: "destroy" },
    { intent: "restore" },
    { intent: "restore", revision: "-1" },
    { intent: "restore", revision: "one" },
    { intent: "chooseCalendar", revision: "1" },
    { intent: "chooseCalendar", revision: "1", calendarId: "" },
    { intent: "chooseCalendar", revision: "1", calendarId: "x".repeat(1025) },
  ];
  for (const form of forms) {
    const answer = await visitor.post(page, form);
    expect([form, answer.status]).toEqual([form, 400]);
  }
  const unknown = { intent: "chooseCalendar", revision: "1", calendarId: "somebody@example.org" };
  expect((await visitor.post(page, unknown)).status).toBe(422);
  expect((await visitor.post(`${app.origin}/sync`, { bookingId: "1" })).status).toBe(400);
  const odd = [`${app.origin}/bookings/1`, `${app.origin}/bookings/${"0".repeat(32)}`];
  for (const url of odd) expect((await visitor.get(url)).status).toBe(404);
  expect(wordsOf((await visitor.get(page)).html)).not.toContain("another calendar");
});

test("D4.6 a time in Google that can't be taken is refused with its reason, and nothing changes", async () => {
  const { visitor, bookingId, page } = await syncedHost("refused@example.com");
  const take = async () => {
    const answer = await visitor.post(page, { intent: "takeTime", revision: "1" });
    return [answer.status, wordsOf(answer.html)];
  };
  expect(await take()).toEqual([409, expect.stringContaining("Google shows no other time")]);
  copyOutOfStep(bookingId, 1);
  const day = 24 * HOUR_MS;
  const move = `UPDATE calendar_events SET written_starts_at = written_starts_at + ${day},
    written_ends_at = written_ends_at + ${day} WHERE booking_id = ?`;
  change((db) => db.prepare(move).run(bookingId));
  expect(await take()).toEqual([409, expect.stringContaining("Another booking takes that time")]);
  change((db) => {
    const times = `starts_at = starts_at - 9e9, ends_at = ends_at - 9e9,
      block_starts_at = block_starts_at - 9e9, block_ends_at = block_ends_at - 9e9`;
    db.prepare(`UPDATE bookings SET ${times}, revision = 2 WHERE id = ?`).run(bookingId);
  });
  const late = await visitor.post(page, { intent: "restore", revision: "2" });
  expect([late.status, wordsOf(late.html)]).toEqual([
    422,
    expect.stringContaining("That can’t be done any more"),
  ]);
});

test("R3.6 a form sent twice is done once", async () => {
  const { visitor, page } = await syncedHost("twice@example.com");
  const form = { intent: "keepWithout", revision: "1" };
  const both = await Promise.all([visitor.post(page, form), visitor.post(page, form)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const words = wordsOf((await visitor.get(page)).html);
  expect(words.split("You decided that it has no calendar event")).toHaveLength(2);
});

test("R5.4 the pages of the host's area are private, and codes in the address are not shown as text", async () => {
  const { visitor, page } = await syncedHost("private@example.com");
  for (const url of [page, `${app.origin}/sync`, `${app.origin}/dashboard`]) {
    const { headers, html } = await visitor.get(`${url}?notice=%3Cb%3Eowned`);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Robots-Tag")).toContain("noindex");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(wordsOf(html)).not.toContain("owned");
  }
});
