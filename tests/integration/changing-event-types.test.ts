// Changing event types: two who do it at once, what counts for the next guest, and who may.
import { beforeEach, expect, test } from "vitest";
import * as editPage from "#app/routes/event-types/edit.tsx";
import { storedValues } from "#app/routes/event-types/form-values.ts";
import * as newPage from "#app/routes/event-types/new.tsx";
import * as listPage from "#app/routes/event-types/route.tsx";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { type EventTypePages, type Fields, openEventTypes } from "./event-type-pages.ts";
import { aForm, aHost, book, GRACE } from "./people.ts";
import { createWorld, type World } from "./world.ts";

const NINE = Date.parse("2026-11-02T09:00:00Z");
const HOUR_MS = 3_600_000;

let world: World;
let host: Host;
let pages: EventTypePages;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  pages = await openEventTypes(world, host);
});

test("R7.2 of two who edit at once the second is told what the first has stored, with both kept, and saves again", async () => {
  const { id: eventTypeId } = await pages.first();
  const opened = async () =>
    (await pages.ask(editPage.loader, { params: { eventTypeId } })).data.values as Fields;
  const [one, other] = [await opened(), await opened()];
  const send = (fields: Fields) =>
    pages.send(eventTypeId, { ...fields, complete: "yes", intent: "save" });
  expect((await send({ ...one, title: "First" })).status).toBe(303);
  // What they ask for is stored already: nothing is lost.
  expect((await send({ ...one, title: "First" })).status).toBe(303);
  const refused = await send({ ...other, title: "Second", description: "More" });
  expect(refused.status).toBe(409);
  expect(refused.data.errors).toEqual({
    title: "Stored by now: “First”.",
    description: "Nothing is stored there by now.",
  });
  expect(refused.data.refusal).toMatch(/changed elsewhere/);
  expect(refused.data.values).toMatchObject({ title: "Second", description: "More" });
  expect((await pages.first()).title).toBe("First");
  // A row more or less does not make it forget what it was shown with.
  const longer = await pages.send(eventTypeId, { ...other, intent: "add-question" });
  expect(longer.data.values.version).toBe(other.version);
  expect((await send(refused.data.values)).status).toBe(303);
  expect((await pages.first()).title).toBe("Second");
});

test.each([undefined, "", "x", "0".repeat(64)])(
  "R7.2 a form that does not say what it was shown with saves over nobody's changes: version %s",
  async (version) => {
    const { id: eventTypeId } = await pages.first();
    const { version: shown, ...fields } = (
      await pages.ask(editPage.loader, { params: { eventTypeId } })
    ).data.values;
    const send = (form: Fields) =>
      pages.send(eventTypeId, { ...form, complete: "yes", intent: "save" });
    const typed = { ...fields, title: "Typed", ...(version === undefined ? {} : { version }) };
    const refused = await send(typed);
    expect([refused.status, refused.data.values.title]).toEqual([409, "Typed"]);
    expect(refused.data.errors).toEqual({ title: "Stored by now: “30 minute meeting”." });
    expect((await pages.first()).title).toBe("30 minute meeting");
    expect(refused.data.values.version).toBe(shown);
    expect((await send(refused.data.values)).status).toBe(303);
    expect((await pages.first()).title).toBe("Typed");
  },
);

test("R7.2 a limit counts for the next guest, as soon as it is saved", async () => {
  await book(world.context, aForm(host, { startsAt: NINE }));
  const later = aForm(host, { startsAt: NINE + HOUR_MS });
  await pages.edit({ dayLimit: "1" });
  expect((await bookSlot(world.context, later)).kind).toBe("limitReached");
  await pages.edit({ dayLimit: "", weekLimit: "2" });
  expect((await bookSlot(world.context, later)).kind).toBe("booked");
  const third = aForm(host, { startsAt: NINE + 24 * HOUR_MS });
  expect((await bookSlot(world.context, third)).kind).toBe("limitReached");
});

test("R7.2 a window, a notice, a duration and the state count for the next guest too", async () => {
  const outcome = async (changes: Fields) => {
    const { status, data } = await pages.edit(changes);
    expect([status, data?.errors]).toEqual([303, undefined]);
    return (await bookSlot(world.context, aForm(host, { startsAt: NINE }))).kind;
  };
  const range = { windowKind: "range", windowFirstDay: "2026-11-03", windowLastDay: "2026-11-30" };
  expect(await outcome(range)).toBe("notOffered");
  expect(await outcome({ windowKind: "rolling", noticeCount: "1", noticeUnit: "days" })).toBe(
    "notOffered",
  );
  expect(await outcome({ noticeCount: "0", durationMinutes: "1440" })).toBe("notOffered");
  expect(await outcome({ durationMinutes: "30", active: "no" })).toBe("pageUnknown");
  expect(await outcome({ active: "yes" })).toBe("booked");
});

test("R7.2 a rule that changes while a guest books is the one that counts", async () => {
  let isChanged = false;
  const { context } = world.worker({
    database: {
      before: async ({ sql }: { sql: string }) => {
        if (isChanged || !/insert into "bookings"/i.test(sql)) return;
        isChanged = true;
        await pages.edit({ noticeCount: "1", noticeUnit: "days" });
      },
    },
  });
  const outcome = await bookSlot(context, aForm(host, { startsAt: NINE }));
  expect([isChanged, outcome.kind]).toEqual([true, "notOffered"]);
});

test("R7.2 nobody sees, changes or deletes another host's event type", async () => {
  const before = await pages.first();
  const hers = await openEventTypes(world, await aHost(world, GRACE));
  const form = { ...storedValues(before), complete: "yes", title: "Mine" };
  for (const eventTypeId of [before.id, "f".repeat(32), "../x", "%00", ""]) {
    const params = { eventTypeId };
    const answers = [
      await hers.ask(editPage.loader, { params }),
      await hers.send(eventTypeId, form),
      await hers.send(eventTypeId, { intent: "delete" }),
      await hers.send(eventTypeId, { ...form, intent: "add-question" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
  expect((await hers.ask(listPage.loader)).data.eventTypes).toHaveLength(1);
  expect(await pages.first()).toEqual(before);
});

test("R7.2 who is not signed in is asked to", async () => {
  const signedOut = await openEventTypes(world, host, "");
  for (const page of [listPage, newPage]) {
    const { location } = await signedOut.ask(page.loader);
    expect(location).toBe("/sign-in?to=%2Fevent-types");
  }
  const form = signedOut.newForm({ title: "Typed for long" });
  expect(await signedOut.sendNew(form)).toMatchObject({ status: 403, data: form });
  expect(await signedOut.edit({ title: "Typed for long" })).toMatchObject({
    status: 403,
    data: { title: "Typed for long" },
  });
  expect(await pages.stored()).toHaveLength(1);
});
