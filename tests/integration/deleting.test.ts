// R4.5: with the account its tokens are revoked and its data removed, whatever Google does meanwhile.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { findSignedIn, startSession } from "#app/auth/session.server.ts";
import type { Booking } from "#app/domain/booking.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { connectCalendar } from "#app/use-cases/connect-calendar.server.ts";
import { deleteAccount, finishDeletion } from "#app/use-cases/delete-account.server.ts";
import { offerSlots } from "#app/use-cases/offer-slots.server.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import { wakeDueSyncs } from "#app/use-cases/wake-due-syncs.server.ts";
import { beginDeletionKeepingBookings } from "#db/account-deletion.server.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import { findHost, findHostByHandle, type Host } from "#db/hosts.server.ts";
import { bookedAndNeverTried } from "./crashes.ts";
import {
  ALAN,
  aHostWithEverything,
  allRows,
  bookEachDay,
  countRows,
  hasGrant,
  leave,
  manyBookings,
  mentionsOf,
  namesOf,
  passHours,
  rowsOf,
  run,
} from "./leaving-host.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  cancel,
  EVENT_TYPE,
  edit,
  freeSlots,
  GRACE,
  giveConsent,
  liveEvents,
  mailsAbout,
  move,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const FEW_MINUTES_MS = 5 * 60_000;
const AWAY = { effect: "refuse", status: 503, times: null } as const;

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

/** All that names the host and both of their Google accounts. */
function everyName(host: Host): string[] {
  const alan = world.sandbox.accounts().find(({ email }) => email === ALAN);
  return [...namesOf(host), ALAN, alan?.sub ?? ALAN];
}

test("R4.5 R7.10 after deletion no row mentions the host, both grants are revoked, and another host's rows are untouched", async () => {
  const grace = await aConnectedHost(world, GRACE);
  await bookEachDay(world, grace, 2);
  const { host, bookings } = await aHostWithEverything(world);
  const tables = Object.keys(await allRows());
  const empty = tables.filter((table) => table !== "pending_revocations");
  for (const table of empty) expect([table, await countRows(table)]).not.toEqual([table, 0]);
  expect(hasGrant(world, ADA) && hasGrant(world, ALAN)).toBe(true);
  const graces = await rowsOf(grace);

  const outcome = await leave(world.context, host);
  expect(outcome).toEqual({ kind: "deleting", cancelled: bookings.length - 1 });
  await world.settle();
  await world.passTime(FEW_MINUTES_MS);

  expect(await mentionsOf(everyName(host))).toEqual([]);
  expect(await countRows("pending_revocations")).toBe(0);
  expect([hasGrant(world, ADA), hasGrant(world, ALAN), hasGrant(world, GRACE)]).toEqual([
    false,
    false,
    true,
  ]);
  expect(liveEvents(world)).toEqual([]);
  expect(liveEvents(world, GRACE)).toHaveLength(2);
  expect(await rowsOf(grace)).toEqual(graces);
});

test("R4.5 the guests of cancelled bookings are told by Google, once; of one under way nobody is", async () => {
  const host = await aConnectedHost(world);
  const underWay = await book(world.context, aForm(host));
  const [coming] = await bookEachDay(world, host, 1);
  await world.clock.moveTo(underWay.meeting.start + 60_000);
  expect(await leave(world.context, host)).toMatchObject({ cancelled: 1 });
  await world.settle();
  await world.passTime(FEW_MINUTES_MS);
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  if (!coming) throw new Error("nothing was booked");
  expect(mailsAbout(world, coming)).toEqual(["invitation", "cancellation"]);
  expect(mailsAbout(world, underWay)).toEqual(["invitation"]);
});

test("R4.5 kept bookings keep their events, and nobody is mailed", async () => {
  const host = await aConnectedHost(world);
  await bookEachDay(world, host, 3);
  const events = liveEvents(world);
  const mails = world.sandbox.mails();
  expect(await leave(world.context, host, "keep")).toEqual({
    kind: "deleted",
    access: "done",
    cancelled: 0,
  });
  await world.settle();
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  expect(hasGrant(world)).toBe(false);
  expect(liveEvents(world)).toEqual(events);
  expect(world.sandbox.mails()).toEqual(mails);
});

