// The bookings of a host as lists of any length, a page at a time, and their counts.
import { and, asc, count, desc, eq, gt, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type {
  BookingFilters,
  BookingListKind,
  ListPlace,
  ListSide,
  SyncFilter,
} from "#app/domain/booking-list.ts";
import type { BookingCount } from "#app/domain/booking-weeks.ts";
import { LONGEST_BLOCK_MS } from "#app/domain/slots.ts";
import type { SyncState } from "#app/domain/sync-state.ts";
import { type BookingWithSync, toBookingWithSync } from "./bookings.server.ts";
import type { Database } from "./database.server.ts";
import { bookingSyncs, bookings } from "./schema/bookings.server.ts";

export interface BookingPage {
  bookings: BookingWithSync[];
  /** Where the pages before and after this one end and begin; null where there is none. */
  previous: ListPlace | null;
  next: ListPlace | null;
}

/**
 * One page of a host's bookings: upcoming ones the soonest first, others the latest first. Pages are found by where
 * they begin, so that the hundredth costs what the first does.
 * @param limit of bookings on the page
 */
export async function listBookingPage(
  db: Database,
  hostId: string,
  filters: BookingFilters,
  from: ListSide,
  { now, limit }: { now: number; limit: number },
): Promise<BookingPage> {
  const isBackwards = from?.side === "before";
  const isRising = (filters.list === "upcoming") !== isBackwards;
  const order = isRising
    ? [asc(bookings.startsAt), asc(bookings.id)]
    : [desc(bookings.startsAt), desc(bookings.id)];
  const rows = await joined(db, filters.sync)
    .where(
      and(
        eq(filters.sync === "attention" ? bookingSyncs.hostId : bookings.hostId, hostId),
        rangeOf(from, filters.list, isRising, now),
        inList[filters.list](now),
        filters.eventTypeId === null ? undefined : eq(bookings.eventTypeId, filters.eventTypeId),
        ...filters.words.map(holdsWord),
        isSyncOfBooking,
        isInState(filters.sync, now),
      ),
    )
    .orderBy(...order)
    .limit(limit + 1);
  const isMore = rows.length > limit;
  const shown = rows.slice(0, limit).map(toBookingWithSync);
  if (isBackwards) shown.reverse();
  return {
    bookings: shown,
    previous: (isBackwards ? isMore : from !== null) ? placeOf(shown[0]) : null,
    next: isBackwards || isMore ? placeOf(shown.at(-1)) : null,
  };
}

function placeOf(found: BookingWithSync | undefined): ListPlace | null {
  return found ? { startsAt: found.booking.meeting.start, id: found.booking.id } : null;
}

/**
 * What needs its host is found by the index of what is behind, and then sorted: few of thousands. CROSS JOIN is how
 * SQLite is told which table to begin with.
 */
function joined(db: Database, sync: SyncFilter | null) {
  const columns = { row: bookings, sync: bookingSyncs };
  return sync === "attention"
    ? db.select(columns).from(bookingSyncs).crossJoin(bookings).$dynamic()
    : db.select(columns).from(bookings).crossJoin(bookingSyncs).$dynamic();
}

const isSyncOfBooking = and(
  eq(bookingSyncs.hostId, bookings.hostId),
  eq(bookingSyncs.bookingId, bookings.id),
);

/**
 * The range of starts to read. On the side where reading begins there is one bound and no other: of two, SQLite may
 * choose the wider one for its index.
 */
function rangeOf(
  from: ListSide,
  list: BookingListKind,
  isRising: boolean,
  now: number,
): SQL | undefined {
  const lower = list === "upcoming" ? gte(bookings.startsAt, now - LONGEST_BLOCK_MS) : undefined;
  const upper = list === "past" ? lt(bookings.startsAt, now) : undefined;
  if (from === null) return and(lower, upper);
  const place = sql`(${bookings.startsAt}, ${bookings.id})`;
  const there = sql`(${from.place.startsAt}, ${from.place.id})`;
  return isRising ? and(sql`${place} > ${there}`, upper) : and(sql`${place} < ${there}`, lower);
}

const inList: Record<BookingListKind, (now: number) => SQL | undefined> = {
  upcoming: (now) => and(eq(bookings.status, "confirmed"), gte(bookings.endsAt, now)),
  past: (now) => and(eq(bookings.status, "confirmed"), lt(bookings.endsAt, now)),
  cancelled: () => eq(bookings.status, "cancelled"),
};

/** By instr: D1 takes no LIKE pattern of more than 50 bytes. */
function holdsWord(spellings: readonly string[]): SQL | undefined {
  const { guestName, guestEmail, title } = bookings;
  const text = sql`lower(${guestName} || char(10) || ${guestEmail} || char(10) || ${title})`;
  return or(...spellings.map((spelling) => sql`instr(${text}, ${spelling}) > 0`));
}

/** Both stand until the host decides; when the meeting is over there is nothing left to decide. */
const UNDECIDED: SyncState[] = ["removed_in_google", "drifted"];

function isInState(sync: SyncFilter | null, now: number): SQL | undefined {
  const { state, behindSinceAt } = bookingSyncs;
  switch (sync) {
    case null:
      return undefined;
    case "attention":
      return and(
        // Not IS NOT NULL: with a range, SQLite chooses the index of what is behind.
        gt(behindSinceAt, 0),
        or(
          inArray(state, ["parked", "waiting_for_reconnect"]),
          and(inArray(state, UNDECIDED), gt(bookings.endsAt, now)),
        ),
      );
    case "underway":
      return inArray(state, ["pending", "retrying"]);
    case "agreed":
      return eq(state, "synced");
    case "noCalendar":
      return eq(state, "not_connected");
  }
}

/**
 * How many of a host's bookings begin in each week, by event type and status, in one query.
 * @param starts the instants at which the weeks begin, rising, and last the one at which the last week ends
 */
export async function countBookings(
  db: Database,
  hostId: string,
  starts: readonly number[],
): Promise<BookingCount[]> {
  const [first = 0, ...ends] = starts;
  const last = ends.pop() ?? first;
  const cases = ends.map((end, index) => sql`WHEN ${bookings.startsAt} < ${end} THEN ${index}`);
  const week = sql<number>`CASE ${sql.join(cases, sql` `)} ELSE ${ends.length} END`;
  const { eventTypeId, status } = bookings;
  return db
    .select({ week: week.as("week"), eventTypeId, status, count: count() })
    .from(bookings)
    .where(
      and(eq(bookings.hostId, hostId), gte(bookings.startsAt, first), lt(bookings.startsAt, last)),
    )
    .groupBy(sql`week`, eventTypeId, status);
}
