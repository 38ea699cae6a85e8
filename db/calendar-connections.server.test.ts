import { expect, test } from "vitest";
import {
  type ConnectionToSave,
  findConnection,
  findConnectionByAccount,
  saveConnection,
} from "./calendar-connections.server.ts";
import {
  findCalendar,
  listConflictCalendars,
  MOST_CONFLICT_CALENDARS,
} from "./calendars.server.ts";
import { findHost } from "./hosts.server.ts";
import {
  aHostAlone,
  at,
  bookingId,
  d1,
  db,
  HOUR_MS,
  NOW,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

function toSave(
  hostId: string,
  changes: Partial<ConnectionToSave["connection"]> = {},
): ConnectionToSave {
  return {
    connection: {
      hostId,
      id: "connection",
      googleSub: "sub",
      email: "ada@example.com",
      grantedScopes: "a b",
      accessToken: "access-1",
      accessTokenExpiresAt: NOW + HOUR_MS,
      refreshToken: "refresh-1",
      connectedAt: NOW,
      updatedAt: NOW,
      ...changes,
    },
    calendars: [aCalendar("ada@example.com", { isPrimary: true, blocksSlots: true })],
    destinationCalendarId: "ada@example.com",
  };
}

function aCalendar(
  calendarId: string,
  changes: object = {},
): ConnectionToSave["calendars"][number] {
  return {
    calendarId,
    name: 'Ada\'s "calendar" 日本',
    timeZone: "Europe/London",
    accessRole: "owner",
    isPrimary: false,
    blocksSlots: false,
    allowsMeet: true,
    color: null,
    listedAt: NOW,
    ...changes,
  };
}

test("R2 connecting stores connection and calendars, and sends bookings to the destination", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  expect(await findConnection(db, hostId, "connection")).toEqual({
    ...toSave(hostId).connection,
    tokenVersion: 1,
    refreshLeaseUntil: null,
    refreshLeaseToken: null,
    status: "active",
    statusReason: null,
    pacedUntil: 0,
    awaySinceAt: null,
    reconcileDueAt: 0,
    disconnectingSinceAt: null,
    leftDestinationId: null,
    viewsPacedUntil: 0,
  });
  expect(await findConnectionByAccount(db, hostId, "sub")).toMatchObject({ id: "connection" });
  expect(await findCalendar(db, hostId, "connection", "ada@example.com")).toEqual({
    hostId,
    connectionId: "connection",
    ...toSave(hostId).calendars[0],
  });
  expect(await findHost(db, hostId)).toMatchObject({
    googleCalendarEnabled: true,
    googleCalendarConnectionId: "connection",
    googleCalendarId: "ada@example.com",
    rulesVersion: 1,
  });
});

test("R4.4 connecting the same account again is the same row, with a newer token version", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  await d1
    .prepare(
      `UPDATE calendar_connections SET status = 'needs_reconnect', status_reason = 'token_dead',
       refresh_lease_token = 'l', refresh_lease_until = 9 WHERE host_id = ?`,
    )
    .bind(hostId)
    .run();
  const again = {
    accessToken: "access-2",
    refreshToken: "refresh-2",
    email: "new@example.com",
    updatedAt: NOW + 1,
  };
  await saveConnection(db, toSave(hostId, again));
  expect(
    await rowsOf("SELECT id FROM calendar_connections WHERE host_id = ?", hostId),
  ).toHaveLength(1);
  expect(await findConnection(db, hostId, "connection")).toMatchObject({
    ...again,
    tokenVersion: 2,
    status: "active",
    statusReason: null,
    refreshLeaseToken: null,
    refreshLeaseUntil: null,
  });
});

test("R4.4 two consents of one account at once make one connection", async () => {
  const hostId = await aHostAlone();
  await Promise.all(Array.from({ length: 8 }, () => saveConnection(db, toSave(hostId))));
  const rows = await rowsOf(
    "SELECT token_version FROM calendar_connections WHERE host_id = ?",
    hostId,
  );
  expect(rows).toEqual([{ token_version: 8 }]);
});

test.each(["waiting_for_reconnect", "not_connected"])(
  "R4.3 everything that is %s can be tried at once after connecting, what has waited longest first",
  async (state) => {
    const hostId = await aHostAlone();
    await storeBooking(hostId);
    await d1
      .prepare(
        "UPDATE booking_syncs SET state = ?, due_at = NULL, attempts = 7, not_before_at = 9e15 WHERE host_id = ?",
      )
      .bind(state, hostId)
      .run();
    const waits = async (id: string, since: number | null) => {
      await storeBooking(hostId, { id, starts_at: at(10), ends_at: at(11), status: "cancelled" });
      await d1
        .prepare(
          `UPDATE booking_syncs SET state = ?, due_at = NULL, behind_since_at = ? WHERE host_id = ? AND booking_id = ?`,
        )
        .bind(state, since, hostId, id)
        .run();
    };
    await waits(bookingId(2), NOW - HOUR_MS);
    await waits(bookingId(3), null);
    await saveConnection(db, toSave(hostId, { updatedAt: NOW + 3 }));
    const sql = `SELECT state, due_at, behind_since_at, not_before_at, attempts FROM booking_syncs WHERE host_id = ?
      ORDER BY booking_id`;
    const rearmed = { state: "pending", not_before_at: NOW + 3, attempts: 0 };
    expect(await rowsOf(sql, hostId)).toEqual([
      { ...rearmed, due_at: NOW, behind_since_at: NOW },
      { ...rearmed, due_at: NOW - HOUR_MS, behind_since_at: NOW - HOUR_MS },
      { ...rearmed, due_at: NOW + 3, behind_since_at: NOW + 3 },
    ]);
  },
);

