// Which calendars a host has, which they chose, and what becomes of one that is lost.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { disconnectCalendar } from "#app/use-cases/disconnect-calendar.server.ts";
import { refreshCalendarList } from "#app/use-cases/refresh-calendar-list.server.ts";
import { replaceCalendar } from "#app/use-cases/replace-calendar.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { setCalendars } from "#app/use-cases/set-calendars.server.ts";
import { countComingIn } from "#db/bulk-revisions.server.ts";
import { listCalendarsOf } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  bookAndSettle,
  bookingNow,
  cancel,
  freeSlots,
  GRACE,
  hostNow,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Wednesday 10:00 in Berlin. */
const TEN = Date.parse("2026-11-04T09:00:00Z");

let world: World;
let host: Host;
let family: string;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
  family = world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";
});

const connection = () => ({
  hostId: host.id,
  connectionId: String(host.googleCalendarConnectionId),
});
const refresh = () => refreshCalendarList(world.context, connection());
const listed = () => listCalendarsOf(world.context.db, host.id, connection().connectionId);

async function choose(destinationId: string, conflictIds: string[]): Promise<string> {
  const { kind } = await setCalendars(world.context, host, { destinationId, conflictIds });
  await world.settle();
  host = await hostNow(world.context, host.id);
  return kind;
}

const booked = (startsAt = TEN) => bookAndSettle(world, host, { startsAt });

const ids = (calendarId: string) => liveEvents(world, ADA, calendarId).map(({ id }) => id);
const idOf = ({ id }: Booking, generation = 1) => `b${id}g${generation}`;

test("R2.1 all pages of the list are read, however many, the primary calendar first", async () => {
  world.sandbox.byHand.addCalendars(ADA, 520, { summary: "Room" });
  expect(await refresh()).toEqual({ kind: "listed" });
  const all = await listed();
  expect(all).toHaveLength(523);
  expect(all[0]).toMatchObject({ calendarId: ADA, isPrimary: true });
});

test("R2.1 only the host's own calendars can be chosen to write to; the others may take slots away", async () => {
  const holidays = (await listed()).find(({ accessRole }) => accessRole === "reader");
  if (!holidays) throw new Error("no calendar that is only read");
  expect(await choose(holidays.calendarId, [])).toBe("notOwned");
  expect(await choose(family, [ADA, holidays.calendarId])).toBe("saved");
});

test("R2.2 R2.4 what is chosen is kept, and counts for the next booking; those that are made stay where they are", async () => {
  const before = await booked();
  expect(await choose(family, [ADA])).toBe("saved");
  const after = await booked(TEN + HOUR_MS);
  expect([ids(ADA), ids(family)]).toEqual([[idOf(before)], [idOf(after)]]);
  await refresh();
  expect(await hostNow(world.context, host.id)).toMatchObject({ googleCalendarId: family });
});

test("R2.3 whoever chooses nothing gets the primary calendar, for both", async () => {
  expect(host.googleCalendarId).toBe(ADA);
  const blocking = (await listed()).filter(({ blocksSlots }) => blocksSlots);
  expect(blocking.map(({ calendarId }) => calendarId)).toEqual([ADA]);
});

test("R2.2 the calendars that were chosen take slots away, and the others don't", async () => {
  world.sandbox.byHand.add(ADA, family, {
    start: { dateTime: "2026-11-04T09:00:00Z" },
    end: { dateTime: "2026-11-04T09:30:00Z" },
  });
  const isFree = async () =>
    (await freeSlots(world.context, host.id)).some(({ start }) => start === TEN);
  expect(await isFree()).toBe(true);
  expect(await choose(ADA, [ADA, family])).toBe("saved");
  expect(await isFree()).toBe(false);
  expect(await choose(ADA, [])).toBe("saved");
  expect(await isFree()).toBe(true);
});

test("R2.4 a guest who looked at the page before the choice decides by the new rules", async () => {
  const before = Number(host.rulesVersion);
  await choose(family, [ADA]);
  expect(host.rulesVersion).toBe(before + 1);
});

test.each([
  ["unknown to Google", "nobody@example.com", []],
  ["of another host", GRACE, []],
  ["an alias", "primary", []],
  ["unknown, among the conflict calendars", ADA, ["nobody@example.com"]],
])("R2.1 a calendar that is %s is refused, and nothing is stored", async (_what, id, conflicts) => {
  const before = await row("SELECT * FROM users WHERE id = ?", host.id);
  expect(await choose(id, conflicts)).toBe("unknownCalendar");
  expect(await row("SELECT * FROM users WHERE id = ?", host.id)).toEqual(before);
});

test("R2.1 more than fifty conflict calendars are too many for Google", async () => {
  world.sandbox.byHand.addCalendars(ADA, 60, { summary: "Room" });
  await refresh();
  const rooms = (await listed()).map(({ calendarId }) => calendarId);
  expect(await choose(ADA, rooms.slice(0, 51))).toBe("tooManyConflictCalendars");
  expect(await choose(ADA, rooms.slice(0, 50))).toBe("saved");
});

