// The pages with which guest and host change a booking: what each outcome is answered with.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import type { Booking } from "#app/domain/booking.ts";
import { GUEST_CHANGE_LIMITS } from "#app/domain/booking-limits.ts";
import { toStartText } from "#app/http/start-text.ts";
import * as guestBooking from "#app/routes/booking/route.tsx";
import * as guestCancel from "#app/routes/cancel-booking/route.tsx";
import * as guestEdit from "#app/routes/edit-booking/route.tsx";
import * as hostCancel from "#app/routes/host-cancel-booking/route.tsx";
import * as hostEdit from "#app/routes/host-edit-booking/route.tsx";
import * as hostMove from "#app/routes/host-move-booking/route.tsx";
import * as guestMove from "#app/routes/move-booking/route.tsx";
import { guestPath } from "#app/use-cases/guest-link.server.ts";
import { findBooking } from "#db/bookings.server.ts";
import { insertEventType, listEventTypes } from "#db/event-types.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import {
  aConnectedHost,
  aForm,
  book,
  cancel,
  EVENT_TYPE,
  freeSlots,
  liveEvents,
  mailsAbout,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const HALF_HOUR_MS = 1_800_000;

let world: World;
let host: Host;
let booking: Booking;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  booking = await book(world.context, aForm(host));
  await world.settle();
});

async function guestAsks(
  handler: unknown,
  form: Record<string, string> | null,
  { query = "", context = world.context, from = "" } = {},
): Promise<Answer> {
  const path = await guestPath(context.env, booking);
  const [, , hostId = "", bookingId = "", capability = ""] = path.split("/");
  const headers = from === "" ? {} : { "CF-Connecting-IP": from };
  const request = requestFor(`${path}?${query}`, form, headers);
  const params = { hostId, bookingId, capability };
  return answerOf(handler, { request, params, context });
}

async function hostAsks(
  handler: unknown,
  form: Record<string, string> | null,
  { query = "", context = world.context, as = host.id, bookingId = booking.id } = {},
): Promise<Answer> {
  const Cookie = await startSession(world.context, as);
  const request = requestFor(`/bookings/${bookingId}?${query}`, form, { Cookie });
  return answerOf(handler, { request, params: { bookingId }, context });
}

function requestFor(path: string, form: Record<string, string> | null, headers = {}): Request {
  const url = env.APP_ORIGIN + path;
  if (!form) return new Request(url, { headers });
  return new Request(url, { method: "POST", body: new URLSearchParams(form), headers });
}

const movers = [
  ["guest", (form: Record<string, string>) => guestAsks(guestMove.action, form)],
  ["host", (form: Record<string, string>) => hostAsks(hostMove.action, form)],
] as const;

const stored = async () => {
  const found = await findBooking(world.context.db, booking);
  if (!found) throw new Error("the booking is gone");
  return found.booking;
};
const toForm = (start: number, revision = booking.revision) => ({
  revision: String(revision),
  start: toStartText(start),
});
const freeStarts = async () => (await freeSlots(world.context, host.id)).map(({ start }) => start);

test.each(movers)(
  "R3.4 R7.8 a %s moves a booking: same booking, same event, one mail about the new time",
  async (_who, move) => {
    const [start = 0] = await freeStarts();
    const [before] = liveEvents(world);
    const answer = await move(toForm(start));
    expect(answer.status).toBe(303);
    await world.settle();
    const [after, ...others] = liveEvents(world);
    expect(others).toEqual([]);
    expect(after?.id).toBe(before?.id);
    expect(Date.parse(after?.start?.dateTime ?? "")).toBe(start);
    expect(mailsAbout(world, booking)).toEqual(["invitation", "update"]);

    const again = await move(toForm(start));
    expect(again.status).toBe(303);
    expect((await stored()).revision).toBe(2);
  },
);

