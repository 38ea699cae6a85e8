// Hosts and bookings by the thousand, written past the app: what is measured must not depend on them.
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ROWS_A_STATEMENT = 50_000;
const BOOKINGS_A_HOST = 100;

/** Fills the tables up to so many bookings of other hosts, a hundred each, one a day from `from` (epoch ms) on. */
export async function crowdUpTo(d1: D1Database, count: number, from: number): Promise<void> {
  const { results: triggers } = await d1
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'bookings'")
    .all<{ name: string; sql: string }>();
  const there =
    (await d1
      .prepare("SELECT count(*) AS n FROM users WHERE id GLOB 'crowd*'")
      .first<number>("n")) ?? 0;
  // They are what makes rows slow to write, and these rows are sound.
  for (const { name } of triggers) await d1.prepare(`DROP TRIGGER ${name}`).run();
  const hosts = Math.ceil(count / BOOKINGS_A_HOST);
  const step = ROWS_A_STATEMENT / BOOKINGS_A_HOST;
  for (let first = there; first < hosts; first += step) {
    await addHosts(d1, first, Math.min(first + step, hosts), from);
  }
  for (const { sql } of triggers) await d1.prepare(sql).run();
}

async function addHosts(d1: D1Database, first: number, end: number, from: number): Promise<void> {
  const numbers = `WITH RECURSIVE n(n) AS (SELECT ${first} UNION ALL SELECT n + 1 FROM n WHERE n < ${end - 1}),
    m(m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM m WHERE m < ${BOOKINGS_A_HOST - 1})`;
  await d1.batch([
    d1.prepare(
      `INSERT INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at)
       ${numbers} SELECT 'crowd' || n, 'crowd' || n, n || '@crowd.example', 'Somebody', 'crowd-' || n, 'UTC', 0, 0 FROM n`,
    ),
    d1.prepare(
      `INSERT INTO bookings (host_id, id, event_type_id, request_hash, title, guest_name, guest_email, guest_notes,
         guest_time_zone, location_kind, location_detail, time_zone, local_day, starts_at, ends_at, block_starts_at,
         block_ends_at, status, revision, rules_version, inviter, link_version, busy_times_checked, created_at, updated_at)
       ${numbers} SELECT 'crowd' || n, printf('%032x', n * ${BOOKINGS_A_HOST} + m), 'type', 'hash', '30 minute meeting',
         'Grace Hopper', 'grace@example.com', 'About engines and how they are built', 'UTC', 'google_meet', '', 'UTC',
         date((${from} + m * ${DAY_MS}) / 1000, 'unixepoch'), ${from} + m * ${DAY_MS}, ${from} + m * ${DAY_MS} + ${HOUR_MS},
         ${from} + m * ${DAY_MS}, ${from} + m * ${DAY_MS} + ${HOUR_MS}, 'confirmed', 1, 1, 'own', 1, 1, 0, 0 FROM n, m`,
    ),
  ]);
}

/** Eight bookings of half an hour on each of the next days, every hour from `from` (epoch ms) on; by the triggers' leave. */
export async function fillDays(
  d1: D1Database,
  hostId: string,
  from: number,
  days: number,
): Promise<number> {
  const { results } = await d1
    .prepare(
      "SELECT event_types.id, rules_version AS rules FROM event_types JOIN users ON users.id = host_id WHERE host_id = ?",
    )
    .bind(hostId)
    .all<{ id: string; rules: number }>();
  const [eventType] = results;
  if (!eventType) throw new Error("the host has no event type");
  const statements = Array.from({ length: days * 8 }, (_, n) => {
    const start = from + Math.floor(n / 8) * DAY_MS + (n % 8) * HOUR_MS;
    const day = new Date(start).toISOString().slice(0, 10);
    return d1
      .prepare(
        `INSERT INTO bookings (host_id, id, event_type_id, request_hash, title, guest_name, guest_email, guest_notes,
           guest_time_zone, location_kind, location_detail, time_zone, local_day, starts_at, ends_at, block_starts_at,
           block_ends_at, status, revision, rules_version, inviter, link_version, busy_times_checked, created_at, updated_at)
         VALUES (?1, ?2, ?3, 'hash', '30 minute meeting', 'Grace Hopper', 'grace@example.com', '', 'UTC', 'google_meet', '',
           'Europe/Berlin', ?4, ?5, ?6, ?5, ?6, 'confirmed', 1, ?7, 'own', 1, 1, 0, 0)`,
      )
      .bind(
        ...[hostId, `b${n.toString(16).padStart(31, "0")}`, eventType.id, day],
        ...[start, start + HOUR_MS / 2, eventType.rules],
      );
  });
  for (let at = 0; at < statements.length; at += 100)
    await d1.batch(statements.slice(at, at + 100));
  return statements.length;
}
