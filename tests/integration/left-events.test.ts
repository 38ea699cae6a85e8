// Events that stay in the calendar of an account that was disconnected: what is said of them, and what can be asked.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import * as settings from "#app/routes/calendar-settings/route.tsx";
import * as dashboard from "#app/routes/dashboard/route.tsx";
import * as bookingPage from "#app/routes/host-booking/route.tsx";
import * as sync from "#app/routes/sync/route.tsx";
import { disconnectCalendar } from "#app/use-cases/disconnect-calendar.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { lookAgain } from "#db/sync-waking.server.ts";
import { type Asked, askPage } from "./host-pages.ts";
import {
  ADA,
  aConnectedHost,
  bookAndSettle,
  bookingNow,
  cancel,
  connect,
  GRACE,
  liveEvents,
  mailsAbout,
  move,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Wednesday and Thursday at 10:00 in Berlin. */
const WEDNESDAY = Date.parse("2026-11-04T09:00:00Z");
const THURSDAY = Date.parse("2026-11-05T09:00:00Z");

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = (startsAt = WEDNESDAY) => bookAndSettle(world, host, { startsAt });

async function disconnect(events: "stay" | "go" = "stay"): Promise<void> {
  const connectionId = String(host.googleCalendarConnectionId);
  const outcome = await disconnectCalendar(world.context, {
    ...{ hostId: host.id, connectionId, events },
  });
  expect(outcome.kind).toBe(events === "stay" ? "disconnected" : "disconnecting");
  await world.settle();
}

/** As an older version left it: looked at again after disconnecting, and taken for a dead token. */
async function waitsWrongly(booking: Booking): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("UPDATE calendar_events SET misses = 1 WHERE booking_id = ?").bind(booking.id),
    env.DB.prepare(
      `UPDATE booking_syncs SET state = 'waiting_for_reconnect', last_outcome = 'token_dead', due_at = NULL,
       behind_since_at = ? WHERE booking_id = ?`,
    ).bind(world.clock.now(), booking.id),
  ]);
}

const ask = (handler: unknown, asked: Asked = {}) => askPage(world.context, host, handler, asked);
const pageOf = async ({ id }: Booking) =>
  (await ask(bookingPage.loader, { params: { bookingId: id } })).data.booking;
const pressTry = ({ id }: Booking) =>
  ask(bookingPage.action, { params: { bookingId: id }, form: { intent: "try" } });
const everything = (booking: Booking) =>
  Promise.all([
    syncOf(booking),
    row("SELECT * FROM calendar_events WHERE booking_id = ?", booking.id),
    row("SELECT * FROM bookings WHERE id = ?", booking.id),
  ]);
const syncedAtRest = { state: "synced", due_at: null, behind_since_at: null, last_outcome: null };

test("R4.1 R7.9 an event that stays in a disconnected calendar is said to be no longer followed, with the way back", async () => {
  const booking = await booked();
  expect((await pageOf(booking)).choices).toEqual(["try"]);
  await world.passTime(10 * MINUTE_MS);
  await disconnect();
  const { sync, choices, disconnected } = await pageOf(booking);
  expect(sync).toMatchObject({ tone: "plain", text: "In your calendar, no longer followed" });
  expect(sync.detail).toContain(`The event stays in the calendar of ${ADA}, which is disconnected`);
  expect(sync.detail).toContain("no longer follows it; it was last checked at 08:00");
  expect(choices).toEqual(["reconnect"]);
  expect(disconnected).toMatchObject({
    ...{ connectionId: host.googleCalendarConnectionId, account: ADA },
  });
});

test("R4.1 R3.6 a look at it that is asked for all the same gets the same truth, and changes nothing", async () => {
  const booking = await booked();
  await disconnect();
  const before = await everything(booking);
  const answer = await pressTry(booking);
  expect([answer.status, answer.data.refusal]).toEqual([409, expect.stringContaining(ADA)]);
  const fromList = await ask(sync.action, { form: { bookingId: booking.id } });
  expect(fromList.location).toBe("/sync?notice=notFollowed");
  const twice = [retrySync(world.context, booking), retrySync(world.context, booking)];
  const outcomes = (await Promise.all(twice)).map(({ kind }) => kind);
  expect(outcomes).toEqual(["notFollowed", "notFollowed"]);
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(await everything(booking)).toEqual(before);
});

