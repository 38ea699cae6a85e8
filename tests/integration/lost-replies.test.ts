import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import type { Host } from "#db/hosts.server.ts";
import { calendarClient } from "#google-sandbox/calendar-client.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  bookAndSettle,
  cancel,
  googleWrites,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE_MS = 60_000;

let world: World;
let host: Host;

beforeEach(async () => {
  // Retries are logged.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = () => bookAndSettle(world, host);

async function cancelled(booking: Booking): Promise<void> {
  expect((await cancel(world.context, booking)).kind).toBe("done");
  await world.settle();
}

/** When Google was asked for the event, in minutes since `from`. */
const looks = (from: number) =>
  world.sandbox
    .requests()
    .filter(({ endpoint, at }) => endpoint === "events.get" && at > from)
    .map(({ at }) => Math.round((at - from) / MINUTE_MS));

test("R3.1 the event is written and the reply lost: it is taken for ours, and one invitation goes out", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  const booking = await booked();
  expect(await syncOf(booking)).toMatchObject({ state: "retrying", last_outcome: "network" });

  await world.passTime(MINUTE_MS);

  const [event, ...others] = liveEvents(world);
  expect(others).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  const stored = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
  expect(stored).toMatchObject({
    google_event_id: event?.id,
    google_event_link: event?.htmlLink,
    google_meet_link: event?.hangoutLink,
  });
});

test("the reply is lost three times over: still one event and one invitation", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply", times: 2 });
  world.sandbox.faults.add({ match: { path: "events.get" }, effect: "drop-reply" });
  const booking = await booked();
  await world.passTime(5 * MINUTE_MS);

  expect(liveEvents(world)).toHaveLength(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
});

test.each([5_000, 90_000, 15 * MINUTE_MS])(
  "an event that lands %d ms after we gave up on it is the only one",
  async (delayMs) => {
    world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "late", delayMs });
    const booking = await booked();
    await world.passTime(30 * MINUTE_MS);

    expect(world.sandbox.events(ADA)).toHaveLength(1);
    expect(liveEvents(world)).toHaveLength(1);
    expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  },
);

test("R3.5 the reply is lost and the guest cancels at once: no event stays, and the guest hears of it", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  const booking = await booked();
  expect(liveEvents(world)).toHaveLength(1);

  await cancelled(booking);

  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test.each([5_000, 90_000, 9 * MINUTE_MS, 50 * MINUTE_MS])(
  "R3.5 a booking cancelled while its event is on its way for %d ms leaves nothing, and nobody is invited",
  async (delayMs) => {
    world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "late", delayMs });
    const booking = await booked();
    await cancelled(booking);
    expect(liveEvents(world)).toEqual([]);

    await world.passTime(3 * 60 * MINUTE_MS);
    await world.sandbox.settled();

    expect(liveEvents(world)).toEqual([]);
    expect(mailsAbout(world, booking)).toEqual([]);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  },
);

test("R3.5 after a lost insert the place is looked at again after 1, 10 and 60 minutes, then no more", async () => {
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  const booking = await booked();
  await cancelled(booking);
  const from = world.clock.now();
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: from + MINUTE_MS });

  await world.passTime(5 * 60 * MINUTE_MS);
  expect(looks(from)).toEqual([1, 10, 60]);
});

test.each([0.5, 5, 40])(
  "R3.5 a lost insert that Google lets through %d minutes after the cancellation is removed again",
  async (minutes) => {
    world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "late", delayMs: 1e9 });
    const booking = await booked();
    await cancelled(booking);
    await world.passTime(minutes * MINUTE_MS);

    // Google does not promise to see that an id was used before.
    const scope = "https://www.googleapis.com/auth/calendar.events";
    const google = calendarClient(world.sandbox, world.sandbox.tokensFor(ADA, [scope]).accessToken);
    const path = `/calendars/${ADA}/events/b${booking.id}g1`;
    expect((await google("PATCH", path, { status: "confirmed" })).status).toBe(200);
    expect(liveEvents(world)).toHaveLength(1);

    await world.passTime(3 * 60 * MINUTE_MS);
    expect(liveEvents(world)).toEqual([]);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  },
);

test("R3.5 the event is removed and the reply lost: removed once, and told once", async () => {
  const booking = await booked();
  world.sandbox.faults.add({ match: { path: "events.delete" }, effect: "drop-reply" });
  await cancelled(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "retrying", last_outcome: "network" });
  await world.passTime(MINUTE_MS);

  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
});

test.each(["before", "after"] as const)(
  "R3.5 a guest cancels while the event is being written, just %s Google does it: no event stays",
  async (moment) => {
    const form = aForm(host);
    let cancellations = 0;
    // The first sending of the form is answered by then, and asking again brings the booking.
    const interrupt = async () => {
      cancellations += 1;
      await cancel(world.context, await book(world.context, form));
    };
    const worker = world.worker({
      google: async (send, request) => {
        const isInsert = request.method === "POST" && request.url.includes("/events?");
        if (isInsert && moment === "before") await interrupt();
        const answer = await send();
        if (isInsert && moment === "after") await interrupt();
        return answer;
      },
    });
    const booking = await book(worker.context, form);
    await worker.settle();
    await world.settle();

    expect(cancellations).toBe(1);
    expect(liveEvents(world)).toEqual([]);
    expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
    expect(await syncOf(booking)).toMatchObject({
      state: "synced",
      synced_revision: 2,
      due_at: null,
    });
  },
);

test("a booking that was never tried and is cancelled asks Google nothing", async () => {
  const worker = world.worker({
    database: {
      before: ({ sql }) => {
        if (sql.startsWith('update "booking_syncs"')) throw new Error("this Worker has ended");
      },
    },
  });
  vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await book(worker.context, aForm(host));
  await worker.settle();
  await cancelled(booking);
  await world.passTime(10 * MINUTE_MS);

  expect(googleWrites(world)).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
});
