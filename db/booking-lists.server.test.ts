import { expect, test } from "vitest";
import { type BookingFilters, type ListSide, searchWords } from "#app/domain/booking-list.ts";
import { countBookings, listBookingPage } from "./booking-lists.server.ts";
import {
  aHost,
  type BookingColumns,
  bookingId,
  bookingRow,
  d1,
  db,
  HOUR_MS,
  insertRows,
  NOW,
} from "./tables.fixtures.ts";

const DAY_MS = 24 * HOUR_MS;
const ALL: BookingFilters = { list: "upcoming", words: [], eventTypeId: null, sync: null };

const page = (
  hostId: string,
  filters: Partial<BookingFilters>,
  from: ListSide = null,
  limit = 50,
) => listBookingPage(db, hostId, { ...ALL, ...filters }, from, { now: NOW, limit });

/** The numbers of the bookings on a page, in its order. */
async function numbers(...asked: Parameters<typeof page>): Promise<number[]> {
  const { bookings } = await page(...asked);
  return bookings.map(({ booking }) => Number.parseInt(booking.id, 16));
}

/** Bookings numbered from 1, an hour each, `days` after now (before it, if negative). */
async function store(hostId: string, rows: (BookingColumns & { days: number })[]): Promise<void> {
  await insertRows(
    rows.map(({ days, ...changes }, index) => {
      const starts_at = NOW + days * DAY_MS;
      const ends_at = starts_at + HOUR_MS;
      return bookingRow(hostId, { id: bookingId(index + 1), starts_at, ends_at, ...changes });
    }),
  ).run();
}

async function setState(
  hostId: string,
  number: number,
  state: string,
  behindSinceAt: number | null,
) {
  await d1
    .prepare(
      "UPDATE booking_syncs SET state = ?, behind_since_at = ? WHERE host_id = ? AND booking_id = ?",
    )
    .bind(state, behindSinceAt, hostId, bookingId(number))
    .run();
}

test("R7.9 upcoming ones come the soonest first, past and cancelled ones the latest first; none is in two lists", async () => {
  const host = await aHost();
  const other = await aHost();
  await store(host, [
    { days: 2 },
    { days: 1 },
    // Under way: it is over half an hour from now.
    { days: 0, starts_at: NOW - HOUR_MS / 2, ends_at: NOW + HOUR_MS / 2 },
    { days: -2 },
    { days: -1 },
    { days: 3, status: "cancelled" },
    { days: -3, status: "cancelled" },
  ]);
  await store(other, [{ days: 1 }, { days: -1 }, { days: 4, status: "cancelled" }]);
  expect(await numbers(host, { list: "upcoming" })).toEqual([3, 2, 1]);
  expect(await numbers(host, { list: "past" })).toEqual([5, 4]);
  expect(await numbers(host, { list: "cancelled" })).toEqual([6, 7]);
});

test.each(["upcoming", "past", "cancelled"] as const)(
  "R7.9 paging through %s bookings shows each once, forwards and back again, also those that begin at once",
  async (list) => {
    const host = await aHost();
    const sign = list === "upcoming" ? 1 : -1;
    const status = list === "cancelled" ? "cancelled" : "confirmed";
    // Cancelled ones may begin at the same time: three of each.
    const daysOf = (index: number) => sign * (1 + (list === "cancelled" ? index % 4 : index));
    const rows = Array.from({ length: 11 }, (_, index) => ({ days: daysOf(index), status }));
    await store(host, rows);
    const whole = await numbers(host, { list });
    expect(whole).toHaveLength(11);

    const forwards: number[][] = [];
    let from: ListSide = null;
    for (let hasMore = true; hasMore; ) {
      const found = await page(host, { list }, from, 4);
      forwards.push(found.bookings.map(({ booking }) => Number.parseInt(booking.id, 16)));
      expect(found.previous === null).toBe(forwards.length === 1);
      hasMore = found.next !== null;
      if (found.next) from = { side: "after", place: found.next };
    }
    expect(forwards.map(({ length }) => length)).toEqual([4, 4, 3]);
    expect(forwards.flat()).toEqual(whole);

    const last = await page(host, { list }, from, 4);
    if (!last.previous) throw new Error("there is no way back");
    const back = await page(host, { list }, { side: "before", place: last.previous }, 4);
    expect(back.bookings.map(({ booking }) => Number.parseInt(booking.id, 16))).toEqual(
      forwards[1],
    );
    if (!back.previous || !back.next) throw new Error("the middle has no neighbours");
    const first = await page(host, { list }, { side: "before", place: back.previous }, 4);
    expect(first.previous).toBeNull();
    expect(first.bookings.map(({ booking }) => Number.parseInt(booking.id, 16))).toEqual(
      forwards[0],
    );
  },
);

