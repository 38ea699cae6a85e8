// What a host finds on the dashboard, and what it costs D1 to tell.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import * as dashboard from "#app/routes/dashboard/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { askPage } from "./host-pages.ts";
import { aConnectedHost, aHost, bookAndSettle, bookingNow, cancel, GRACE } from "./people.ts";
import { countCosts } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Monday 2 November 2026, 10:00 in Berlin; it is 8:00 there. */
const TEN = Date.parse("2026-11-02T09:00:00Z");
const MIDNIGHT = TEN - 10 * HOUR_MS;

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const shown = async () => (await askPage(world.context, host, dashboard.loader)).data;

const booked = (startsAt: number) => bookAndSettle(world, host, { startsAt });

test("R7.9 today, next and what was called off today: what is over stays until midnight", async () => {
  const [today, later, tomorrow] = [
    await booked(TEN),
    await booked(TEN + 4 * HOUR_MS),
    await booked(TEN + DAY_MS),
  ];
  await cancel(world.context, await bookingNow(world.context, later));
  await world.settle();
  await world.clock.moveTo(TEN + HOUR_MS);
  const { today: day, next, attention, cancelledToday } = await shown();
  expect(day).toMatchObject({
    ...{ name: "Monday 2 November 2026", zone: "Europe/Berlin (GMT+1)" },
    rows: [{ id: today.id, clock: "10:00 – 10:30", progress: "over" }],
  });
  expect(next).toMatchObject([
    { name: "Tuesday 3 November 2026", rows: [{ id: tomorrow.id, progress: "coming" }] },
  ]);
  expect(attention).toEqual([]);
  expect(cancelledToday).toMatchObject([
    { id: later.id, clock: "14:00 – 14:30", cancelled: expect.stringMatching(/^Cancelled by /) },
  ]);
  await world.clock.moveTo(Date.parse("2026-11-02T23:00:00Z"));
  const after = await shown();
  expect(after.today.rows).toMatchObject([{ id: tomorrow.id }]);
  expect(after.next).toEqual([]);
});

test("R7.9 lately lists what is over and what was called off, with their sync state, and nothing that stands under today", async () => {
  const [first, off, today, far] = [
    await booked(TEN),
    await booked(TEN + HOUR_MS),
    await booked(TEN + DAY_MS),
    await booked(TEN + 7 * DAY_MS),
  ];
  expect(await shown()).toMatchObject({ over: [], latelyCancelled: [] });
  await cancel(world.context, await bookingNow(world.context, far));
  await world.settle();
  await world.clock.moveTo(TEN + HOUR_MS / 2);
  await cancel(world.context, await bookingNow(world.context, off));
  await world.settle();
  expect(await shown()).toMatchObject({ over: [], latelyCancelled: [{ id: far.id }] });
  await world.clock.moveTo(TEN + DAY_MS + HOUR_MS);
  const { over, latelyCancelled, today: day } = await shown();
  expect(day.rows).toMatchObject([{ id: today.id }]);
  expect(over).toMatchObject([
    {
      ...{ id: first.id, when: "Monday 2 November 2026, 10:00 – 10:30", isCancelled: false },
      ...{ zone: "Europe/Berlin (GMT+1)", sync: { text: "On your calendar ✓" }, cancelled: null },
    },
  ]);
  expect(latelyCancelled).toMatchObject([
    {
      ...{ id: off.id, isCancelled: true, sync: { text: "Not in your calendar" } },
      cancelled: expect.stringMatching(/^Cancelled by /),
    },
    { id: far.id, when: "Monday 9 November 2026, 10:00 – 10:30" },
  ]);
});

test("R7.9 R3.6 what Google refuses for good is told first, with the reason; once it works it is not", async () => {
  const fault = world.sandbox.faults.add({
    ...{ match: { path: "events.insert" }, effect: "refuse" as const, times: null },
    ...{ status: 403, reason: "forbidden" },
  });
  const booking = await booked(TEN + 2 * DAY_MS);
  expect((await shown()).attention).toMatchObject([
    { id: booking.id, tone: "bad", text: expect.stringMatching(/^Needs you: Google answered 403/) },
  ]);
  world.sandbox.faults.clear(fault.id);
  await world.clock.moveTo(world.clock.now() + DAY_MS + HOUR_MS);
  await world.passTime(2 * MINUTE_MS);
  const { attention, next } = await shown();
  expect(attention).toEqual([]);
  expect(next[0].rows[0].sync.text).toBe("On your calendar ✓");
});

