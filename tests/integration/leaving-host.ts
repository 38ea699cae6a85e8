// A host of whom every table knows something, and the search for what is left of them.
import { env } from "cloudflare:test";
import { rememberFlow } from "#app/auth/oauth-flow.server.ts";
import { startSession } from "#app/auth/session.server.ts";
import type { Booking } from "#app/domain/booking.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { type DeletionRequest, deleteAccount } from "#app/use-cases/delete-account.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { ADA, aConnectedHost, aForm, book, cancel, connect, freeSlots, hostNow } from "./people.ts";
import { dump } from "./watched-database.ts";
import type { World } from "./world.ts";

/** The second Google account that the host connects. */
export const ALAN = "alan@example.com";

const STATES = [
  "synced",
  "pending",
  "retrying",
  "waiting_for_reconnect",
  "parked",
  "removed_in_google",
  "drifted",
  "not_connected",
];

/** Asks for the account's deletion as the host does. */
export function leave(
  context: AppContext,
  host: Host,
  bookings: DeletionRequest["bookings"] = "cancel",
) {
  const reason = "Slotkeeper and I part";
  return deleteAccount(context, host, { typedHandle: host.handle, bookings, reason });
}

/**
 * Two connections, a session in two browsers, a trip to Google under way and one of a session that has ended, snapshots, an
 * override, history, events of several generations, and a booking in every state that a sync can be in.
 */
export async function aHostWithEverything(
  world: World,
): Promise<{ host: Host; bookings: Booking[] }> {
  const { context } = world;
  const first = await aConnectedHost(world);
  const bookings = await bookEachDay(world, first, STATES.length + 1);
  const [cancelled, twice] = bookings;
  if (!cancelled || !twice) throw new Error("nothing was booked");
  await cancel(context, cancelled);
  await world.settle();
  await connect(world, first, { email: ALAN });
  await world.settle();
  const host = await hostNow(context, first.id);
  await freeSlots(context, host.id);
  await world.settle();
  await run(
    `INSERT INTO calendar_events (host_id, booking_id, generation, connection_id, calendar_id, event_id, wanted, gone_at)
     SELECT host_id, booking_id, 2, connection_id, calendar_id, event_id || 'x', 'absent', 1 FROM calendar_events WHERE booking_id = ?`,
    twice.id,
  );
  for (const [n, state] of STATES.entries()) {
    const due = ["pending", "retrying"].includes(state) ? context.now() : null;
    const sql = "UPDATE booking_syncs SET state = ?, due_at = ? WHERE booking_id = ?";
    await run(sql, state, due, bookings[n + 1]?.id);
  }
  await run(
    `INSERT INTO date_overrides SELECT host_id, id, 'o', '2026-12-24', '2026-12-26', '[]' FROM schedules WHERE host_id = ?`,
    host.id,
  );
  await startSession(context, host.id);
  await startSession(context, host.id);
  await aFlow(context, await sessionHashOf(host), host.googleSub);
  await aFlow(context, "of a session that has ended", host.googleSub);
  return { host, bookings };
}

/** Books the first slot of as many days. */
export async function bookEachDay(world: World, host: Host, days: number): Promise<Booking[]> {
  const slots = await freeSlots(world.context, host.id);
  const starts = new Map(
    slots.toReversed().map(({ start }) => [new Date(start).toISOString().slice(0, 10), start]),
  );
  const bookings: Booking[] = [];
  for (const startsAt of [...starts.values()].sort((a, b) => a - b).slice(1, days + 1)) {
    bookings.push(await book(world.context, aForm(host, { startsAt })));
    await world.settle();
  }
  return bookings;
}

async function sessionHashOf({ id }: Host): Promise<string> {
  const found = await env.DB.prepare("SELECT id_hash FROM sessions WHERE host_id = ?")
    .bind(id)
    .first<{ id_hash: string }>();
  return found?.id_hash ?? "";
}

function aFlow(context: AppContext, boundToHash: string, accountSub: string): Promise<void> {
  const secrets = { codeVerifier: context.newSecret(), nonce: context.newSecret() };
  const flow = { purpose: "connect_calendar", boundToHash, accountSub } as const;
  return rememberFlow(context, context.newSecret(), secrets, flow);
}

/** What tells a host, wherever it stands. */
export function namesOf({ id, googleSub, email, handle, name }: Host): string[] {
  return [id, googleSub, email, handle, name];
}

type Row = Record<string, string | number | null>;

export async function allRows(): Promise<Record<string, Row[]>> {
  return JSON.parse(await dump(env.DB)) as Record<string, Row[]>;
}

/** Tables and columns that still hold one of these, but for revocations that Google is still to hear of. */
export async function mentionsOf(names: string[]): Promise<string[]> {
  const mentions: string[] = [];
  for (const [table, rows] of Object.entries(await allRows())) {
    if (table === "pending_revocations") continue;
    for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
      if (names.some((name) => String(value).includes(name))) mentions.push(`${table}.${column}`);
    }
  }
  return mentions;
}

/** Every row of one host, table by table. */
export async function rowsOf(host: Host): Promise<Record<string, Row[]>> {
  const tables = Object.entries(await allRows()).map(([table, rows]): [string, Row[]] => [
    table,
    rows.filter((row) => row.host_id === host.id || (table === "users" && row.id === host.id)),
  ]);
  return Object.fromEntries(tables.filter(([, rows]) => rows.length > 0));
}

export async function countRows(table: string): Promise<number> {
  const found = await env.DB.prepare(`SELECT count(*) AS n FROM "${table}"`).first<{ n: number }>();
  return found?.n ?? 0;
}

export async function run(sql: string, ...values: unknown[]): Promise<void> {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
}

/** Lets hours pass with cron and queue every few minutes: days cost seconds so. */
export async function passHours(world: World, hours: number, minutes = 10): Promise<void> {
  const { clock, deliver, runCron } = world;
  const end = clock.now() + hours * 3_600_000;
  while (clock.now() < end) {
    await clock.moveTo(Math.min(end, clock.now() + minutes * 60_000));
    await deliver();
    await runCron();
  }
}

export const hasGrant = ({ sandbox }: World, email = ADA): boolean => {
  const sub = sandbox.accounts().find((account) => account.email === email)?.sub ?? "";
  return Object.hasOwn(sandbox.state().grants, sub);
};

/** So many past, cancelled bookings more, of which only their rows exist. */
export async function manyBookings(bookingId: string, count: number): Promise<void> {
  const { results } = await env.DB.prepare("SELECT * FROM bookings WHERE id = ?")
    .bind(bookingId)
    .all();
  const columns = Object.keys(results[0] ?? {});
  const values = columns.map((column) => {
    if (column === "id") return "printf('%032x', n)";
    if (/^(starts_at|ends_at|block_starts_at|block_ends_at)$/.test(column)) {
      return `${column} - 86400000 * 7 - n * 86400000`;
    }
    return column === "status" ? "'cancelled'" : column;
  });
  await run(
    `WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
     INSERT INTO bookings (${columns.join(", ")}) SELECT ${values.join(", ")} FROM bookings, number WHERE id = ?`,
    count,
    bookingId,
  );
  await run("UPDATE booking_syncs SET state = 'synced', due_at = NULL, behind_since_at = NULL");
}