test("R4.1 a look that was under way when the account was disconnected leaves the booking as it was", async () => {
  const booking = await booked();
  const { synced_at: checkedAt } = await syncOf(booking);
  await disconnect();
  await world.clock.moveTo(world.clock.now() + 10 * MINUTE_MS);
  await lookAgain(world.context.db, host.id, [booking.id], world.clock.now());
  await world.passTime(2 * MINUTE_MS);
  // Nobody has looked: when it was last checked stays as it was.
  expect(await syncOf(booking)).toMatchObject({ ...syncedAtRest, synced_at: checkedAt });
});

test("R4.1 nor does a look change what was known of one that somebody had removed, or moved, in Google", async () => {
  const [removed, moved] = [await booked(), await booked(THURSDAY)];
  world.sandbox.byHand.delete(ADA, ADA, `b${removed.id}g1`);
  world.sandbox.byHand.change(ADA, ADA, `b${moved.id}g1`, {
    start: { dateTime: "2026-11-05T15:00:00Z" },
    end: { dateTime: "2026-11-05T15:30:00Z" },
  });
  for (const booking of [removed, moved]) await retrySync(world.context, booking);
  await world.settle();
  await disconnect();
  for (const [booking, state] of [
    [removed, "removed_in_google"],
    [moved, "drifted"],
  ] as const) {
    expect((await pageOf(booking)).choices).not.toContain("try");
    await lookAgain(world.context.db, host.id, [booking.id], world.clock.now());
    await world.passTime(2 * MINUTE_MS);
    expect(await syncOf(booking)).toMatchObject({ state, due_at: null });
  }
});

test("R4.1 one that an older version had left waiting finds out by one more try", async () => {
  const booking = await booked();
  await disconnect();
  await waitsWrongly(booking);
  const { sync, choices } = await pageOf(booking);
  expect(sync.detail).not.toContain("Google no longer accepts");
  expect(choices).toContain("try");
  expect((await pressTry(booking)).status).toBe(303);
  expect(await syncOf(booking)).toMatchObject(syncedAtRest);
  expect((await pageOf(booking)).choices).toEqual(["reconnect"]);
});

