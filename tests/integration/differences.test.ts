// Where a booking and Google differ for good, the host decides: take Google's time or put back, restore, another calendar,
// none at all, try now.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { chooseCalendar } from "#app/use-cases/choose-calendar.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import { putBackTime } from "#app/use-cases/put-back-time.server.ts";
import { restoreEvent } from "#app/use-cases/restore-event.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { takeGoogleTime } from "#app/use-cases/take-google-time.server.ts";
import { listHistory } from "#db/booking-revisions.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { calendarClient } from "#google-sandbox/calendar-client.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  asksFor,
  book,
  bookAndSettle,
  bookingNow,
  cancel,
  edit,
  freeSlots,
  googleWrites,
  liveEvents,
  mailsAbout,
  move,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const DAY_MS = 86_400_000;
const TEN = Date.parse("2026-11-02T09:00:00Z");
/** At night, when no guest could book. */
const BY_HAND = Date.parse("2026-11-02T22:10:00Z");

let world: World;
let host: Host;

beforeEach(async () => {
  // What a host has to decide about is logged.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = (startsAt = TEN) => bookAndSettle(world, host, { startsAt });

const eventIdOf = ({ id }: Booking, generation = 1) => `b${id}g${generation}`;
const startOf = (event: ReturnType<typeof liveEvents>[number] | undefined) =>
  Date.parse(event?.start.dateTime ?? "");
const ids = (email = ADA, calendarId = "primary") =>
  liveEvents(world, email, calendarId).map(({ id }) => id);
const family = () =>
  world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";

function drag(booking: Booking, startsAt = BY_HAND, ms = HALF_HOUR_MS): void {
  world.sandbox.byHand.change(ADA, ADA, eventIdOf(booking), {
    start: { dateTime: new Date(startsAt).toISOString(), timeZone: "Europe/Berlin" },
    end: { dateTime: new Date(startsAt + ms).toISOString(), timeZone: "Europe/Berlin" },
  });
}

async function tryNow(booking: Booking): Promise<void> {
  expect(await retrySync(world.context, booking)).toEqual({ kind: "tried" });
  await world.settle();
}

async function draggedAway(booking: Booking, startsAt = BY_HAND, ms?: number): Promise<void> {
  drag(booking, startsAt, ms);
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "drifted", last_outcome: "drifted" });
}

async function removed(booking: Booking): Promise<void> {
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
}

/** A day on which nothing happens but what cron does at its end. */
async function aDayLater(): Promise<void> {
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  await world.passTime(10 * MINUTE_MS);
}

const synced = { state: "synced", due_at: null, lease_token: null, behind_since_at: null };

// ---------------------------------------------------------------- moved in Google

test("D4.6 a time that was moved in Google is found within a day, shown, and left alone", async () => {
  const booking = await booked(TEN + 3 * DAY_MS);
  drag(booking, BY_HAND + 3 * DAY_MS);
  const writes = googleWrites(world);
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "drifted", due_at: null });
  await aDayLater();
  expect(googleWrites(world)).toEqual(writes);
  expect(startOf(liveEvents(world)[0])).toBe(BY_HAND + 3 * DAY_MS);
  expect((await bookingNow(world.context, booking)).revision).toBe(1);
});

