// Which Google account a consent is of: none is ever swapped for another unasked.
import { beforeEach, expect, test, vi } from "vitest";
import { connectCalendar } from "#app/use-cases/connect-calendar.server.ts";
import { disconnectCalendar } from "#app/use-cases/disconnect-calendar.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  connect,
  connectionOf,
  GRACE,
  giveConsent,
  hostNow,
  liveEvents,
  move,
  reconnect,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const subOf = (email: string) =>
  world.sandbox.accounts().find((account) => account.email === email)?.sub ?? "";

const WEDNESDAY = Date.parse("2026-11-04T09:00:00Z");

test("R4.4 reconnecting with another account changes nothing, and says which one it was", async () => {
  const before = await connectionOf(host);
  expect(await reconnect(world, host, { email: GRACE })).toEqual({
    kind: "otherAccount",
    account: { sub: subOf(GRACE), email: GRACE },
    awaitedId: before.id,
  });
  expect(await connectionOf(host)).toEqual(before);
});

test("R4.4 once the host has said so, the other account is connected: new bookings go there, those made before stay", async () => {
  const old = await book(world.context, aForm(host, { startsAt: WEDNESDAY }));
  await world.settle();
  expect(await connect(world, host, { email: GRACE })).toEqual({ kind: "connected" });
  host = await hostNow(world.context, host.id);
  expect(host.googleCalendarId).toBe(GRACE);
  const fresh = await book(world.context, aForm(host, { startsAt: WEDNESDAY + 3_600_000 }));
  await world.settle();
  expect([liveEvents(world, ADA).length, liveEvents(world, GRACE).length]).toEqual([1, 1]);
  expect(await move(world.context, old, WEDNESDAY + 7_200_000)).toEqual({ kind: "done" });
  await world.settle();
  expect(liveEvents(world, ADA)[0]?.start).toMatchObject({
    dateTime: expect.stringContaining("12:00"),
  });
  for (const booking of [old, fresh]) {
    expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  }
});

test("R4.4 access to the older account can be renewed, and new bookings still go to the newer one", async () => {
  const old = await book(world.context, aForm(host, { startsAt: WEDNESDAY }));
  await world.settle();
  await connect(world, host, { email: GRACE });
  host = await hostNow(world.context, host.id);
  world.sandbox.killTokens(ADA);
  world.sandbox.expireAccessTokens(ADA);
  await move(world.context, old, WEDNESDAY + 7_200_000);
  await world.settle();
  expect(await syncOf(old)).toMatchObject({ state: "waiting_for_reconnect" });
  expect(await connect(world, host, { email: ADA }, world.context, subOf(ADA))).toEqual({
    kind: "connected",
  });
  await world.settle();
  await world.passTime(120_000);
  expect(await syncOf(old)).toMatchObject({ state: "synced" });
  expect((await hostNow(world.context, host.id)).googleCalendarId).toBe(GRACE);
});

test("R4.4 two tabs that connect two accounts at once: the second is asked about, not taken", async () => {
  const fresh = await createWorld();
  world = fresh;
  const other = await aHost(world);
  const [first, second] = [
    await giveConsent(world, other, { email: ADA }),
    await giveConsent(world, other, { email: GRACE }),
  ];
  if (first.callback.kind !== "code" || second.callback.kind !== "code") throw new Error("no code");
  await world.clock.moveTo(world.clock.now() + 1_000);
  expect(await connectCalendar(world.context, other, first.callback)).toEqual({
    kind: "connected",
  });
  const now = await hostNow(world.context, other.id);
  expect(await connectCalendar(world.context, now, second.callback)).toMatchObject({
    kind: "otherAccount",
    account: { email: GRACE },
  });
});

async function disconnected(events: "stay" | "go"): Promise<void> {
  const connectionId = String(host.googleCalendarConnectionId);
  await disconnectCalendar(world.context, { hostId: host.id, connectionId, events });
  await world.settle();
  await world.passTime(3 * 60_000);
  host = await hostNow(world.context, host.id);
}

test("R4.4 after disconnecting too: while coming bookings have their events in the old account, another one is asked about", async () => {
  const old = await book(world.context, aForm(host, { startsAt: WEDNESDAY }));
  await world.settle();
  await disconnected("stay");
  const before = await connectionOf(host);
  const asked = { kind: "otherAccount", account: { email: GRACE }, awaitedId: before.id };
  expect(await connect(world, host, { email: GRACE })).toMatchObject(asked);
  expect(await hostNow(world.context, host.id)).toEqual(host);
  expect(await connect(world, host, { email: GRACE }, world.context, subOf(GRACE))).toEqual({
    kind: "connected",
  });
  await world.settle();
  expect(liveEvents(world, ADA).map(({ id }) => id)).toEqual([`b${old.id}g1`]);
  expect(liveEvents(world, GRACE)).toEqual([]);
});

test("R4.4 the same account is not asked about, and its bookings' events follow again", async () => {
  const old = await book(world.context, aForm(host, { startsAt: WEDNESDAY }));
  await world.settle();
  await disconnected("stay");
  await move(world.context, old, WEDNESDAY + 7_200_000);
  await world.settle();
  expect(await connect(world, host, { email: ADA })).toEqual({ kind: "connected" });
  await world.settle();
  await world.passTime(120_000);
  expect(await syncOf(old)).toMatchObject({ state: "synced" });
});

test.each<[string, () => Promise<unknown>, "stay" | "go"]>([
  ["no booking is to come", async () => null, "stay"],
  [
    "the events were removed",
    () => book(world.context, aForm(host, { startsAt: WEDNESDAY })),
    "go",
  ],
])("R4.4 nothing is asked when %s", async (_name, prepare, events) => {
  await prepare();
  await world.settle();
  await disconnected(events);
  expect(await connect(world, host, { email: GRACE })).toEqual({ kind: "connected" });
});

test("R4.4 a consent that was begun before another tab disconnected is asked about too", async () => {
  await book(world.context, aForm(host, { startsAt: WEDNESDAY }));
  await world.settle();
  const consent = await giveConsent(world, host, { email: GRACE });
  if (consent.callback.kind !== "code") throw new Error("no code");
  await disconnected("stay");
  expect(await connectCalendar(world.context, host, consent.callback)).toMatchObject({
    kind: "otherAccount",
  });
});
