// The addresses of event types: taken, made of the title, or private.
import { beforeEach, expect, test } from "vitest";
import * as guestPage from "#app/routes/event-type-page/route.tsx";
import * as editPage from "#app/routes/event-types/edit.tsx";
import type { Host } from "#db/hosts.server.ts";
import { type EventTypePages, openEventTypes } from "./event-type-pages.ts";
import { aHost, EVENT_TYPE, GRACE } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let pages: EventTypePages;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  pages = await openEventTypes(world, host);
});

test("R7.2 a taken address is a 422 beside the field with one that is free, and everything typed is kept", async () => {
  const { status, data } = await pages.make({ slug: EVENT_TYPE, description: "Typed" });
  expect(status).toBe(422);
  expect(data.errors).toEqual({
    slug: `Another event type of yours has this address. Free is, for example: ${EVENT_TYPE}-2.`,
  });
  expect(data.values).toMatchObject({ slug: EVENT_TYPE, description: "Typed" });
  expect(await pages.stored()).toHaveLength(1);
  const again = await pages.make({ slug: `${EVENT_TYPE}-2` });
  expect(again.status).toBe(303);
});

test("R7.2 an address that is left empty is made of the title, and is one that is free", async () => {
  const slugs = async () => (await pages.stored()).map(({ slug }) => slug).slice(1);
  for (const title of ["Café & Code", "שיחה", "🎉", "30 minute meeting"]) {
    expect((await pages.make({ title, slug: " " })).status).toBe(303);
  }
  expect(await slugs()).toEqual(["cafe-code", "meeting", "meeting-2", `${EVENT_TYPE}-2`]);
  const many = await Promise.all(
    [1, 2, 3].map(() => pages.make({ title: "Café & Code", slug: "" })),
  );
  expect(many.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(await slugs()).toEqual(
    expect.arrayContaining(["cafe-code-2", "cafe-code-3", "cafe-code-4"]),
  );
  expect((await pages.guestSees("cafe-code")).status).toBe(200);
});

test("R7.2 two hosts may have the same address", async () => {
  await pages.make({ slug: "intro" });
  const hers = await openEventTypes(world, await aHost(world, GRACE));
  expect((await hers.make({ slug: "intro" })).status).toBe(303);
});

test("R7.2 an address typed in capitals leads to its event type", async () => {
  expect((await pages.guestSees(EVENT_TYPE.toUpperCase())).status).toBe(200);
});

test("R7.2 a private event type has an address nobody can guess, is not listed and is not indexed", async () => {
  const { slug: before } = await pages.first();
  const answer = await pages.edit({ visibility: "private" });
  expect(answer.status).toBe(303);
  const { slug, isListed } = await pages.first();
  expect(isListed).toBe(false);
  expect(slug).toMatch(/^[a-z0-9]{26}$/);
  expect(await pages.titlesListed()).toEqual([]);
  expect((await pages.guestSees(before)).status).toBe(404);
  const { data } = await pages.guestSees(slug);
  const meta = guestPage.meta({ data } as Parameters<typeof guestPage.meta>[0]);
  expect(meta).toContainEqual({ name: "robots", content: "noindex" });
});

test("R7.2 a private event type keeps its address while it stays private, and gets a new one the next time", async () => {
  await pages.edit({ visibility: "private" });
  const first = await pages.first();
  await pages.edit({ title: "Renamed" });
  expect(await pages.first()).toMatchObject({ title: "Renamed", slug: first.slug });
  await pages.edit({ visibility: "listed", slug: "readable" });
  await pages.edit({ visibility: "private" });
  expect((await pages.first()).slug).not.toBe(first.slug);
});

test("R7.2 back on the page, an event type asks for a readable address", async () => {
  await pages.edit({ visibility: "private" });
  const eventType = await pages.first();
  const { data: shown } = await pages.ask(editPage.loader, {
    params: { eventTypeId: eventType.id },
  });
  expect(shown.values).toMatchObject({ visibility: "private", slug: "" });
  const { status, data } = await pages.edit({ visibility: "listed" });
  expect(status).toBe(422);
  expect(data.errors).toEqual({ slug: "Enter an address. For example: 30-minute-meeting." });
  expect((await pages.first()).isListed).toBe(false);
  expect((await pages.edit({ visibility: "listed", slug: "Readable" })).status).toBe(303);
  expect(await pages.first()).toMatchObject({ isListed: true, slug: "readable" });
});
