// R3.4: what a booking says is changed by guest or host, and its event says it too.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { cancelBooking } from "#app/use-cases/cancel-booking.server.ts";
import { listHistory } from "#db/booking-revisions.server.ts";
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
  googleWrites,
  liveEvents,
  mailsAbout,
  move,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

const booked = () => bookAndSettle(world, host);

const NOTES = { notes: "About engines" };
const PLACE = { place: "Room 5" };

/** The place of a meeting that is not by Google Meet. */
async function meetSomewhere(): Promise<void> {
  await env.DB.prepare(
    "UPDATE event_types SET location_kind = 'in_person', location_detail = 'Room 1'",
  ).run();
}

test.each(["guest", "host"] as const)(
  "R3.4 R7.8 a %s changes notes and name: the same booking and event say so, its time stays",
  async (by) => {
    const booking = await booked();
    const [before] = liveEvents(world);
    const changes = { guestName: "Gustav G. Guest", ...NOTES };
    expect(await edit(world.context, booking, changes, by)).toEqual({ kind: "done" });
    await world.settle();

    expect(await bookingNow(world.context, booking)).toEqual({
      ...booking,
      guest: { ...booking.guest, name: "Gustav G. Guest", notes: "About engines" },
      revision: 2,
      titleRevision: 2,
      textRevision: 2,
    });
    const events = liveEvents(world);
    expect(events.map(({ id }) => id)).toEqual([before?.id]);
    expect(events[0]).toMatchObject({
      summary: "30 minute meeting: Gustav G. Guest and Ada Lovelace",
      start: before?.start,
      end: before?.end,
      attendees: before?.attendees,
      hangoutLink: before?.hangoutLink,
    });
    expect(events[0]?.description).toContain("About engines");
    expect(googleWrites(world)).toEqual(["events.insert", "events.patch"]);
    expect(await syncOf(booking)).toMatchObject({ state: "synced", synced_revision: 2 });
    expect(await listHistory(world.context.db, booking)).toMatchObject([
      { what: "booked" },
      { what: "edited", who: by },
    ]);
  },
);

test("D4.7 an edit of the notes is mailed to nobody", async () => {
  const booking = await booked();
  await edit(world.context, booking, NOTES);
  await world.settle();
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("D4.7 another title is mailed to the guest, once", async () => {
  const booking = await booked();
  await edit(world.context, booking, { title: "A long talk", ...NOTES }, "host");
  await world.settle();
  expect(world.sandbox.mails().map(({ kind, to, changed }) => [kind, to, changed])).toEqual([
    ["invitation", booking.guest.email, undefined],
    ["update", booking.guest.email, ["title"]],
  ]);
});

test("D4.7 another place is mailed to the guest, once; the same place again is no change at all", async () => {
  await meetSomewhere();
  const booking = await booked();
  expect(liveEvents(world)[0]?.location).toBe("Room 1");
  await edit(world.context, booking, PLACE, "host");
  await world.settle();
  expect(liveEvents(world)[0]?.location).toBe("Room 5");
  expect(world.sandbox.mails().at(-1)).toMatchObject({ kind: "update", changed: ["place"] });

  expect(await edit(world.context, booking, PLACE, "host")).toEqual({ kind: "done" });
  await world.settle();
  expect((await bookingNow(world.context, booking)).revision).toBe(2);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);
});

test("R3.4 a place that is taken away goes from the event, too", async () => {
  await meetSomewhere();
  const booking = await booked();
  await edit(world.context, booking, { place: "" }, "host");
  await world.settle();
  expect(liveEvents(world)[0]?.location).toBeUndefined();
});

test("R5.4 what a guest writes stays text in the host's calendar", async () => {
  const booking = await booked();
  await edit(world.context, booking, { notes: "<a href='https://evil.test'>click</a> & more" });
  await world.settle();
  const description = liveEvents(world)[0]?.description ?? "";
  expect(description).toContain("&lt;a href='https://evil.test'&gt;click&lt;/a&gt; &amp; more");
  expect(description).not.toContain("<a ");
});

test("D4.6 a title that the host wrote in Google survives a move, and not an edit of the title", async () => {
  const booking = await booked();
  const eventId = `b${booking.id}g1`;
  world.sandbox.byHand.change(ADA, ADA, eventId, { summary: "My own title" });
  await move(world.context, booking, booking.meeting.start + 30 * MINUTE_MS);
  await world.settle();
  expect(liveEvents(world)[0]?.summary).toBe("My own title");
  expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);

  await edit(world.context, await bookingNow(world.context, booking), { title: "Ours" }, "host");
  await world.settle();
  expect(liveEvents(world)[0]?.summary).toBe("Ours: Gustav Guest and Ada Lovelace");
});