test("D4.6 taking Google's time moves the booking there, though no guest could book it, and mails nobody", async () => {
  const booking = await booked();
  await draggedAway(booking);
  expect(await takeGoogleTime(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();

  expect(await bookingNow(world.context, booking)).toMatchObject({
    meeting: { start: BY_HAND, end: BY_HAND + HALF_HOUR_MS },
    revision: 2,
    timeRevision: 1,
  });
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
  expect(startOf(liveEvents(world)[0])).toBe(BY_HAND);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await listHistory(world.context.db, booking)).toMatchObject([
    { what: "booked" },
    { what: "time_taken_from_google", who: "host", detail: { from: TEN, to: BY_HAND } },
  ]);
  await world.passTime(2 * MINUTE_MS);
  expect((await freeSlots(world.context, host.id)).map(({ start }) => start)).toContain(TEN);
});

test("D4.6 taking Google's time takes its length, and the buffers that the booking had", async () => {
  await env.DB.prepare(
    "UPDATE event_types SET buffer_before_minutes = 10, buffer_after_minutes = 20",
  ).run();
  const booking = await booked();
  await draggedAway(booking, BY_HAND, 2 * HALF_HOUR_MS);
  expect(await takeGoogleTime(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();
  expect(await bookingNow(world.context, booking)).toMatchObject({
    meeting: { start: BY_HAND, end: BY_HAND + 2 * HALF_HOUR_MS },
    block: {
      start: BY_HAND - 10 * MINUTE_MS,
      end: BY_HAND + 2 * HALF_HOUR_MS + 20 * MINUTE_MS,
    },
  });
});

test("R7.7 a time in Google that another booking has can't be taken: nothing changes", async () => {
  const booking = await booked();
  const other = await booked(TEN + 4 * HALF_HOUR_MS);
  await draggedAway(booking, other.meeting.start + 10 * MINUTE_MS);
  expect(await takeGoogleTime(world.context, asksFor(booking))).toEqual({ kind: "taken" });
  expect(await bookingNow(world.context, booking)).toEqual(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "drifted" });
});

test("D4.6 a whole day, and an event that is gone, have no time to take", async () => {
  const [booking, other, same] = [
    await booked(),
    await booked(TEN + 2 * HALF_HOUR_MS),
    await booked(TEN + 4 * HALF_HOUR_MS),
  ];
  world.sandbox.byHand.change(ADA, ADA, eventIdOf(booking), {
    start: { date: "2026-11-03", dateTime: null },
    end: { date: "2026-11-04", dateTime: null },
  });
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "drifted" });
  await removed(other);
  for (const one of [booking, other, same]) {
    expect(await takeGoogleTime(world.context, asksFor(one))).toEqual({ kind: "noOtherTime" });
    expect(await bookingNow(world.context, one)).toEqual(one);
  }
});