test("R7.9 what is far off and out of step is told too, though it is not among the next", async () => {
  for (let day = 1; day <= 4; day++) {
    for (let hour = 0; hour < 3; hour++) await booked(TEN + day * DAY_MS + hour * HOUR_MS);
  }
  const far = await booked(TEN + 21 * DAY_MS);
  await env.DB.prepare(
    "UPDATE booking_syncs SET state = 'parked', last_outcome = 'google_403_forbidden', behind_since_at = ? WHERE booking_id = ?",
  )
    .bind(world.clock.now(), far.id)
    .run();
  const { next, attention, isMoreUnsettled } = await shown();
  expect(next.map(({ rows }: { rows: unknown[] }) => rows.length)).toEqual([3, 3, 3, 1]);
  expect(attention).toMatchObject([{ id: far.id }]);
  expect(isMoreUnsettled).toBe(false);
});

test("R5.4 nothing of another host's is shown", async () => {
  await booked(TEN);
  host = await aHost(world, GRACE);
  expect(await shown()).toMatchObject({
    ...{ today: { rows: [] }, next: [], attention: [], left: [] },
    ...{ over: [], latelyCancelled: [] },
  });
});

/** So many bookings of half an hour, one an hour, from a time on. */
async function fillUp(from: number, count: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ?2 - 1)
     INSERT INTO bookings (host_id, id, event_type_id, request_hash, title, guest_name, guest_email, guest_notes,
       guest_time_zone, location_kind, location_detail, time_zone, local_day, starts_at, ends_at, block_starts_at,
       block_ends_at, status, revision, rules_version, inviter, link_version, busy_times_checked, created_at, updated_at)
     SELECT u.id, printf('%032x', ?3 / ${HOUR_MS} + n.n), 'type', 'hash', 'T', 'G', 'g@example.org', '', 'UTC', 'phone', '',
       'UTC', '2026-01-01', ?3 + n.n * ${HOUR_MS}, ?3 + n.n * ${HOUR_MS} + ${HOUR_MS / 2}, ?3 + n.n * ${HOUR_MS},
       ?3 + n.n * ${HOUR_MS} + ${HOUR_MS / 2}, 'confirmed', 1, u.rules_version, 'own', 1, 1, 0, 0
     FROM n JOIN users u ON u.id = ?1`,
  )
    .bind(host.id, count, from)
    .run();
  await env.DB.prepare("UPDATE booking_syncs SET state = 'synced', behind_since_at = NULL").run();
}

/** Rows that D1 reads for the page; the session is another matter. */
async function rowsRead(): Promise<number> {
  const { watch, costs } = countCosts();
  const worker = world.worker({ database: watch });
  await askPage(worker.context, host, dashboard.loader);
  return costs.read;
}

test("R7.9 D10 the dashboard reads what it shows and little more, however much is past or far off", async () => {
  await fillUp(MIDNIGHT - 30 * HOUR_MS, 130);
  await callOff([-3, -5, -7, -9, -11, 30, 40, 50, 60, 70]);
  const few = await rowsRead();
  const { today, next, over, latelyCancelled } = await shown();
  const count = today.rows.length + next.flatMap(({ rows }: { rows: unknown[] }) => rows).length;
  expect([count, over.length, latelyCancelled.length]).toEqual([24 + 10, 5, 5]);
  await fillUp(MIDNIGHT - 1_000 * HOUR_MS, 900);
  await fillUp(MIDNIGHT + 150 * HOUR_MS, 900);
  const many = await rowsRead();
  console.info(
    `rows read from D1 by a dashboard of ${count + 10} bookings: ${few}, with 1,800 others ${many}`,
  );
  expect(many).toBe(few);
  // 80 are looked through for what was called off.
  expect(many).toBeLessThanOrEqual(6 * (count + 10) + 80);
});

/** Calls off bookings of `fillUp`, by how many hours after midnight they begin. */
async function callOff(hours: number[]): Promise<void> {
  const starts = hours.map((hour) => MIDNIGHT + hour * HOUR_MS).join();
  await env.DB.prepare(
    `UPDATE bookings SET status = 'cancelled', cancelled_by = 'guest', revision = 2 WHERE starts_at IN (${starts})`,
  ).run();
  await env.DB.prepare("UPDATE booking_syncs SET state = 'synced', behind_since_at = NULL").run();
}
