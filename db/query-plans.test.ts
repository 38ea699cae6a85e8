import { expect, test } from "vitest";
import { isBeingDeleted, listDeleting } from "./account-deletion.server.ts";
import {
  listBookingsDuring,
  listBookingsFrom,
  listBookingsOver,
  listLatelyCancelled,
  listUnsettled,
} from "./agenda.server.ts";
import { countBookings, listBookingPage } from "./booking-lists.server.ts";
import { listBookedTimes } from "./booking-pages.server.ts";
import { deleteBookingRequests } from "./booking-requests.server.ts";
import { editBooking, findNewestEvent, listHistory } from "./booking-revisions.server.ts";
import { findBooking, listComingBookings, listLeftoverEvents } from "./bookings.server.ts";
import { listCalendarsOf } from "./calendars.server.ts";
import { countWaitingForEnded } from "./connection-bookings.server.ts";
import {
  markAway,
  markBack,
  markBackAndRearm,
  pauseTurns,
  takeTurn,
} from "./connection-pacing.server.ts";
import { openDatabase } from "./database.server.ts";
import { listBookingsToExport } from "./export.server.ts";
import { findHostByHandle } from "./hosts.server.ts";
import {
  listBelievedEvents,
  listDueConnections,
  rearmStanding,
  takeDueConnection,
} from "./reconciling.server.ts";
import {
  findLastSyncedAt,
  findLastSyncedIn,
  listBehind,
  summariseBehind,
  summariseUnsettled,
} from "./sync-overview.server.ts";
import { listDueSyncs, lookAgain } from "./sync-waking.server.ts";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  HOUR_MS,
  insertRows,
  NOW,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";
import {
  countInGoneCalendars,
  countLeftEvents,
  findStandingEvent,
  listWhereabouts,
} from "./whereabouts.server.ts";

// What stands in for D1 in the project "sqlite" can't see how many rows SQLite reads.
const KEY = { hostId: "host", id: bookingId(1) };
const CONNECTION = { hostId: "host", connectionId: "connection", reconcileDueAt: 0 };

const COUNTS_READS = navigator.userAgent === "Cloudflare-Workers";

test.each(["bookings_no_overlap_on_insert", "bookings_no_overlap_on_update"])(
  "D3.1 %s searches a range of one index and reads no table",
  async (name) => {
    const [trigger] = await rowsOf<{ sql: string }>(
      "SELECT sql FROM sqlite_master WHERE name = ?",
      name,
    );
    const query = /WHERE EXISTS \((.*)\);\s*END/s.exec(trigger?.sql ?? "")?.[1] ?? "";
    const plan = await planOf(query.replaceAll(/NEW\.\w+/g, "?"), query.match(/NEW\.\w+/g) ?? []);
    expect(plan).toEqual([
      "SEARCH bookings USING COVERING INDEX bookings_live (host_id=? AND block_starts_at>? AND block_starts_at<?)",
    ]);
  },
);

test("D10 booked times are a range of one index, read from nothing else", async () => {
  const plans = await plansOf((db) =>
    listBookedTimes(db, "host", { start: at(0), end: at(24) }, null),
  );
  expect(plans).toEqual([
    [
      "SEARCH bookings USING COVERING INDEX bookings_live (host_id=? AND block_starts_at>? AND block_starts_at<?)",
    ],
  ]);
});

test("D10 no query of a page or of cron scans a table or sorts", async () => {
  const plans = await plansOf(async (db) => {
    await findHostByHandle(db, "ada");
    await isBeingDeleted(db, "host");
    await listBookingsToExport(db, "host", bookingId(1), 500);
    await listComingBookings(db, "host", NOW, 50);
    await listLeftoverEvents(db, "host", { start: at(0), end: at(24) }, null);
    await listDueSyncs(db, NOW, 60_000, 100);
    await findNewestEvent(db, KEY);
    await listHistory(db, KEY);
    await listDueConnections(db, NOW, 3);
    await listBelievedEvents(db, CONNECTION, { start: at(0), end: at(24) });
  });
  expect(plans).toHaveLength(10);
  for (const plan of plans) {
    expect(plan.filter((line) => !line.startsWith("SEARCH "))).toEqual([]);
  }
});

test("R7.7 what was asked long ago is found by key, host by host", async () => {
  const [plan = []] = await plansOf((db) => deleteBookingRequests(db, NOW));
  const reads = plan.filter((line) => line.includes("booking_requests"));
  expect(reads).toContain("SEARCH booking_requests USING PRIMARY KEY (host_id=? AND at<?)");
  expect(reads.filter((line) => !line.startsWith("SEARCH "))).toEqual([]);
});

