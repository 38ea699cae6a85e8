import { expect, test } from "vitest";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  insertRows,
  NOW,
  refused,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

const change = (hostId: string, set: string, verb = "UPDATE") =>
  d1.prepare(`${verb} bookings SET ${set} WHERE host_id = ?`).bind(hostId);

const syncOf = async (hostId: string) =>
  (await rowsOf("SELECT * FROM booking_syncs WHERE host_id = ?", hostId))[0];

test("D3.4 storing a booking promises its sync, due at once", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  expect(await syncOf(hostId)).toMatchObject({
    desired_revision: 1,
    synced_revision: 0,
    state: "pending",
    due_at: NOW,
    not_before_at: NOW,
    attempts: 0,
    behind_since_at: NOW,
    lease_token: null,
  });
});

test.each(["synced", "parked", "waiting_for_reconnect", "removed_in_google", "retrying"])(
  "D3.4 a new revision re-arms a sync that is %s, however long it was to wait",
  async (state) => {
    const hostId = await aHost();
    await storeBooking(hostId);
    await d1
      .prepare(
        `UPDATE booking_syncs SET state = ?2, synced_revision = 1, due_at = NULL, attempts = 9,
         not_before_at = 9e15, behind_since_at = NULL WHERE host_id = ?1`,
      )
      .bind(hostId, state)
      .run();
    await change(hostId, `revision = 2, status = 'cancelled', updated_at = ${NOW + 5}`).run();
    expect(await syncOf(hostId)).toMatchObject({
      desired_revision: 2,
      synced_revision: 1,
      state: "pending",
      due_at: NOW + 5,
      not_before_at: NOW + 5,
      attempts: 0,
      behind_since_at: NOW + 5,
    });
  },
);

test("D3.4 a second change remembers since when Google is behind, and leaves a running lease alone", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await d1
    .prepare("UPDATE booking_syncs SET lease_token = 't', lease_until = 7 WHERE host_id = ?")
    .bind(hostId)
    .run();
  await change(hostId, `revision = 2, updated_at = ${NOW + 5}`).run();
  expect(await syncOf(hostId)).toMatchObject({
    desired_revision: 2,
    behind_since_at: NOW,
    lease_token: "t",
    lease_until: 7,
  });
});

test("D3.4 a promise that went missing is made anew by the next revision", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await d1.prepare("DELETE FROM booking_syncs WHERE host_id = ?").bind(hostId).run();
  await change(hostId, "revision = 2, status = 'cancelled'").run();
  expect(await syncOf(hostId)).toMatchObject({
    desired_revision: 2,
    state: "pending",
    due_at: NOW,
  });
});

test("D3.4 a multi-row INSERT and a bulk UPDATE promise a sync for every booking", async () => {
  const hostId = await aHost();
  await insertRows([
    bookingRow(hostId, { id: bookingId(1) }),
    bookingRow(hostId, { id: bookingId(2), starts_at: at(10), ends_at: at(11) }),
  ]).run();
  await change(hostId, "revision = revision + 1, status = 'cancelled'").run();
  const sql = "SELECT desired_revision FROM booking_syncs WHERE host_id = ?";
  expect(await rowsOf(sql, hostId)).toEqual([{ desired_revision: 2 }, { desired_revision: 2 }]);
});

test("D3 a booking with a sync, a history or an event can't be deleted from under them", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  const remove = d1.prepare("DELETE FROM bookings WHERE host_id = ?").bind(hostId);
  expect(await refused(remove)).toContain("FOREIGN KEY constraint failed");
});

test("R3.7 what pages show of Google is written within a revision, and promises no sync", async () => {
  const hostId = await aHost();
  await storeBooking(hostId);
  await d1
    .prepare("UPDATE booking_syncs SET state = 'synced', due_at = NULL WHERE host_id = ?")
    .bind(hostId)
    .run();
  const set = "google_event_id = 'e', google_event_link = 'l', google_meet_link = 'm'";
  expect(await refused(change(hostId, set))).toBeNull();
  expect(await syncOf(hostId)).toMatchObject({
    desired_revision: 1,
    state: "synced",
    due_at: null,
  });
});
