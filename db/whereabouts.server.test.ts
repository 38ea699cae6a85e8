import { expect, test } from "vitest";
import { aBookingToSync, aClosing, aLease } from "./booking-syncs.fixtures.ts";
import { claimSync, closeSync } from "./booking-syncs.server.ts";
import { aHost, at, d1, db, eventRecord, NOW } from "./tables.fixtures.ts";
import {
  countLeftEvents,
  findStandingEvent,
  findWhereabouts,
  listWhereabouts,
} from "./whereabouts.server.ts";

type Key = Awaited<ReturnType<typeof aBookingToSync>>;
type Changes = Parameters<typeof eventRecord>[0];

const inCalendar: Changes = {
  confirmedAt: NOW,
  written: { revision: 1, time: null, title: null, place: null },
};

/** A booking of a host of its own, with these events. */
async function withEvents(...records: Changes[]): Promise<Key> {
  const key = await aBookingToSync();
  await claimSync(db, key, aLease("w"));
  await closeSync(db, key, aClosing("w", { records: records.map(eventRecord) }));
  return key;
}

const setStatus = ({ hostId }: Key, status: string) =>
  d1
    .prepare("UPDATE calendar_connections SET status = ? WHERE host_id = ?")
    .bind(status, hostId)
    .run();

const change = ({ hostId }: Key, set: string) =>
  d1
    .prepare(`UPDATE bookings SET revision = revision + 1, ${set} WHERE host_id = ?`)
    .bind(hostId)
    .run();

test("R6.4 an event belongs where its newest generation is, or where its host has since chosen", async () => {
  const key = await withEvents(
    { wanted: "absent" },
    { ...inCalendar, generation: 10, calendarId: "b" },
  );
  expect(await findWhereabouts(db, key)).toEqual({
    ...{ connectionId: "connection", account: "ada@example.com", leaving: null },
    ...{
      calendarId: "b",
      calendarName: null,
      isGone: false,
      isThere: true,
      isAsBooked: true,
      isOlderGone: false,
    },
  });
  const chosen = `chosen_connection_id = 'connection', chosen_calendar_id = 'c', chosen_generation = 11`;
  await change(key, chosen);
  expect(await findWhereabouts(db, key)).toMatchObject({ calendarId: "c", isThere: false });
  await change(key, "chosen_calendar_id = 'b'");
  expect(await findWhereabouts(db, key)).toMatchObject({ calendarId: "b", isThere: false });
});

test.each<[string, Changes, boolean, boolean]>([
  ["never made", {}, false, false],
  ["gone", { ...inCalendar, goneAt: NOW }, false, false],
  ["in doubt", { ...inCalendar, misses: 1 }, true, false],
  ["to be removed", { ...inCalendar, wanted: "absent" }, true, false],
  ["of an older revision", { confirmedAt: NOW }, true, false],
])(
  "R6.4 an event that is %s is not taken for one that says what was booked",
  async (_how, changes, isThere, isAsBooked) => {
    const key = await withEvents(changes);
    expect(await findWhereabouts(db, key)).toMatchObject({ isThere, isAsBooked });
  },
);

test("R4.1 an account that is disconnected, or just being so, is told as that; one with other troubles is not", async () => {
  const key = await withEvents(inCalendar);
  for (const status of ["disconnecting", "disconnected"]) {
    await setStatus(key, status);
    expect(await findWhereabouts(db, key)).toMatchObject({ leaving: status });
  }
  await setStatus(key, "needs_reconnect");
  expect(await findWhereabouts(db, key)).toMatchObject({ leaving: null });
});

test("R5.4 nobody learns of another host's booking, and one that never had a calendar is nowhere", async () => {
  const key = await withEvents(inCalendar);
  const other = await aHost();
  expect(await listWhereabouts(db, other, [key.id])).toEqual(new Map());
  expect(await listWhereabouts(db, key.hostId, [])).toEqual(new Map());
  expect(await findWhereabouts(db, await aBookingToSync())).toBeNull();
});

test("R6.4 the newest event that may still stand is found, until none does", async () => {
  const standing = async (...records: Changes[]) =>
    (await findStandingEvent(db, await withEvents(...records)))?.calendarId ?? null;
  const [a, b] = [{ calendarId: "a" }, { calendarId: "b", generation: 2 }];
  expect(await standing({ ...inCalendar, ...a }, { ...inCalendar, ...b })).toBe("b");
  expect(await standing({ ...inCalendar, ...a }, { ...inCalendar, ...b, goneAt: NOW })).toBe("a");
  expect(await standing({ ...a, insertUnresolved: true }, b)).toBe("a");
  expect(await standing({ ...inCalendar, ...a, goneAt: NOW }, b)).toBeNull();
});

test("R4.1 what stays in a disconnected account is counted: coming bookings whose event is there", async () => {
  const key = await withEvents(inCalendar);
  const left = (now = NOW) => countLeftEvents(db, key.hostId, now);
  expect(await left()).toEqual([]);
  await setStatus(key, "disconnecting");
  expect(await left()).toEqual([]);
  await setStatus(key, "disconnected");
  expect(await left()).toEqual([{ account: "ada@example.com", count: 1 }]);
  expect(await left(at(9, 30))).toEqual([]);
  await change(key, "in_calendar = 0");
  expect(await left()).toEqual([]);
  await change(key, "in_calendar = 1");
  expect(await left()).toHaveLength(1);
  await change(key, "status = 'cancelled'");
  expect(await left()).toEqual([]);
  const waiting = await withEvents({});
  await setStatus(waiting, "disconnected");
  expect(await countLeftEvents(db, waiting.hostId, NOW)).toEqual([]);
});