test("D4.6 a whole day is put back as the half hour that it was", async () => {
  const booking = await booked();
  world.sandbox.byHand.change(ADA, ADA, eventIdOf(booking), {
    start: { date: "2026-11-03", dateTime: null },
    end: { date: "2026-11-04", dateTime: null },
  });
  await tryNow(booking);
  expect(await putBackTime(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(liveEvents(world)[0]?.start).toEqual({
    dateTime: expect.stringContaining("2026-11-02T"),
    timeZone: "Europe/Berlin",
  });
  expect(startOf(liveEvents(world)[0])).toBe(TEN);
});

test("D4.6 put back: the event returns to the booking's time, the guest is told, and its notes stay", async () => {
  const booking = await booked();
  world.sandbox.byHand.change(ADA, ADA, eventIdOf(booking), { summary: "Renamed" });
  await draggedAway(booking);
  expect(await putBackTime(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
  expect(startOf(liveEvents(world)[0])).toBe(TEN);
  expect(liveEvents(world)[0]?.summary).toBe("Renamed");
  expect(world.sandbox.mails().map(({ kind, changed }) => [kind, changed])).toEqual([
    ["invitation", undefined],
    ["update", ["time"]],
  ]);
});

test("D4.6 drifted, then edited: the notes change, the time stays where the hand put it, nobody is mailed", async () => {
  const booking = await booked();
  await draggedAway(booking);
  await edit(world.context, booking, { notes: "Newer" });
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "drifted", synced_revision: 1 });
  expect(startOf(liveEvents(world)[0])).toBe(BY_HAND);
  expect(liveEvents(world)[0]?.description).toContain("Newer");
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.6 drifted, then moved by the guest: the guest's time counts", async () => {
  const booking = await booked();
  await draggedAway(booking);
  await move(world.context, booking, TEN + 4 * HALF_HOUR_MS);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
  expect(startOf(liveEvents(world)[0])).toBe(TEN + 4 * HALF_HOUR_MS);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("D4.6 drifted, then cancelled: the event goes from where the hand put it", async () => {
  const booking = await booked();
  await draggedAway(booking);
  await cancel(world.context, booking);
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test("D4.6 dragged back by hand it is in agreement again, at the next look", async () => {
  const booking = await booked();
  await draggedAway(booking);
  drag(booking, TEN);
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 1 });
});

// ---------------------------------------------------------------- removed in Google

test("D4.6 a removal in Google is found within a day; an edit does not undo it", async () => {
  const booking = await booked(TEN + 3 * DAY_MS);
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google", due_at: null });
  await edit(world.context, booking, { notes: "Still there?" });
  await world.settle();
  await aDayLater();
  expect(ids()).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
});

test("D4.6 restored: another event with another id, an invitation, and the booking stays the same", async () => {
  const booking = await booked();
  await removed(booking);
  expect(await restoreEvent(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();
  expect(ids()).toEqual([eventIdOf(booking, 2)]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
  expect(mailsAbout(world, booking)).toEqual(["invitation", "invitation"]);
  expect(await bookingNow(world.context, booking)).toMatchObject({ id: booking.id, revision: 2 });
});

test("D4.6 moved by the guest, a removed event is made again at the new time", async () => {
  const booking = await booked();
  await removed(booking);
  await move(world.context, booking, TEN + 4 * HALF_HOUR_MS);
  await world.settle();
  expect(ids()).toEqual([eventIdOf(booking, 2)]);
  expect(startOf(liveEvents(world)[0])).toBe(TEN + 4 * HALF_HOUR_MS);
});

test("D4.6 removed with the trash emptied, and restored", async () => {
  const booking = await booked();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  world.sandbox.byHand.emptyTrash(ADA);
  await tryNow(booking);
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
  await restoreEvent(world.context, asksFor(booking));
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(ids()).toEqual([eventIdOf(booking, 2)]);
  expect(await syncOf(booking)).toMatchObject(synced);
});

test("D4.6 brought back in Google and restored here: still one event, and no second invitation", async () => {
  const booking = await booked();
  await removed(booking);
  const scope = "https://www.googleapis.com/auth/calendar.events";
  const google = calendarClient(world.sandbox, world.sandbox.tokensFor(ADA, [scope]).accessToken);
  const path = `/calendars/${ADA}/events/${eventIdOf(booking)}`;
  expect((await google("PATCH", path, { status: "confirmed" })).status).toBe(200);
  await restoreEvent(world.context, asksFor(booking));
  await world.settle();
  expect(ids()).toEqual([eventIdOf(booking)]);
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.6 removed and cancelled: nothing is left to do, and nobody is mailed about what is gone", async () => {
  const booking = await booked();
  await removed(booking);
  await cancel(world.context, booking);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

// ---------------------------------------------------------------- another calendar, and none

test("D4.9 R6.4 another calendar: the old event goes, one live event is in the new one", async () => {
  const booking = await booked();
  const choice = { ...asksFor(booking), calendarId: family() };
  expect(await chooseCalendar(world.context, choice)).toEqual({ kind: "done" });
  await world.settle();
  expect(ids()).toEqual([]);
  expect(ids(ADA, family())).toEqual([eventIdOf(booking, 2)]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
  expect(mailsAbout(world, booking)).toEqual(["invitation", "invitation", "cancellation"]);

  const next = await booked(TEN + 4 * HALF_HOUR_MS);
  expect(ids()).toEqual([eventIdOf(next)]);
});

test("D4.9 changes after that go to the new calendar, and a cancellation clears it", async () => {
  const booking = await booked();
  await chooseCalendar(world.context, { ...asksFor(booking), calendarId: family() });
  await world.settle();
  await move(world.context, await bookingNow(world.context, booking), TEN + 4 * HALF_HOUR_MS);
  await world.settle();
  expect(startOf(liveEvents(world, ADA, family())[0])).toBe(TEN + 4 * HALF_HOUR_MS);
  await cancel(world.context, await bookingNow(world.context, booking));
  await world.settle();
  expect([...ids(), ...ids(ADA, family())]).toEqual([]);
});

test("D4.9 a calendar that is not the host's, not connected, or not theirs to write is refused", async () => {
  const booking = await booked();
  const readOnly = world.sandbox
    .calendars(ADA)
    .map(({ id }) => id)
    .find((id) => id.includes("holiday"));
  for (const calendarId of ["nobody@example.com", "primary", "", readOnly ?? "x"]) {
    const choice = { ...asksFor(booking), calendarId };
    expect(await chooseCalendar(world.context, choice)).toEqual({ kind: "unknownCalendar" });
  }
  expect(await bookingNow(world.context, booking)).toEqual(booking);
});

test("D4.9 the same calendar chosen twice at once is chosen once", async () => {
  const booking = await booked();
  const choice = { ...asksFor(booking), calendarId: family() };
  const outcomes = await Promise.all([1, 2].map(() => chooseCalendar(world.context, choice)));
  await world.settle();
  expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done"]);
  expect([...ids(), ...ids(ADA, family())]).toEqual([eventIdOf(booking, 2)]);
});

test("D4.9 a calendar chosen while the first insert is under way: one event stays, in the chosen one", async () => {
  let chosen: Promise<unknown> | null = null;
  const form = aForm(host);
  const worker = world.worker({
    google: async (send, request) => {
      if (request.method === "POST" && request.url.includes("/events?") && chosen === null) {
        const booking = await book(world.context, form);
        chosen = chooseCalendar(world.context, { ...asksFor(booking), calendarId: family() });
        expect(await chosen).toEqual({ kind: "done" });
      }
      return send();
    },
  });
  const booking = await book(worker.context, form);
  await worker.settle();
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(chosen).not.toBeNull();
  expect(ids()).toEqual([]);
  expect(ids(ADA, family())).toEqual([eventIdOf(booking, 2)]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
});

test("D4.9 R6.4 a calendar that is gone parks its bookings; another one takes them in, and the old one is noted", async () => {
  const booking = await booked();
  const ways = ["events.patch", "events.delete", "events.get", "events.list"];
  const faults = ways.map((path) =>
    world.sandbox.faults.add({ match: { path }, effect: "refuse", status: 404, times: null }),
  );
  await edit(world.context, booking, { notes: "x" });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({
    state: "parked",
    last_outcome: "calendar_missing",
  });

  const now = await bookingNow(world.context, booking);
  await chooseCalendar(world.context, { ...asksFor(now), calendarId: family() });
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(ids(ADA, family())).toEqual([eventIdOf(booking, 2)]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", last_outcome: "old_event_left" });

  for (const { id } of faults) world.sandbox.faults.clear(id);
  await world.passTime(2 * 60 * MINUTE_MS);
  expect(ids()).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, last_outcome: null });
});

test("D4.9 kept without a calendar: the event goes, no cancellation is mailed, the booking stands", async () => {
  const booking = await booked();
  expect(await keepWithoutCalendar(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();
  expect(ids()).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 2 });
  expect(await bookingNow(world.context, booking)).toMatchObject({
    status: "confirmed",
    inCalendar: false,
  });
  await world.passTime(2 * MINUTE_MS);
  expect((await freeSlots(world.context, host.id)).map(({ start }) => start)).not.toContain(TEN);

  const now = await bookingNow(world.context, booking);
  expect(await restoreEvent(world.context, asksFor(now))).toEqual({ kind: "done" });
  await world.settle();
  expect(ids()).toEqual([eventIdOf(booking, 2)]);
});

test("D4.9 kept without a calendar and moved: the booking moves, Google hears nothing", async () => {
  const booking = await booked();
  await keepWithoutCalendar(world.context, asksFor(booking));
  await world.settle();
  const writes = googleWrites(world);
  await move(world.context, await bookingNow(world.context, booking), TEN + 4 * HALF_HOUR_MS);
  await world.settle();
  expect(googleWrites(world)).toEqual(writes);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 3 });
});

// ---------------------------------------------------------------- asked twice, stale, too late

const DECISIONS = [
  ["restore", restoreEvent],
  ["put back", putBackTime],
  ["keep without calendar", keepWithoutCalendar],
] as const;

test.each(DECISIONS)(
  "R7.8 to %s twice, or many times at once, is to do it once",
  async (_what, decide) => {
    const booking = await booked();
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => decide(world.context, asksFor(booking))),
    );
    await world.settle();
    outcomes.push(await decide(world.context, asksFor(booking)));
    expect(outcomes).toEqual(Array(5).fill({ kind: "done" }));
    expect((await bookingNow(world.context, booking)).revision).toBe(2);
    expect(await syncOf(booking)).toMatchObject(synced);
  },
);

test.each(DECISIONS)(
  "R7.8 to %s a booking that has changed since is refused",
  async (_what, decide) => {
    const booking = await booked();
    await edit(world.context, booking, { notes: "New" });
    await world.settle();
    expect(await decide(world.context, asksFor(booking))).toEqual({ kind: "changedMeanwhile" });
    expect((await bookingNow(world.context, booking)).revision).toBe(2);
  },
);

test("R7.8 nothing is decided about a booking that is cancelled, over or unknown", async () => {
  const booking = await booked();
  const second = await booked(TEN + 4 * HALF_HOUR_MS);
  await cancel(world.context, second);
  await world.settle();
  const off = asksFor(await bookingNow(world.context, second));
  const choice = (request: typeof off) => ({ ...request, calendarId: family() });
  for (const decide of [restoreEvent, putBackTime, keepWithoutCalendar, takeGoogleTime]) {
    expect(await decide(world.context, off)).toEqual({ kind: "tooLate" });
  }
  expect(await chooseCalendar(world.context, choice(off))).toEqual({ kind: "tooLate" });

  await world.clock.moveTo(booking.meeting.end);
  const over = asksFor(booking);
  for (const decide of [restoreEvent, putBackTime]) {
    expect(await decide(world.context, over)).toEqual({ kind: "tooLate" });
  }
  expect(await chooseCalendar(world.context, choice(over))).toEqual({ kind: "tooLate" });
  const unknown = asksFor({ ...booking, id: "0".repeat(32) });
  expect(await restoreEvent(world.context, unknown)).toEqual({ kind: "unknownBooking" });
});

// ---------------------------------------------------------------- try now

test("R3.6 Try now: what waits for its next try is tried at once", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", status: 503 });
  const booking = await booked();
  expect(await syncOf(booking)).toMatchObject({ state: "retrying" });
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(ids()).toEqual([eventIdOf(booking)]);
});

test("R3.6 Try now: what is parked is tried at once, and parked again if nothing has changed", async () => {
  const fault = world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 400,
    reason: "invalid",
    times: null,
  });
  const booking = await booked();
  expect(await syncOf(booking)).toMatchObject({ state: "parked" });
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({
    state: "parked",
    last_outcome: "google_400_invalid",
    due_at: null,
  });
  world.sandbox.faults.clear(fault.id);
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject(synced);
});

test("R3.6 D4.4 what is parked is tried again by itself, once a day", async () => {
  const fault = world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    status: 403,
    reason: "forbidden",
    times: null,
  });
  const booking = await booked(TEN + 4 * DAY_MS);
  await aDayLater();
  await aDayLater();
  expect(googleWrites(world)).toHaveLength(3);
  expect(await syncOf(booking)).toMatchObject({ state: "parked" });
  world.sandbox.faults.clear(fault.id);
  await aDayLater();
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(ids()).toEqual([eventIdOf(booking)]);
});

test("R3.6 Try now of a booking that is in agreement looks at its event and writes nothing", async () => {
  const booking = await booked();
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ ...synced, synced_revision: 1 });
  expect(googleWrites(world)).toEqual(["events.insert"]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("R3.6 Try now beside another try changes nothing, and of an unknown booking is nothing to try", async () => {
  let goOn = () => {};
  const pause = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let isWriting = false;
  const slow = world.worker({
    google: async (send, request) => {
      if (request.method !== "POST" || !request.url.includes("/events?")) return send();
      isWriting = true;
      await pause;
      return send();
    },
  });
  const booking = await book(slow.context, aForm(host));
  await vi.waitFor(() => expect(isWriting).toBe(true));
  expect(await retrySync(world.context, booking)).toEqual({ kind: "nothingToTry" });
  goOn();
  await slow.settle();
  expect(await syncOf(booking)).toMatchObject(synced);
  expect(ids()).toEqual([eventIdOf(booking)]);
  const unknown = { hostId: host.id, id: "0".repeat(32) };
  expect(await retrySync(world.context, unknown)).toEqual({ kind: "nothingToTry" });
});

test("R3.6 Try now, pressed many times at once, makes one event", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "refuse", status: 503 });
  const booking = await booked();
  await Promise.all(Array.from({ length: 6 }, () => retrySync(world.context, booking)));
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(world.sandbox.events(ADA)).toHaveLength(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject(synced);
});