test("R2.5 while Google does not answer, what was listed before stands", async () => {
  world.sandbox.faults.add({ match: { path: "calendarList.list" }, effect: "refuse", status: 503 });
  const before = await listed();
  expect(await refresh()).toEqual({ kind: "unavailable" });
  expect(await listed()).toEqual(before);
});

test("R2.5 a second page that does not come leaves the list as it was", async () => {
  world.sandbox.byHand.addCalendars(ADA, 300, { summary: "Room" });
  const worker = world.worker({
    google: (send, request) =>
      request.url.includes("pageToken") ? Promise.reject(new TypeError("lost")) : send(),
  });
  const before = await listed();
  expect(await refreshCalendarList(worker.context, connection())).toEqual({ kind: "unavailable" });
  expect(await listed()).toEqual(before);
});

// ---------------------------------------------------------------- lost

const roleOf = async (calendarId: string) =>
  (await row("SELECT access_role FROM calendars WHERE calendar_id = ?", calendarId)).access_role;

test("R6.4 a calendar that was deleted at Google is noticed, and keeps its name", async () => {
  await choose(family, [ADA, family]);
  world.sandbox.byHand.deleteCalendar(ADA, family);
  await refresh();
  expect(await roleOf(family)).toBe("gone");
  expect(await row("SELECT name FROM calendars WHERE calendar_id = ?", family)).toEqual({
    name: "Family",
  });
  expect((await listed()).map(({ calendarId }) => calendarId)).not.toContain(family);
});

test("R6.4 one that may only be read from now on is noticed too", async () => {
  await choose(family, [ADA]);
  world.sandbox.byHand.setRole(ADA, family, "reader");
  await refresh();
  expect(await roleOf(family)).toBe("reader");
});

test("R6.4 a deleted calendar takes no slots away", async () => {
  await choose(ADA, [ADA, family]);
  world.sandbox.byHand.deleteCalendar(ADA, family);
  await refresh();
  const booking = await booked();
  expect(await row("SELECT busy_times_checked FROM bookings WHERE id = ?", booking.id)).toEqual({
    busy_times_checked: 1,
  });
});

test("R6.4 one form sends all of its coming bookings to another calendar, and new ones with them", async () => {
  await choose(family, [ADA]);
  const bookings = [await booked(), await booked(TEN + HOUR_MS), await booked(TEN + 2 * HOUR_MS)];
  world.sandbox.byHand.deleteCalendar(ADA, family);
  await refresh();
  const lost = { connectionId: connection().connectionId, calendarId: family };
  expect(await countComingIn(world.context.db, host.id, lost, world.clock.now())).toBe(3);
  const waiting = await booked(TEN + 3 * HOUR_MS);
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(waiting)).toMatchObject({
    state: "parked",
    last_outcome: "calendar_missing",
  });

  expect(await replaceCalendar(world.context, host, lost, ADA)).toEqual({ kind: "replaced" });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(ids(ADA)).toHaveLength(4);
  expect(await countComingIn(world.context.db, host.id, lost, world.clock.now())).toBe(0);
  for (const booking of bookings) {
    // The old events went with their calendar, as far as anybody can tell.
    expect(await syncOf(booking)).toMatchObject({ last_outcome: "left_in_gone_calendar" });
  }
  expect(await syncOf(waiting)).toMatchObject({ last_outcome: null });
  for (const booking of [...bookings, waiting]) {
    expect(await syncOf(booking)).toMatchObject({ state: "synced", behind_since_at: null });
    expect((await bookingNow(world.context, booking)).chosenCalendar?.calendarId).toBe(ADA);
  }
  host = await hostNow(world.context, host.id);
  expect(host.googleCalendarId).toBe(ADA);
  const next = await booked(TEN + 4 * HOUR_MS);
  expect(ids(ADA)).toContain(idOf(next));
});

test("R6.4 what was moved so can be cancelled, and the calendar disconnected, with nothing left to decide", async () => {
  await choose(family, [ADA]);
  const [first, second] = [await booked(), await booked(TEN + HOUR_MS)];
  world.sandbox.byHand.deleteCalendar(ADA, family);
  await refresh();
  const lost = { connectionId: connection().connectionId, calendarId: family };
  await replaceCalendar(world.context, host, lost, ADA);
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  await cancel(world.context, await bookingNow(world.context, first));
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(first)).toMatchObject({
    ...{ state: "synced", last_outcome: "left_in_gone_calendar", behind_since_at: null },
  });
  expect(ids(ADA)).toEqual([idOf(second, 2)]);
  await disconnectCalendar(world.context, { ...connection(), events: "go" });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(ids(ADA)).toEqual([]);
  expect(await row("SELECT status FROM calendar_connections")).toEqual({ status: "disconnected" });
});

test("R6.4 what was left in a calendar that is back on the list is removed from it at once", async () => {
  await choose(family, [ADA]);
  const booking = await booked();
  const left = world.sandbox.byHand.leaveCalendar(ADA, family);
  await refresh();
  const lost = { connectionId: connection().connectionId, calendarId: family };
  await replaceCalendar(world.context, host, lost, ADA);
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ last_outcome: "left_in_gone_calendar" });
  world.sandbox.byHand.rejoinCalendar(left);
  await refresh();
  await world.passTime(2 * MINUTE_MS);
  expect(ids(family)).toEqual([]);
  expect(ids(ADA)).toEqual([idOf(booking, 2)]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: null });
});

