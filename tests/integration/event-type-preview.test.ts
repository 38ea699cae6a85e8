// The preview of an event type: what guests see, before they do.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import * as preview from "#app/routes/event-types/preview.tsx";
import type { Host } from "#db/hosts.server.ts";
import { type EventTypePages, openEventTypes } from "./event-type-pages.ts";
import { answerOf } from "./page-answer.ts";
import { aHost, GRACE } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let pages: EventTypePages;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  pages = await openEventTypes(world, host);
});

const previewOf = (id: string, query = "", { cookie } = pages) =>
  answerOf(preview.loader, {
    request: new Request(`${env.APP_ORIGIN}/event-types/${id}/preview${query}`, {
      headers: { Cookie: cookie },
    }),
    params: { eventTypeId: id },
    context: world.context,
  });

test("R7.2 the preview shows what guests see, and of what is off what they would see; the page itself stays shut", async () => {
  const { id, slug } = await pages.first();
  const guests = (await pages.guestSees(slug)).data;
  const open = (await previewOf(id, `?tz=${guests.zone}`)).data;
  expect(open.view).toEqual(guests.view);
  expect(open.preview.state).toBe("open");
  await pages.edit({ active: "no" });
  expect((await pages.guestSees(slug)).status).toBe(404);
  const off = (await previewOf(id, `?tz=${guests.zone}`)).data;
  expect(off.view).toEqual(guests.view);
  expect(off.preview.state).toBe("off");
  await pages.edit({ active: "yes", visibility: "private" });
  expect((await previewOf(id)).data.preview.state).toBe("private");
});

test("R7.2 a time of the preview leads no further, and tells what guests are asked for", async () => {
  await pages.edit({
    ...{ locationKind: "guest_phone", questionCount: "1", "question-0-choices": "" },
    ...{ "question-0-id": world.context.newId(), "question-0-kind": "text" },
    "question-0-label": "Which topic?",
  });
  const { id } = await pages.first();
  const start = (await previewOf(id)).data.view.selected.slots[0].start;
  const { preview: shown } = (await previewOf(id, `?start=${start}`)).data;
  expect(shown.chosen).toMatch(/^Monday 2 November, \d\d:\d\d to \d\d:\d\d$/);
  expect(shown.fields).toEqual([
    "name",
    "e-mail address",
    "a phone number",
    "“Which topic?”",
    "notes",
  ]);
  for (const odd of ["2026-11-02T03:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "x"]) {
    const answer = await previewOf(id, `?start=${odd}&tz=Nowhere&month=2026-99&duration=-1`);
    expect([odd, answer.status, answer.data.preview.chosen]).toEqual([odd, 200, null]);
  }
});

test("R7.2 only the host of an event type previews it, and nobody keeps the page", async () => {
  const { id } = await pages.first();
  expect(preview.headers()).toMatchObject({
    "Cache-Control": "no-store",
    "X-Robots-Tag": expect.stringContaining("noindex"),
  });
  const hers = await openEventTypes(world, await aHost(world, GRACE));
  expect((await previewOf(id, "", hers)).status).toBe(404);
  const signedOut = await openEventTypes(world, host, "");
  expect(await previewOf(id, "", signedOut)).toMatchObject({
    status: 302,
    location: `/sign-in?to=%2Fevent-types%2F${id}%2Fpreview`,
  });
});
