// Months of a busy host's bookings as rows, through all triggers: posting each of them would take minutes.
import type { BuiltWorker } from "../built-worker.ts";
import { eventTypeId } from "./described-host.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const GUESTS: [name: string, email: string][] = [
  ["Grace Hopper", "grace@example.org"],
  ["محمد الأمين بن عبد الرحمن", "mohammed.alamin@example.com"],
  [
    "Bartholomew Featherstonehaugh-Cholmondeley 🎩",
    "b@a-rather-long-domain-of-a-company.example.org",
  ],
  ["李小明", "xiaoming.li@example.cn"],
  ["Þórunn Ægisdóttir", "thorunn@example.is"],
  ["Jo", "jo@example.org"],
  ["Wolfeschlegelsteinhausenbergerdorff", "wolfeschlegelsteinhausenbergerdorff@example.net"],
  ["שירה כהן-לוי", "shira@example.co.il"],
  ["Ana María Núñez de la Peña", "ana.maria@example.es"],
  ["Zoë 🦊", "zoe@example.com"],
];

/** The ids of the host's event types, and how many minutes each takes. */
const TYPES: [id: string, minutes: number][] = [
  [eventTypeId(0), 15],
  [eventTypeId(1), 45],
  [eventTypeId(3), 30],
  [eventTypeId(5), 20],
  [eventTypeId(1), 30],
  [eventTypeId(4), 30],
];

/** How many there are in each of the last weeks, the oldest first. */
const WEEKS = [2, 3, 5, 4, 6, 3, 0, 5, 7, 4, 6, 3];

/** Of coming bookings, the soonest first; all others agree with the calendar. */
const BEHIND: Record<number, Behind> = {
  1: { name: "retrying", state: "retrying", outcome: "google_503", sinceMs: 12 * MINUTE_MS },
  2: { name: "drifted", state: "drifted", outcome: "drifted", sinceMs: 5 * HOUR_MS },
  3: { name: "removed", state: "removed_in_google", outcome: "removed_in_google", sinceMs: DAY_MS },
  4: { name: "parked", state: "parked", outcome: "google_403_forbidden", sinceMs: 2 * DAY_MS },
};

interface Behind {
  name: string;
  state: string;
  outcome: string;
  sinceMs: number;
}

interface StoredBooking {
  id: string;
  startsAt: number;
  minutes: number;
  guest: (typeof GUESTS)[number];
  eventTypeId: string;
  behind: Behind | null;
  isCancelled: boolean;
}

/** Where the host's bookings go, and by which rules they were decided. */
interface Host {
  rules_version: number;
  google_calendar_connection_id: string;
  google_calendar_id: string;
}

/**
 * Several dozen bookings of a connected host, past and to come; those to come after today are in the evening, when the
 * host's page offers nothing.
 * @returns the ids of those that are behind, by what is wrong with them
 */
export async function storeBookings(
  { d1 }: BuiltWorker,
  hostId: string,
  now: number,
): Promise<Record<string, string>> {
  const host = await d1
    .prepare(
      "SELECT rules_version, google_calendar_connection_id, google_calendar_id FROM users WHERE id = ?",
    )
    .bind(hostId)
    .first<Host>();
  if (!host) throw new Error(`there is no host ${hostId}`);
  const stored = [...pastBookings(now), ...comingBookings(now)];
  await d1.batch(stored.flatMap((booking) => rowsOf(d1, hostId, host, booking, now)));
  return Object.fromEntries(
    stored.flatMap(({ id, behind }) => (behind ? [[behind.name, id] as const] : [])),
  );
}

function pastBookings(now: number): StoredBooking[] {
  const monday = mondayBefore(now);
  const starts = WEEKS.flatMap((count, week) =>
    Array.from({ length: count }, (_, n) => {
      const day = monday - (WEEKS.length - 1 - week) * 7 * DAY_MS + (n % 5) * DAY_MS;
      return day + (8 + ((week + n + 3 * Math.floor(n / 5)) % 7)) * HOUR_MS;
    }),
  ).filter((start) => start < now - 3 * HOUR_MS);
  return starts.map((startsAt, n) => aBooking(n, startsAt, { isCancelled: n % 9 === 4 }));
}

function comingBookings(now: number): StoredBooking[] {
  const hour = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const tomorrow = Math.floor(now / DAY_MS) * DAY_MS + DAY_MS;
  const evenings = Array.from({ length: 18 }, (_, day) => tomorrow + day * DAY_MS + 18 * HOUR_MS);
  const starts = [
    ...[hour + HOUR_MS, hour + 2 * HOUR_MS],
    ...evenings.flatMap((start, day) => (day % 3 === 2 ? [start] : [start, start + HOUR_MS])),
  ];
  return starts.map((startsAt, n) =>
    aBooking(100 + n, startsAt, {
      behind: BEHIND[n] ?? null,
      isCancelled: n > 5 && n % 8 === 0,
    }),
  );
}

