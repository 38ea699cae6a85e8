import { expect, test } from "vitest";
import { listBookedTimes } from "./booking-pages.server.ts";
import {
  createBooking,
  findBooking,
  findStoredRequest,
  listComingBookings,
  listLeftoverEvents,
} from "./bookings.server.ts";
import { refusalOf } from "./database.server.ts";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  db,
  HOUR_MS,
  insertRows,
  NOW,
  newBooking,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

const DESTINATION = { connectionId: "connection", calendarId: "ada@example.com" };

const rejection = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

const count = async (table: string, hostId: string) =>
  (await rowsOf(`SELECT * FROM ${table} WHERE host_id = ?`, hostId)).length;

test("R3.1 a booking is stored with its history, its promise to sync and its event pinned to a calendar", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), DESTINATION, NOW);
  expect(
    await rowsOf("SELECT revision, who, what FROM booking_history WHERE host_id = ?", hostId),
  ).toEqual([{ revision: 1, who: "guest", what: "booked" }]);
  expect(await rowsOf("SELECT * FROM calendar_events WHERE host_id = ?", hostId)).toMatchObject([
    {
      generation: 1,
      connection_id: "connection",
      calendar_id: "ada@example.com",
      event_id: `b${bookingId(1)}g1`,
      wanted: "present",
      insert_unresolved: 0,
      first_attempted_at: null,
    },
  ]);
  expect(await findBooking(db, { hostId, id: bookingId(1) })).toMatchObject({
    booking: {
      status: "confirmed",
      revision: 1,
      linkVersion: 1,
      meeting: { start: at(9), end: at(9, 30) },
    },
    google: { eventLink: null, meetLink: null },
    sync: { state: "pending", attempts: 0, syncedAt: null },
  });
});

test("R3.6 a booking of a host without a calendar is stored all the same", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), null, NOW);
  expect(await count("calendar_events", hostId)).toBe(0);
  expect(await count("booking_syncs", hostId)).toBe(1);
});

test("R7.7 a slot that is taken stores nothing: no booking, sync, history or event", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), DESTINATION, NOW);
  const second = createBooking(db, newBooking(hostId, { id: bookingId(2) }), DESTINATION, NOW);
  expect(refusalOf(await rejection(second))).toBe("slot_taken");
  for (const table of ["bookings", "booking_syncs", "booking_history", "calendar_events"]) {
    expect([table, await count(table, hostId)]).toEqual([table, 1]);
  }
});

test("R7.7 the same form stored twice is told apart from a slot that is taken", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), null, NOW);
  const again = createBooking(db, newBooking(hostId), null, NOW);
  expect(refusalOf(await rejection(again))).toBe("booking_exists");
  expect(await findStoredRequest(db, { hostId, id: bookingId(1) })).toMatchObject({
    requestHash: "hash",
  });
  expect(await findStoredRequest(db, { hostId, id: bookingId(2) })).toBeNull();
});

test("D3.2 a booking decided on rules that have changed since is told so", async () => {
  const hostId = await aHost();
  const stale = createBooking(db, newBooking(hostId, { rulesVersion: 2 }), null, NOW);
  expect(refusalOf(await rejection(stale))).toBe("stale_rules");
});

test("R7.9 coming bookings are those confirmed that have not ended, soonest first", async () => {
  const hostId = await aHost();
  await insertRows([
    bookingRow(hostId, { id: bookingId(1), starts_at: at(12), ends_at: at(13) }),
    bookingRow(hostId, { id: bookingId(2), starts_at: at(9), ends_at: at(10) }),
    bookingRow(hostId, { id: bookingId(3), starts_at: at(8), ends_at: at(9) }),
    bookingRow(hostId, {
      id: bookingId(4),
      starts_at: at(14),
      ends_at: at(15),
      status: "cancelled",
    }),
    bookingRow(hostId, { id: bookingId(5), starts_at: at(7), ends_at: at(8) }),
  ]).run();
  const ids = (rows: { booking: { id: string } }[]) =>
    rows.map(({ booking }) => Number.parseInt(booking.id, 16));
  expect(ids(await listComingBookings(db, hostId, at(9), 10))).toEqual([3, 2, 1]);
  expect(ids(await listComingBookings(db, hostId, at(9), 2))).toEqual([3, 2]);
});

