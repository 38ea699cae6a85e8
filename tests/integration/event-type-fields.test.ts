// What is typed into the form of an event type: what is refused beside its field, and what is stored of the rest.
import { beforeEach, expect, test } from "vitest";
import type { Host } from "#db/hosts.server.ts";
import { nastyValueFor } from "../fuzz/values.ts";
import { createRandom } from "../simulation/random.ts";
import { type EventTypePages, type Fields, openEventTypes } from "./event-type-pages.ts";
import { aHost, GRACE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let pages: EventTypePages;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  pages = await openEventTypes(world, host);
});

test("R7.2 a duration that is too long is told at its own field", async () => {
  const changes = { durationMinutes: "45", bufferBeforeMinutes: "10", bufferAfterMinutes: "20" };
  const errorsOf = async (more: Fields) =>
    Object.keys((await pages.make({ ...changes, ...more })).data.errors);
  expect(await errorsOf({ otherDurations: "15, 90, 1440" })).toEqual(["otherDurations"]);
  expect(await errorsOf({ durationMinutes: "1440" })).toEqual(["durationMinutes"]);
});

test("R7.2 bad input is a 422 beside the field and stores nothing", async () => {
  const wrong: [Fields, string][] = [
    [{ title: "\u0000\u202e" }, "title"],
    [{ slug: "a/../b" }, "slug"],
    [{ durationMinutes: "1500" }, "durationMinutes"],
    [
      { windowKind: "range", windowFirstDay: "2026-12-02", windowLastDay: "2026-12-01" },
      "windowLastDay",
    ],
    [
      { windowKind: "range", windowFirstDay: "2026-12-02", windowLastDay: "9999-12-31" },
      "windowLastDay",
    ],
    [{ dayLimit: "0" }, "dayLimit"],
    [{ locationKind: "link", locationLink: "http://x.example" }, "locationLink"],
    [{ scheduleId: "f".repeat(32) }, "scheduleId"],
    [{ questionCount: "1" }, "question-0-kind"],
  ];
  const before = await pages.stored();
  const rules = (await hostNow(world.context, host.id)).rulesVersion;
  for (const [changes, field] of wrong) {
    for (const answer of [await pages.make(changes), await pages.edit(changes)]) {
      expect([answer.status, Object.keys(answer.data.errors)]).toEqual([
        422,
        expect.arrayContaining([field]),
      ]);
      expect(answer.data.values).toMatchObject(changes);
    }
  }
  expect(await pages.stored()).toEqual(before);
  expect((await hostNow(world.context, host.id)).rulesVersion).toBe(rules);
});

test("R7.2 150 forms of anything: none breaks the page, and none that is refused stores a thing", async () => {
  const random = createRandom(72, "event types");
  const whole = pages.newForm({
    ...{ windowFirstDay: "2026-12-01", windowLastDay: "2026-12-31", locationPhone: "+49 30 90" },
    ...{ locationAddress: "Here", locationLink: "https://x.example/y", questionCount: "1" },
    ...{ "question-0-id": world.context.newId(), "question-0-label": "Which?" },
    ...{ "question-0-kind": "choice", "question-0-choices": "a", "question-0-required": "yes" },
  });
  const { id: _, ...names } = whole;
  const seen = new Map<number, number>();
  for (let round = 0; round < 150; round++) {
    const fields = { ...names };
    fields.locationKind = random.pick(["phone", "in_person", "link", "guest_phone"]);
    fields.windowKind = random.pick(["rolling", "range"]);
    for (let change = random.between(1, 3); change > 0; change--) {
      const name = random.pick(Object.keys(fields));
      if (random.chance(0.15)) delete fields[name];
      else fields[name] = nastyValueFor(name, random);
    }
    const before = await pages.first();
    const { status } = await pages.edit(fields);
    seen.set(status, (seen.get(status) ?? 0) + 1);
    if (status !== 303) expect(await pages.first()).toEqual(before);
  }
  expect([...seen.keys()].sort()).toEqual([303, 413, 422].filter((status) => seen.has(status)));
  expect(seen.get(303)).toBeGreaterThan(5);
  expect(seen.get(422)).toBeGreaterThan(30);
  expect((await pages.guestSees((await pages.first()).slug)).status).toBeLessThan(500);
});

test("R7.2 another host's schedule can't be used", async () => {
  const hers = await openEventTypes(world, await aHost(world, GRACE));
  const { status, data } = await pages.edit({ scheduleId: hers.scheduleId });
  expect([status, Object.keys(data.errors)]).toEqual([422, ["scheduleId"]]);
});

test("R7.2 HTML and odd characters are stored as text, cleaned", async () => {
  const title = "<script>alert(1)</script> \u202eabc\u0000\ud800";
  await pages.edit({ title });
  expect((await pages.first()).title).toBe("<script>alert(1)</script> abc\ufffd");
});

test("R7.2 a question more or less shows the form again with 200, and stores nothing", async () => {
  const before = await pages.stored();
  for (const post of [(form: Fields) => pages.make(form), (form: Fields) => pages.edit(form)]) {
    const more = await post({ intent: "add-question", title: "Half typed", durationMinutes: "x" });
    expect(more.status).toBe(200);
    expect(more.data.errors).toEqual({});
    expect(more.data.values).toMatchObject({
      title: "Half typed",
      durationMinutes: "x",
      questionCount: "1",
      "question-0-id": expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const less = await post({ ...more.data.values, intent: "remove-question-0" });
    expect([less.status, less.data.values.questionCount]).toEqual([200, "0"]);
  }
  expect(await pages.stored()).toEqual(before);
});

test("R7.2 a question keeps its id when its words change", async () => {
  const id = world.context.newId();
  const row = { "question-0-id": id, "question-0-kind": "text", "question-0-choices": "" };
  await pages.edit({ questionCount: "1", ...row, "question-0-label": "Topic?" });
  await pages.edit({ "question-0-label": "Which topic?" });
  expect((await pages.first()).questions).toEqual([
    { id, label: "Which topic?", kind: "text", isRequired: false },
  ]);
});

test("R7.2 what is stored is what the form shows, so that saving it changes nothing", async () => {
  const window = { windowKind: "range", windowFirstDay: "2026-11-03", windowLastDay: "2027-03-31" };
  await pages.edit({
    ...window,
    noticeCount: "2",
    noticeUnit: "days",
    otherDurations: "15,60",
    locationKind: "phone",
    locationPhone: "+49 30 901820",
    weekLimit: "7",
    questionCount: "1",
    "question-0-id": world.context.newId(),
    "question-0-label": "Which?",
    "question-0-kind": "choice",
    "question-0-choices": "a\nb",
    "question-0-required": "yes",
  });
  const before = await pages.first();
  expect(before).toMatchObject({ windowLastDay: "2027-03-31", minimumNoticeMinutes: 2880 });
  await pages.edit({});
  expect(await pages.first()).toEqual(before);
});
