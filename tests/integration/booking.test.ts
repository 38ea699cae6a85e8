import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { requireGuestBooking } from "#app/http/guest-booking.server.ts";
import { listComingBookings } from "#db/bookings.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  cancel,
  connect,
  GUEST,
  googleWrites,
  hostNow,
  liveEvents,
  mailsAbout,
  row,
  syncOf,
} from "./people.ts";
import { countCosts } from "./watched-database.ts";
import { createWorld } from "./world.ts";

test("R3.1 R3.2 R3.3 a booking becomes one event in the primary calendar, with all that matters", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const guest = { name: "Gustav Guest", email: GUEST, notes: "About <b>us</b>", timeZone: "UTC" };

  const booking = await book(world.context, aForm(host, { guest }));
  await world.settle();

  expect(host.googleCalendarId).toBe(ADA);
  const events = liveEvents(world, ADA, ADA);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    id: `b${booking.id}g1`,
    summary: "30 minute meeting: Gustav Guest and Ada Lovelace",
    start: { dateTime: "2026-11-02T10:00:00+01:00", timeZone: "Europe/Berlin" },
    end: { dateTime: "2026-11-02T10:30:00+01:00", timeZone: "Europe/Berlin" },
    attendees: [{ email: GUEST, displayName: "Gustav Guest" }],
    hangoutLink: expect.stringMatching(/^https:\/\/meet\.google\.com\//),
  });
  expect(events[0]?.description).toContain("About &lt;b&gt;us&lt;/b&gt;");
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
  const inserts = world.sandbox.requests().filter(({ endpoint }) => endpoint === "events.insert");
  expect(inserts.map(({ path }) => decodeURIComponent(path))).toEqual([
    `/calendar/v3/calendars/${ADA}/events`,
  ]);
});

test("R3.2 the link in the event opens this booking, and no other link does", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const booking = await book(world.context, aForm(host));
  await world.settle();

  const description = liveEvents(world)[0]?.description ?? "";
  const link = new URL(/https:\S+/.exec(description)?.[0] ?? "");
  expect(link.origin).toBe(env.APP_ORIGIN);
  const [, , hostId, bookingId, capability = ""] = link.pathname.split("/");
  const opened = await requireGuestBooking(world.context, { hostId, bookingId, capability });
  expect(opened.booking.id).toBe(booking.id);

  const forged = `${capability.slice(0, -2)}${capability.endsWith("AA") ? "BA" : "AA"}`;
  const other = await book(
    world.context,
    aForm(host, { startsAt: Date.parse("2026-11-03T09:00:00Z") }),
  );
  for (const params of [
    { hostId, bookingId, capability: forged },
    { hostId, bookingId: other.id, capability },
    { hostId, bookingId, capability: "" },
  ]) {
    const refused = await requireGuestBooking(world.context, params).catch((thrown) => thrown);
    expect((refused as Response).status).toBe(404);
  }
  await world.settle();
});

test("a guest's link lives for 30 days after the meeting", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const path = new URL(/https:\S+/.exec(liveEvents(world)[0]?.description ?? "")?.[0] ?? "");
  const [, , hostId, bookingId, capability] = path.pathname.split("/");
  const open = () => requireGuestBooking(world.context, { hostId, bookingId, capability });

  await world.clock.moveTo(booking.meeting.end + 30 * 86_400_000);
  expect((await open()).booking.id).toBe(booking.id);
  await world.clock.moveTo(booking.meeting.end + 30 * 86_400_000 + 1);
  expect(((await open().catch((thrown) => thrown)) as Response).status).toBe(404);
});

test("R3.7 id, link and Meet link of the event are stored with the booking", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const booking = await book(world.context, aForm(host));
  await world.settle();

  const [event] = liveEvents(world);
  const stored = await row("SELECT * FROM bookings WHERE id = ?", booking.id);
  expect(stored.google_event_id).toBe(event?.id);
  expect(stored.google_event_link).toBe(event?.htmlLink);
  expect(stored.google_meet_link).toBe(event?.hangoutLink);
  const [listed] = await listComingBookings(world.context.db, host.id, world.clock.now(), 10);
  expect(listed?.google).toEqual({ eventLink: event?.htmlLink, meetLink: event?.hangoutLink });
  expect(listed?.sync.state).toBe("synced");
});