test("R7.9 a search finds name, e-mail address and title, whatever the case, all of its words", async () => {
  const host = await aHost();
  await store(host, [
    { days: 1, guest_name: "Émile Zola", guest_email: "emile@example.org", title: "Intro call" },
    { days: 2, guest_name: "Ada Lovelace", guest_email: "Ada.L@Example.com", title: "Intro call" },
    { days: 3, guest_name: "مها العتيبي", guest_email: "maha@example.com", title: "100 % _real_" },
  ]);
  const found = (text: string) => numbers(host, { words: searchWords(text) });
  expect(await found("émile")).toEqual([1]);
  expect(await found("ÉMILE")).toEqual([1]);
  expect(await found("ada.l@EXAMPLE")).toEqual([2]);
  expect(await found("intro LOVE")).toEqual([2]);
  expect(await found("intro")).toEqual([1, 2]);
  expect(await found("مها")).toEqual([3]);
  // What a pattern would take for anything.
  expect(await found("%")).toEqual([3]);
  expect(await found("_real_")).toEqual([3]);
  expect(await found("x".repeat(100))).toEqual([]);
  // Never across what belongs to two fields.
  expect(await found("zolaemile")).toEqual([]);
});

test("R7.9 D4.8 a list holds one event type alone, or one state of sync alone", async () => {
  const host = await aHost();
  await store(
    host,
    Array.from({ length: 6 }, (_, index) => ({
      days: index + 1,
      event_type_id: index % 2 ? "odd" : "even",
    })),
  );
  const states = ["synced", "parked", "retrying", "drifted", "not_connected", "pending"];
  for (const [index, state] of states.entries()) {
    const isSettled = state === "synced" || state === "not_connected";
    await setState(host, index + 1, state, isSettled ? null : 7);
  }
  expect(await numbers(host, { eventTypeId: "odd" })).toEqual([2, 4, 6]);
  expect(await numbers(host, { sync: "attention" })).toEqual([2, 4]);
  expect(await numbers(host, { sync: "underway" })).toEqual([3, 6]);
  expect(await numbers(host, { sync: "agreed" })).toEqual([1]);
  expect(await numbers(host, { sync: "noCalendar" })).toEqual([5]);
  expect(await numbers(host, { sync: "underway", eventTypeId: "odd" })).toEqual([6]);
});

test("R7.9 D4.8 what was removed or moved in Google needs nobody once the meeting is over; what waits for a reconnect does", async () => {
  const host = await aHost();
  await store(host, [{ days: -1 }, { days: -2 }, { days: -3 }]);
  await setState(host, 1, "removed_in_google", 7);
  await setState(host, 2, "drifted", 7);
  await setState(host, 3, "waiting_for_reconnect", 7);
  expect(await numbers(host, { list: "past", sync: "attention" })).toEqual([3]);
});

test("R7.9 bookings are counted by week, event type and status, of this host and these weeks alone", async () => {
  const host = await aHost();
  await store(await aHost(), [{ days: 0.1 }]);
  await store(host, [
    { days: -7.1 },
    { days: -7 },
    { days: -0.1, status: "cancelled" },
    { days: 0, event_type_id: "long" },
    { days: 6.9 },
    { days: 7 },
  ]);
  const counts = await countBookings(db, host, [NOW - 7 * DAY_MS, NOW, NOW + 7 * DAY_MS]);
  const inOrder = counts.sort((a, b) => a.week - b.week || b.status.localeCompare(a.status));
  expect(inOrder).toEqual([
    { week: 0, eventTypeId: "type", status: "confirmed", count: 1 },
    { week: 0, eventTypeId: "type", status: "cancelled", count: 1 },
    { week: 1, eventTypeId: "long", status: "confirmed", count: 1 },
    { week: 1, eventTypeId: "type", status: "confirmed", count: 1 },
  ]);
});
