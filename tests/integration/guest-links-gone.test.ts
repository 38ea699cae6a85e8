// R4.5: what a guest's link answers when the booking went with its host's account, and what it tells to others.
import { beforeEach, expect, test, vi } from "vitest";
import { signGuestLink } from "#app/crypto/guest-link.server.ts";
import type { Booking } from "#app/domain/booking.ts";
import { requireGuestBooking } from "#app/http/guest-booking.server.ts";
import * as calendarFile from "#app/routes/booking/calendar-file.ts";
import * as booking from "#app/routes/booking/route.tsx";
import * as cancelPage from "#app/routes/cancel-booking/route.tsx";
import * as editPage from "#app/routes/edit-booking/route.tsx";
import * as movePage from "#app/routes/move-booking/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { bookEachDay, leave } from "./leaving-host.ts";
import { aConnectedHost } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let first: Booking;
let second: Booking;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  [first, second] = (await bookEachDay(world, host, 2)) as [Booking, Booking];
});

type Params = { hostId: string; bookingId: string; capability: string };

const linkOf = async (of: Booking): Promise<Params> => ({
  hostId: of.hostId,
  bookingId: of.id,
  capability: await signGuestLink(world.context.env.LINK_KEY_RING, of),
});

/** 200, or the status that was thrown. */
async function statusOf(params: Params): Promise<number> {
  const answer = await requireGuestBooking(world.context, params).catch((thrown) => thrown);
  return answer instanceof Response ? answer.status : 200;
}

const pages = [
  ["the booking", booking.loader],
  ["the calendar file", calendarFile.loader],
  ["moving", movePage.loader],
  ["editing", editPage.loader],
  ["cancelling", cancelPage.loader],
  ["a move", movePage.action],
  ["an edit", editPage.action],
  ["a cancellation", cancelPage.action],
] as const;

test.each(pages)(
  "R4.5 the page of %s answers 410 once the account is gone",
  async (_what, handler) => {
    const params = await linkOf(first);
    expect(await leave(world.context, host, "keep")).toMatchObject({ kind: "deleted" });
    const form = {
      revision: "1",
      reason: "",
      name: "Gustav",
      notes: "",
      start: "2026-11-05T09:00Z",
    };
    const body = handler.name === "action" ? new URLSearchParams(form) : null;
    const request = new Request("https://slotkeeper.test/", body ? { method: "POST", body } : {});
    const args = { request, params, context: { ...world.context } };
    const answer = await (handler as (given: typeof args) => Promise<unknown>)(args).catch(
      (thrown: unknown) => thrown,
    );
    expect(answer).toBeInstanceOf(Response);
    expect((answer as Response).status).toBe(410);
  },
);

test("R4.5 while the deletion goes on, a kept booking is a 410 and a cancelled one shows its cancellation", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const params = await linkOf(first);
  world.sandbox.faults.add({ effect: "refuse", status: 503, times: null });
  expect(await leave(world.context, host)).toMatchObject({ kind: "deleting" });
  await world.settle();
  expect(await statusOf(params)).toBe(200);
  const request = new Request("https://slotkeeper.test/");
  const shown = await booking.loader({ request, params, context: { ...world.context } });
  expect(shown).toMatchObject({
    headline: "This booking is cancelled",
    cancelled: "Cancelled by Ada Lovelace: Slotkeeper and I part",
    bookAgain: { why: "Ada Lovelace takes no bookings here now.", link: null },
    canChange: false,
  });
});

test("R4.5 a kept booking is a 410 from the moment in which the deletion begins", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world.sandbox.faults.add({ match: { path: "events.patch" }, effect: "refuse", times: null });
  await world.context.db.run(
    "UPDATE booking_syncs SET state = 'retrying', due_at = 9e15, not_before_at = 9e15",
  );
  expect(await leave(world.context, host, "keep")).toMatchObject({ kind: "deleting" });
  expect(await statusOf(await linkOf(first))).toBe(410);
  const forged = { ...(await linkOf(first)), capability: (await linkOf(second)).capability };
  expect(await statusOf(forged)).toBe(404);
});

test("R4.5 a link that is malformed, or forged while its booking exists, stays a 404", async () => {
  const good = await linkOf(first);
  const [keyId = "", mac = ""] = good.capability.split(".");
  const malformed: Partial<Params>[] = [
    { hostId: "x" },
    { bookingId: `${good.bookingId}0` },
    { bookingId: "__proto__" },
    { capability: "" },
    { capability: mac },
    { capability: `${keyId}.` },
    { capability: `other.${mac}` },
    { capability: `__proto__.${mac}` },
    { capability: `${keyId}.${mac}x` },
    { capability: `${keyId}.${mac}.x` },
    { capability: `${keyId}.${"!".repeat(43)}` },
  ];
  const forged = { ...good, capability: (await linkOf(second)).capability };
  const answers = async () =>
    Promise.all(malformed.map((change) => statusOf({ ...good, ...change })));
  expect(await statusOf(good)).toBe(200);
  expect(await statusOf(forged)).toBe(404);
  expect(new Set(await answers())).toEqual(new Set([404]));
  await leave(world.context, host, "keep");
  expect(new Set(await answers())).toEqual(new Set([404]));
  // Nothing is left to tell the two apart.
  expect([await statusOf(good), await statusOf(forged)]).toEqual([410, 410]);
});

test("R4.5 a link whose time is over stays a 404", async () => {
  await world.clock.moveTo(first.meeting.end + 31 * 86_400_000);
  expect(await statusOf(await linkOf(first))).toBe(404);
});
