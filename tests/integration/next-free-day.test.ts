// R7.4: whoever finds nothing free on a day, in a month or around a time is led to a day that has something.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { viewAskedMonth, viewChoice } from "#app/slot-pages/offered-slots.server.ts";
import type { SlotPage } from "#app/use-cases/offer-slots.server.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { aHost, EVENT_TYPE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

const BERLIN = "Europe/Berlin";
const DAY_MINUTES = 1440;

let world: World;
let host: Host;

// It is Monday 2 November 2026; hours from 9:00 to 17:00 on weekdays.
beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
});

const run = (sql: string) => env.DB.prepare(sql).bind(host.id).run();

async function pageWith(changes: string): Promise<SlotPage> {
  await run(`UPDATE event_types SET ${changes} WHERE host_id = ?`);
  host = await hostNow(world.context, host.id);
  const eventType = await findActiveEventType(world.context.db, host.id, EVENT_TYPE);
  if (!eventType) throw new Error("no event type");
  return { host, eventType, durationMinutes: eventType.durationMinutes, moving: null };
}

const month = (page: SlotPage, asked: Record<string, string> = {}) =>
  viewAskedMonth(world.context, page, new URLSearchParams(asked), BERLIN);

test("R7.4 a notice of months opens the page on the first month that has something", async () => {
  const page = await pageWith(
    `minimum_notice_minutes = ${70 * DAY_MINUTES}, booking_window_days = 120`,
  );
  expect(await month(page)).toMatchObject({ month: "2027-01", selected: { date: "2027-01-11" } });
});

test("R7.4 a month and a day without slots name the next free day, also months ahead", async () => {
  const page = await pageWith(
    `minimum_notice_minutes = ${70 * DAY_MINUTES}, booking_window_days = 120`,
  );
  const next = { date: "2027-01-11", isNext: true };
  expect(await month(page, { month: "2026-11" })).toMatchObject({ selected: null, otherDay: next });
  expect(await month(page, { day: "2026-11-30" })).toMatchObject({ otherDay: next });
});

test("R7.4 after the last free day the first one is named", async () => {
  const page = await pageWith("minimum_notice_minutes = 60, booking_window_days = 30");
  const first = { date: "2026-11-02", isNext: false };
  expect(await month(page, { day: "2027-01-31" })).toMatchObject({ otherDay: first });
  expect(await month(page, { month: "2027-05" })).toMatchObject({ otherDay: first });
});

test("R7.4 where nothing can be booked at all no day is named", async () => {
  await run("UPDATE schedules SET weekly_hours = '[]' WHERE host_id = ?");
  const page = await pageWith("minimum_notice_minutes = 60");
  expect(await month(page)).toMatchObject({ month: "2026-11", selected: null, otherDay: null });
  const choice = await viewChoice(world.context, page, { start: null }, { own: BERLIN });
  expect(choice).toMatchObject({ slot: null, others: [] });
});

test("R7.4 a time with nothing free around it leads to the first times that are", async () => {
  const page = await pageWith(
    `minimum_notice_minutes = ${70 * DAY_MINUTES}, booking_window_days = 120`,
  );
  const start = Date.parse("2026-12-01T09:00:00Z");
  const { slot, others } = await viewChoice(world.context, page, { start }, { own: BERLIN });
  expect(slot).toBeNull();
  expect(others.map((other) => other.start)).toEqual([
    "2027-01-11T08:00:00Z",
    "2027-01-11T08:30:00Z",
    "2027-01-11T09:00:00Z",
  ]);
});

test("R7.4 after weeks off the first times are those behind them, without the one that was just refused", async () => {
  await run(
    `INSERT INTO date_overrides (host_id, schedule_id, id, first_day, last_day, ranges)
     SELECT host_id, id, 'off', '2026-11-02', '2026-11-30', '[]' FROM schedules WHERE host_id = ?`,
  );
  const page = await pageWith("minimum_notice_minutes = 60");
  const asked = {
    start: Date.parse("2026-11-03T09:00:00Z"),
    without: Date.parse("2026-12-01T08:00:00Z"),
  };
  const { others } = await viewChoice(world.context, page, asked, { own: BERLIN });
  expect(others[0]?.start).toBe("2026-12-01T08:30:00Z");
});