test("a Meet link that Google makes late is stored when it is there, and the event is not written again", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "meet-pending",
    delayMs: 4_000,
  });
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const meetLink = () => row("SELECT google_meet_link FROM bookings WHERE id = ?", booking.id);
  expect((await meetLink()).google_meet_link).toBeNull();

  await world.passTime(60_000);

  expect((await meetLink()).google_meet_link).toBe(liveEvents(world)[0]?.hangoutLink);
  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  expect(googleWrites(world)).toEqual(["events.insert"]);
});

test("a calendar that makes no Meet links gets its event all the same", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  world.sandbox.faults.add({ match: { path: "events.insert" }, effect: "meet-not-allowed" });
  const booking = await book(world.context, aForm(host));
  await world.settle();

  expect(await syncOf(booking)).toMatchObject({ state: "synced", due_at: null });
  expect(liveEvents(world)).toHaveLength(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("the answer waits for no write to Google", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  let answered = false;
  const early: string[] = [];
  const worker = world.worker({
    google: (send, request) => {
      const isQuestion = request.method === "GET" || request.url.endsWith("/freeBusy");
      if (!answered && !isQuestion) early.push(request.url);
      return send();
    },
    database: {
      after: async (call) => {
        // Time enough for background work to overtake the answer, if it could.
        if (call.sql.includes('insert into "bookings"'))
          await new Promise((go) => setTimeout(go, 50));
      },
    },
  });
  await book(worker.context, aForm(host));
  answered = true;
  expect(googleWrites(world)).toEqual([]);
  await worker.settle();

  expect(early).toEqual([]);
  expect(liveEvents(world)).toHaveLength(1);
});

test("booking and its sync write at most 16 rows, cancelling and its sync at most 12", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const { watch, costs } = countCosts();
  const worker = world.worker({ database: watch });
  const booking = await book(worker.context, aForm(host));
  await worker.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(costs.written).toBeGreaterThan(5);
  expect(costs.written).toBeLessThanOrEqual(16);

  costs.written = 0;
  await cancel(worker.context, booking);
  await worker.settle();
  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  expect(costs.written).toBeGreaterThan(5);
  expect(costs.written).toBeLessThanOrEqual(12);
});

test("R4.3 a first connection delivers what is to come, and leaves what is over as it is", async () => {
  const world = await createWorld();
  const host = await aHost(world);
  const over = await book(world.context, aForm(host));
  const startsAt = Date.parse("2026-11-05T09:00:00Z");
  const coming = await book(world.context, aForm(host, { startsAt }));
  await world.settle();
  await world.clock.moveTo(over.meeting.end + 3_600_000);

  await connect(world, host);
  await world.passTime(120_000);

  expect(liveEvents(world).map(({ id }) => id)).toEqual([`b${coming.id}g1`]);
  expect(await syncOf(coming)).toMatchObject({ state: "synced", behind_since_at: null });
  expect(await syncOf(over)).toMatchObject({ state: "not_connected", behind_since_at: null });
});

test("a booking of a host who has connected nothing asks Google nothing, and gets its event once they connect", async () => {
  const world = await createWorld();
  const host = await aHost(world);
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(world.sandbox.requests()).toEqual([]);
  expect(await syncOf(booking)).toMatchObject({ state: "not_connected", due_at: null });

  await connect(world, host);
  await world.passTime(60_000);

  expect(await syncOf(booking)).toMatchObject({ state: "synced" });
  const events = liveEvents(world);
  expect(events.map(({ id }) => id)).toEqual([`b${booking.id}g1`]);
  // The guest was told when booking that nobody would write to them.
  expect(events[0]?.attendees).toBeUndefined();
  expect(mailsAbout(world, booking)).toEqual([]);
  expect((await hostNow(world.context, host.id)).googleCalendarEnabled).toBe(true);
});