test("D4.6 attendees and Meet that were added in Google stay through every change here", async () => {
  const booking = await booked();
  const eventId = `b${booking.id}g1`;
  const [event] = liveEvents(world);
  const colleague = { email: "colleague@example.net", responseStatus: "needsAction" };
  world.sandbox.byHand.change(ADA, ADA, eventId, {
    attendees: [...(event?.attendees ?? []), colleague],
    reminders: { useDefault: false },
  });
  await edit(world.context, booking, NOTES);
  await world.settle();
  await move(
    world.context,
    await bookingNow(world.context, booking),
    booking.meeting.start + 30 * MINUTE_MS,
  );
  await world.settle();
  expect(liveEvents(world)[0]?.attendees?.map(({ email }) => email)).toEqual([
    booking.guest.email,
    "colleague@example.net",
  ]);
  expect(liveEvents(world)[0]?.hangoutLink).toBe(event?.hangoutLink);
});

// ---------------------------------------------------------------- twice, stale, too late

test("R7.8 the same edit sent many times at once is one edit", async () => {
  const booking = await booked();
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, () => edit(world.context, booking, NOTES)),
  );
  await world.settle();
  expect(outcomes).toEqual(Array(6).fill({ kind: "done" }));
  expect(await bookingNow(world.context, booking)).toMatchObject({ revision: 2 });
  expect(googleWrites(world)).toEqual(["events.insert", "events.patch"]);
});

test("R7.8 two different edits at once: one counts, the other is told that the booking has changed", async () => {
  const booking = await booked();
  const outcomes = await Promise.all([
    edit(world.context, booking, { notes: "one" }, "guest"),
    edit(world.context, booking, { notes: "two" }, "host"),
  ]);
  await world.settle();
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["changedMeanwhile", "done"]);
  const { guest } = await bookingNow(world.context, booking);
  expect(liveEvents(world)[0]?.description).toContain(guest.notes);
});

test("R7.8 an edit of an older revision is refused; of the same wish it is done", async () => {
  const booking = await booked();
  await edit(world.context, booking, NOTES);
  expect(await edit(world.context, booking, { notes: "Other" })).toEqual({
    kind: "changedMeanwhile",
  });
  expect(await edit(world.context, booking, NOTES)).toEqual({ kind: "done" });
  await world.settle();
});

test("R7.8 the answer of D1 to an edit is lost: it counts, once", async () => {
  const booking = await booked();
  let isLost = false;
  const worker = world.worker({
    database: {
      after: ({ sql }) => {
        if (isLost || !sql.includes('update "bookings" set')) return;
        isLost = true;
        throw new Error("D1_ERROR: Network connection lost.");
      },
    },
  });
  expect(await edit(worker.context, booking, NOTES)).toEqual({ kind: "done" });
  await worker.settle();
  expect(isLost).toBe(true);
  expect(await bookingNow(world.context, booking)).toMatchObject({ revision: 2 });
  expect(liveEvents(world)[0]?.description).toContain("About engines");
});

test("R7.8 a meeting that has begun, and one that is cancelled, is not edited; an unknown one is unknown", async () => {
  const booking = await booked();
  const second = await book(world.context, aForm(host, { startsAt: booking.meeting.end }));
  await world.settle();
  await cancel(world.context, second);
  await world.settle();
  const cancelled = { ...second, revision: 2 };
  expect(await edit(world.context, cancelled, NOTES)).toEqual({ kind: "tooLate" });
  await world.clock.moveTo(booking.meeting.start);
  expect(await edit(world.context, booking, NOTES)).toEqual({ kind: "tooLate" });
  const unknown = { ...booking, id: "0".repeat(32) };
  expect(await edit(world.context, unknown, NOTES)).toEqual({ kind: "unknownBooking" });
  await world.settle();
});

test("R7.8 an edit of nothing is done and changes nothing", async () => {
  const booking = await booked();
  expect(await edit(world.context, booking, {})).toEqual({ kind: "done" });
  await world.settle();
  expect(await bookingNow(world.context, booking)).toEqual(booking);
});

// ---------------------------------------------------------------- cancelled by the host

test("R7.8 R3.5 a host cancels with a reason: the event goes, the guest is told, the reason is kept", async () => {
  const booking = await booked();
  const outcome = await cancelBooking(world.context, {
    ...asksFor(booking),
    by: "host",
    reason: "I have to travel",
  });
  expect(outcome).toEqual({ kind: "done" });
  await world.settle();
  expect(await bookingNow(world.context, booking)).toMatchObject({
    status: "cancelled",
    cancelledBy: "host",
    cancelReason: "I have to travel",
  });
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
  expect(await listHistory(world.context.db, booking)).toMatchObject([
    { what: "booked" },
    { what: "cancelled", who: "host" },
  ]);
});

test("R7.8 edited and cancelled before Google heard of either: one event, gone, with one cancellation", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const booking = await booked();
  const fault = world.sandbox.faults.add({
    match: { path: "events.patch" },
    effect: "refuse",
    times: null,
  });
  await edit(world.context, booking, { title: "Never seen" }, "host");
  await world.settle();
  await cancel(world.context, { ...booking, revision: 2 });
  await world.settle();
  world.sandbox.faults.clear(fault.id);
  await world.passTime(5 * MINUTE_MS);
  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});
