// D4.6: hosts do things in Google just when we do: before, after and between our writes and their lost replies. What was
// decided last counts, wherever that was; in doubt nothing of theirs is undone, and no guest is mailed about nothing.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { putBackTime } from "#app/use-cases/put-back-time.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { takeGoogleTime } from "#app/use-cases/take-google-time.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { NewFault } from "#google-sandbox/faults.ts";
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
  liveEvents,
  mailsAbout,
  move,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const DAY_MS = 86_400_000;
/** Wednesday 10:00 in Berlin. */
const TEN = Date.parse("2026-11-04T09:00:00Z");
const ELEVEN = TEN + 2 * HALF_HOUR_MS;
const ONE = TEN + 6 * HALF_HOUR_MS;

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = () => bookAndSettle(world, host, { startsAt: TEN });

const eventIdOf = ({ id }: Booking) => `b${id}g1`;
const startOf = (event: ReturnType<typeof liveEvents>[number] | undefined) =>
  Date.parse(event?.start.dateTime ?? "");
const fault = (path: string, changes: Partial<NewFault>) =>
  world.sandbox.faults.add({ match: { path }, effect: "refuse", ...changes });

const byHand = (booking: Booking, changes: object) =>
  world.sandbox.byHand.change(ADA, ADA, eventIdOf(booking), { ...changes });

const drag = (booking: Booking, startsAt: number) =>
  byHand(booking, {
    start: { dateTime: new Date(startsAt).toISOString() },
    end: { dateTime: new Date(startsAt + HALF_HOUR_MS).toISOString() },
  });

async function tryNow(booking: Booking): Promise<void> {
  await retrySync(world.context, booking);
  await world.settle();
}

// ---------------------------------------------------------------- removed

test.each<[string, Partial<NewFault> | null]>([
  ["is in the trash", null],
  ["was deleted for good", { status: 403, reason: "forbidden" }],
  ["answers 410", { status: 410, reason: "deleted" }],
])(
  "D4.6 a move whose reply was lost, and whose event the host deletes then and %s, is not made again: no second invitation",
  async (_how, answer) => {
    const booking = await booked();
    fault("events.patch", { effect: "drop-reply" });
    await move(world.context, booking, ELEVEN);
    await world.settle();
    expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
    world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
    if (answer) {
      world.sandbox.byHand.emptyTrash(ADA);
      fault("events.patch", { ...answer, times: null });
      fault("events.get", { ...answer, times: null });
    }
    await world.passTime(10 * MINUTE_MS);
    expect(liveEvents(world)).toEqual([]);
    expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
    expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
  },
);

test("D4.6 the host deletes, then the guest moves: the guest's decision is the later one, and the event comes again", async () => {
  const booking = await booked();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await move(world.context, booking, ELEVEN);
  await world.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(liveEvents(world).map(startOf)).toEqual([ELEVEN]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });
});