test.each(movers)(
  "R7.8 a slot that somebody else has taken is a 409 for the %s, with the nearest free ones",
  async (_who, move) => {
    const [start = 0] = await freeStarts();
    await book(world.context, aForm(host, { startsAt: start }));
    const { status, data } = await move(toForm(start));
    expect(status).toBe(409);
    expect(data.refusal).toMatch(/Somebody else has just booked this time/);
    expect(data.choice.slot).toBeNull();
    expect(data.choice.others).toHaveLength(3);
    expect(data.choice.others[0].start).not.toBe(toStartText(start));
    expect((await stored()).meeting).toEqual(booking.meeting);
  },
);

test.each(movers)("R7.8 a time that is no slot is a 422 for the %s", async (_who, move) => {
  const { status, data } = await move(toForm(booking.meeting.start + 7 * 60_000));
  expect(status).toBe(422);
  expect(data.refusal).toMatch(/This time is not free/);
  expect(data.choice.others).toHaveLength(3);
});

test.each(movers)(
  "R7.8 with a calendar that can't be read, and a host who wants no booking then, the %s gets a 503 and may press again",
  async (_who, move) => {
    await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
    const [start = 0] = await freeStarts();
    world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
    const refused = await move(toForm(start));
    expect(refused.status).toBe(503);
    expect(refused.data.refusal).toMatch(/calendar can’t be checked/);
    expect(refused.data.choice.slot.start).toBe(toStartText(start));
    world.sandbox.faults.clear();
    expect((await move(toForm(start))).status).toBe(303);
  },
);

test.each(movers)(
  "R7.8 a booking that has changed since its page was shown is a 409 for the %s, its slot still chosen",
  async (_who, move) => {
    const [start = 0, other = 0] = await freeStarts();
    await move(toForm(other));
    const { status, data } = await move(toForm(start));
    expect(status).toBe(409);
    expect(data.refusal).toMatch(/has changed since you opened this page/);
    expect(data.choice.slot.start).toBe(toStartText(start));
    expect((await move(toForm(start, 2))).status).toBe(303);
  },
);

test.each(movers)("R7.8 once a meeting has begun it is too late for the %s", async (_who, move) => {
  const starts = await freeStarts();
  await world.clock.moveTo(booking.meeting.start);
  const { status, data } = await move(toForm(starts.at(-1) ?? 0));
  expect(status).toBe(422);
  expect(data.refusal).toBe("This meeting has begun or is over, so it can’t be moved.");
  expect((await stored()).revision).toBe(1);
});

test("R7.8 the month to choose from has the times around the booking's own, never its own", async () => {
  const day = { query: "day=2026-11-02" };
  const choose = await guestAsks(guestMove.loader, null, day);
  const { view } = choose.data;
  expect(view.current.name).toBe("Monday 2 November, 10:00 to 10:30");
  const offered = view.step.month.selected.slots.map(({ start }: { start: string }) => start);
  expect(offered).not.toContain(toStartText(booking.meeting.start));
  expect(offered).toContain(toStartText(booking.meeting.start + HALF_HOUR_MS));

  const own = await guestAsks(guestMove.loader, null, {
    query: `start=${toStartText(booking.meeting.start)}`,
  });
  expect(own.data.view.step.kind).toBe("choose");
});

test("R7.8 moving opens on the day of the booking, else on the next free day after it, else on the first; an address that names another wins", async () => {
  const shown = async (query = "") => {
    const { data } = await guestAsks(guestMove.loader, null, { query });
    return data.view.step.month.selected.date;
  };
  const startsAt = Date.parse("2026-11-12T10:00:00Z");
  booking = await book(world.context, aForm(host, { startsAt }));
  expect(await shown()).toBe("2026-11-12");
  expect(await shown("month=2026-12")).toBe("2026-12-01");
  expect(await shown("month=2026-11")).toBe("2026-11-02");
  expect(await shown("day=2026-11-05")).toBe("2026-11-05");

  const takeAwayDays = (first: string, last: string) =>
    env.DB.prepare(
      `INSERT INTO date_overrides (host_id, schedule_id, id, first_day, last_day, ranges)
       SELECT host_id, id, ?2, ?1, ?2, '[]' FROM schedules`,
    )
      .bind(first, last)
      .run();
  await takeAwayDays("2026-11-12", "2026-11-13");
  expect(await shown()).toBe("2026-11-16");
  await takeAwayDays("2026-11-12", "2027-01-31");
  expect(await shown()).toBe("2026-11-02");
});