test("R7.6 booked times are the confirmed blocks that touch the range", async () => {
  const hostId = await aHost();
  await storeBooking(hostId, { block_ends_at: at(10) });
  const list = (start: number, end: number) => listBookedTimes(db, hostId, { start, end }, null);
  const booked = {
    meeting: { start: at(9), end: at(9, 30) },
    block: { start: at(9), end: at(10) },
  };
  expect(await list(at(9, 59), at(11))).toEqual([booked]);
  expect(await list(at(10), at(11))).toEqual([]);
  expect(await list(at(8), at(9))).toEqual([]);
  expect(await list(at(8), at(9) + 1)).toEqual([booked]);
});

test("R7.6 a block that began up to a day before the range is found", async () => {
  const hostId = await aHost();
  await storeBooking(hostId, { starts_at: at(0), ends_at: at(24), block_starts_at: at(0) });
  const range = { start: at(24) - 1, end: at(24) + HOUR_MS };
  expect(await listBookedTimes(db, hostId, range, null)).toHaveLength(1);
});

test("R7.6 a booking that is being moved is not in its own way, and in that of all others", async () => {
  const hostId = await aHost();
  await insertRows([
    bookingRow(hostId),
    bookingRow(hostId, { id: bookingId(2), starts_at: at(10), ends_at: at(11) }),
  ]).run();
  const range = { start: at(0), end: at(24) };
  const others = await listBookedTimes(db, hostId, range, bookingId(1));
  expect(others.map(({ meeting }) => meeting.start)).toEqual([at(10)]);
});

test("D6 the event of a booking that is being moved counts as ours, and only while it is being moved", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), DESTINATION, NOW);
  const range = { start: at(9), end: at(10) };
  const leftovers = (moving: string | null) => listLeftoverEvents(db, hostId, range, moving);
  expect(await leftovers(bookingId(1))).toEqual([]);
  await d1
    .prepare("UPDATE calendar_events SET first_attempted_at = 1 WHERE host_id = ?")
    .bind(hostId)
    .run();
  const event = { calendarId: "ada@example.com", eventId: `b${bookingId(1)}g1` };
  expect(await leftovers(bookingId(1))).toEqual([event]);
  expect(await leftovers(bookingId(2))).toEqual([]);
  expect(await leftovers(null)).toEqual([]);
});

test("D6 the event of a cancelled booking counts as ours for as long as it may stand in the calendar", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), DESTINATION, NOW);
  await d1
    .prepare(
      "UPDATE calendar_events SET first_attempted_at = 1, written_starts_at = ?, written_ends_at = ? WHERE host_id = ?",
    )
    .bind(at(9), at(9, 30), hostId)
    .run();
  const leftovers = (moving: string | null = null, range = { start: at(9), end: at(10) }) =>
    listLeftoverEvents(db, hostId, range, moving);
  const event = { calendarId: "ada@example.com", eventId: `b${bookingId(1)}g1` };
  expect(await leftovers()).toEqual([]);
  await d1
    .prepare("UPDATE bookings SET revision = 2, status = 'cancelled' WHERE host_id = ?")
    .bind(hostId)
    .run();
  expect(await leftovers()).toEqual([event]);
  // Back to back is not in the way.
  expect(await leftovers(null, { start: at(9, 30), end: at(10) })).toEqual([]);
  await d1
    .prepare("UPDATE calendar_events SET gone_at = ? WHERE host_id = ?")
    .bind(NOW, hostId)
    .run();
  expect(await leftovers()).toEqual([]);
});
