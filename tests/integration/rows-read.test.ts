// What a look at a month of slots costs D1, by D1's own count of the rows that it reads.
import { env } from "cloudflare:test";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Interval } from "#app/domain/interval.ts";
import { loader } from "#app/routes/event-type-page/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { aConnectedHost, EVENT_TYPE, row } from "./people.ts";
import { countCosts } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

/** Beyond the bookings of the month that is shown, which have to be read. */
const MOST_BESIDES = 60;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FOREIGN_HOSTS = 50;
const AT_ONCE = 5_000;

let world: World;
let host: Host;
const figures: Record<string, { read: number; shown: number }> = {};

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  await fillUp(host, Date.parse("2026-10-01T00:00:00Z"), Date.parse("2027-02-01T00:00:00Z"));
});

afterAll(() => {
  console.info(`rows read from D1 by a month view: ${JSON.stringify(figures)}`);
});

const COLUMNS = `host_id, id, event_type_id, request_hash, title, guest_name, guest_email, guest_notes, guest_time_zone,
  location_kind, location_detail, time_zone, local_day, starts_at, ends_at, block_starts_at, block_ends_at, status,
  revision, rules_version, inviter, link_version, busy_times_checked, created_at, updated_at`;

/** The rest of a booking's row: half an hour long, at `at`, of the host whose row is `u`. */
const restOf = (
  at: string,
) => `'type', 'hash', 'T', 'G', 'g@example.org', '', 'UTC', 'phone', '', 'UTC', '2026-01-01',
  ${at}, ${at} + ${HOUR_MS / 2}, ${at}, ${at} + ${HOUR_MS / 2}, 'confirmed', 1, u.rules_version, 'own', 1, 1, 0, 0`;

/** Eight bookings a day, each hour from nine to five in Berlin, with half an hour free between them. */
async function fillUp(of: Host, from: number, until: number): Promise<void> {
  const days = Math.round((until - from) / DAY_MS);
  await env.DB.prepare(
    `WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ?2 - 1)
     INSERT INTO bookings (${COLUMNS})
     SELECT u.id, printf('%032x', n.n), ${restOf(`(?3 + (n.n / 8) * ${DAY_MS} + (8 + n.n % 8) * ${HOUR_MS})`)}
     FROM n JOIN users u ON u.id = ?1`,
  )
    .bind(of.id, days * 8, from)
    .run();
}

/** So many bookings of other hosts in all, at the times that are looked at. */
async function addForeign(count: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
     INSERT OR IGNORE INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at)
     SELECT 'foreign' || n, 'foreign' || n, 'f@example.com', 'F', 'foreign' || n, 'UTC', 0, 0 FROM n`,
  )
    .bind(FOREIGN_HOSTS)
    .run();
  const sql = "SELECT count(*) AS n FROM bookings WHERE host_id <> ?";
  const before = Number((await row(sql, host.id)).n);
  for (let first = before; first < count; first += AT_ONCE) {
    await env.DB.prepare(
      `WITH RECURSIVE n(n) AS (SELECT ?2 UNION ALL SELECT n + 1 FROM n WHERE n < ?3 - 1)
       INSERT INTO bookings (${COLUMNS})
       SELECT u.id, printf('%032x', n.n), ${restOf(`(?4 + CAST(n.n / ${FOREIGN_HOSTS} AS INTEGER) * ${HOUR_MS})`)}
       FROM n JOIN users u ON u.id = 'foreign' || CAST(1 + n.n % ${FOREIGN_HOSTS} AS INTEGER)
       WHERE ?1 > 0`,
    )
      .bind(count, first, Math.min(first + AT_ONCE, count), Date.parse("2026-11-01T00:00:00Z"))
      .run();
  }
  expect((await row(sql, host.id)).n).toBe(count);
}

/** Opens the event type's page as a guest in Berlin does. @returns the rows read, and the month shown */
async function view(query: string): Promise<{ read: number; month: string }> {
  const { watch, costs } = countCosts();
  const worker = world.worker({ database: watch });
  const { data: page } = await loader({
    request: new Request(
      `https://slotkeeper.test/${host.handle}/${EVENT_TYPE}?tz=Europe/Berlin${query}`,
    ),
    params: { handle: host.handle, eventType: EVENT_TYPE },
    context: { ...worker.context },
  });
  await worker.settle();
  return { read: costs.read, month: page.view.month };
}

async function bookingsIn({ start, end }: Interval): Promise<number> {
  const sql = "SELECT count(*) AS n FROM bookings WHERE host_id = ? AND starts_at BETWEEN ? AND ?";
  return Number((await row(sql, host.id, start, end - 1)).n);
}

const NOVEMBER = {
  start: Date.parse("2026-10-31T23:00:00Z"),
  end: Date.parse("2026-11-30T23:00:00Z"),
};
const DECEMBER = { start: NOVEMBER.end, end: Date.parse("2026-12-31T23:00:00Z") };

test("R7.4 a month view reads at most 60 rows besides the bookings shown, the same with 1,000 and with 50,000 bookings of others", {
  timeout: 120_000,
}, async () => {
  const months = [
    ["", "2026-11", NOVEMBER],
    ["&month=2026-12", "2026-12", DECEMBER],
  ] as const;
  // The very first view asks Google and stores what it says.
  await view("");
  for (const foreign of [1_000, 50_000]) {
    await addForeign(foreign);
    for (const [query, month, time] of months) {
      const seen = await view(query);
      const shown = await bookingsIn(time);
      figures[`${month} with ${foreign} of others`] = { read: seen.read, shown };
      expect(seen.month).toBe(month);
      expect(shown).toBeGreaterThan(200);
      expect(seen.read).toBeGreaterThan(shown / 2);
      expect(seen.read).toBeLessThanOrEqual(MOST_BESIDES + shown);
    }
  }
  for (const [, month] of months) {
    const [few, many] = [1_000, 50_000].map((count) => figures[`${month} with ${count} of others`]);
    expect(many).toEqual(few);
  }
});

test("R7.4 late in a month, what is over of it is not read to find out that the next one is to be shown", async () => {
  await world.clock.moveTo(Date.parse("2026-11-30T20:00:00Z"));
  await view("");
  const seen = await view("");
  const shown = await bookingsIn(DECEMBER);
  figures["2026-12, asked late in November"] = { read: seen.read, shown };
  expect(seen.month).toBe("2026-12");
  // It looks into two months.
  expect(seen.read).toBeLessThanOrEqual(2 * MOST_BESIDES + shown);
});