test("R3.4 R7.8 a guest reads before a change who is told of it", async () => {
  const noteOf = async (loader: unknown) => (await guestAsks(loader, null)).data.note;
  const inCalendar = "; Ada Lovelace sees it in their calendar.";
  expect(await noteOf(guestMove.loader)).toBe(`Google mails you about the new time${inCalendar}`);
  expect(await noteOf(guestEdit.loader)).toMatch(/^Google mails you about a changed name, not/);
  expect(await noteOf(guestCancel.loader)).toBe(
    `Google mails you about the cancellation${inCalendar}`,
  );
  await env.DB.prepare("UPDATE calendar_connections SET status = 'disconnected'").run();
  expect(await noteOf(guestCancel.loader)).toMatch(/only once Ada Lovelace has connected/);
});

test("R7.8 a guest reads both times in their own zone or one that they choose, with the host's beside it", async () => {
  const [start = 0] = await freeStarts();
  const query = `start=${toStartText(start)}&tz=Asia/Tokyo`;
  const { status, data } = await guestAsks(guestMove.loader, null, { query });
  expect(status).toBe(200);
  expect(data.view.current.zoneLabel).toBe("Asia/Tokyo (GMT+9)");
  expect(data.view.step.choice).toMatchObject({
    zoneLabel: "Asia/Tokyo (GMT+9)",
    elsewhere: { zoneLabel: "Europe/Berlin (GMT+1)" },
  });
  const nonsense = await guestAsks(guestMove.loader, null, { query: "tz=Mars/Base" });
  expect(nonsense.data.view.zone).toBe("Europe/Berlin");
});

test("R7.8 an event type that is switched off can still be moved about", async () => {
  await env.DB.prepare("UPDATE event_types SET is_active = 0").run();
  const { data } = await guestAsks(guestMove.loader, null);
  expect(data.view.step.month.selected.slots.length).toBeGreaterThan(0);
  const [slot] = data.view.step.month.selected.slots;
  const moved = await guestAsks(guestMove.action, { revision: "1", start: slot.start });
  expect(moved.status).toBe(303);
});

test("R3.4 R7.8 a guest edits name and notes: the same event says so, and a form sent twice is one change", async () => {
  const form = { revision: "1", name: "Gustav B. Guest", notes: "Bring\r\ncake" };
  const answer = await guestAsks(guestEdit.action, form);
  expect([answer.status, answer.location]).toEqual([
    303,
    `${await guestPath(world.context.env, booking)}?notice=saved`,
  ]);
  await world.settle();
  const [event] = liveEvents(world);
  expect(event?.summary).toBe("30 minute meeting: Gustav B. Guest and Ada Lovelace");
  expect(event?.description).toContain("Notes from Gustav B. Guest:\nBring\ncake");
  expect(event?.description).toContain("Change or cancel this booking:");
  expect((await guestAsks(guestEdit.action, form)).status).toBe(303);
  expect((await stored()).revision).toBe(2);
});

test("R7.8 two who edit at once: the second is a 409, with what both wrote", async () => {
  await hostAsks(hostEdit.action, { revision: "1", title: "Planning", notes: "from the host" });
  const form = { revision: "1", name: "Gustav Guest", notes: "from the guest" };
  const { status, data } = await guestAsks(guestEdit.action, form);
  expect(status).toBe(409);
  expect(data.typed.notes).toBe("from the guest");
  const { data: shown } = await guestAsks(guestEdit.loader, null);
  expect(shown).toMatchObject({ revision: 2, stored: { notes: "from the host" } });
  expect((await guestAsks(guestEdit.action, { ...form, revision: "2" })).status).toBe(303);
  expect((await stored()).guest.notes).toBe("from the guest");
});