test("R4.1 or by itself, when another account is connected", async () => {
  const booking = await booked();
  await disconnect();
  await waitsWrongly(booking);
  expect(await connect(world, host, { email: GRACE })).toEqual({ kind: "connected" });
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject(syncedAtRest);
  expect([liveEvents(world).length, liveEvents(world, GRACE).length]).toEqual([1, 0]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("R4.1 R4.3 what waited for a dead token when its host disconnects, with nothing to write, waits no more", async () => {
  const booking = await booked();
  world.sandbox.killTokens(ADA);
  world.sandbox.expireAccessTokens(ADA);
  await retrySync(world.context, booking);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "waiting_for_reconnect" });
  await disconnect();
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject(syncedAtRest);
});

test("R4.1 a change after it waits for that very account, and says whose doing that is", async () => {
  const booking = await booked();
  await disconnect();
  await move(world.context, await bookingNow(world.context, booking), THURSDAY);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({
    ...{ state: "waiting_for_reconnect", last_outcome: "disconnected" },
  });
  const { sync: shown, choices, disconnected } = await pageOf(booking);
  expect(shown.detail).toContain(`You have disconnected ${ADA}`);
  expect(shown.detail).not.toContain("Google no longer accepts");
  expect(choices).toEqual(["reconnect", "chooseCalendar", "keepWithout"]);
  expect(disconnected.account).toBe(ADA);
  expect((await pressTry(booking)).status).toBe(409);
  const [listed] = (await ask(sync.loader)).data.bookings;
  expect(listed).toMatchObject({
    ...{ canTry: false, disconnected: { account: ADA } },
    nextTry: `once you have connected ${ADA} again`,
  });

  expect(await connect(world, host)).toEqual({ kind: "connected" });
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject(syncedAtRest);
  expect(liveEvents(world)[0]?.start.dateTime).toContain("2026-11-05");
});

test("R4.1 once that account is connected again it is followed as before", async () => {
  const booking = await booked();
  await disconnect();
  await connect(world, host, { email: GRACE });
  await world.settle();
  expect((await pageOf(booking)).sync.text).toBe("In your calendar, no longer followed");
  await connect(world, host, { email: ADA });
  await world.settle();
  const { sync: shown, choices } = await pageOf(booking);
  expect([shown.text, choices]).toEqual(["On your calendar ✓", ["try"]]);
  world.sandbox.byHand.delete(ADA, ADA, `b${booking.id}g1`);
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  await world.passTime(2 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
});

test("R4.1 of what is over or called off nothing is asked, and the page of a cancelled one says where its event is", async () => {
  const [past, called] = [await booked(), await booked(THURSDAY)];
  await disconnect();
  await cancel(world.context, await bookingNow(world.context, called));
  await world.settle();
  expect((await pageOf(called)).sync.detail).toContain(
    `The event is removed once you have connected that account again.`,
  );
  expect((await pageOf(called)).choices).toEqual(["reconnect"]);
  await world.clock.moveTo(WEDNESDAY + HOUR_MS);
  expect((await pageOf(past)).choices).toEqual([]);
  expect((await pressTry(past)).status).toBe(409);
});

test("R4.1 R7.9 the dashboard counts what stays in a disconnected calendar, and claims nothing of it", async () => {
  const [first] = [await booked(), await booked(THURSDAY)];
  const shown = async () => (await ask(dashboard.loader)).data;
  expect((await shown()).left).toEqual([]);
  await disconnect();
  expect(await shown()).toMatchObject({ presence: "none", left: [{ account: ADA, count: 2 }] });
  const [day] = (await shown()).next;
  expect(day.rows[0].sync.text).toBe("In your calendar, no longer followed");
  // Without a calendar it has no event that could be left.
  await booked(THURSDAY + DAY_MS);
  await cancel(world.context, await bookingNow(world.context, first));
  await world.settle();
  expect((await shown()).left).toEqual([{ account: ADA, count: 1 }]);
  await world.clock.moveTo(THURSDAY + HOUR_MS);
  expect((await shown()).left).toEqual([]);
});

test("R4.1 D4.8 while nothing is connected no event is offered to be put in, and a form that asks for it changes nothing", async () => {
  const booking = await booked();
  await disconnect("go");
  await world.passTime(10 * MINUTE_MS);
  expect((await pageOf(booking)).choices).toEqual(["connectToPut", "chooseCalendar"]);
  const before = await everything(booking);
  const { revision } = await bookingNow(world.context, booking);
  const form = { intent: "restore", revision: String(revision) };
  const params = { bookingId: booking.id };
  const answer = await ask(bookingPage.action, { params, form });
  expect([answer.status, answer.data.refusal]).toEqual([
    409,
    expect.stringContaining("is not connected"),
  ]);
  expect(await everything(booking)).toEqual(before);

  await connect(world, host, { email: ADA });
  await world.settle();
  expect((await pageOf(booking)).choices).toContain("restore");
  expect((await ask(bookingPage.action, { params, form })).status).toBe(303);
  await world.settle();
  expect(liveEvents(world)).toHaveLength(1);
});

test("R4.1 R7.9 what is left in a disconnected account is told with another connected too, and where nothing waits", async () => {
  const booking = await booked();
  await disconnect();
  const left = [{ account: ADA, count: 1 }];
  expect((await ask(sync.loader)).data).toMatchObject({ presence: "none", summary: null, left });
  await connect(world, host, { email: GRACE });
  await world.settle();
  expect((await ask(sync.loader)).data).toMatchObject({ presence: "connected", left });
  expect((await ask(dashboard.loader)).data).toMatchObject({ presence: "connected", left });
  await move(world.context, await bookingNow(world.context, booking), THURSDAY);
  await world.settle();
  expect((await pageOf(booking)).sync.text).toBe(`Waiting for you to connect ${ADA} again`);
});

test("R4.1 R4.2 what waits for the disconnected account is counted with it, and never with the one that is connected", async () => {
  const [first, second] = [await booked(), await booked(THURSDAY)];
  await disconnect();
  await move(world.context, await bookingNow(world.context, first), THURSDAY + HOUR_MS);
  await world.settle();
  await connect(world, host, { email: GRACE });
  const counted = async () => {
    const { shown, ended } = (await ask(settings.loader)).data;
    const { state, behind, onTheWay } = shown.panel;
    return [state.kind, behind, onTheWay, ended[0].account, ended[0].waiting];
  };
  // Its next try is on its way: that it waits is known before.
  expect(await counted()).toEqual(["connected", null, null, ADA, 1]);
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(await counted()).toEqual(["connected", null, null, ADA, 1]);
  await cancel(world.context, await bookingNow(world.context, second));
  expect(await counted()).toEqual(["connected", null, null, ADA, 2]);
  await booked(THURSDAY + DAY_MS);
  expect(await counted()).toEqual(["connected", null, null, ADA, 2]);
});