test("R4.5 accounts that are being deleted are found by their own index, each asked about its connections by key", async () => {
  const [plan = []] = await plansOf((db) => listDeleting(db, 2));
  expect(plan[0]).toBe("SEARCH users USING INDEX users_deleting (deleting_since_at>?)");
  expect(plan.filter((line) => line.startsWith("SCAN") || line.includes("TEMP"))).toEqual([]);
});

test("D10 taking turns, and telling whether Google answers, is a search by key", async () => {
  const plans = await plansOf(async (db) => {
    await takeTurn(db, CONNECTION, NOW);
    await pauseTurns(db, CONNECTION, NOW);
    await markAway(db, CONNECTION, NOW);
    await markBack(db, CONNECTION);
    await takeDueConnection(db, CONNECTION, NOW);
  });
  expect(plans).toEqual(
    Array(5).fill([
      "SEARCH calendar_connections USING INDEX sqlite_autoindex_calendar_connections_1 (host_id=? AND id=?)",
    ]),
  );
});

test("D10 what is behind is found by its index: a host's thousands of agreed bookings cost nothing", async () => {
  const plans = await plansOf(async (db) => {
    await markBackAndRearm(db, CONNECTION, NOW);
    await rearmStanding(db, CONNECTION.hostId, NOW, NOW);
  });
  const rearming = plans.filter((plan) => plan.some((line) => line.includes("booking_syncs")));
  expect(rearming).toHaveLength(3);
  for (const plan of rearming) {
    expect(plan[0]).toMatch(/^SEARCH booking_syncs USING .*INDEX booking_syncs_behind/);
  }
});

test("D10 looking again searches the bookings that it is about, and no others", async () => {
  const plans = await plansOf((db) => lookAgain(db, KEY.hostId, [KEY.id], NOW));
  expect(plans).toHaveLength(3);
  for (const plan of plans) {
    expect(plan[0]).toMatch(/^SEARCH (calendar_events|booking_syncs) USING PRIMARY KEY/);
    expect(plan.filter((line) => line.startsWith("SCAN"))).toEqual([
      "SCAN json_each VIRTUAL TABLE INDEX 1:",
    ]);
  }
});

test("D10 where the listed bookings' events belong is searched by key, and what is left in a disconnected account by host", async () => {
  const plans = await plansOf(async (db) => {
    await listWhereabouts(db, KEY.hostId, [KEY.id]);
    await findStandingEvent(db, KEY);
    await countLeftEvents(db, KEY.hostId, NOW);
    await countInGoneCalendars(db, KEY.hostId, NOW);
  });
  const scans = plans.flat().filter((line) => line.startsWith("SCAN"));
  expect(scans.filter((line) => !/^SCAN (ids|json_each|\(subquery)/.test(line))).toEqual([]);
});

test("D10 every write of a booking's next revision searches by key", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  const found = await findBooking(openDatabase(d1), { hostId, id: bookingId(1) });
  if (!found) throw new Error("not stored");
  const { booking } = found;
  const plans = await plansOf(async (db) => {
    await editBooking(
      db,
      booking,
      { title: "", guestName: "", guestNotes: "", locationDetail: "" },
      "host",
      NOW,
    );
  });
  expect(plans.flat()).toEqual(["SEARCH bookings USING PRIMARY KEY (host_id=? AND id=?)"]);
});

test("D10 D4.8 which of them wait for a disconnected account is searched by key for each in that range", async () => {
  const plans = await plansOf(async (db) => {
    await summariseUnsettled(db, "host", NOW);
    await countWaitingForEnded(db, { hostId: "host", id: "connection" });
  });
  for (const plan of plans) {
    expect(plan[0]).toContain(
      "SEARCH booking_syncs USING INDEX booking_syncs_behind (host_id=? AND behind_since_at",
    );
    expect(plan.filter((line) => line.startsWith("SCAN"))).toEqual([]);
  }
  expect(plans).toHaveLength(2);
});

test("D10 D4.8 what a host is shown of all their syncs are ranges of an index", async () => {
  const plans = await plansOf(async (db) => {
    await summariseBehind(db, "host", NOW);
    await listBehind(db, "host", { limit: 50, offset: 50 });
    await findLastSyncedAt(db, "host", NOW);
    await findLastSyncedIn(db, { hostId: "host", id: "connection" }, NOW);
    await listCalendarsOf(db, "host", "connection");
  });
  const behind = "INDEX booking_syncs_behind (host_id=? AND behind_since_at";
  expect(plans).toEqual([
    [expect.stringContaining(`SEARCH booking_syncs USING ${behind}`)],
    [expect.stringContaining(`SEARCH booking_syncs USING ${behind}`), expect.any(String)],
    [
      expect.stringContaining("SEARCH bookings USING COVERING INDEX bookings_by_start"),
      expect.any(String),
    ],
    [
      expect.stringContaining("SEARCH bookings USING COVERING INDEX bookings_by_start"),
      expect.stringContaining("CORRELATED SCALAR SUBQUERY"),
      expect.stringContaining("SEARCH event USING PRIMARY KEY (host_id=? AND booking_id=?)"),
      expect.any(String),
    ],
    [expect.stringContaining("SEARCH calendars USING INDEX")],
  ]);
  expect(plans.flat().filter((line) => !/^(SEARCH|CORRELATED) /.test(line))).toEqual([]);
});