function aBooking(n: number, startsAt: number, rest: Partial<StoredBooking>): StoredBooking {
  const [typeId, minutes] = TYPES[n % TYPES.length] ?? [eventTypeId(0), 15];
  const guest = GUESTS[n % GUESTS.length] ?? ["Jo", "jo@example.org"];
  const id = n.toString(16).padStart(32, "a");
  return {
    ...{ id, startsAt, minutes, guest, eventTypeId: typeId, behind: null, isCancelled: false },
    ...rest,
  };
}

function rowsOf(
  d1: D1Database,
  hostId: string,
  host: Host,
  booking: StoredBooking,
  now: number,
): D1PreparedStatement[] {
  const { id, startsAt, minutes, behind, isCancelled } = booking;
  const endsAt = startsAt + minutes * MINUTE_MS;
  const bookedAt = Math.min(startsAt, now) - 3 * DAY_MS;
  const [name, email] = booking.guest;
  const ofBooking = { host_id: hostId, booking_id: id };
  const isGone = isCancelled || behind?.state === "removed_in_google";
  const shownAt = behind?.state === "drifted" ? startsAt + HOUR_MS : startsAt;
  return [
    d1
      .prepare(`INSERT INTO bookings (host_id, id, event_type_id, request_hash, title, guest_name, guest_email, guest_notes,
          guest_time_zone, location_kind, location_detail, time_zone, local_day, starts_at, ends_at, block_starts_at,
          block_ends_at, status, cancel_reason, cancelled_by, revision, rules_version, inviter, link_version,
          busy_times_checked, google_event_id, google_event_link, created_at, updated_at)
        SELECT host_id, ?2, id, 'stored', title, ?3, ?4, ?5, ?6, location_kind, location_detail, 'Europe/Berlin', ?7, ?8, ?9,
          ?8, ?9, ?10, ?11, ?12, 1, ?13, 'google', 1, ?14, ?15, ?16, ?17, ?17
        FROM event_types WHERE host_id = ?1 AND id = ?18`)
      .bind(
        ...[hostId, id, name, email, minutes === 45 ? "I bring my portfolio 📁" : ""],
        ...[id.endsWith("5") ? "Asia/Tokyo" : "Europe/Berlin"],
        ...[new Date(startsAt).toISOString().slice(0, 10), startsAt, endsAt],
        ...[isCancelled ? "cancelled" : "confirmed"],
        ...(isCancelled ? ["Something has come up, sorry! ☔", "guest"] : [null, null]),
        ...[host.rules_version, id.endsWith("8") ? 0 : 1],
        ...(isGone ? [null, null] : [`b${id}g1`, "https://calendar.google.com/calendar/event"]),
        ...[bookedAt, booking.eventTypeId],
      ),
    behind
      ? update(d1, "booking_syncs", ofBooking, {
          ...{ state: behind.state, last_outcome: behind.outcome, attempts: 3 },
          ...{ behind_since_at: now - behind.sinceMs, last_attempted_at: now - 9 * MINUTE_MS },
          due_at: behind.state === "retrying" ? now + 25 * MINUTE_MS : null,
        })
      : update(d1, "booking_syncs", ofBooking, {
          ...{ state: "synced", synced_revision: 1, due_at: null, behind_since_at: null },
          ...{ attempts: 1, synced_at: bookedAt, last_attempted_at: bookedAt },
        }),
    insert(d1, "calendar_events", {
      ...{ ...ofBooking, generation: 1, event_id: `b${id}g1` },
      connection_id: host.google_calendar_connection_id,
      calendar_id: host.google_calendar_id,
      wanted: isCancelled ? "absent" : "present",
      ...{ first_attempted_at: bookedAt, confirmed_at: bookedAt, written_revision: 1 },
      ...{ written_starts_at: shownAt, written_ends_at: shownAt + minutes * MINUTE_MS },
      gone_at: isGone ? bookedAt + HOUR_MS : null,
    }),
    insert(d1, "booking_history", {
      ...{ ...ofBooking, revision: 1, entry: 0, at: bookedAt, who: "guest", what: "booked" },
    }),
  ];
}

type Columns = Record<string, string | number | null>;

function insert(d1: D1Database, table: string, row: Columns): D1PreparedStatement {
  const names = Object.keys(row);
  const marks = names.map(() => "?");
  return d1
    .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${marks.join(", ")})`)
    .bind(...Object.values(row));
}

function update(d1: D1Database, table: string, where: Columns, set: Columns): D1PreparedStatement {
  const pairs = (columns: Columns) => Object.keys(columns).map((name) => `${name} = ?`);
  return d1
    .prepare(`UPDATE ${table} SET ${pairs(set).join(", ")} WHERE ${pairs(where).join(" AND ")}`)
    .bind(...Object.values(set), ...Object.values(where));
}

function mondayBefore(now: number): number {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS;
}
