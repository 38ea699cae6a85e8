// The calendar file that a guest can take along, and how long a guest's pages are there.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { type Booking, GUEST_LINK_LIFE_MS } from "#app/domain/booking.ts";
import { loader as calendarFile } from "#app/routes/booking/calendar-file.ts";
import { loader as bookingPage } from "#app/routes/booking/route.tsx";
import { loader as cancelPage } from "#app/routes/cancel-booking/route.tsx";
import { loader as editPage } from "#app/routes/edit-booking/route.tsx";
import { loader as movePage } from "#app/routes/move-booking/route.tsx";
import { guestPath } from "#app/use-cases/guest-link.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import {
  aConnectedHost,
  aForm,
  aHost,
  asksFor,
  book,
  bookingNow,
  cancel,
  liveEvents,
  move,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

type Loader = (args: {
  request: Request;
  params: Record<string, string>;
  context: World["context"];
}) => Promise<unknown>;

/** What a guest's page answers: a Response, or the data of its page. */
async function ask(loader: unknown, booking: Booking, change = (path: string) => path) {
  const path = change(await guestPath(world.context.env, booking));
  const [, , hostId = "", bookingId = "", capability = ""] = path.split("/");
  const request = new Request(env.APP_ORIGIN + path);
  const args = { request, params: { hostId, bookingId, capability }, context: world.context };
  return (loader as Loader)(args).catch((thrown: unknown) => thrown);
}

async function fileOf(booking: Booking): Promise<string[]> {
  const answer = (await ask(calendarFile, booking)) as Response;
  return (await answer.text()).replaceAll("\r\n ", "").split("\r\n");
}

const hasFile = async (booking: Booking) =>
  ((await ask(bookingPage, booking)) as { hasFile: boolean }).hasFile;

test("R7.8 D4.7 without a calendar that invites, the guest takes the booking along as a file of their own", async () => {
  const host = await aHost(world);
  const booking = await book(world.context, aForm(host));
  expect(await hasFile(booking)).toBe(true);
  const answer = (await ask(calendarFile, booking)) as Response;
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "text/calendar; charset=utf-8; method=PUBLISH",
    "content-disposition": 'attachment; filename="booking.ics"',
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
  });
  const lines = await fileOf(booking);
  expect(lines).toContain(`UID:b${booking.id}g1@google.com`);
  expect(lines).toContain("SEQUENCE:1");
  expect(lines).toContain(
    `URL;VALUE=URI:${env.APP_ORIGIN}${await guestPath(world.context.env, booking)}`,
  );
  expect(lines.join("\n")).not.toMatch(/ATTENDEE|ORGANIZER/);
  expect(lines.join("\n")).not.toContain(host.email);
});

test("R7.8 D4.7 where Google invites, the page offers no file, and the file's UID is that of Google's event", async () => {
  const host = await aConnectedHost(world);
  const booking = await book(world.context, aForm(host));
  await world.settle();
  expect(await hasFile(booking)).toBe(false);
  const [event] = liveEvents(world);
  const lines = await fileOf(booking);
  expect(lines).toContain(`UID:${event?.iCalUID}`);
  expect(lines).toContain(`LOCATION:${event?.hangoutLink}`);

  await keepWithoutCalendar(world.context, asksFor(await bookingNow(world.context, booking)));
  expect(await hasFile(booking)).toBe(true);
  expect(await fileOf(booking)).toContain(`UID:${event?.iCalUID}`);
  expect((await fileOf(booking)).join("\n")).not.toContain("meet.google.com");
});

test("R7.8 moved, the file has a higher sequence under the same UID; cancelled, it says so", async () => {
  const booking = await book(world.context, aForm(await aHost(world)));
  await move(world.context, booking, booking.meeting.start + 3_600_000);
  const moved = await bookingNow(world.context, booking);
  const lines = await fileOf(booking);
  expect(lines).toEqual(
    expect.arrayContaining(["SEQUENCE:2", "DTSTART:20261102T100000Z", "STATUS:CONFIRMED"]),
  );
  await cancel(world.context, moved);
  expect(await hasFile(booking)).toBe(false);
  expect(await fileOf(booking)).toEqual(
    expect.arrayContaining([
      ...["SEQUENCE:3", "STATUS:CANCELLED", `UID:b${booking.id}g1@google.com`],
    ]),
  );
});

test.each([
  ["the booking", bookingPage],
  ["the calendar file", calendarFile],
  ["moving", movePage],
  ["editing", editPage],
  ["cancelling", cancelPage],
])(
  "R7.8 the page of %s is there until 30 days after the meeting, and for nobody else",
  async (_what, loader) => {
    const booking = await book(world.context, aForm(await aHost(world)));
    const statusOf = async (change?: (path: string) => string) => {
      const answer = await ask(loader, booking, change);
      return answer instanceof Response ? answer.status : 200;
    };
    expect(await statusOf((path) => path.replace(/.$/, (end) => (end === "A" ? "Q" : "A")))).toBe(
      404,
    );
    await world.clock.moveTo(booking.meeting.end + GUEST_LINK_LIFE_MS);
    expect(await statusOf()).toBe(200);
    await world.clock.moveTo(world.clock.now() + 1);
    expect(await statusOf()).toBe(404);
  },
);