test.each(["writer", "reader"] as const)(
  "R6.4 a destination that became %s's is named for what it is; the connection is fine, and its bookings can be moved",
  async (role) => {
    await choose(family, [ADA]);
    const before = await booked();
    world.sandbox.byHand.setRole(ADA, family, role);
    const after = await booked(TEN + HOUR_MS);
    await world.passTime(2 * MINUTE_MS);
    expect(await syncOf(after)).toMatchObject({
      state: "parked",
      last_outcome: "calendar_not_owned",
    });
    expect(await row("SELECT status FROM calendar_connections")).toEqual({ status: "active" });
    await refresh();
    const lost = { connectionId: connection().connectionId, calendarId: family };
    expect(await replaceCalendar(world.context, host, lost, ADA)).toEqual({ kind: "replaced" });
    await world.settle();
    await world.passTime(5 * MINUTE_MS);
    expect(await row("SELECT status FROM calendar_connections")).toEqual({ status: "active" });
    expect(ids(ADA)).toHaveLength(2);
    for (const booking of [before, after]) {
      expect(await syncOf(booking)).toMatchObject({ state: "synced" });
    }
  },
);

test("R6.4 while Google does not say whose the destination is, the connection is not taken for broken", async () => {
  await choose(family, [ADA]);
  world.sandbox.byHand.setRole(ADA, family, "writer");
  const { id } = world.sandbox.faults.add({
    match: { path: "calendarList.get" },
    effect: "refuse",
    status: 503,
    times: null,
  });
  const booking = await booked();
  await world.passTime(2 * MINUTE_MS);
  expect(await row("SELECT status FROM calendar_connections")).toEqual({ status: "active" });
  expect(await syncOf(booking)).toMatchObject({ state: "retrying" });
  world.sandbox.faults.clear(id);
  await world.passTime(10 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({
    state: "parked",
    last_outcome: "calendar_not_owned",
  });
});

test("R2.1 a calendar that is hidden in Google's list is still there, and takes slots away", async () => {
  await choose(ADA, [ADA, family]);
  world.sandbox.byHand.setHidden(ADA, family, true);
  await refresh();
  expect(await roleOf(family)).toBe("owner");
});

test("R2.5 an older list that comes late does not undo a newer one", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = world.worker({
    google: async (send, request) => {
      const answer = await send();
      if (request.url.includes("calendarList")) await held;
      return answer;
    },
  });
  const older = refreshCalendarList(slow.context, connection());
  await new Promise((resolve) => setTimeout(resolve, 50));
  await world.clock.moveTo(world.clock.now() + 1_000);
  const [made] = world.sandbox.byHand.addCalendars(ADA, 1, { summary: "New" });
  await refresh();
  release();
  await older;
  expect(await roleOf(made?.id ?? "")).toBe("owner");
});

test("R6.4 sent twice, they are there once", async () => {
  await choose(family, [ADA]);
  const booking = await booked();
  world.sandbox.byHand.deleteCalendar(ADA, family);
  await refresh();
  const lost = { connectionId: connection().connectionId, calendarId: family };
  for (let n = 0; n < 2; n++) {
    expect(await replaceCalendar(world.context, host, lost, ADA)).toEqual({ kind: "replaced" });
  }
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(ids(ADA)).toEqual([idOf(booking, 2)]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "invitation"]);
});

test("R6.4 past and cancelled bookings, and what somebody removed, are left alone", async () => {
  await choose(family, [ADA]);
  const removed = await booked();
  world.sandbox.byHand.delete(ADA, family, idOf(removed));
  await retrySync(world.context, removed);
  await world.settle();
  const past = await booked(TEN + HOUR_MS);
  await env.DB.prepare(
    `UPDATE bookings SET revision = 2, starts_at = 1, ends_at = 2, block_starts_at = 1, block_ends_at = 2 WHERE id = ?`,
  )
    .bind(past.id)
    .run();
  const lost = { connectionId: connection().connectionId, calendarId: family };
  expect(await replaceCalendar(world.context, host, lost, ADA)).toEqual({ kind: "replaced" });
  await world.settle();
  expect((await bookingNow(world.context, removed)).chosenCalendar).toBeNull();
  expect((await bookingNow(world.context, past)).chosenCalendar).toBeNull();
});

test("R6.4 they go to no calendar that is not the host's own", async () => {
  const lost = { connectionId: connection().connectionId, calendarId: family };
  const holidays = (await listed()).find(({ accessRole }) => accessRole === "reader");
  expect(await replaceCalendar(world.context, host, lost, holidays?.calendarId ?? "")).toEqual({
    kind: "notOwned",
  });
  expect(await replaceCalendar(world.context, host, lost, "nobody@example.com")).toEqual({
    kind: "unknownCalendar",
  });
});
