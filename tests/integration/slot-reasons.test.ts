// The page on which a host sees why a time is offered or not: it must say what the guests' page does.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import { loader } from "#app/routes/slot-reasons/route.tsx";
import { formatTime } from "#app/ui/time-text.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  EVENT_TYPE,
  freeSlots,
  GRACE,
  row,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 30_000 });

const MONDAY = "2026-11-02";
const ZONE = "Europe/Berlin";
const TEN = Date.parse("2026-11-02T09:00:00Z");
const HOUR_MS = 3_600_000;

let world: World;
let host: Host;
let eventTypeId: string;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  const eventType = await findActiveEventType(world.context.db, host.id, EVENT_TYPE);
  if (!eventType) throw new Error("the host has no event type");
  eventTypeId = eventType.id;
});

async function show(day: string, as: Host = host, id = eventTypeId) {
  const Cookie = await startSession(world.context, as.id);
  const request = new Request(`${env.APP_ORIGIN}/event-types/${id}/why?day=${day}`, {
    headers: { Cookie },
  });
  return loader({ request, params: { eventTypeId: id }, context: { ...world.context } });
}

async function offeredOn(day: string): Promise<string[]> {
  const { times } = await show(day);
  return times.filter(({ isOffered }) => isOffered).flatMap((line) => line.times.split(", "));
}

async function textsAt(day: string, time: string): Promise<string[] | undefined> {
  return (await show(day)).times.find(({ times }) => times.startsWith(time))?.texts;
}

test("R7.6 exactly the times that guests are offered have nothing against them", async () => {
  await book(world.context, aForm(host));
  world.sandbox.byHand.add(ADA, ADA, {
    start: { dateTime: new Date(TEN + 3 * HOUR_MS).toISOString() },
    end: { dateTime: new Date(TEN + 4 * HOUR_MS).toISOString() },
  });
  const slots = (await freeSlots(world.context, host.id))
    .filter(({ start }) => start < TEN + 12 * HOUR_MS)
    .map(({ start }) => formatTime(start, ZONE));
  expect(slots.length).toBeGreaterThan(5);
  expect(await offeredOn(MONDAY)).toEqual(slots);
});

test("R7.6 a booking and a busy calendar are called by their names", async () => {
  world.sandbox.byHand.add(ADA, ADA, {
    start: { dateTime: new Date(TEN + 3 * HOUR_MS).toISOString() },
    end: { dateTime: new Date(TEN + 3 * HOUR_MS + HOUR_MS / 2).toISOString() },
  });
  await freeSlots(world.context, host.id);
  await book(world.context, aForm(host));
  expect(await textsAt(MONDAY, "10:00")).toEqual(["Booked by Gustav Guest (10:00 – 10:30)."]);
  expect(await textsAt(MONDAY, "13:00")).toEqual([expect.stringMatching(/^Busy in your calendar/)]);
});

test("R7.6 a booking that stands in the calendar too is told once", async () => {
  await book(world.context, aForm(host));
  await world.settle();
  expect(await textsAt(MONDAY, "10:00")).toEqual(["Booked by Gustav Guest (10:00 – 10:30)."]);
  expect(await textsAt(MONDAY, "10:30")).toEqual([]);
});

test("R7.6 on the day on which clocks go back the hour that is there twice says which, and the zone both offsets", async () => {
  const window = "window_first_day = '2027-10-30', window_last_day = '2027-11-01'";
  await row(`UPDATE event_types SET ${window} WHERE id = ? RETURNING id`, eventTypeId);
  const hours = [{ weekday: 7, fromMinutes: 60, toMinutes: 240 }];
  const stored = [JSON.stringify(hours), host.id];
  await row("UPDATE schedules SET weekly_hours = ? WHERE host_id = ? RETURNING id", ...stored);
  expect(await offeredOn("2027-10-31")).toEqual([
    ...["01:00", "01:30", "02:00 (GMT+2)", "02:30 (GMT+2)"],
    ...["02:00 (GMT+1)", "02:30 (GMT+1)", "03:00", "03:30"],
  ]);
  expect((await show("2027-10-31")).zone).toBe("Europe/Berlin (GMT+2, then GMT+1)");
});

test("R7.6 a limit that is reached is told with its number", async () => {
  await row("UPDATE event_types SET day_limit = 1 WHERE id = ? RETURNING id", eventTypeId);
  await book(world.context, aForm(host));
  expect(await offeredOn(MONDAY)).toEqual([]);
  expect(await textsAt(MONDAY, "09:00")).toEqual([
    "This day has its 1 of this event type already.",
  ]);
});

test("R7.6 what a calendar holds that Google could not tell of is said to be unknown", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
  await freeSlots(world.context, host.id);
  await world.settle();
  const page = await show(MONDAY);
  expect(page.unread).toHaveLength(1);
  expect(page.whenUnknown).toBe("accepted");
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  expect((await show(MONDAY)).whenUnknown).toBe("refused");
});

test("R7.6 a host who refuses bookings while the calendar is out of reach is told that all times are refused", async () => {
  await show(MONDAY);
  await env.DB.prepare("UPDATE calendar_connections SET status = 'needs_reconnect'").run();
  expect((await show(MONDAY)).whenUnknown).toBeNull();
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  expect((await show(MONDAY)).whenUnknown).toBe("refusedUntilReconnected");
});

test("R7.6 of a day that can't be booked nothing is said of calendars: no more is asked of them", async () => {
  const page = await show("2028-03-06");
  expect(page.times.flatMap(({ isOffered }) => isOffered)).not.toContain(true);
  expect(page.unread).toEqual([]);
});

test("R7.6 the host sees what Google says of the day, though no guest has looked since", async () => {
  world.sandbox.byHand.add(ADA, ADA, {
    start: { dateTime: new Date(TEN + 3 * HOUR_MS).toISOString() },
    end: { dateTime: new Date(TEN + 4 * HOUR_MS).toISOString() },
  });
  expect(await textsAt(MONDAY, "13:00")).toEqual([expect.stringMatching(/^Busy in your calendar/)]);
  expect((await show(MONDAY)).unread).toEqual([]);
});

test("R7.6 of a day further off than Google was asked about, what the calendars hold is said to be unknown", async () => {
  const window = "window_first_day = '2028-03-01', window_last_day = '2028-03-31'";
  await row(`UPDATE event_types SET ${window} WHERE id = ? RETURNING id`, eventTypeId);
  await freeSlots(world.context, host.id);
  expect(await offeredOn("2028-03-06")).not.toEqual([]);
  expect((await show("2028-03-06")).unread).toHaveLength(1);
});

test("R7.6 another host's event type, and what is no id or date, is not shown", async () => {
  const grace = await aHost(world, GRACE);
  const status = (work: Promise<unknown>) => work.catch((thrown: Response) => thrown.status);
  expect(await status(show(MONDAY, grace))).toBe(404);
  expect(await status(show(MONDAY, host, "../x"))).toBe(404);
  expect((await show("9999-99-99")).day).not.toBe("9999-99-99");
});