test("R4.5 a kept booking whose event is not written yet gets it before the access ends", async () => {
  const host = await aConnectedHost(world);
  const fault = world.sandbox.faults.add({ match: { path: "events.insert" }, ...AWAY });
  vi.spyOn(console, "warn").mockImplementation(() => {});
  await bookEachDay(world, host, 1);
  expect(liveEvents(world)).toEqual([]);
  expect(await leave(world.context, host, "keep")).toMatchObject({ kind: "deleting" });
  await world.settle();
  await passHours(world, 3);
  world.sandbox.faults.clear(fault.id);
  await passHours(world, 2);
  expect(liveEvents(world)).toHaveLength(1);
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  expect(hasGrant(world)).toBe(false);
});

test("R4.5 a host without a calendar is gone at once; so is one who never booked", async () => {
  const host = await aHost(world);
  expect(await leave(world.context, host)).toEqual({
    kind: "deleted",
    access: "none",
    cancelled: 0,
  });
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  const again = await aHost(world);
  expect(again.id).not.toBe(host.id);
  expect(again.handle).toBe(host.handle);
});

test("R4.5 what is typed has to be the handle, in any case, or nothing is done", async () => {
  const { context } = world;
  const host = await aConnectedHost(world);
  const before = await rowsOf(host);
  const request = { bookings: "cancel", reason: "" } as const;
  for (const typedHandle of ["", "ada", `${host.handle}-2`, host.id]) {
    const outcome = await deleteAccount(context, host, { ...request, typedHandle });
    expect(outcome).toEqual({ kind: "notConfirmed" });
  }
  expect(await rowsOf(host)).toEqual(before);
  const typedHandle = ` ${host.handle.toUpperCase()} `;
  expect(await deleteAccount(context, host, { ...request, typedHandle })).toMatchObject({
    kind: "deleted",
  });
});

test("R4.5 while Google is away the page is closed and nobody is signed in; after a day the rows go, and Google is told when it is back", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const host = await aConnectedHost(world);
  await bookEachDay(world, host, 2);
  const cookies = [
    await startSession(world.context, host.id),
    await startSession(world.context, host.id),
  ];
  world.sandbox.faults.add(AWAY);
  expect(await leave(world.context, host)).toEqual({ kind: "deleting", cancelled: 2 });
  await world.settle();
  expect(await findHostByHandle(world.context.db, host.handle)).toBeNull();
  cookies.push(await startSession(world.context, host.id));
  for (const Cookie of cookies) {
    const request = new Request(env.APP_ORIGIN, { headers: { Cookie } });
    expect(await findSignedIn(request, world.context)).toBeNull();
  }

  await passHours(world, 23);
  expect(await findHost(world.context.db, host.id)).not.toBeNull();
  await passHours(world, 2);
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  expect(await countRows("pending_revocations")).toBe(1);
  expect([hasGrant(world), liveEvents(world).length]).toEqual([true, 2]);

  world.sandbox.faults.clear();
  await passHours(world, 7);
  expect(await countRows("pending_revocations")).toBe(0);
  expect(hasGrant(world)).toBe(false);
});

test("R4.5 events are removed as soon as Google is back within the day", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const host = await aConnectedHost(world);
  await bookEachDay(world, host, 2);
  world.sandbox.faults.add(AWAY);
  await leave(world.context, host);
  await world.settle();
  await passHours(world, 20);
  world.sandbox.faults.clear();
  await passHours(world, 2);
  expect(liveEvents(world)).toEqual([]);
  expect([await mentionsOf(namesOf(host)), hasGrant(world)]).toEqual([[], false]);
});

test("R4.5 with Google away for more than a week the token is forgotten, and the operator hears of it", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const host = await aConnectedHost(world);
  world.sandbox.faults.add(AWAY);
  expect(await leave(world.context, host)).toMatchObject({ kind: "deleted", access: "pending" });
  await world.settle();
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  await passHours(world, 6 * 24, 60);
  expect(await countRows("pending_revocations")).toBe(1);
  await passHours(world, 2 * 24, 60);
  expect(await countRows("pending_revocations")).toBe(0);
  const lines = warn.mock.calls.map(([line]) => String(line));
  expect(lines.filter((line) => line.includes('"given_up"'))).toHaveLength(1);
  expect(lines.join()).not.toContain(host.googleSub);
});

test("R4.5 with a dead token there is nothing to wait for: the events stay, the rows go", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const host = await aConnectedHost(world);
  await bookEachDay(world, host, 2);
  world.sandbox.killTokens(ADA);
  await leave(world.context, host);
  await world.settle();
  await world.passTime(FEW_MINUTES_MS);
  expect(await mentionsOf(namesOf(host))).toEqual([]);
  expect(await countRows("pending_revocations")).toBe(0);
  expect(liveEvents(world)).toHaveLength(2);
});

