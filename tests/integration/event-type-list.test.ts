// The list of event types and its forms: copying, putting in order, deleting.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import * as listPage from "#app/routes/event-types/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { type EventTypePages, type Fields, openEventTypes } from "./event-type-pages.ts";
import { aForm, aHost, book, EVENT_TYPE, GRACE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let pages: EventTypePages;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  pages = await openEventTypes(world, host);
});

const titlesStored = async () => (await pages.stored()).map(({ title }) => title);

test("R7.2 the list shows each event type with its state and its address", async () => {
  await pages.make({ title: "Secret", visibility: "private", slug: "" });
  await pages.make({ title: "Resting", slug: "resting", active: "no" });
  const { data } = await pages.ask(listPage.loader);
  expect(data.eventTypes).toHaveLength(3);
  const byTitle = (title: string) =>
    data.eventTypes.find((found: { title: string }) => found.title === title);
  expect(byTitle("30 minute meeting")).toMatchObject({
    durations: "30 min",
    isActive: true,
    isListed: true,
  });
  expect(byTitle("Secret")).toMatchObject({ isListed: false, isActive: true });
  expect(byTitle("Resting")).toMatchObject({
    isActive: false,
    address: `${env.APP_ORIGIN}/${host.handle}/resting`,
  });
});

test("R7.2 a copy has all that the other has but its address and its title, comes last and is off", async () => {
  await pages.edit({
    ...{ otherDurations: "60", dayLimit: "2", color: "teal", description: "Tea" },
    ...{ questionCount: "1", "question-0-id": world.context.newId(), "question-0-kind": "text" },
    ...{ "question-0-label": "Which topic?", "question-0-choices": "" },
  });
  await pages.make();
  const source = await pages.first();
  const copyId = world.context.newId();
  const answer = await pages.sendFromList({ intent: "duplicate", id: source.id, copyId });
  expect([answer.status, answer.location]).toEqual([
    303,
    `/event-types?notice=duplicated#event-type-${copyId}`,
  ]);
  const copy = (await pages.stored()).at(-1);
  expect(copy).toEqual({
    ...source,
    id: copyId,
    title: "30 minute meeting (copy)",
    slug: `${EVENT_TYPE}-2`,
    isActive: false,
    position: 2,
  });
  expect((await pages.guestSees(`${EVENT_TYPE}-2`)).status).toBe(404);
  expect(await pages.titlesListed()).toEqual(["30 minute meeting", "Intro call"]);
});

test("R7.2 a form that copies makes one copy, sent twice or three times at once; another form makes another", async () => {
  const { id } = await pages.first();
  const copyId = world.context.newId();
  const send = () => pages.sendFromList({ intent: "duplicate", id, copyId });
  const answers = await Promise.all([send(), send(), send()]);
  answers.push(await send());
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  expect(await pages.stored()).toHaveLength(2);
  const others = [1, 2].map(() =>
    pages.sendFromList({ intent: "duplicate", id, copyId: world.context.newId() }),
  );
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([303, 303]);
  expect((await pages.stored()).map(({ slug }) => slug).sort()).toEqual(
    ["", "-2", "-3", "-4"].map((end) => EVENT_TYPE + end),
  );
});

test("R7.2 the copy of a private event type is private, at an address that nobody can guess", async () => {
  await pages.edit({ visibility: "private" });
  const source = await pages.first();
  await pages.sendFromList({ intent: "duplicate", id: source.id, copyId: world.context.newId() });
  const copy = (await pages.stored()).at(-1);
  expect(copy).toMatchObject({ isListed: false, isActive: false });
  expect(copy?.slug).toMatch(/^[a-z0-9]{26}$/);
  expect(copy?.slug).not.toBe(source.slug);
});

test("R7.2 what is another host's, unknown or no id is neither copied nor moved", async () => {
  const { id } = await pages.first();
  const hers = await openEventTypes(world, await aHost(world, GRACE));
  const copyId = world.context.newId();
  for (const unknown of [(await hers.first()).id, "f".repeat(32)]) {
    expect((await pages.sendFromList({ intent: "duplicate", id: unknown, copyId })).status).toBe(
      404,
    );
    const moved = await pages.sendFromList({ intent: "up", id, neighbourId: unknown });
    expect(moved.location).toBe(`/event-types?notice=changedMeanwhile#event-type-${id}`);
  }
  for (const fields of [{ intent: "duplicate", id, copyId: "x" }, { intent: "sideways", id }, {}]) {
    expect((await pages.sendFromList(fields as Fields)).status).toBe(400);
  }
  expect(await pages.stored()).toHaveLength(1);
  expect(await hers.stored()).toHaveLength(1);
});

test("R7.2 with a hundred event types there is no copy, and the page says why", async () => {
  const { id } = await pages.first();
  await pages.add(99);
  const answer = await pages.sendFromList({
    intent: "duplicate",
    id,
    copyId: world.context.newId(),
  });
  expect(answer.status).toBe(409);
  expect(answer.data.refusal).toContain("100 event types");
  expect(await pages.stored()).toHaveLength(100);
});

test("R7.2 event types are put in another order, on the host's page too; a form sent twice moves once", async () => {
  for (const title of ["B", "C", "D"]) await pages.make({ title, slug: title.toLowerCase() });
  const [a, b, c, d] = (await pages.stored()).map(({ id }) => id) as [
    string,
    string,
    string,
    string,
  ];
  const up = { intent: "up", id: d, neighbourId: c };
  expect((await pages.sendFromList(up)).location).toBe(`/event-types?notice=moved#event-type-${d}`);
  await pages.sendFromList(up);
  expect(await titlesStored()).toEqual(["30 minute meeting", "B", "D", "C"]);
  const down = { intent: "down", id: a, neighbourId: b };
  await pages.sendFromList(down);
  await pages.sendFromList(down);
  expect(await titlesStored()).toEqual(["B", "30 minute meeting", "D", "C"]);
  expect(await pages.titlesListed()).toEqual(["B", "30 minute meeting", "D", "C"]);
});

test("R7.2 moving one writes the places that change and no others; what guests keep of the page is stale then", async () => {
  for (const title of ["B", "C", "D"]) await pages.make({ title, slug: title.toLowerCase() });
  const [, b, c] = (await pages.stored()).map(({ id }) => id) as [string, string, string];
  await pages.sendFromList({ intent: "up", id: c, neighbourId: b });
  const version = async () => (await hostNow(world.context, host.id)).rulesVersion;
  const before = await version();
  await pages.sendFromList({ intent: "up", id: b, neighbourId: c });
  expect(await version()).toBe(before + 2);
  await pages.sendFromList({ intent: "up", id: b, neighbourId: c });
  expect(await version()).toBe(before + 2);
});

test("R7.2 an event type that was never booked can be deleted", async () => {
  const { id } = await pages.first();
  const { status, location } = await pages.send(id, { intent: "delete" });
  expect([status, location]).toEqual([303, "/event-types?notice=deleted"]);
  expect(await pages.stored()).toEqual([]);
  expect(await pages.titlesListed()).toEqual([]);
});

test("R7.2 one that was booked is kept, and the page says to switch it off instead", async () => {
  await book(world.context, aForm(host));
  const { id } = await pages.first();
  const { status, data } = await pages.send(id, { intent: "delete" });
  expect(status).toBe(409);
  expect(data.refusal).toMatch(/has been booked.*Switch it off instead/);
  expect(await pages.stored()).toHaveLength(1);
});