test("R3.4 a host edits title, notes and, where Google makes none, the place", async () => {
  const meet = { revision: "1", title: "Planning", notes: "n", place: "Room 1" };
  expect((await hostAsks(hostEdit.action, meet)).status).toBe(303);
  expect((await stored()).location).toEqual({ kind: "google_meet", detail: "" });

  await env.DB.prepare("UPDATE event_types SET location_kind = 'in_person'").run();
  const [startsAt = 0] = await freeStarts();
  booking = await book(world.context, aForm(host, { startsAt }));
  await world.settle();
  const { place, ...withoutPlace } = meet;
  const incomplete = await hostAsks(hostEdit.action, withoutPlace);
  expect([incomplete.status, Object.keys(incomplete.data.errors)]).toEqual([422, ["place"]]);
  const edited = await hostAsks(hostEdit.action, { ...meet, place: ` ${place}\u202e\n` });
  expect([edited.status, edited.location]).toEqual([303, `/bookings/${booking.id}?notice=edited`]);
  await world.settle();
  const event = liveEvents(world).find(({ id }) => id.includes(booking.id));
  expect(event).toMatchObject({
    summary: "Planning: Gustav Guest and Ada Lovelace",
    location: "Room 1",
  });
});

test("R3.5 R7.8 a host cancels with a reason, once", async () => {
  const form = { revision: "1", reason: "I am ill" };
  const answer = await hostAsks(hostCancel.action, form);
  const location = `/bookings/${booking.id}?notice=cancelled`;
  expect([answer.status, answer.location]).toEqual([303, location]);
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
  expect(await stored()).toMatchObject({ cancelledBy: "host", cancelReason: "I am ill" });
  expect((await hostAsks(hostCancel.action, form)).status).toBe(303);
  expect((await stored()).revision).toBe(2);
});

test("R7.8 after a cancellation the guest is led back to what was booked, or to what its host offers instead, or told that nothing can be booked", async () => {
  await cancel(world.context, booking);
  const bookAgain = async () => (await guestAsks(guestBooking.loader, null)).data.bookAgain;
  const closed = { why: "Ada Lovelace takes no bookings here now.", link: null };
  const itself = { path: `/${host.handle}/${EVENT_TYPE}`, text: "Book another time" };
  expect(await bookAgain()).toEqual({ why: null, link: itself });
  await env.DB.prepare("UPDATE users SET page_enabled = 0").run();
  expect(await bookAgain()).toEqual(closed);
  await env.DB.prepare("UPDATE users SET page_enabled = 1").run();
  await env.DB.prepare("UPDATE event_types SET is_active = 0").run();
  expect(await bookAgain()).toEqual(closed);
  const [first] = await listEventTypes(world.context.db, host.id);
  if (!first) throw new Error("the host has no event type");
  const another = { ...first, slug: "another", isActive: true };
  await insertEventType(world.context.db, { hostId: host.id, id: "another" }, another);
  expect(await bookAgain()).toEqual({
    why: "“30 minute meeting” can’t be booked now.",
    link: { path: `/${host.handle}`, text: "See what Ada Lovelace offers" },
  });
});

test("R7.8 what is cancelled can't be moved or edited, and the pages say so", async () => {
  await cancel(world.context, booking);
  const why = /This booking is cancelled/;
  expect((await guestAsks(guestMove.loader, null)).data.view.step.why).toMatch(why);
  expect((await hostAsks(hostMove.loader, null)).data.view.step.why).toMatch(why);
  expect((await guestAsks(guestEdit.loader, null)).data.impossible).toMatch(why);
  expect((await hostAsks(hostEdit.loader, null)).data.impossible).toMatch(why);
  const [start = 0] = await freeStarts();
  expect((await guestAsks(guestMove.action, toForm(start, 2))).status).toBe(422);
  const edit = { revision: "2", name: "Gustav", notes: "" };
  expect((await guestAsks(guestEdit.action, edit)).status).toBe(422);
});

const hostPages = [hostMove, hostEdit, hostCancel];

