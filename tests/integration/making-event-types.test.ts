// Making event types: what is stored, what guests find of it, and that one form makes one.
import { beforeEach, expect, test, vi } from "vitest";
import * as listPage from "#app/routes/event-types/route.tsx";
import { findEventType } from "#db/booking-pages.server.ts";
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

test("R7.2 an event type is made with all that was asked, and guests find it at once", async () => {
  const id = world.context.newId();
  const answer = await pages.make({
    id,
    otherDurations: "60, 15",
    bufferAfterMinutes: "10",
    dayLimit: "2",
    color: "teal",
    locationKind: "link",
    locationLink: "https://meet.example.org/ada",
    questionCount: "1",
    "question-0-id": world.context.newId(),
    "question-0-label": "Which topic?",
    "question-0-kind": "choice",
    "question-0-choices": "Engine\r\nLoom",
    "question-0-required": "yes",
  });
  expect([answer.status, answer.location]).toEqual([303, "/event-types?notice=created"]);
  expect(await findEventType(world.context.db, host.id, id)).toMatchObject({
    title: "Intro call",
    slug: "intro",
    otherDurations: [15, 60],
    bufferAfterMinutes: 10,
    minimumNoticeMinutes: 60,
    dayLimit: 2,
    weekLimit: null,
    color: "teal",
    isListed: true,
    isActive: true,
    locationDetail: "https://meet.example.org/ada",
    questions: [{ label: "Which topic?", choices: ["Engine", "Loom"], isRequired: true }],
  });
  expect((await pages.guestSees("intro")).data.durations).toHaveLength(3);
  expect(await pages.titlesListed()).toEqual(["30 minute meeting", "Intro call"]);
});

test("R7.2 new event types come after the others, whatever their addresses", async () => {
  for (const slug of ["zz", "aa", "mm"]) await pages.make({ slug });
  expect((await pages.stored()).map(({ slug }) => slug)).toEqual([EVENT_TYPE, "zz", "aa", "mm"]);
});

test("R7.2 a form without an address that is sent twice, also at once, makes one event type", async () => {
  const fields = pages.newForm({ slug: "" });
  const send = () => pages.sendNew(fields);
  const answers = [...(await Promise.all([send(), send()])), await send()];
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect((await pages.stored()).map(({ slug }) => slug)).toEqual([EVENT_TYPE, "intro-call"]);
  expect((await pages.sendNew({ ...fields, title: "Other" })).status).toBe(409);
});

test("R7.2 a form that is sent twice, one after the other or at once, makes one event type", async () => {
  const form = pages.newForm();
  const privateForm = pages.newForm({ visibility: "private", slug: "" });
  for (const fields of [form, privateForm]) {
    const send = () => pages.sendNew(fields);
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  }
  expect(await pages.stored()).toHaveLength(3);
});

test("R7.2 the same form with other content makes nothing and says so, everything typed kept; once more it is made", async () => {
  const fields = pages.newForm();
  expect((await pages.sendNew(fields)).status).toBe(303);
  const other = { ...fields, title: "Another call", slug: "another" };
  const refused = await pages.sendNew(other);
  expect(refused.status).toBe(409);
  expect(refused.data.errors.id).toMatch(/has made an event type already/);
  expect(refused.data.values).toMatchObject({ title: "Another call", slug: "another" });
  expect(refused.data.values.id).not.toBe(fields.id);
  expect((await pages.stored()).map(({ slug }) => slug)).not.toContain("another");
  expect((await pages.sendNew(refused.data.values)).status).toBe(303);
  expect((await pages.stored()).map(({ slug }) => slug)).toContain("another");
});

test("R7.2 a private event type's form sent twice is one event type too", async () => {
  const fields = pages.newForm({ visibility: "private", slug: "" });
  const before = (await pages.stored()).length;
  for (let n = 0; n < 2; n++) {
    expect((await pages.sendNew(fields)).status).toBe(303);
  }
  expect((await pages.stored()).length).toBe(before + 1);
});

test("R7.2 an id that another host uses makes an event type of one's own", async () => {
  const before = await pages.first();
  const hers = await openEventTypes(world, await aHost(world, GRACE));
  await hers.make({ id: before.id });
  expect(await pages.first()).toEqual(before);
  expect(await hers.stored()).toHaveLength(2);
});

test("R7.2 a hundred event types are as many as there can be", async () => {
  await pages.add(99);
  const { status, data } = await pages.make();
  expect([status, Object.keys(data.errors)]).toEqual([422, ["title"]]);
  expect((await pages.ask(listPage.loader)).data.eventTypes).toHaveLength(100);
});

test("R7.2 with the database away the form comes back whole with a 503, and sent again it is done", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { context } = world.worker({
    database: {
      before: () => {
        throw new Error("D1_ERROR: Network connection lost.");
      },
    },
  });
  const form = pages.newForm();
  const { status, data } = await pages.sendNew(form, context);
  expect([status, data]).toEqual([503, form]);
  expect((await pages.sendNew(data)).status).toBe(303);
});
