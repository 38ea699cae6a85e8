import { expect, test } from "vitest";
import { countComingEvents, countWaitingForReconnect } from "./connection-bookings.server.ts";
import { aHost, at, bookingId, d1, db, NOW, storeBooking } from "./tables.fixtures.ts";

async function storeAt(hostId: string, number: number, hour: number, status = "confirmed") {
  const times = { starts_at: at(hour), ends_at: at(hour + 1) };
  const block = { block_starts_at: at(hour), block_ends_at: at(hour + 1) };
  await storeBooking(hostId, { id: bookingId(number), ...times, ...block, status });
}

const setState = (hostId: string, number: number, state: string) =>
  d1
    .prepare("UPDATE booking_syncs SET state = ? WHERE host_id = ? AND booking_id = ?")
    .bind(state, hostId, bookingId(number))
    .run();

const storeEvent = (hostId: string, number: number, wanted: string, goneAt: number | null = null) =>
  d1
    .prepare(
      `INSERT INTO calendar_events (host_id, booking_id, generation, connection_id, calendar_id, event_id, wanted, gone_at)
       VALUES (?1, ?2, 1, 'connection', 'ada@example.com', ?2, ?3, ?4)`,
    )
    .bind(hostId, bookingId(number), wanted, goneAt)
    .run();

test("R4.3 what waits for a reconnect is counted, of this host and in no other state", async () => {
  const [hostId, other] = [await aHost(), await aHost()];
  for (const [number, state] of ["waiting_for_reconnect", "retrying", "parked"].entries()) {
    await storeAt(hostId, number, 10 + number);
    await setState(hostId, number, state);
  }
  await storeAt(other, 1, 10);
  expect(await countWaitingForReconnect(db, { hostId, id: "connection" })).toBe(1);
  expect(await countWaitingForReconnect(db, { hostId: other, id: "connection" })).toBe(0);
});

test("R4.3 of two accounts each is told what waits for it, and what has no calendar yet", async () => {
  const hostId = await aHost();
  for (const number of [0, 1, 2, 3]) {
    await storeAt(hostId, number, 10 + number);
    await setState(hostId, number, "waiting_for_reconnect");
  }
  await storeEvent(hostId, 0, "present");
  await storeEvent(hostId, 1, "absent");
  await storeEvent(hostId, 2, "present");
  await d1
    .prepare(
      `UPDATE bookings SET revision = 2, chosen_connection_id = 'another', chosen_calendar_id = 'c',
       chosen_generation = 2 WHERE host_id = ? AND id = ?`,
    )
    .bind(hostId, bookingId(2))
    .run();
  await setState(hostId, 2, "waiting_for_reconnect");
  expect(await countWaitingForReconnect(db, { hostId, id: "connection" })).toBe(3);
  expect(await countWaitingForReconnect(db, { hostId, id: "another" })).toBe(2);
});

test("R1.5 coming bookings with an event in the connection are counted: not past, cancelled, unwanted or gone ones", async () => {
  const hostId = await aHost();
  const events: [hour: number, status: string, wanted: string, goneAt: number | null][] = [
    [10, "confirmed", "present", null],
    [12, "confirmed", "present", null],
    [5, "confirmed", "present", null],
    [14, "cancelled", "present", null],
    [16, "confirmed", "absent", null],
    [18, "confirmed", "present", NOW],
  ];
  for (const [number, [hour, status, wanted, goneAt]] of events.entries()) {
    await storeAt(hostId, number, hour, status);
    await storeEvent(hostId, number, wanted, goneAt);
  }
  expect(await countComingEvents(db, { hostId, id: "connection" }, NOW)).toBe(2);
  expect(await countComingEvents(db, { hostId, id: "another" }, NOW)).toBe(0);
});