const BY_START = "SEARCH bookings USING INDEX bookings_by_start (host_id=? AND";
const SYNC_BY_KEY = "SEARCH booking_syncs USING PRIMARY KEY (host_id=? AND booking_id=?)";
const PLACE = { startsAt: at(9), id: bookingId(1) };

test.each([
  ["the first page of upcoming ones", "upcoming", null, "starts_at>?)"],
  ["a later page of upcoming ones", "upcoming", "after", "(starts_at,id)>(?,?))"],
  [
    "a page of upcoming ones, going back",
    "upcoming",
    "before",
    "starts_at>? AND (starts_at,id)<(?,?))",
  ],
  ["the first page of past ones", "past", null, "starts_at<?)"],
  ["a later page of past ones", "past", "after", "(starts_at,id)<(?,?))"],
  ["a later page of cancelled ones", "cancelled", "after", "(starts_at,id)<(?,?))"],
] as const)(
  "D10 %s is read from where it begins, in order, without sorting",
  async (_, list, side, range) => {
    const filters = { list, words: [["grace"]], eventTypeId: "type", sync: "agreed" } as const;
    const from = side && { side, place: PLACE };
    const plans = await plansOf((db) =>
      listBookingPage(db, "host", { ...filters, words: [["grace"]] }, from, {
        now: NOW,
        limit: 25,
      }),
    );
    expect(plans).toEqual([[`${BY_START} ${range}`, SYNC_BY_KEY]]);
  },
);

test("D10 what needs its host is found by the index of what is behind, and only that is sorted", async () => {
  const plans = await plansOf((db) =>
    listBookingPage(
      db,
      "host",
      { list: "past", words: [], eventTypeId: null, sync: "attention" },
      null,
      { now: NOW, limit: 25 },
    ),
  );
  expect(plans).toEqual([
    [
      "SEARCH booking_syncs USING INDEX booking_syncs_behind (host_id=? AND behind_since_at>?)",
      "SEARCH bookings USING PRIMARY KEY (host_id=? AND id=?)",
      "USE TEMP B-TREE FOR ORDER BY",
    ],
  ]);
});

test("D10 R7.9 the dashboard reads today, what is next, what is over and what is unsettled from where each begins, without sorting", async () => {
  const plans = await plansOf(async (db) => {
    await listBookingsDuring(db, "host", { start: at(0), end: at(24) }, 60);
    await listBookingsFrom(db, "host", at(24), 10);
    await listBookingsOver(db, "host", at(0), 5);
    await listUnsettled(db, "host", { now: NOW, pendingSince: NOW, limit: 10 });
  });
  expect(plans).toEqual([
    [`${BY_START} starts_at>? AND starts_at<?)`, SYNC_BY_KEY],
    [`${BY_START} starts_at>?)`, SYNC_BY_KEY],
    ["SEARCH bookings USING INDEX bookings_live (host_id=? AND block_starts_at<?)", SYNC_BY_KEY],
    [
      "SEARCH booking_syncs USING INDEX booking_syncs_behind (host_id=? AND behind_since_at>?)",
      "SEARCH bookings USING PRIMARY KEY (host_id=? AND id=?)",
    ],
  ]);
});

test("D10 R7.9 what was lately cancelled is looked for on both sides of the day, and only the few found are sorted", async () => {
  const plans = await plansOf((db) =>
    listLatelyCancelled(db, "host", { start: at(0), end: at(24) }, 5),
  );
  const among = (range: string) => [
    ...["CO-ROUTINE latest", "CO-ROUTINE nearest", `${BY_START} ${range}`, "SCAN nearest"],
    ...["USE TEMP B-TREE FOR ORDER BY", "SCAN latest"],
    ...["SEARCH bookings USING PRIMARY KEY (host_id=? AND id=?)", SYNC_BY_KEY],
  ];
  expect(plans).toEqual([among("starts_at<?)"), among("starts_at>?)")]);
});

test("D10 bookings are counted from the weeks that are asked about, and no others", async () => {
  const plans = await plansOf((db) => countBookings(db, "host", [at(0), at(12), at(24)]));
  expect(plans).toEqual([
    [`${BY_START} starts_at>? AND starts_at<?)`, "USE TEMP B-TREE FOR GROUP BY"],
  ]);
});