test.each(["synced", "parked", "removed_in_google", "retrying", "drifted"])(
  "R4.3 what is %s is left alone by connecting",
  async (state) => {
    const hostId = await aHostAlone();
    await storeBooking(hostId);
    await d1
      .prepare("UPDATE booking_syncs SET state = ?, due_at = 5 WHERE host_id = ?")
      .bind(state, hostId)
      .run();
    await saveConnection(db, toSave(hostId));
    const sql = "SELECT state, due_at FROM booking_syncs WHERE host_id = ?";
    expect(await rowsOf(sql, hostId)).toEqual([{ state, due_at: 5 }]);
  },
);

test("R4.3 what waits for another host is left alone", async () => {
  const [hostId, other] = [await aHostAlone(), await aHostAlone()];
  await storeBooking(other);
  await d1
    .prepare("UPDATE booking_syncs SET state = 'not_connected' WHERE host_id = ?")
    .bind(other)
    .run();
  await saveConnection(db, toSave(hostId));
  expect(await rowsOf("SELECT state FROM booking_syncs WHERE host_id = ?", other)).toEqual([
    { state: "not_connected" },
  ]);
});

test("D4.9 a destination that the host chose in this connection is kept when connecting again", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  await d1
    .prepare("UPDATE users SET google_calendar_id = 'team@example.com' WHERE id = ?")
    .bind(hostId)
    .run();
  await saveConnection(db, toSave(hostId));
  expect(await findHost(db, hostId)).toMatchObject({ googleCalendarId: "team@example.com" });
});

test("D4.9 a destination of another connection gives way to one of the new connection", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  const other = toSave(hostId, { id: "other", googleSub: "other-sub" });
  await saveConnection(db, { ...other, destinationCalendarId: "other@example.com" });
  expect(await findHost(db, hostId)).toMatchObject({
    googleCalendarConnectionId: "other",
    googleCalendarId: "other@example.com",
  });
});

test("D3 a connected host always has a destination", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  const forget = d1.prepare("UPDATE users SET google_calendar_id = NULL WHERE id = ?").bind(hostId);
  await expect(forget.run()).rejects.toThrow("users_destination_is_whole");
});

test("D4.9 a destination that is missing is filled in when connecting again", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  await d1
    .prepare("UPDATE users SET google_calendar_enabled = 0, google_calendar_id = NULL WHERE id = ?")
    .bind(hostId)
    .run();
  await saveConnection(db, toSave(hostId));
  expect(await findHost(db, hostId)).toMatchObject({ googleCalendarId: "ada@example.com" });
});

test("D3 neither a calendar nor a destination may be called by its alias", async () => {
  const hostId = await aHostAlone();
  const aliased = { ...toSave(hostId), calendars: [aCalendar("primary")] };
  await expect(saveConnection(db, aliased)).rejects.toThrow();
  const destined = { ...toSave(hostId), destinationCalendarId: "primary" };
  await expect(saveConnection(db, destined)).rejects.toThrow();
  expect(await findConnection(db, hostId, "connection")).toBeNull();
});

test("R2 connecting again brings the list of calendars up to date and keeps what the host chose", async () => {
  const hostId = await aHostAlone();
  await saveConnection(db, toSave(hostId));
  await d1.prepare("UPDATE calendars SET blocks_slots = 0 WHERE host_id = ?").bind(hostId).run();
  const renamed = {
    name: "Renamed",
    timeZone: "UTC",
    accessRole: "reader",
    isPrimary: false,
    allowsMeet: false,
    color: "#fff",
    listedAt: NOW + 1,
  };
  const calendars = [
    aCalendar("ada@example.com", { ...renamed, blocksSlots: true }),
    aCalendar("second"),
  ];
  await saveConnection(db, { ...toSave(hostId), calendars });
  expect(await findCalendar(db, hostId, "connection", "ada@example.com")).toMatchObject({
    ...renamed,
    blocksSlots: false,
  });
  expect(await findCalendar(db, hostId, "connection", "second")).not.toBeNull();
});

test("R2 an account with hundreds of calendars connects in one go", async () => {
  const hostId = await aHostAlone();
  const calendars = Array.from({ length: 400 }, (_, index) =>
    aCalendar(`c${index}`, { blocksSlots: true }),
  );
  await saveConnection(db, { ...toSave(hostId), calendars });
  expect(await listConflictCalendars(db, hostId, "connection")).toHaveLength(
    MOST_CONFLICT_CALENDARS,
  );
});