test("D4.6 Try now, pressed while Google is away, does not turn the guest's later move into a removal", async () => {
  const booking = await booked();
  world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
  await tryNow(booking);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
  world.sandbox.byHand.emptyTrash(ADA);
  const paths = ["events.insert", "events.get", "events.list", "events.patch"];
  const faults = paths.map((path) => fault(path, { status: 503, times: null }));
  await move(world.context, booking, ELEVEN);
  await world.settle();
  await tryNow(booking);
  for (const { id } of faults) world.sandbox.faults.clear(id);
  await world.passTime(10 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(liveEvents(world).map(startOf)).toEqual([ELEVEN]);
});

test("D4.6 deleted while our patch is on its way: nothing is left over, nothing is made twice", async () => {
  const booking = await booked();
  const worker = world.worker({
    google: (send, request) => {
      if (request.method === "PATCH") world.sandbox.byHand.delete(ADA, ADA, eventIdOf(booking));
      return send();
    },
  });
  await edit(worker.context, booking, { notes: "New" });
  await worker.settle();
  await world.passTime(5 * MINUTE_MS);
  expect(liveEvents(world)).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
});

// ---------------------------------------------------------------- moved

test("D4.6 taking Google's time when the event has been moved on since: it has drifted again, nothing is moved back, nobody is mailed", async () => {
  const booking = await booked();
  drag(booking, ELEVEN);
  await tryNow(booking);
  drag(booking, ONE);
  expect(await takeGoogleTime(world.context, asksFor(booking))).toEqual({ kind: "done" });
  await world.settle();
  await tryNow(booking);
  expect(liveEvents(world).map(startOf)).toEqual([ONE]);
  expect((await bookingNow(world.context, booking)).meeting.start).toBe(ELEVEN);
  expect(await syncOf(booking)).toMatchObject({ state: "drifted" });
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.6 taking Google's time after the guest has moved the booking is refused: the booking has changed", async () => {
  const booking = await booked();
  drag(booking, ELEVEN);
  await tryNow(booking);
  const asked = asksFor(booking);
  await move(world.context, booking, ONE);
  await world.settle();
  expect(await takeGoogleTime(world.context, asked)).toEqual({ kind: "changedMeanwhile" });
  expect(await putBackTime(world.context, asked)).toEqual({ kind: "changedMeanwhile" });
  expect((await bookingNow(world.context, booking)).meeting.start).toBe(ONE);
});

test("D4.6 taking Google's time twice, or with its answer lost, is done once", async () => {
  const booking = await booked();
  drag(booking, ELEVEN);
  await tryNow(booking);
  const asked = asksFor(booking);
  const outcomes = await Promise.all([1, 2, 3].map(() => takeGoogleTime(world.context, asked)));
  await world.settle();
  outcomes.push(await takeGoogleTime(world.context, asked));
  expect(outcomes).toEqual(Array(4).fill({ kind: "done" }));
  expect(await bookingNow(world.context, booking)).toMatchObject({ revision: 2 });
});

test("R7.2 a time taken from Google after the host changed zones counts on the date that the schedule now gives it", async () => {
  const booking = await booked();
  await env.DB.prepare("UPDATE schedules SET time_zone = 'Pacific/Auckland'").run();
  // Ten in the morning of the 12th in Auckland; in Berlin it is still the 11th.
  drag(booking, Date.parse("2026-11-11T21:00Z"));
  await tryNow(booking);
  expect(await takeGoogleTime(world.context, asksFor(booking))).toEqual({ kind: "done" });
  const stored = await row("SELECT local_day FROM bookings WHERE id = ?", booking.id);
  expect(stored).toEqual({ local_day: "2026-11-12" });
});

test("R7.6 a booking can be moved to where its own event was dragged, however far that is", async () => {
  const booking = await booked();
  const farOff = TEN + 7 * DAY_MS;
  drag(booking, farOff);
  await tryNow(booking);
  expect(await move(world.context, booking, farOff)).toEqual({ kind: "done" });
  await world.settle();
  expect(liveEvents(world).map(startOf)).toEqual([farOff]);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
});

test("R7.7 the time that a drifted event has left in Google is still the booking's", async () => {
  const booking = await booked();
  drag(booking, ELEVEN);
  await tryNow(booking);
  await expect(book(world.context, aForm(host, { startsAt: TEN }))).rejects.toThrow("taken");
});

// ---------------------------------------------------------------- written

test("D4.6 D4.7 an edit of the notes leaves title and place as the host wrote them in Google, and mails nobody", async () => {
  const booking = await booked();
  byHand(booking, { summary: "Ada's own title", location: "Ada's room" });
  await edit(world.context, booking, { notes: "About engines" });
  await world.settle();
  expect(liveEvents(world)).toMatchObject([
    {
      summary: "Ada's own title",
      location: "Ada's room",
      description: expect.stringContaining("About engines"),
    },
  ]);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.6 a new title leaves the place that the host wrote in Google; a new place leaves the title", async () => {
  const booking = await booked();
  byHand(booking, { summary: "Ada's own title", location: "Ada's room" });
  await edit(world.context, booking, { title: "A long talk" }, "host");
  await world.settle();
  expect(liveEvents(world)).toMatchObject([
    { summary: "A long talk: Gustav Guest and Ada Lovelace", location: "Ada's room" },
  ]);
  expect(world.sandbox.mails().at(-1)).toMatchObject({ kind: "update", changed: ["title"] });
});

test("D4.7 the first edit of a booking from before the events' texts were kept mails nobody about notes", async () => {
  const booking = await booked();
  await env.DB.prepare(
    "UPDATE calendar_events SET written_title = NULL, written_place = NULL",
  ).run();
  await edit(world.context, booking, { notes: "About engines" });
  await world.settle();
  expect(liveEvents(world)[0]?.description).toContain("About engines");
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.6 whatever the host does to it, a cancelled booking's event goes, and the guest is told once", async () => {
  const booking = await booked();
  byHand(booking, { summary: "Renamed", location: "Somewhere" });
  drag(booking, ONE);
  await cancel(world.context, booking);
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test("D4.6 an event whose marker somebody took off is not touched: the host is asked", async () => {
  const booking = await booked();
  byHand(booking, { extendedProperties: { private: null } });
  await edit(world.context, booking, { title: "Ours" }, "host");
  await world.settle();
  const { state } = await syncOf(booking);
  expect(["parked", "synced"]).toContain(state);
  expect(liveEvents(world)).toHaveLength(1);
});