test("R7.8 a host reaches their own bookings only, and nobody any without signing in", async () => {
  const other = await aConnectedHost(world, "grace@example.com");
  const form = { revision: "1", title: "Mine", notes: "", reason: "", start: "" };
  for (const page of hostPages) {
    for (const bookingId of [booking.id, "0".repeat(32), "x", "__proto__", "%00"]) {
      const as = other.id;
      expect((await hostAsks(page.loader, null, { as, bookingId })).status).toBe(404);
      expect((await hostAsks(page.action, form, { as, bookingId })).status).toBe(404);
    }
    const unknown = requestFor(`/bookings/${booking.id}`, form);
    const params = { bookingId: booking.id };
    const { context } = world;
    const answer = await answerOf(page.action, { request: unknown, params, context });
    // What was typed is not lost with the session.
    expect([answer.status, answer.location, answer.data]).toEqual([403, null, form]);
  }
  expect((await stored()).revision).toBe(1);
});

test("with the database away every form comes back whole with a 503", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { context } = world.worker({
    database: {
      before: () => {
        throw new Error("D1_ERROR: Network connection lost.");
      },
    },
  });
  const form = { revision: "1", start: "x", name: "Grace", title: "T", notes: "a\r\nb", tz: "UTC" };
  for (const page of [guestMove, guestEdit]) {
    const { status, data } = await guestAsks(page.action, form, { context });
    expect([status, data]).toEqual([503, form]);
  }
  for (const page of hostPages) {
    const { status, data } = await hostAsks(page.action, form, { context });
    expect([status, data]).toEqual([503, form]);
  }
});

const SOME_DAY = Date.parse("2026-11-10T09:00:00Z");
const HOUR_MS = 2 * HALF_HOUR_MS;

/** Moves to and fro between two free times, each time as the newest revision. */
async function moveOften(times: number, by = movers[0][1]) {
  const answers: Answer[] = [];
  for (let n = 0; n < times; n++) {
    const { revision, meeting } = await stored();
    const start = meeting.start === SOME_DAY ? SOME_DAY + HOUR_MS : SOME_DAY;
    answers.push(await by(toForm(start, revision)));
  }
  await world.settle();
  return answers;
}

test("R7.8 a guest's link sends no more than a few mails an hour; what was typed stays, and hosts are not counted", async () => {
  const moved = await moveOften(40);
  const statuses = moved.map(({ status }) => status);
  const most = GUEST_CHANGE_LIMITS.withinHour;
  expect(statuses).toEqual([...Array(most).fill(303), ...Array(40 - most).fill(429)]);
  expect(moved.at(-1)?.data.refusal).toMatch(/changed too often of late, so nothing was moved/);
  const { revision } = await stored();
  const form = { revision: String(revision), name: "Grace", notes: "kept" };
  const edited = await guestAsks(guestEdit.action, form);
  expect(edited.status).toBe(429);
  expect(edited.data.typed).toEqual({ name: "Grace", notes: "kept" });
  expect((await stored()).revision).toBe(revision);
  expect(mailsAbout(world, booking).length).toBeLessThanOrEqual(1 + most);
  // The host's time comes first: it can be freed, and its host moves it on.
  expect((await moveOften(2, movers[1][1])).map(({ status }) => status)).toEqual([303, 303]);
  const off = { revision: String((await stored()).revision), reason: "ill" };
  expect((await guestAsks(guestCancel.action, off)).status).toBe(303);
});

test("R7.8 an hour later a guest may change it again", async () => {
  await moveOften(GUEST_CHANGE_LIMITS.withinHour);
  expect((await moveOften(1)).map(({ status }) => status)).toEqual([429]);
  await world.clock.moveTo(world.clock.now() + 3_600_000);
  expect((await moveOften(1)).map(({ status }) => status)).toEqual([303]);
});

test.each([
  ["moves", guestMove.action],
  ["edits", guestEdit.action],
  ["cancels", guestCancel.action],
])(
  "R7.8 a form that %s, beyond the rate limit, is a 429 that brings it back",
  async (_what, action) => {
    const BOOKING_RATE_LIMIT = { limit: async () => ({ success: false }) };
    const { context } = world.worker({ env: { BOOKING_RATE_LIMIT } });
    const answer = await guestAsks(action, { notes: "kept" }, { context, from: "192.0.2.7" });
    expect(answer.status).toBe(429);
    expect(answer.data).toEqual({ notes: "kept" });
  },
);
