// One host, two Google accounts: an older event may be out of reach while the newer one is not.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { viewBooking } from "#app/routes/host-booking/booking-view.server.ts";
import { chooseCalendar } from "#app/use-cases/choose-calendar.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import { restoreEvent } from "#app/use-cases/restore-event.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { takeGoogleTime } from "#app/use-cases/take-google-time.server.ts";
import { findBooking } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  asksFor,
  book,
  bookAndSettle,
  bookingNow,
  cancel,
  connect,
  GRACE,
  hostNow,
  liveEvents,
  mailsAbout,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
/** Wednesday 10:00 in Berlin. */
const TEN = Date.parse("2026-11-04T09:00:00Z");

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = (startsAt = TEN) => bookAndSettle(world, host, { startsAt });

async function connectGrace(): Promise<void> {
  expect(await connect(world, host, { email: GRACE })).toEqual({ kind: "connected" });
  await world.settle();
}

async function choose(booking: Booking, calendarId: string): Promise<void> {
  const now = await bookingNow(world.context, booking);
  const chosen = await chooseCalendar(world.context, { ...asksFor(now), calendarId });
  expect(chosen).toEqual({ kind: "done" });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
}

async function tryNow(booking: Booking): Promise<void> {
  await retrySync(world.context, booking);
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
}

async function cancelled(booking: Booking): Promise<void> {
  const now = await bookingNow(world.context, booking);
  expect(await cancel(world.context, now)).toEqual({ kind: "done" });
  await world.settle();
  await world.passTime(30 * MINUTE_MS);
}

async function view(booking: Booking) {
  const found = await findBooking(world.context.db, booking);
  if (!found) throw new Error("there is no such booking");
  return viewBooking(world.context, await hostNow(world.context, booking.hostId), found);
}

const ids = (email: string, calendarId = "primary") =>
  liveEvents(world, email, calendarId).map(({ id }) => id);
const idOf = ({ id }: Booking, generation: number) => `b${id}g${generation}`;
const family = () =>
  world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";

const refuse = (path: string, status: number, reason?: string) =>
  world.sandbox.faults.add({ match: { path }, effect: "refuse", status, reason, times: null });

test("D4.9 an old event that is gone is not said to be left when its account's access dies later", async () => {
  const booking = await booked();
  await connectGrace();
  await choose(booking, GRACE);
  expect([ids(ADA), ids(GRACE)]).toEqual([[], [idOf(booking, 2)]]);
  world.sandbox.killTokens(ADA);
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: null });
});

test("D4.9 nor when its calendar refuses later", async () => {
  const booking = await booked();
  await choose(booking, family());
  await choose(booking, ADA);
  refuse(`calendars/${family()}`, 403, "forbidden");
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: null });
});

test("R3.5 D4.9 a cancelled booking's event goes although an older one can't be removed for the operator's fault", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await booked();
  await connectGrace();
  await env.DB.prepare(
    `UPDATE calendar_connections SET access_token = replace(access_token, 'v1.k1.', 'v1.k0.'),
     refresh_token = replace(refresh_token, 'v1.k1.', 'v1.k0.') WHERE email = ?`,
  )
    .bind(ADA)
    .run();
  await choose(booking, GRACE);
  expect(ids(GRACE)).toEqual([idOf(booking, 2)]);
  await cancelled(booking);
  expect(ids(GRACE)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "invitation", "cancellation"]);
  expect(await syncOf(booking)).toMatchObject({ state: "retrying" });
});

test("R3.5 D4.9 nor is it held up by an older one whose calendar does not answer just now", async () => {
  const booking = await booked();
  const away = refuse(`calendars/${ADA}/events/`, 503);
  await choose(booking, family());
  expect(ids(ADA, family())).toEqual([idOf(booking, 2)]);
  await cancelled(booking);
  expect(ids(ADA, family())).toEqual([]);
  world.sandbox.faults.clear(away.id);
  await world.passTime(60 * MINUTE_MS);
  expect(ids(ADA)).toEqual([]);
});

test("R3.3 an event that is restored goes back to its own calendar, which is the one that decides about Meet", async () => {
  const booking = await booked();
  await keepWithoutCalendar(world.context, asksFor(booking));
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  await connectGrace();
  await env.DB.prepare("UPDATE calendars SET allows_meet = 0 WHERE calendar_id = ?")
    .bind(GRACE)
    .run();
  const now = await bookingNow(world.context, booking);
  expect(await restoreEvent(world.context, asksFor(now))).toEqual({ kind: "done" });
  await world.settle();
  await world.passTime(10 * MINUTE_MS);
  expect(liveEvents(world, ADA)[0]?.hangoutLink).toBeTruthy();
});

