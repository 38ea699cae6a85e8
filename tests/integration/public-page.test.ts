// R7.4, R7.10: what a host says of themselves in public, and the switch that turns it off.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import { requireGuestBooking } from "#app/http/guest-booking.server.ts";
import * as eventTypePage from "#app/routes/event-type-page/route.tsx";
import * as hostPage from "#app/routes/host-page/route.tsx";
import { action, loader } from "#app/routes/public-page/route.tsx";
import { guestPath } from "#app/use-cases/guest-link.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import { aConnectedHost, aForm, aHost, book, EVENT_TYPE, GRACE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let Cookie: string;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  Cookie = await startSession(world.context, host.id);
});

const FORM = { bio: "I fix pianos.", accent: "green", page: "on" };

function ask(
  handler: unknown,
  params: Record<string, string>,
  init: RequestInit = {},
  path = "/",
): Promise<Answer> {
  const request = new Request(env.APP_ORIGIN + path, init);
  return answerOf(handler, { request, params, context: world.context });
}

const save = (fields: Record<string, string>, headers: HeadersInit = { Cookie }) =>
  ask(action, {}, { method: "POST", body: new URLSearchParams(fields), headers }, "/settings/page");

const guestSees = (headers = {}) => ask(hostPage.loader, { handle: host.handle }, { headers });

test("R7.4 a host says who they are, in plain text, and chooses a colour", async () => {
  expect((await save({ ...FORM, bio: " I fix\r\npianos.\u0000 " })).status).toBe(302);
  const { data } = await guestSees();
  expect(data.host).toMatchObject({ bio: "I fix\npianos.", accent: "green" });
  const own = await ask(loader, {}, { headers: { Cookie } });
  expect(own.data.values).toEqual({ bio: "I fix\npianos.", accent: "green", page: "on" });
});

test("R7.10 a page that is switched off is not found, and what is booked can still be opened; switched on it is back", async () => {
  const booking = await book(world.context, aForm(host));
  expect((await save({ ...FORM, page: "off" })).status).toBe(302);
  expect((await guestSees()).status).toBe(404);
  const typePage = { handle: host.handle, eventType: EVENT_TYPE };
  expect((await ask(eventTypePage.loader, typePage)).status).toBe(404);
  const [, , hostId = "", bookingId = "", capability = ""] = (
    await guestPath(world.context.env, booking)
  ).split("/");
  const found = await requireGuestBooking(world.context, { hostId, bookingId, capability });
  expect(found.booking.id).toBe(booking.id);
  await save(FORM);
  expect((await guestSees()).status).toBe(200);
  await world.settle();
});

test.each<[string, Record<string, string>, string]>([
  ["a text too long", { ...FORM, bio: "x".repeat(501) }, "bio"],
  ["a colour that there is none of", { ...FORM, accent: "#fff" }, "accent"],
  ["no switch", { bio: "", accent: "green" }, "page"],
  ["no text", { accent: "green", page: "on" }, "bio"],
])("R7.10 %s is answered beside the field, and nothing is stored", async (_what, fields, field) => {
  const { status, data } = await save(fields);
  expect(status).toBe(422);
  expect(Object.keys(data.errors)).toEqual([field]);
  expect(await hostNow(world.context, host.id)).toEqual(host);
});

test("R7.10 nobody saves anything without signing in", async () => {
  expect((await save({ ...FORM, page: "off" }, {})).status).toBe(403);
  expect((await guestSees()).status).toBe(200);
});

test("R7.6 where access is gone and the host takes no bookings then, the page says so before anybody fills in anything", async () => {
  const connected = await aConnectedHost(world, GRACE);
  const isRefusingAll = async () => {
    const params = { handle: connected.handle, eventType: EVENT_TYPE };
    return (await ask(eventTypePage.loader, params)).data.isRefusingAll;
  };
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
  expect(await isRefusingAll()).toBe(false);
  await env.DB.prepare("UPDATE calendar_connections SET status = 'needs_reconnect'").run();
  expect(await isRefusingAll()).toBe(true);
  await env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'accept'").run();
  expect(await isRefusingAll()).toBe(false);
  await world.settle();
});
