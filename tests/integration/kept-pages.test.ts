// Public pages that a browser has kept: a 304 costs one row, and none is sent once anything on the page has changed.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import type { AppContext } from "#app/load-context.server.ts";
import { loader as eventTypePage } from "#app/routes/event-type-page/route.tsx";
import { loader as hostPage } from "#app/routes/host-page/route.tsx";
import { setCalendars } from "#app/use-cases/set-calendars.server.ts";
import { saveBusySnapshots } from "#db/calendars.server.ts";
import { type Host, updatePage, updateProfile } from "#db/hosts.server.ts";
import { changeEventType } from "./details-form.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import { aConnectedHost, aForm, aHost, book, cancel, EVENT_TYPE, move, row } from "./people.ts";
import { countCosts } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
});

const pages = { "the host page": "", "the event type page": `/${EVENT_TYPE}` };
type PageName = keyof typeof pages;
const pageNames = Object.keys(pages) as PageName[];

interface Visit {
  query?: string;
  tag?: string | null;
  context?: AppContext;
  zone?: string;
}

function visit(page: PageName, { query = "", tag, context, zone }: Visit = {}): Promise<Answer> {
  const headers: HeadersInit = tag ? { "If-None-Match": tag } : {};
  const url = `${env.APP_ORIGIN}/${host.handle}${pages[page]}?${query}`;
  const cf = zone ? { timezone: zone } : {};
  const request = new Request(url, { headers, cf } as RequestInit);
  const loader = page === "the host page" ? hostPage : eventTypePage;
  const params = { handle: host.handle, eventType: EVENT_TYPE };
  return answerOf(loader, { request, params, context: context ?? world.context });
}

async function tagOf(page: PageName, asked: Visit = {}): Promise<string> {
  const { status, headers } = await visit(page, asked);
  expect(status).toBe(200);
  expect(headers.get("Cache-Control")).toBe("private, no-cache");
  await world.settle();
  return headers.get("ETag") ?? "";
}

/** A Worker that counts what D1 is asked for. */
function counting(version?: string) {
  const { watch, costs } = countCosts();
  const { context } = world.worker({
    database: watch,
    env: version ? { CF_VERSION_METADATA: { id: version, tag: "", timestamp: "" } } : {},
  });
  return { context, costs };
}

test.each(pageNames)("D7 D10 %s that nothing has changed is a 304 for one row", async (page) => {
  await book(world.context, aForm(host));
  const tag = await tagOf(page);
  expect(tag).toMatch(/^W\/"[\w-]{43}"$/);
  const { context, costs } = counting();
  const { status, headers } = await visit(page, { tag, context });
  expect(status).toBe(304);
  expect(headers.get("ETag")).toBe(tag);
  expect(headers.get("Cache-Control")).toBe("private, no-cache");
  expect(costs).toEqual({ calls: 1, read: 1, written: 0 });
});

test("D7 a tag is recognised among others, and when a cache has made it a strong one", async () => {
  const tag = await tagOf("the event type page");
  for (const sent of [tag.slice(2), `"other", ${tag}`, `W/"x",${tag.slice(2)} , "y"`]) {
    expect((await visit("the event type page", { tag: sent })).status).toBe(304);
  }
  for (const sent of ['"other"', "*", tag.slice(3, -1), `${tag.slice(0, -2)}"`]) {
    expect((await visit("the event type page", { tag: sent })).status).toBe(200);
  }
});

test.each<[string, () => Promise<unknown>]>([
  ["a booking", () => book(world.context, aForm(host))],
  ["a rule", () => changeEventType(host, { other_durations: [60] })],
  ["a title", () => changeEventType(host, { title: "A chat" })],
  ["a schedule", () => env.DB.prepare("UPDATE schedules SET weekly_hours = '[]'").run()],
  [
    "the host's name",
    () =>
      updateProfile(world.context.db, host.id, { ...host, name: "Ada King" }, world.clock.now()),
  ],
  [
    "the host's zone",
    () => updatePage(world.context.db, host.id, { ...host, timeZone: "Asia/Tokyo" }, 0),
  ],
  ["the host's bio", () => env.DB.prepare("UPDATE users SET bio = 'New'").run()],
  ["the minute", () => world.clock.moveTo((Math.floor(world.clock.now() / 60_000) + 1) * 60_000)],
])("D7 %s that changes makes both pages new", async (_what, change) => {
  await world.clock.moveTo(world.clock.now() + 1);
  const tags = await Promise.all(pageNames.map((page) => tagOf(page)));
  await change();
  for (const [at, page] of pageNames.entries()) {
    const answer = await visit(page, { tag: tags[at] });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ETag")).not.toBe(tags[at]);
  }
});

test("D7 a booking that is moved or cancelled makes the page new, what Slotkeeper writes of its sync does not", async () => {
  const booking = await book(world.context, aForm(host));
  let tag = await tagOf("the event type page");
  await world.settle();
  expect((await visit("the event type page", { tag })).status).toBe(304);
  await move(world.context, booking, booking.meeting.start + 3_600_000);
  expect((await visit("the event type page", { tag })).status).toBe(200);
  tag = await tagOf("the event type page");
  await cancel(world.context, { ...booking, revision: 2 });
  expect((await visit("the event type page", { tag })).status).toBe(200);
});

