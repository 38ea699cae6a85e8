// R1: a host sees where the account is open, and ends what should not be.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { findSignedIn, startSession } from "#app/auth/session.server.ts";
import { action, loader } from "#app/routes/sessions/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import { aHost } from "./people.ts";
import { createWorld, type World } from "./world.ts";

const DAY_MS = 86_400_000;

let world: World;
let host: Host;
let here: string;
let phone: string;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  here = await startSession(world.context, host.id, "Firefox on Windows");
  await world.clock.moveTo(world.clock.now() + DAY_MS);
  phone = await startSession(world.context, host.id, "Chrome on Android");
});

function ask(handler: unknown, form?: Record<string, string>): Promise<Answer> {
  const request = new Request(`${env.APP_ORIGIN}/settings/sessions`, {
    headers: { Cookie: here },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return answerOf(handler, { request, params: {}, context: world.context });
}

const isOpen = async (Cookie: string) =>
  (await findSignedIn(new Request(env.APP_ORIGIN, { headers: { Cookie } }), world.context)) !==
  null;

test("R1 a host sees this browser and the others, with their names and dates", async () => {
  const { data } = await ask(loader);
  expect(data.here).toMatchObject([{ browser: "Firefox on Windows" }]);
  expect(data.elsewhere).toMatchObject([{ browser: "Chrome on Android" }]);
  expect(data.here[0].since).not.toBe(data.elsewhere[0].since);
});

test("R1 one browser is signed out, and a form that is sent again finds it done", async () => {
  const [{ id }] = (await ask(loader)).data.elsewhere;
  expect((await ask(action, { end: "one", session: id })).status).toBe(303);
  expect(await isOpen(phone)).toBe(false);
  expect(await isOpen(here)).toBe(true);
  expect((await ask(action, { end: "one", session: id })).status).toBe(303);
});

test("R1 all other browsers are signed out, and this one stays", async () => {
  expect((await ask(action, { end: "others" })).status).toBe(303);
  expect(await isOpen(phone)).toBe(false);
  expect(await isOpen(here)).toBe(true);
  expect((await ask(loader)).data.elsewhere).toEqual([]);
});

test("R1 nobody ends somebody else's session, and what names none is refused", async () => {
  const other = await aHost(world, "grace@example.com");
  const theirs = await startSession(world.context, other.id);
  const found = await env.DB.prepare("SELECT id_hash FROM sessions WHERE host_id = ?")
    .bind(other.id)
    .first<{ id_hash: string }>();
  expect((await ask(action, { end: "one", session: found?.id_hash ?? "" })).status).toBe(303);
  expect((await ask(action, { end: "others" })).status).toBe(303);
  expect(await isOpen(theirs)).toBe(true);
  expect((await ask(action, { end: "all" })).status).toBe(422);
  expect((await ask(action, { end: "one" })).status).toBe(422);
});
