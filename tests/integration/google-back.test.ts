// Google is away for a while, and comes back to all that was put off.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  GRACE,
  liveEvents,
  mailsAbout,
  syncOf,
} from "./people.ts";
import { MOST_CALLS_A_MINUTE, mostInAMinute, slotsOf, statesOf, takeGoogleAway } from "./storms.ts";
import { createWorld, type World } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 120_000 });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

test("R3.6 D4.4 Google away for an hour with 60 bookings made meanwhile: all are delivered within minutes, oldest first", async () => {
  const slots = await slotsOf(world, host);
  const bringBack = takeGoogleAway(world);
  const bookings: Booking[] = [];
  // In no order of their meetings: the oldest booking goes first, not the next meeting.
  for (const slot of slots.slice(0, 60).reverse()) {
    bookings.push(await book(world.context, aForm(host, { startsAt: slot.start })));
    await world.settle();
    await world.passTime(MINUTE_MS);
  }
  expect(await statesOf(host)).toEqual({ retrying: 60 });
  expect(liveEvents(world)).toEqual([]);
  const callsWhileAway = world.sandbox.requests().length;
  console.info(`calls to Google in the hour that it was away: ${callsWhileAway}`);

  bringBack();
  await world.passTime(6 * MINUTE_MS);
  expect(await statesOf(host)).toEqual({ synced: 60 });
  const made = world.sandbox.events(ADA).map(({ id }) => id);
  expect(new Set(made).size).toBe(60);
  // Whoever was just about to try finds out that Google is back; all after that go in order.
  const order = made.map((id) => bookings.findIndex((booking) => id.startsWith(`b${booking.id}`)));
  const early = order.findIndex((_at, n) => isAscending(order.slice(n)));
  console.info(`delivered out of order before the rest: ${early} of 60`);
  expect(early).toBeLessThanOrEqual(6);
  for (const booking of bookings) expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  expect(mostInAMinute(world.sandbox.requests())).toBeLessThanOrEqual(MOST_CALLS_A_MINUTE);
});

const isAscending = (numbers: number[]) =>
  numbers.every((number, n) => n === 0 || number > (numbers[n - 1] ?? 0));

test("R3.6 D4.4 Google away for a moment: what was put off comes by itself", async () => {
  const slots = await slotsOf(world, host);
  const bringBack = takeGoogleAway(world);
  const bookings: Booking[] = [];
  for (const slot of slots.slice(0, 10)) {
    bookings.push(await book(world.context, aForm(host, { startsAt: slot.start })));
  }
  await world.settle();
  bringBack();
  await world.passTime(MINUTE_MS);
  expect(await statesOf(host)).toEqual({ synced: 10 });
  const away = await env.DB.prepare("SELECT away_since_at FROM calendar_connections").first();
  expect(away).toEqual({ away_since_at: null });
});

test("R3.6 one host's Google away leaves another's bookings as quick as ever", async () => {
  const grace = await aConnectedHost(world, GRACE);
  const [slots, graceSlots] = [await slotsOf(world, host), await slotsOf(world, grace)];
  const away = world.sandbox.faults.add({
    match: { path: `calendars/${ADA}` },
    effect: "refuse",
    status: 503,
    times: null,
  });
  for (const slot of slots.slice(0, 20)) {
    await book(world.context, aForm(host, { startsAt: slot.start }));
  }
  await world.settle();
  await world.passTime(30 * MINUTE_MS);
  expect(await statesOf(host)).toEqual({ retrying: 20 });
  const other = await book(world.context, aForm(grace, { startsAt: graceSlots[0]?.start }));
  await world.settle();
  expect(await syncOf(other)).toMatchObject({ state: "synced" });
  world.sandbox.faults.clear(away.id);
  await world.passTime(HOUR_MS);
  expect(await statesOf(host)).toEqual({ synced: 20 });
});