test("D7 within a minute the page stays as it is; as the next begins, its first slot is gone", async () => {
  await env.DB.prepare("UPDATE event_types SET minimum_notice_minutes = 0").run();
  const firstSlot = async () => {
    const { data } = await visit("the event type page");
    return data.view.selected.slots[0].start;
  };
  const nine = Date.parse(await firstSlot());
  await world.clock.moveTo(nine - 60_000 + 1);
  const tag = await tagOf("the event type page");
  await world.clock.moveTo(nine - 1);
  expect((await visit("the event type page", { tag })).status).toBe(304);
  expect(Date.parse(await firstSlot())).toBe(nine);
  await world.clock.moveTo(nine + 1);
  expect((await visit("the event type page", { tag })).status).toBe(200);
  expect(Date.parse(await firstSlot())).toBeGreaterThan(nine);
});

test("D7 another zone, day, duration or version of the Worker is another page", async () => {
  await changeEventType(host, { other_durations: [60] });
  const page = "the event type page";
  const tag = await tagOf(page, { query: "tz=UTC" });
  expect((await visit(page, { tag, query: "tz=UTC" })).status).toBe(304);
  for (const query of ["tz=Asia/Tokyo", "tz=UTC&day=2026-11-03", "tz=UTC&duration=60", ""]) {
    expect((await visit(page, { tag, query })).status).toBe(200);
  }
  const guessed = await tagOf(page, { zone: "Europe/Berlin" });
  expect((await visit(page, { tag: guessed, zone: "Asia/Tokyo" })).status).toBe(200);
  const older = await tagOf(page, { context: counting("version 1").context });
  const newer = counting("version 2").context;
  expect((await visit(page, { tag: older, context: newer })).status).toBe(200);
});

test.each(pageNames)(
  "D7 R7.10 %s that is switched off or gone is a 404, whatever was kept",
  async (page) => {
    const tag = await tagOf(page);
    await env.DB.prepare("UPDATE users SET page_enabled = 0").run();
    expect((await visit(page, { tag })).status).toBe(404);
    await env.DB.prepare("UPDATE users SET page_enabled = 1").run();
    expect((await visit(page, { tag })).status).toBe(200);
  },
);

test("D7 an event type that is switched off is a 404, whatever was kept", async () => {
  const tag = await tagOf("the event type page");
  await env.DB.prepare("UPDATE event_types SET is_active = 0").run();
  expect((await visit("the event type page", { tag })).status).toBe(404);
});

const askedAt = (at: number | null) =>
  env.DB.prepare("UPDATE users SET busy_times_asked_at = ?").bind(at).run();

test("D6 D7 while Google was asked within a minute a 304 is one row; then the page is made, and asks", async () => {
  host = await aConnectedHost(world);
  await tagOf("the event type page");
  await askedAt(world.clock.now());
  const tag = await tagOf("the event type page");
  const { context, costs } = counting();
  expect((await visit("the event type page", { tag, context })).status).toBe(304);
  expect(costs).toEqual({ calls: 1, read: 1, written: 0 });
  for (const at of [null, world.clock.now() - 60_000]) {
    await askedAt(at);
    expect((await visit("the event type page", { tag })).status).toBe(200);
    await world.settle();
  }
});

test("D6 D7 where no calendar takes slots away there is nothing to ask, and the page is kept", async () => {
  host = await aConnectedHost(world);
  const destinationId = String(host.googleCalendarId);
  await setCalendars(world.context, host, { destinationId, conflictIds: [] });
  await tagOf("the event type page");
  const { busy_times_asked_at } = await row("SELECT busy_times_asked_at FROM users");
  expect(busy_times_asked_at).toBe(world.clock.now());
  const tag = await tagOf("the event type page");
  expect((await visit("the event type page", { tag })).status).toBe(304);
  const questions = world.sandbox.requests().filter(({ endpoint }) => endpoint === "freeBusy");
  expect(questions).toEqual([]);

  await setCalendars(world.context, host, { destinationId, conflictIds: [destinationId] });
  expect((await visit("the event type page", { tag })).status).toBe(200);
  await world.settle();
});

test("D7 a page without times is kept, whenever Google was asked for busy times", async () => {
  host = await aConnectedHost(world);
  const tag = await tagOf("the host page");
  await askedAt(null);
  expect((await visit("the host page", { tag })).status).toBe(304);
});

test("D6 D7 other busy times make the page new, the same ones read again do not", async () => {
  host = await aConnectedHost(world);
  await tagOf("the event type page");
  await askedAt(world.clock.now());
  const tag = await tagOf("the event type page");
  const snapshot = await row<Record<string, string>>("SELECT * FROM busy_snapshots");
  const connection = { hostId: host.id, connectionId: String(host.googleCalendarConnectionId) };
  const save = async (busy: { start: number; end: number }[]) => {
    const now = world.clock.now();
    const calendarId = snapshot.calendar_id ?? "";
    const range = { start: now - 2 * 86_400_000, end: now + 90 * 86_400_000 };
    const reading = { calendarId, busy, unreadableBecause: null };
    await saveBusySnapshots(world.context.db, connection, range, [reading], now);
    await askedAt(now);
  };
  await save([]);
  expect((await visit("the event type page", { tag })).status).toBe(304);
  const start = Date.UTC(2026, 10, 2, 9);
  await save([{ start, end: start + 1_800_000 }]);
  const answer = await visit("the event type page", { tag });
  expect(answer.status).toBe(200);
  expect(JSON.stringify(answer.data.view)).not.toContain("2026-11-02T09:00:00Z");
});