test("D10 other hosts' bookings add nothing to what is read", async ({ skip }) => {
  skip(!COUNTS_READS, "only D1 counts the rows that it reads");
  const host = await aHost();
  await storeBooking(host);
  const reads = async (number: number) => {
    const range = { start: at(0), end: at(24) };
    const list = await rowsRead((db) => listBookedTimes(db, host, range, null));
    const coming = await rowsRead((db) => listComingBookings(db, host, NOW, 50));
    const insert = await rowsReadByInsert(host, number);
    await removeBooking(host, number);
    return { list, coming, insert };
  };
  // One neighbour on either side, whose first row ends each search.
  await fillDay(await aHost("a"));
  await fillDay(await aHost("z"));
  const before = await reads(2);
  for (let other = 0; other < 4; other++) await fillDay(await aHost(other % 2 ? "a" : "z"));
  expect(await reads(3)).toEqual(before);
});

test("D3.1 the host's own bookings of other days add nothing to what an insert reads", async ({
  skip,
}) => {
  skip(!COUNTS_READS, "only D1 counts the rows that it reads");
  const host = await aHost();
  const before = await rowsReadByInsert(host, 1);
  await removeBooking(host, 1);
  const rows = Array.from({ length: 90 }, (_, index) => {
    const starts_at = at(9) + (index + 3) * 24 * HOUR_MS;
    return bookingRow(host, { id: bookingId(index + 10), starts_at, ends_at: starts_at + HOUR_MS });
  });
  await insertRows(rows.slice(0, 45)).run();
  await insertRows(rows.slice(45)).run();
  expect(await rowsReadByInsert(host, 2)).toBeLessThanOrEqual(before + 1);
});

async function fillDay(hostId: string): Promise<void> {
  const rows = Array.from({ length: 40 }, (_, index) =>
    bookingRow(hostId, {
      id: bookingId(index),
      starts_at: at(0, index * 10),
      ends_at: at(0, index * 10 + 10),
    }),
  );
  await insertRows(rows).run();
}

async function removeBooking(hostId: string, number: number): Promise<void> {
  const id = bookingId(number);
  await d1.batch([
    d1.prepare("DELETE FROM booking_syncs WHERE host_id = ? AND booking_id = ?").bind(hostId, id),
    d1.prepare("DELETE FROM bookings WHERE host_id = ? AND id = ?").bind(hostId, id),
  ]);
}

async function rowsReadByInsert(hostId: string, number: number): Promise<number> {
  const row = bookingRow(hostId, { id: bookingId(number), starts_at: at(15), ends_at: at(16) });
  return (await insertRows([row]).run()).meta.rows_read;
}

type Use = (db: ReturnType<typeof openDatabase>) => Promise<unknown>;

/** Everything that went over the wire to D1. */
async function watched(use: Use): Promise<{ sql: string; values: unknown[]; rowsRead: number }[]> {
  const seen: { sql: string; values: unknown[]; rowsRead: number }[] = [];
  const known = new WeakMap<
    object,
    { real: D1PreparedStatement; sql: string; values: unknown[] }
  >();
  const watch = (
    statement: D1PreparedStatement,
    sql: string,
    values: unknown[],
  ): D1PreparedStatement => {
    const watching = watchOne(statement, sql, values);
    known.set(watching, { real: statement, sql, values });
    return watching;
  };
  const batch = async (statements: D1PreparedStatement[]) => {
    const parts = statements.flatMap((statement) => known.get(statement) ?? []);
    const answers = await d1.batch(parts.map(({ real }) => real));
    for (const [n, { meta }] of answers.entries()) {
      const { sql, values } = parts[n] ?? { sql: "", values: [] };
      seen.push({ sql, values, rowsRead: meta.rows_read });
    }
    return answers;
  };
  const watchOne = (
    statement: D1PreparedStatement,
    sql: string,
    values: unknown[],
  ): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind")
          return (...bound: unknown[]) => watch(target.bind(...bound), sql, bound);
        if (name !== "all" && name !== "raw" && name !== "run") return Reflect.get(target, name);
        return async () => {
          const answer = await target.all();
          seen.push({ sql, values, rowsRead: answer.meta.rows_read });
          return name === "raw" ? target.raw() : answer;
        };
      },
    });
  const database = new Proxy(d1, {
    get: (target, name) => {
      if (name === "prepare") return (sql: string) => watch(target.prepare(sql), sql, []);
      return name === "batch" ? batch : Reflect.get(target, name);
    },
  });
  await use(openDatabase(database));
  return seen;
}

async function plansOf(use: Use): Promise<string[][]> {
  const seen = await watched(use);
  return Promise.all(seen.map(({ sql, values }) => planOf(sql, values)));
}

async function rowsRead(use: Use): Promise<number> {
  const seen = await watched(use);
  expect(seen).not.toEqual([]);
  return seen.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
}

async function planOf(sql: string, values: unknown[]): Promise<string[]> {
  const plan = await rowsOf<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
  return plan.map(({ detail }) => detail);
}
