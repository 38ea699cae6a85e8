import { expect, test } from "vitest";
import { listConflictCalendars, saveBusySnapshots } from "./calendars.server.ts";
import { aHostAlone, at, d1, db, NOW } from "./tables.fixtures.ts";

const range = { start: at(0), end: at(24) };

async function connected(): Promise<{ hostId: string; connectionId: string }> {
  const hostId = await aHostAlone();
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO calendar_connections (host_id, id, google_sub, email, granted_scopes, status, connected_at, updated_at)
         VALUES (?, 'connection', 'sub', 'e', '', 'active', 0, 0)`,
      )
      .bind(hostId),
    d1
      .prepare(
        `INSERT INTO calendars (host_id, connection_id, calendar_id, name, time_zone, access_role, is_primary, blocks_slots,
         allows_meet, listed_at) VALUES (?, 'connection', 'ada@example.com', 'Ada', 'UTC', 'owner', 1, 1, 1, 0)`,
      )
      .bind(hostId),
  ]);
  return { hostId, connectionId: "connection" };
}

const snapshotOf = async ({ hostId, connectionId }: { hostId: string; connectionId: string }) =>
  (await listConflictCalendars(db, hostId, connectionId))[0]?.snapshot;

const read = (start: number, end: number) => [
  { calendarId: "ada@example.com", busy: [{ start, end }], unreadableBecause: null },
];
const unreadable = [{ calendarId: "ada@example.com", busy: null, unreadableBecause: "notFound" }];

test("R7.6 a calendar that was never read has no snapshot", async () => {
  expect(await snapshotOf(await connected())).toBeNull();
});

test("R7.6 what Google said is kept, intervals only", async () => {
  const connection = await connected();
  await saveBusySnapshots(db, connection, range, read(at(9), at(10)), NOW);
  expect(await snapshotOf(connection)).toMatchObject({
    busy: [[at(9), at(10)]],
    coversFrom: range.start,
    coversTo: range.end,
    fetchedAt: NOW,
    attemptedAt: NOW,
    unreadableBecause: null,
  });
});

test("R7.6 an older answer that comes late never replaces a newer one", async () => {
  const connection = await connected();
  await saveBusySnapshots(db, connection, range, read(at(9), at(10)), NOW);
  await saveBusySnapshots(db, connection, range, read(at(15), at(16)), NOW - 1);
  await saveBusySnapshots(db, connection, range, unreadable, NOW - 1);
  expect(await snapshotOf(connection)).toMatchObject({
    busy: [[at(9), at(10)]],
    fetchedAt: NOW,
    unreadableBecause: null,
  });
  await saveBusySnapshots(db, connection, range, read(at(15), at(16)), NOW + 1);
  expect(await snapshotOf(connection)).toMatchObject({
    busy: [[at(15), at(16)]],
    fetchedAt: NOW + 1,
  });
});

test("R7.6 a calendar that can't be read keeps what was known, with the reason, and never becomes free", async () => {
  const connection = await connected();
  await saveBusySnapshots(db, connection, range, read(at(9), at(10)), NOW);
  await saveBusySnapshots(db, connection, range, unreadable, NOW + 1);
  expect(await snapshotOf(connection)).toMatchObject({
    busy: [[at(9), at(10)]],
    fetchedAt: NOW,
    attemptedAt: NOW + 1,
    unreadableBecause: "notFound",
  });
  await saveBusySnapshots(db, connection, range, read(at(11), at(12)), NOW + 2);
  expect(await snapshotOf(connection)).toMatchObject({
    busy: [[at(11), at(12)]],
    unreadableBecause: null,
  });
});

test("R7.6 no readings are nothing to store", async () => {
  await expect(saveBusySnapshots(db, await connected(), range, [], NOW)).resolves.toBeUndefined();
});