test.each(["cancel", "keep"] as const)(
  "R4.5 deletion that is asked for twice at once (%s) is one",
  async (bookings) => {
    const host = await aConnectedHost(world);
    const [coming] = await bookEachDay(world, host, 2);
    const both = await Promise.all([
      leave(world.context, host, bookings),
      leave(world.worker().context, host, bookings),
    ]);
    await world.settle();
    await world.passTime(FEW_MINUTES_MS);
    expect(await mentionsOf(namesOf(host))).toEqual([]);
    expect(await countRows("pending_revocations")).toBe(0);
    if (bookings === "keep") expect(both.map(({ kind }) => kind)).toContain("deleted");
    if (!coming) throw new Error("nothing was booked");
    const told = bookings === "cancel" ? ["invitation", "cancellation"] : ["invitation"];
    expect(mailsAbout(world, coming)).toEqual(told);
    expect(await leave(world.context, host, bookings)).toMatchObject({ kind: "deleted" });
  },
);

/** A Worker that lets this happen right before a statement like this. */
function interrupted(sql: RegExp, happens: () => Promise<unknown>) {
  let hasHappened = false;
  return world.worker({
    database: {
      before: async (call) => {
        if (hasHappened || !sql.test(call.sql)) return;
        hasHappened = true;
        await happens();
      },
    },
  });
}

const MOMENTS = [
  [
    "begins",
    (host: Host) => beginDeletionKeepingBookings(world.context.db, host.id, world.context.now()),
  ],
  ["is done", (host: Host) => leave(world.context, host, "keep")],
] as const;

test.each(MOMENTS)(
  "R4.5 a guest who books in the moment in which the deletion %s books nothing",
  async (_moment, happens) => {
    const host = await aConnectedHost(world);
    const guest = interrupted(/^insert into "bookings"/, () => happens(host));
    expect((await bookSlot(guest.context, aForm(host))).kind).toBe("pageUnknown");
    await guest.settle();
    await world.passTime(FEW_MINUTES_MS);
    expect(await mentionsOf(namesOf(host))).toEqual([]);
    expect(liveEvents(world)).toEqual([]);
  },
);

type Act = (context: AppContext, booking: Booking, free: number) => Promise<{ kind: string }>;
const ACTS: [string, Act][] = [
  ["moves", move],
  ["edits", (context, booking) => edit(context, booking, { guestName: "G." })],
  ["cancels", cancel],
];

test.each(ACTS)(
  "R4.5 a guest who %s a booking in the moment in which the rows go hears that there is none",
  async (_what, act) => {
    const host = await aConnectedHost(world);
    const [booking] = await bookEachDay(world, host, 1);
    const free = (await freeSlots(world.context, host.id)).at(-1)?.start ?? 0;
    await world.settle();
    if (!booking) throw new Error("nothing was booked");
    const guest = interrupted(/^update "bookings"/, () => leave(world.context, host, "keep"));
    expect((await act(guest.context, booking, free)).kind).toBe("unknownBooking");
    await guest.settle();
    expect(await mentionsOf(namesOf(host))).toEqual([]);
  },
);

test("R4.5 a guest who cancels in the moment in which the deletion begins is heard: the kept booking's event goes", async () => {
  const host = await aConnectedHost(world);
  const [booking] = await bookEachDay(world, host, 1);
  if (!booking) throw new Error("nothing was booked");
  const begin = () => beginDeletionKeepingBookings(world.context.db, host.id, world.context.now());
  const guest = interrupted(/^update "bookings"/, begin);
  expect((await cancel(guest.context, booking)).kind).toBe("done");
  await guest.settle();
  await world.passTime(FEW_MINUTES_MS);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
  expect([await mentionsOf(namesOf(host)), liveEvents(world)]).toEqual([[], []]);
});

/** The rows go although somebody is at work: so it is when a day is over. */
async function goAtOnce(host: Host): Promise<void> {
  await leave(world.context, host, "keep");
  await run(
    "UPDATE calendar_connections SET disconnecting_since_at = 0 WHERE host_id = ?",
    host.id,
  );
  expect(await finishDeletion(world.context, host.id)).toMatchObject({ kind: "deleted" });
}

test.each([
  ["reads the booking", /^select .* from "bookings"/s],
  ["writes down its try", /^insert into "calendar_events"/],
  ["closes", /update "booking_syncs" set .*"last_outcome" = /s],
])("R4.5 a sync that just %s when the rows go leaves none behind", async (_what, sql) => {
  const host = await aConnectedHost(world);
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await bookedAndNeverTried({ world, nextForm: () => aForm(host) });
  error.mockReset();
  const worker = interrupted(sql, () => goAtOnce(host));
  expect(await syncBooking(worker.context, booking)).toEqual({ kind: "nothingToDo" });
  await worker.settle();
  await world.settle();
  await world.passTime(FEW_MINUTES_MS);
  expect(await mentionsOf([...namesOf(host), booking.id])).toEqual([]);
  expect(error).not.toHaveBeenCalled();
});

