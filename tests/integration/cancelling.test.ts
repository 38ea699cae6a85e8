import { beforeEach, expect, test, vi } from "vitest";
import { cancelBooking } from "#app/use-cases/cancel-booking.server.ts";
import { findBooking } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  book,
  cancel,
  googleWrites,
  hostNow,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

test("R3.5 R7.8 cancelling removes the event and tells the guest", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const outcome = await cancel(world.context, booking);
  expect(outcome).toEqual({ kind: "done" });
  await world.settle();

  expect(liveEvents(world)).toEqual([]);
  expect(world.sandbox.mails().map(({ kind, to }) => [kind, to])).toEqual([
    ["invitation", booking.guest.email],
    ["cancellation", booking.guest.email],
  ]);
  const stored = await findBooking(world.context.db, booking);
  expect(stored?.booking).toMatchObject({
    status: "cancelled",
    cancelReason: "ill",
    cancelledBy: "guest",
    revision: 2,
  });
  expect(stored?.sync.state).toBe("synced");
  expect(await row("SELECT who, what FROM booking_history WHERE revision = 2")).toEqual({
    who: "guest",
    what: "cancelled",
  });
});

test("the answer to a cancellation waits for no Google", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  let answerNow = () => {};
  const answer = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  const worker = world.worker({ google: (send) => answer.then(send) });
  expect((await cancel(worker.context, booking)).kind).toBe("done");
  expect(liveEvents(world)).toHaveLength(1);

  answerNow();
  await worker.settle();
  expect(liveEvents(world)).toEqual([]);
});

test("cancelling again, also at the same moment, is cancelled too: one removal, one mail", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => cancel(world.context, booking)),
  );
  await world.settle();
  outcomes.push(await cancel(world.context, booking));
  await world.passTime(120_000);

  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(6).fill("done"));
  expect(googleWrites(world)).toEqual(["events.insert", "events.delete"]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test("host and guest cancel at the same moment for different reasons: it is cancelled once", async () => {
  const { hostId, id } = await book(world.context, aForm(host));
  await world.settle();
  const ask = { key: { hostId, id }, expectedRevision: 1 };
  const outcomes = await Promise.all([
    cancelBooking(world.context, { ...ask, by: "guest", reason: "ill" }),
    cancelBooking(world.context, { ...ask, by: "host", reason: "away" }),
  ]);
  await world.settle();
  expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done"]);
  expect(await row("SELECT count(*) AS n FROM booking_history")).toEqual({ n: 2 });
  expect(liveEvents(world)).toEqual([]);
});

test("whoever looks at an older revision is told that the booking has changed", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  for (const revision of [0, 2]) {
    const outcome = await cancel(world.context, { ...booking, revision });
    expect(outcome).toEqual({ kind: "changedMeanwhile" });
  }
  expect(liveEvents(world)).toHaveLength(1);
});

test("a meeting that has begun can't be cancelled; a moment before, it can", async () => {
  const first = await book(world.context, aForm(host));
  const startsAt = first.meeting.end;
  const second = await book(world.context, aForm(host, { startsAt }));
  await world.settle();

  await world.clock.moveTo(first.meeting.start);
  expect(await cancel(world.context, first)).toEqual({ kind: "tooLate" });
  await world.clock.moveTo(second.meeting.start - 1);
  expect((await cancel(world.context, second)).kind).toBe("done");
  await world.settle();
  expect(liveEvents(world).map(({ id }) => id)).toEqual([`b${first.id}g1`]);
});

test("an event that was changed in Google is removed all the same", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.byHand.change(ADA, ADA, `b${booking.id}g1`, { summary: "Renamed" });
  await cancel(world.context, booking);
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test.each(["deleted", "deleted for good"])(
  "an event that was %s in Google is no trouble",
  async (how) => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const booking = await book(world.context, aForm(host));
    await world.settle();
    world.sandbox.byHand.delete(ADA, ADA, `b${booking.id}g1`);
    if (how === "deleted for good") world.sandbox.byHand.emptyTrash(ADA);
    await cancel(world.context, booking);
    await world.settle();
    // A 404 alone proves nothing: it is asked for again.
    await world.passTime(60_000);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  },
);

test("Google away when cancelling: cancelled at once, and the event goes when Google is back", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await book(world.context, aForm(host));
  await world.settle();
  world.sandbox.faults.add({ match: { path: "events.delete" }, effect: "refuse", times: 3 });
  expect((await cancel(world.context, booking)).kind).toBe("done");
  await world.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "retrying", last_outcome: "google_500" });
  await world.passTime(60_000);
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test("cancelling goes to the calendar where the event is, whatever is chosen by then", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const family = world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";
  await world.context.env.DB.prepare("UPDATE users SET google_calendar_id = ?").bind(family).run();
  const startsAt = booking.meeting.end;
  const moved = await hostNow(world.context, host.id);
  const next = await book(world.context, aForm(moved, { startsAt }));
  await world.settle();
  expect(liveEvents(world, ADA, family).map(({ id }) => id)).toEqual([`b${next.id}g1`]);

  await cancel(world.context, booking);
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
  expect(liveEvents(world, ADA, family)).toHaveLength(1);
});