test("R4.3 D4.9 once the old account is connected again, what was left there goes at once", async () => {
  const booking = await booked();
  await connectGrace();
  world.sandbox.killTokens(ADA);
  await choose(booking, GRACE);
  expect([ids(ADA), ids(GRACE)]).toEqual([[idOf(booking, 1)], [idOf(booking, 2)]]);
  await connect(world, host, { email: ADA });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect([ids(ADA), ids(GRACE)]).toEqual([[], [idOf(booking, 2)]]);
});

test("D4.8 an old event that is left is told of too when somebody removes the new one", async () => {
  const booking = await booked();
  await connectGrace();
  world.sandbox.killTokens(ADA);
  await choose(booking, GRACE);
  world.sandbox.byHand.delete(GRACE, GRACE, idOf(booking, 2));
  await tryNow(booking);
  const shown = await view(booking);
  expect(shown.sync.text).toContain("Removed in Google");
  expect(shown.sync.detail).toContain("older event of it is left");
  expect(shown.consequences.cancel).toContain("an older one of it is left");
});

test("D4.8 the calendar in use is the one of the account in use", async () => {
  const calendars = [{ id: "team@group", summary: "Team" }];
  const accounts = [ADA, GRACE].map((email) => ({ email, name: email, calendars }));
  world = await createWorld({ accounts });
  host = await aConnectedHost(world);
  const booking = await booked();
  await choose(booking, "team@group");
  await connectGrace();
  const shown = (await view(booking)).calendars.filter(({ isInUse }) => isInUse);
  expect(shown).toEqual([]);
});

test.each(["kept without a calendar", "removed in Google"])(
  "D4.8 no link leads to an event that is gone: %s, then sent to a calendar that refuses",
  async (how) => {
    const booking = await booked();
    expect((await view(booking)).meetLink).toBeTruthy();
    if (how === "removed in Google") world.sandbox.byHand.delete(ADA, ADA, idOf(booking, 1));
    else await keepWithoutCalendar(world.context, asksFor(booking));
    await world.settle();
    await tryNow(booking);
    refuse("events.insert", 403, "forbidden");
    await choose(booking, family());
    expect(await syncOf(booking)).toMatchObject({ state: "parked" });
    const { eventLink, meetLink } = await view(booking);
    expect([eventLink, meetLink]).toEqual([null, null]);
  },
);

test("D4.6 while a chosen calendar is being written, the old event's time is nobody's to take", async () => {
  const booking = await booked();
  world.sandbox.byHand.change(ADA, ADA, idOf(booking, 1), {
    start: { dateTime: "2026-11-04T15:00:00Z" },
    end: { dateTime: "2026-11-04T15:30:00Z" },
  });
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "drifted" });
  const request = { ...asksFor(booking), calendarId: family() };
  expect(await chooseCalendar(world.context, request)).toEqual({ kind: "done" });
  const now = await bookingNow(world.context, booking);
  expect(await takeGoogleTime(world.context, asksFor(now))).toEqual({ kind: "noOtherTime" });
});

test("D4.5 an insert that is answered with another event is not believed", async () => {
  const worker = world.worker({
    google: async (send, request) =>
      request.method === "POST" && request.url.includes("/events")
        ? Response.json({ id: "another" })
        : send(),
  });
  await book(worker.context, aForm(host, { startsAt: TEN }));
  await worker.settle();
  expect(liveEvents(world)).toEqual([]);
  await world.passTime(10 * MINUTE_MS);
  expect(liveEvents(world)).toHaveLength(1);
});

test("D4.4 a look for a Meet link that Google does not answer is no sign that it is back", async () => {
  const slow = {
    match: { path: "events.insert" },
    effect: "meet-pending",
    delayMs: 3_600_000,
  } as const;
  world.sandbox.faults.add(slow);
  await booked();
  for (const call of ["insert", "patch", "delete", "get", "list"]) refuse(`events.${call}`, 503);
  await booked(TEN + 60 * MINUTE_MS);
  await world.passTime(MINUTE_MS);
  const awaySince = () =>
    env.DB.prepare("SELECT away_since_at FROM calendar_connections").first("away_since_at");
  const first = await awaySince();
  expect(first).not.toBeNull();
  await world.passTime(10 * MINUTE_MS);
  expect(await awaySince()).toBe(first);
});
