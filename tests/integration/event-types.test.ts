// The pages on which a host makes, changes and deletes event types, and what guests find of them.
import { env } from "cloudflare:test";
import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import * as guestPage from "#app/routes/event-type-page/route.tsx";
import { versionOf } from "#app/routes/event-types/changed-meanwhile.server.ts";
import * as edit from "#app/routes/event-types/edit.tsx";
import { newValues, storedValues } from "#app/routes/event-types/form-values.ts";
import * as make from "#app/routes/event-types/new.tsx";
import * as preview from "#app/routes/event-types/preview.tsx";
import * as list from "#app/routes/event-types/route.tsx";
import * as hostPage from "#app/routes/host-page/route.tsx";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { findEventType } from "#db/booking-pages.server.ts";
import { listEventTypes, listScheduleChoices } from "#db/event-types.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { nastyValueFor } from "../fuzz/values.ts";
import { createRandom } from "../simulation/random.ts";
import { aForm, aHost, book, EVENT_TYPE, GRACE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let cookie: string;
let scheduleId: string;

beforeEach(async () => {
  world = await createWorld();
  host = await aHost(world);
  cookie = await startSession(world.context, host.id);
  const [schedule] = await listScheduleChoices(world.context.db, host.id);
  scheduleId = schedule?.id ?? "";
});

type Fields = Record<string, string>;
type Handler = (args: LoaderFunctionArgs) => Promise<unknown>;

interface Answer {
  status: number;
  location: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each page has data of its own
  data: any;
}

/** What a loader or action answers, returned or thrown. */
async function answerOf(work: Promise<unknown>): Promise<Answer> {
  const answer = await work.catch((thrown: unknown) => thrown);
  if (answer instanceof Response) {
    return { status: answer.status, location: answer.headers.get("Location"), data: null };
  }
  if (answer instanceof Error) throw answer;
  const { data, init } = answer as { data?: unknown; init?: { status: number } };
  return { status: init?.status ?? 200, location: null, data: data ?? answer };
}

const call = (
  handler: Handler,
  params: Record<string, string>,
  init: RequestInit = {},
  context = world.context,
) =>
  answerOf(
    handler({
      request: new Request(`${env.APP_ORIGIN}/event-types`, {
        ...init,
        headers: cookie ? { Cookie: cookie } : {},
      }),
      params,
      context: { ...context },
    }),
  );

const posted = (fields: Fields) => ({ method: "POST", body: new URLSearchParams(fields) });

const aNewForm = (changes: Fields = {}): Fields => ({
  ...newValues(world.context.newId(), scheduleId),
  title: "Intro call",
  slug: "intro",
  complete: "yes",
  intent: "save",
  ...changes,
});

const postNew = (changes: Fields = {}, context = world.context) =>
  call(make.action, {}, posted(aNewForm(changes)), context);

/** What the form of the host's first event type would send, with these changes. */
async function postEdit(changes: Fields, context = world.context) {
  const eventType = await firstEventType();
  const shown = { ...storedValues(eventType), version: await versionOf(eventType) };
  const fields = { ...shown, complete: "yes", intent: "save", ...changes };
  return call(edit.action, { eventTypeId: eventType.id }, posted(fields), context);
}

async function firstEventType() {
  const [first] = await listEventTypes(world.context.db, host.id);
  if (!first) throw new Error("the host has no event type");
  return first;
}

const stored = () => listEventTypes(world.context.db, host.id);

const guestSees = (slug: string) =>
  call(guestPage.loader, { handle: host.handle, eventType: slug });

const titlesListed = async () =>
  (await call(hostPage.loader, { handle: host.handle })).data.eventTypes.map(
    ({ title }: { title: string }) => title,
  );

// ---------------------------------------------------------------- making

test("R7.2 an event type is made with all that was asked, and guests find it at once", async () => {
  const id = world.context.newId();
  const answer = await postNew({
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
  expect((await guestSees("intro")).data.durations).toHaveLength(3);
  expect(await titlesListed()).toEqual(["30 minute meeting", "Intro call"]);
});

test("R7.2 new event types come after the others, whatever their addresses", async () => {
  for (const slug of ["zz", "aa", "mm"]) await postNew({ slug });
  expect((await stored()).map(({ slug }) => slug)).toEqual([EVENT_TYPE, "zz", "aa", "mm"]);
});

test("R7.2 the list shows each event type with its state and its address", async () => {
  await postNew({ title: "Secret", visibility: "private", slug: "" });
  await postNew({ title: "Resting", slug: "resting", active: "no" });
  const { data } = await call(list.loader, {});
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

test("R7.2 a taken address is a 422 beside the field with one that is free, and everything typed is kept", async () => {
  const { status, data } = await postNew({ slug: EVENT_TYPE, description: "Typed" });
  expect(status).toBe(422);
  expect(data.errors).toEqual({
    slug: `Another event type of yours has this address. Free is, for example: ${EVENT_TYPE}-2.`,
  });
  expect(data.values).toMatchObject({ slug: EVENT_TYPE, description: "Typed" });
  expect(await stored()).toHaveLength(1);
  const again = await postNew({ slug: `${EVENT_TYPE}-2` });
  expect(again.status).toBe(303);
});

test("R7.2 an address that is left empty is made of the title, and is one that is free", async () => {
  const slugs = async () => (await stored()).map(({ slug }) => slug).slice(1);
  for (const title of ["Café & Code", "שיחה", "🎉", "30 minute meeting"]) {
    expect((await postNew({ title, slug: " " })).status).toBe(303);
  }
  expect(await slugs()).toEqual(["cafe-code", "meeting", "meeting-2", `${EVENT_TYPE}-2`]);
  const many = await Promise.all([1, 2, 3].map(() => postNew({ title: "Café & Code", slug: "" })));
  expect(many.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(await slugs()).toEqual(
    expect.arrayContaining(["cafe-code-2", "cafe-code-3", "cafe-code-4"]),
  );
  expect((await guestSees("cafe-code")).status).toBe(200);
});

test("R7.2 a form without an address that is sent twice, also at once, makes one event type", async () => {
  const fields = aNewForm({ slug: "" });
  const send = () => call(make.action, {}, posted(fields));
  const answers = [...(await Promise.all([send(), send()])), await send()];
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect((await stored()).map(({ slug }) => slug)).toEqual([EVENT_TYPE, "intro-call"]);
  expect((await call(make.action, {}, posted({ ...fields, title: "Other" }))).status).toBe(409);
});

test("R7.2 two hosts may have the same address", async () => {
  await postNew({ slug: "intro" });
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  const [schedule] = await listScheduleChoices(world.context.db, grace.id);
  expect((await postNew({ slug: "intro", scheduleId: schedule?.id ?? "" })).status).toBe(303);
});

test("R7.2 a form that is sent twice, one after the other or at once, makes one event type", async () => {
  const form = aNewForm();
  const privateForm = aNewForm({ visibility: "private", slug: "" });
  for (const fields of [form, privateForm]) {
    const send = () => call(make.action, {}, posted(fields));
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  }
  expect(await stored()).toHaveLength(3);
});

test("R7.2 the same form with other content makes nothing and says so, everything typed kept; once more it is made", async () => {
  const fields = aNewForm();
  expect((await call(make.action, {}, posted(fields))).status).toBe(303);
  const other = { ...fields, title: "Another call", slug: "another" };
  const refused = await call(make.action, {}, posted(other));
  expect(refused.status).toBe(409);
  expect(refused.data.errors.id).toMatch(/has made an event type already/);
  expect(refused.data.values).toMatchObject({ title: "Another call", slug: "another" });
  expect(refused.data.values.id).not.toBe(fields.id);
  expect((await stored()).map(({ slug }) => slug)).not.toContain("another");
  expect((await call(make.action, {}, posted(refused.data.values))).status).toBe(303);
  expect((await stored()).map(({ slug }) => slug)).toContain("another");
});

test("R7.2 a private event type's form sent twice is one event type too", async () => {
  const fields = aNewForm({ visibility: "private", slug: "" });
  const before = (await stored()).length;
  for (let n = 0; n < 2; n++) {
    expect((await call(make.action, {}, posted(fields))).status).toBe(303);
  }
  expect((await stored()).length).toBe(before + 1);
});

test("R7.2 a duration that is too long is told at its own field", async () => {
  const changes = { durationMinutes: "45", bufferBeforeMinutes: "10", bufferAfterMinutes: "20" };
  const errorsOf = async (more: Fields) =>
    Object.keys((await postNew({ ...changes, ...more })).data.errors);
  expect(await errorsOf({ otherDurations: "15, 90, 1440" })).toEqual(["otherDurations"]);
  expect(await errorsOf({ durationMinutes: "1440" })).toEqual(["durationMinutes"]);
});

test("R7.2 of two who edit at once the second is told what the first has stored, with both kept, and saves again", async () => {
  const { id: eventTypeId } = await firstEventType();
  const opened = async () => (await call(edit.loader, { eventTypeId })).data.values as Fields;
  const [one, other] = [await opened(), await opened()];
  const send = (fields: Fields) =>
    call(edit.action, { eventTypeId }, posted({ ...fields, complete: "yes", intent: "save" }));
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
  expect((await firstEventType()).title).toBe("First");
  // A row more or less does not make it forget what it was shown with.
  const longer = await call(
    edit.action,
    { eventTypeId },
    posted({ ...other, intent: "add-question" }),
  );
  expect(longer.data.values.version).toBe(other.version);
  expect((await send(refused.data.values)).status).toBe(303);
  expect((await firstEventType()).title).toBe("Second");
});

test.each([undefined, "", "x", "0".repeat(64)])(
  "R7.2 a form that does not say what it was shown with saves over nobody's changes: version %s",
  async (version) => {
    const { id: eventTypeId } = await firstEventType();
    const { version: shown, ...fields } = (await call(edit.loader, { eventTypeId })).data.values;
    const send = (form: Fields) =>
      call(edit.action, { eventTypeId }, posted({ ...form, complete: "yes", intent: "save" }));
    const typed = { ...fields, title: "Typed", ...(version === undefined ? {} : { version }) };
    const refused = await send(typed);
    expect([refused.status, refused.data.values.title]).toEqual([409, "Typed"]);
    expect(refused.data.errors).toEqual({ title: "Stored by now: “30 minute meeting”." });
    expect((await firstEventType()).title).toBe("30 minute meeting");
    expect(refused.data.values.version).toBe(shown);
    expect((await send(refused.data.values)).status).toBe(303);
    expect((await firstEventType()).title).toBe("Typed");
  },
);

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
  const before = await stored();
  const rules = (await hostNow(world.context, host.id)).rulesVersion;
  for (const [changes, field] of wrong) {
    for (const answer of [await postNew(changes), await postEdit(changes)]) {
      expect([answer.status, Object.keys(answer.data.errors)]).toEqual([
        422,
        expect.arrayContaining([field]),
      ]);
      expect(answer.data.values).toMatchObject(changes);
    }
  }
  expect(await stored()).toEqual(before);
  expect((await hostNow(world.context, host.id)).rulesVersion).toBe(rules);
});

test("R7.2 150 forms of anything: none breaks the page, and none that is refused stores a thing", async () => {
  const random = createRandom(72, "event types");
  const whole = aNewForm({
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
    const before = await firstEventType();
    const { status } = await postEdit(fields);
    seen.set(status, (seen.get(status) ?? 0) + 1);
    if (status !== 303) expect(await firstEventType()).toEqual(before);
  }
  expect([...seen.keys()].sort()).toEqual([303, 413, 422].filter((status) => seen.has(status)));
  expect(seen.get(303)).toBeGreaterThan(5);
  expect(seen.get(422)).toBeGreaterThan(30);
  expect((await guestSees((await firstEventType()).slug)).status).toBeLessThan(500);
});

test("R7.2 another host's schedule can't be used", async () => {
  const grace = await aHost(world, GRACE);
  const [hers] = await listScheduleChoices(world.context.db, grace.id);
  const { status, data } = await postEdit({ scheduleId: hers?.id ?? "" });
  expect([status, Object.keys(data.errors)]).toEqual([422, ["scheduleId"]]);
});

test("R7.2 HTML and odd characters are stored as text, cleaned", async () => {
  const title = "<script>alert(1)</script> \u202eabc\u0000\ud800";
  await postEdit({ title });
  expect((await firstEventType()).title).toBe("<script>alert(1)</script> abc\ufffd");
});

test("R7.2 a hundred event types are as many as there can be", async () => {
  const rows = Array.from({ length: 99 }, (_, n) =>
    env.DB.prepare(
      `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes,
         minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind)
       VALUES (?, ?, ?, ?, 'x', 30, 0, 60, 30, 'link')`,
    ).bind(host.id, `${n}`.padStart(32, "0"), scheduleId, `slug-${n}`),
  );
  await env.DB.batch(rows);
  const { status, data } = await postNew();
  expect([status, Object.keys(data.errors)]).toEqual([422, ["title"]]);
  expect((await call(list.loader, {})).data.eventTypes).toHaveLength(100);
});

// ---------------------------------------------------------------- questions

test("R7.2 a question more or less shows the form again with 200, and stores nothing", async () => {
  const before = await stored();
  for (const post of [postNew, postEdit]) {
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
  expect(await stored()).toEqual(before);
});

test("R7.2 a question keeps its id when its words change", async () => {
  const id = world.context.newId();
  const row = { "question-0-id": id, "question-0-kind": "text", "question-0-choices": "" };
  await postEdit({ questionCount: "1", ...row, "question-0-label": "Topic?" });
  await postEdit({ "question-0-label": "Which topic?" });
  expect((await firstEventType()).questions).toEqual([
    { id, label: "Which topic?", kind: "text", isRequired: false },
  ]);
});

test("R7.2 an address typed in capitals leads to its event type", async () => {
  expect((await guestSees(EVENT_TYPE.toUpperCase())).status).toBe(200);
});

// ---------------------------------------------------------------- private

test("R7.2 a private event type has an address nobody can guess, is not listed and is not indexed", async () => {
  const { slug: before } = await firstEventType();
  const answer = await postEdit({ visibility: "private" });
  expect(answer.status).toBe(303);
  const { slug, isListed } = await firstEventType();
  expect(isListed).toBe(false);
  expect(slug).toMatch(/^[a-z0-9]{26}$/);
  expect(await titlesListed()).toEqual([]);
  expect((await guestSees(before)).status).toBe(404);
  const { data } = await guestSees(slug);
  const meta = guestPage.meta({ data } as Parameters<typeof guestPage.meta>[0]);
  expect(meta).toContainEqual({ name: "robots", content: "noindex" });
});

test("R7.2 a private event type keeps its address while it stays private, and gets a new one the next time", async () => {
  await postEdit({ visibility: "private" });
  const first = await firstEventType();
  await postEdit({ title: "Renamed" });
  expect(await firstEventType()).toMatchObject({ title: "Renamed", slug: first.slug });
  await postEdit({ visibility: "listed", slug: "readable" });
  await postEdit({ visibility: "private" });
  expect((await firstEventType()).slug).not.toBe(first.slug);
});

test("R7.2 back on the page, an event type asks for a readable address", async () => {
  await postEdit({ visibility: "private" });
  const eventType = await firstEventType();
  const { data: shown } = await call(edit.loader, { eventTypeId: eventType.id });
  expect(shown.values).toMatchObject({ visibility: "private", slug: "" });
  const { status, data } = await postEdit({ visibility: "listed" });
  expect(status).toBe(422);
  expect(data.errors).toEqual({ slug: "Enter an address. For example: 30-minute-meeting." });
  expect((await firstEventType()).isListed).toBe(false);
  expect((await postEdit({ visibility: "listed", slug: "Readable" })).status).toBe(303);
  expect(await firstEventType()).toMatchObject({ isListed: true, slug: "readable" });
});

// ---------------------------------------------------------------- changing

const NINE = Date.parse("2026-11-02T09:00:00Z");
const HOUR_MS = 3_600_000;

test("R7.2 a limit counts for the next guest, as soon as it is saved", async () => {
  await book(world.context, aForm(host, { startsAt: NINE }));
  const later = aForm(host, { startsAt: NINE + HOUR_MS });
  await postEdit({ dayLimit: "1" });
  expect((await bookSlot(world.context, later)).kind).toBe("limitReached");
  await postEdit({ dayLimit: "", weekLimit: "2" });
  expect((await bookSlot(world.context, later)).kind).toBe("booked");
  const third = aForm(host, { startsAt: NINE + 24 * HOUR_MS });
  expect((await bookSlot(world.context, third)).kind).toBe("limitReached");
});

test("R7.2 a window, a notice, a duration and the state count for the next guest too", async () => {
  const outcome = async (changes: Fields) => {
    const { status, data } = await postEdit(changes);
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
        await postEdit({ noticeCount: "1", noticeUnit: "days" });
      },
    },
  });
  const outcome = await bookSlot(context, aForm(host, { startsAt: NINE }));
  expect([isChanged, outcome.kind]).toEqual([true, "notOffered"]);
});

test("R7.2 what is stored is what the form shows, so that saving it changes nothing", async () => {
  const window = { windowKind: "range", windowFirstDay: "2026-11-03", windowLastDay: "2027-03-31" };
  await postEdit({
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
  const before = await firstEventType();
  expect(before).toMatchObject({ windowLastDay: "2027-03-31", minimumNoticeMinutes: 2880 });
  await postEdit({});
  expect(await firstEventType()).toEqual(before);
});

// ---------------------------------------------------------------- ownership

test("R7.2 nobody sees, changes or deletes another host's event type", async () => {
  const before = await firstEventType();
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  const form = { ...storedValues(before), complete: "yes", title: "Mine" };
  for (const eventTypeId of [before.id, "f".repeat(32), "../x", "%00", ""]) {
    const params = { eventTypeId };
    const answers = [
      await call(edit.loader, params),
      await call(edit.action, params, posted(form)),
      await call(edit.action, params, posted({ intent: "delete" })),
      await call(edit.action, params, posted({ ...form, intent: "add-question" })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
  expect((await call(list.loader, {})).data.eventTypes).toHaveLength(1);
  expect(await firstEventType()).toEqual(before);
});

test("R7.2 an id that another host uses makes an event type of one's own", async () => {
  const hers = await firstEventType();
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  const [schedule] = await listScheduleChoices(world.context.db, grace.id);
  await postNew({ id: hers.id, scheduleId: schedule?.id ?? "" });
  expect(await firstEventType()).toEqual(hers);
  expect(await listEventTypes(world.context.db, grace.id)).toHaveLength(2);
});

test("R7.2 who is not signed in is asked to", async () => {
  cookie = "";
  for (const page of [list, make]) {
    const { location } = await call(page.loader, {});
    expect(location).toBe("/sign-in?to=%2Fevent-types");
  }
  const form = aNewForm({ title: "Typed for long" });
  expect(await call(make.action, {}, posted(form))).toMatchObject({ status: 403, data: form });
  expect(await postEdit({ title: "Typed for long" })).toMatchObject({
    status: 403,
    data: { title: "Typed for long" },
  });
  expect(await stored()).toHaveLength(1);
});

// ---------------------------------------------------------------- deleting

test("R7.2 an event type that was never booked can be deleted", async () => {
  const { id } = await firstEventType();
  const { status, location } = await call(
    edit.action,
    { eventTypeId: id },
    posted({ intent: "delete" }),
  );
  expect([status, location]).toEqual([303, "/event-types?notice=deleted"]);
  expect(await stored()).toEqual([]);
  expect(await titlesListed()).toEqual([]);
});

test("R7.2 one that was booked is kept, and the page says to switch it off instead", async () => {
  await book(world.context, aForm(host));
  const { id } = await firstEventType();
  const { status, data } = await call(
    edit.action,
    { eventTypeId: id },
    posted({ intent: "delete" }),
  );
  expect(status).toBe(409);
  expect(data.refusal).toMatch(/has been booked.*Switch it off instead/);
  expect(await stored()).toHaveLength(1);
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
  const form = aNewForm();
  const { status, data } = await call(make.action, {}, posted(form), context);
  expect([status, data]).toEqual([503, form]);
  expect((await call(make.action, {}, posted(data))).status).toBe(303);
});

// ---------------------------------------------------------------- the list's own forms

const postList = (fields: Fields, context = world.context) =>
  call(list.action, {}, posted(fields), context);

const titlesStored = async () => (await stored()).map(({ title }) => title);

test("R7.2 a copy has all that the other has but its address and its title, comes last and is off", async () => {
  await postEdit({
    ...{ otherDurations: "60", dayLimit: "2", color: "teal", description: "Tea" },
    ...{ questionCount: "1", "question-0-id": world.context.newId(), "question-0-kind": "text" },
    ...{ "question-0-label": "Which topic?", "question-0-choices": "" },
  });
  await postNew();
  const source = await firstEventType();
  const copyId = world.context.newId();
  const answer = await postList({ intent: "duplicate", id: source.id, copyId });
  expect([answer.status, answer.location]).toEqual([
    303,
    `/event-types?notice=duplicated#event-type-${copyId}`,
  ]);
  const copy = (await stored()).at(-1);
  expect(copy).toEqual({
    ...source,
    id: copyId,
    title: "30 minute meeting (copy)",
    slug: `${EVENT_TYPE}-2`,
    isActive: false,
    position: 2,
  });
  expect((await guestSees(`${EVENT_TYPE}-2`)).status).toBe(404);
  expect(await titlesListed()).toEqual(["30 minute meeting", "Intro call"]);
});

test("R7.2 a form that copies makes one copy, sent twice or three times at once; another form makes another", async () => {
  const { id } = await firstEventType();
  const copyId = world.context.newId();
  const send = () => postList({ intent: "duplicate", id, copyId });
  const answers = await Promise.all([send(), send(), send()]);
  answers.push(await send());
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  expect(await stored()).toHaveLength(2);
  const others = [1, 2].map(() =>
    postList({ intent: "duplicate", id, copyId: world.context.newId() }),
  );
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([303, 303]);
  expect((await stored()).map(({ slug }) => slug).sort()).toEqual(
    ["", "-2", "-3", "-4"].map((end) => EVENT_TYPE + end),
  );
});

test("R7.2 the copy of a private event type is private, at an address that nobody can guess", async () => {
  await postEdit({ visibility: "private" });
  const source = await firstEventType();
  await postList({ intent: "duplicate", id: source.id, copyId: world.context.newId() });
  const copy = (await stored()).at(-1);
  expect(copy).toMatchObject({ isListed: false, isActive: false });
  expect(copy?.slug).toMatch(/^[a-z0-9]{26}$/);
  expect(copy?.slug).not.toBe(source.slug);
});

test("R7.2 what is another host's, unknown or no id is neither copied nor moved", async () => {
  const { id } = await firstEventType();
  const grace = await aHost(world, GRACE);
  const hers = (await listEventTypes(world.context.db, grace.id))[0]?.id ?? "";
  const copyId = world.context.newId();
  for (const unknown of [hers, "f".repeat(32)]) {
    expect((await postList({ intent: "duplicate", id: unknown, copyId })).status).toBe(404);
    const moved = await postList({ intent: "up", id, neighbourId: unknown });
    expect(moved.location).toBe(`/event-types?notice=changedMeanwhile#event-type-${id}`);
  }
  for (const fields of [{ intent: "duplicate", id, copyId: "x" }, { intent: "sideways", id }, {}]) {
    expect((await postList(fields as Fields)).status).toBe(400);
  }
  expect(await stored()).toHaveLength(1);
  expect(await listEventTypes(world.context.db, grace.id)).toHaveLength(1);
});

test("R7.2 with a hundred event types there is no copy, and the page says why", async () => {
  const { id } = await firstEventType();
  for (let n = 2; n <= 100; n++) {
    await env.DB.prepare(
      `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes,
         minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind)
       VALUES (?, ?, ?, ?, 'x', 30, 0, 60, 30, 'link')`,
    )
      .bind(host.id, `${n}`.padStart(32, "0"), scheduleId, `slug-${n}`)
      .run();
  }
  const answer = await postList({ intent: "duplicate", id, copyId: world.context.newId() });
  expect(answer.status).toBe(409);
  expect(answer.data.refusal).toContain("100 event types");
  expect(await stored()).toHaveLength(100);
});

test("R7.2 event types are put in another order, on the host's page too; a form sent twice moves once", async () => {
  for (const title of ["B", "C", "D"]) await postNew({ title, slug: title.toLowerCase() });
  const [a, b, c, d] = (await stored()).map(({ id }) => id) as [string, string, string, string];
  const up = { intent: "up", id: d, neighbourId: c };
  expect((await postList(up)).location).toBe(`/event-types?notice=moved#event-type-${d}`);
  await postList(up);
  expect(await titlesStored()).toEqual(["30 minute meeting", "B", "D", "C"]);
  const down = { intent: "down", id: a, neighbourId: b };
  await postList(down);
  await postList(down);
  expect(await titlesStored()).toEqual(["B", "30 minute meeting", "D", "C"]);
  expect(await titlesListed()).toEqual(["B", "30 minute meeting", "D", "C"]);
});

test("R7.2 moving one writes the places that change and no others; what guests keep of the page is stale then", async () => {
  for (const title of ["B", "C", "D"]) await postNew({ title, slug: title.toLowerCase() });
  const [, b, c] = (await stored()).map(({ id }) => id) as [string, string, string];
  await postList({ intent: "up", id: c, neighbourId: b });
  const version = async () => (await hostNow(world.context, host.id)).rulesVersion;
  const before = await version();
  await postList({ intent: "up", id: b, neighbourId: c });
  expect(await version()).toBe(before + 2);
  await postList({ intent: "up", id: b, neighbourId: c });
  expect(await version()).toBe(before + 2);
});

// ---------------------------------------------------------------- preview

const previewOf = (id: string, query = "") =>
  answerOf(
    preview.loader({
      request: new Request(`${env.APP_ORIGIN}/event-types/${id}/preview${query}`, {
        headers: { Cookie: cookie },
      }),
      params: { eventTypeId: id },
      context: { ...world.context },
    }),
  );

test("R7.2 the preview shows what guests see, and of what is off what they would see; the page itself stays shut", async () => {
  const { id, slug } = await firstEventType();
  const guests = (await guestSees(slug)).data;
  const open = (await previewOf(id, `?tz=${guests.zone}`)).data;
  expect(open.view).toEqual(guests.view);
  expect(open.preview.state).toBe("open");
  await postEdit({ active: "no" });
  expect((await guestSees(slug)).status).toBe(404);
  const off = (await previewOf(id, `?tz=${guests.zone}`)).data;
  expect(off.view).toEqual(guests.view);
  expect(off.preview.state).toBe("off");
  await postEdit({ active: "yes", visibility: "private" });
  expect((await previewOf(id)).data.preview.state).toBe("private");
});

test("R7.2 a time of the preview leads no further, and tells what guests are asked for", async () => {
  await postEdit({
    ...{ locationKind: "guest_phone", questionCount: "1", "question-0-choices": "" },
    ...{ "question-0-id": world.context.newId(), "question-0-kind": "text" },
    "question-0-label": "Which topic?",
  });
  const { id } = await firstEventType();
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
  const { id } = await firstEventType();
  expect(preview.headers()).toMatchObject({
    "Cache-Control": "no-store",
    "X-Robots-Tag": expect.stringContaining("noindex"),
  });
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  expect((await previewOf(id)).status).toBe(404);
  cookie = "";
  expect(await previewOf(id)).toMatchObject({
    status: 302,
    location: `/sign-in?to=%2Fevent-types%2F${id}%2Fpreview`,
  });
});
