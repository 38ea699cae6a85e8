// What a booking costs D1, by D1's own count of the rows that it writes, index entries included.
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { chooseCalendar } from "#app/use-cases/choose-calendar.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import { putBackTime } from "#app/use-cases/put-back-time.server.ts";
import { restoreEvent } from "#app/use-cases/restore-event.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { takeGoogleTime } from "#app/use-cases/take-google-time.server.ts";
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
  edit,
  liveEvents,
  move,
  syncOf,
} from "./people.ts";
import { countCosts } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

const MOST_FOR_A_BOOKING = 16;
const MOST_FOR_A_CHANGE = 12;
const HALF_HOUR_MS = 1_800_000;

let world: World;
let host: Host;
const figures: Record<string, number> = {};

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

afterAll(() => {
  console.info(`rows written to D1: ${JSON.stringify(figures)}`);
});

/** Does it, lets the sync behind it finish, and counts; nothing else happens meanwhile. */
async function rowsWrittenBy(what: string, act: (context: AppContext) => Promise<unknown>) {
  const { watch, costs } = countCosts();
  const worker = world.worker({ database: watch });
  await act(worker.context);
  await worker.settle();
  figures[what] = Math.max(costs.written, figures[what] ?? 0);
  return costs.written;
}

const booked = () => bookAndSettle(world, host);

test("D10 booking and its sync write at most 16 rows", async () => {
  const form = aForm(host);
  const written = await rowsWrittenBy("book", (context) => book(context, form));
  expect(await syncOf(await book(world.context, form))).toMatchObject({ state: "synced" });
  expect(written).toBeGreaterThan(5);
  expect(written).toBeLessThanOrEqual(MOST_FOR_A_BOOKING);
});

const later = ({ meeting }: Booking) => meeting.start + HALF_HOUR_MS;

test.each<[string, (context: AppContext, booking: Booking) => Promise<{ kind: string }>]>([
  ["move", (context, booking) => move(context, booking, later(booking))],
  ["move by the host", (context, booking) => move(context, booking, later(booking), "host")],
  ["edit", (context, booking) => edit(context, booking, { notes: "About engines" })],
  [
    "edit of all",
    (context, booking) =>
      edit(context, booking, { title: "T", guestName: "G", notes: "N", place: "P" }, "host"),
  ],
  ["cancel", (context, booking) => cancel(context, booking)],
])("D10 a %s and its sync write at most 12 rows", async (what, change) => {
  const booking = await booked();
  const written = await rowsWrittenBy(what, async (context) => {
    expect(await change(context, booking)).toEqual({ kind: "done" });
  });
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });
  expect(written).toBeGreaterThan(5);
  expect(written).toBeLessThanOrEqual(MOST_FOR_A_CHANGE);
});

test("D10 nor does a second and third change write more", async () => {
  const booking = await booked();
  const changes: [string, (context: AppContext, booking: Booking) => Promise<unknown>][] = [
    ["move", (context, now) => move(context, now, later(now))],
    ["edit", (context, now) => edit(context, now, { notes: "More" })],
    ["move", (context, now) => move(context, now, later(now))],
    ["cancel", (context, now) => cancel(context, now)],
  ];
  for (const [what, change] of changes) {
    const now = await bookingNow(world.context, booking);
    const written = await rowsWrittenBy(what, (context) => change(context, now));
    expect([what, written <= MOST_FOR_A_CHANGE]).toEqual([what, true]);
  }
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 5 });
});

const byHand = { start: "2026-11-02T15:00:00Z", end: "2026-11-02T15:30:00Z" };

/** Somebody moves the event in Google, and the host looks. */
async function drifted(booking: Booking): Promise<void> {
  world.sandbox.byHand.change(ADA, ADA, `b${booking.id}g1`, {
    start: { dateTime: byHand.start },
    end: { dateTime: byHand.end },
  });
  await retrySync(world.context, booking);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "drifted" });
}

async function removed(booking: Booking): Promise<void> {
  world.sandbox.byHand.delete(ADA, ADA, `b${booking.id}g1`);
  await retrySync(world.context, booking);
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "removed_in_google" });
}

const family = () =>
  world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";

test.each<
  [
    string,
    (booking: Booking) => Promise<void>,
    (context: AppContext, booking: Booking) => Promise<{ kind: string }>,
  ]
>([
  ["take Google's time", drifted, (context, booking) => takeGoogleTime(context, asksFor(booking))],
  ["put back", drifted, (context, booking) => putBackTime(context, asksFor(booking))],
  ["restore", removed, (context, booking) => restoreEvent(context, asksFor(booking))],
  [
    "keep without calendar",
    removed,
    (context, booking) => keepWithoutCalendar(context, asksFor(booking)),
  ],
  [
    "another calendar",
    async () => undefined,
    (context, booking) => chooseCalendar(context, { ...asksFor(booking), calendarId: family() }),
  ],
])("D10 to %s writes few rows, its sync included", async (what, prepare, change) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  await prepare(booking);
  warn.mockRestore();
  const written = await rowsWrittenBy(what, async (context) => {
    expect(await change(context, booking)).toEqual({ kind: "done" });
  });
  expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });
  expect(written).toBeLessThanOrEqual(MOST_FOR_A_CHANGE);
});

test("D10 a try that fails writes few rows, and the next that succeeds no more", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const fault = world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    times: null,
  });
  const booking = await booked();
  const retry = (context: AppContext) => retrySync(context, booking);
  const failing = await rowsWrittenBy("retry that fails", retry);
  world.sandbox.faults.clear(fault.id);
  const succeeding = await rowsWrittenBy("retry that succeeds", retry);
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(liveEvents(world)).toHaveLength(1);
  expect(failing).toBeLessThanOrEqual(MOST_FOR_A_CHANGE);
  expect(succeeding).toBeLessThanOrEqual(MOST_FOR_A_CHANGE);
});