test("R4.5 messages about bookings whose rows are gone are acknowledged with the others of their batch", async () => {
  const host = await aConnectedHost(world);
  const grace = await aConnectedHost(world, GRACE);
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const booking = await bookedAndNeverTried({ world, nextForm: () => aForm(host) });
  const free = await freeSlots(world.context, grace.id);
  const nextForm = () => aForm(grace, { startsAt: free.at(-1)?.start ?? 0 });
  const other = await bookedAndNeverTried({ world, nextForm });
  error.mockReset();
  await wakeDueSyncs(world.context);
  await goAtOnce(host);
  await world.passTime(FEW_MINUTES_MS);
  expect(await syncOf(other)).toMatchObject({ state: "synced" });
  expect(await mentionsOf([...namesOf(host), booking.id])).toEqual([]);
  expect([error.mock.calls, world.queue.nextDueAt()]).toEqual([[], null]);
});

test("R4.5 a consent that is being stored when the deletion begins is ended too", async () => {
  const host = await aHost(world);
  const { callback } = await giveConsent(world, host);
  if (callback.kind !== "code") throw new Error("Google gave no code");
  const begin = () => beginDeletionKeepingBookings(world.context.db, host.id, world.context.now());
  const worker = interrupted(/insert into "calendar_connections"/, begin);
  expect((await connectCalendar(worker.context, host, callback)).kind).toBe("connected");
  await worker.settle();
  expect(hasGrant(world)).toBe(true);
  await world.passTime(FEW_MINUTES_MS);
  expect([await mentionsOf(namesOf(host)), hasGrant(world)]).toEqual([[], false]);
});

test("R4.5 a page that is being shown when the rows go leaves none behind", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const host = await aConnectedHost(world);
  const eventType = await findActiveEventType(world.context.db, host.id, EVENT_TYPE);
  if (!eventType) throw new Error("the host has no event type");
  const visitor = interrupted(/insert into "busy_snapshots"/, () => leave(world.context, host));
  const range = { start: world.context.now(), end: world.context.now() + 86_400_000 };
  const page = { host, eventType, durationMinutes: 30, moving: null };
  await offerSlots(visitor.context, page, range);
  await visitor.settle();
  expect(await mentionsOf(namesOf(host))).toEqual([]);
});

test("R4.5 nobody's rows wait for others who wait for Google", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const waiting = [await aConnectedHost(world), await aConnectedHost(world, GRACE)];
  for (const host of waiting) await bookEachDay(world, host, 1);
  world.sandbox.faults.add(AWAY);
  for (const host of waiting)
    expect(await leave(world.context, host)).toMatchObject({ kind: "deleting" });
  await world.settle();
  const last = await aHost(world, ALAN);
  await beginDeletionKeepingBookings(world.context.db, last.id, world.context.now());
  await world.runCron();
  expect(await mentionsOf(namesOf(last))).toEqual([]);
  expect(await countRows("users")).toBe(2);
});

test("R4.5 a Google account that another host has connected keeps its access until that one goes too", async () => {
  const ada = await aConnectedHost(world);
  const grace = await aHost(world, GRACE);
  const consent = await giveConsent(world, grace, { email: ADA });
  if (consent.callback.kind !== "code") throw new Error("Google gave no code");
  await connectCalendar(world.context, grace, consent.callback);
  await world.settle();
  expect(await leave(world.context, ada)).toMatchObject({ kind: "deleted", access: "inUse" });
  expect(hasGrant(world)).toBe(true);
  expect(await row("SELECT status FROM calendar_connections")).toEqual({ status: "active" });
  expect(await leave(world.context, grace)).toMatchObject({ kind: "deleted", access: "done" });
  expect(hasGrant(world)).toBe(false);
});

test("R4.5 an account with 10,000 bookings goes in one piece", async () => {
  const host = await aConnectedHost(world);
  const [booking] = await bookEachDay(world, host, 1);
  await manyBookings(booking?.id ?? "", 10_000);
  expect(await countRows("bookings")).toBe(10_001);
  expect(await leave(world.context, host, "keep")).toMatchObject({ kind: "deleted" });
  await world.settle();
  expect(await mentionsOf(namesOf(host))).toEqual([]);
});
