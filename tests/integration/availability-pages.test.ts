// The host's pages about availability: what their forms are answered with, and what they change.
import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import * as datesPage from "#app/routes/availability/dates.tsx";
import * as newPage from "#app/routes/availability/new.tsx";
import * as listPage from "#app/routes/availability/route.tsx";
import * as schedulePage from "#app/routes/availability/schedule.tsx";
import { versionOf } from "#app/routes/availability/schedule-version.server.ts";
import { changePage } from "#app/use-cases/change-page.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { findSchedule } from "#db/schedules.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import { ADA, aConnectedHost, aHost, freeSlots, GRACE, hostNow, row } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;
let own: string;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  own = (await row<{ id: string }>("SELECT id FROM schedules WHERE host_id = ?", host.id)).id;
});

interface Asked {
  form?: Record<string, string> | string;
  id?: string;
  as?: string;
  query?: string;
  cf?: object;
}

async function ask(handler: unknown, asked: Asked = {}): Promise<Answer> {
  const { form, id, as = host.id, query = "", cf } = asked;
  const cookie = await startSession(world.context, as);
  const headers = { Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" };
  const body = typeof form === "object" ? new URLSearchParams(form).toString() : form;
  const request = new Request(`${env.APP_ORIGIN}/availability${query}`, {
    ...{ method: form === undefined ? "GET" : "POST", headers, body },
  });
  if (cf) Object.defineProperty(request, "cf", { value: cf });
  const params: Record<string, string> = id === undefined ? {} : { scheduleId: id };
  return answerOf(handler, { request, params, context: world.context });
}

const monday = (from: string, to: string, row = 0) => ({
  [`from-1-${row}`]: from,
  [`to-1-${row}`]: to,
});

const fields = (changes: Record<string, string> = {}) => ({
  ...{ do: "save", name: "Mornings", timeZone: "Europe/Berlin" },
  ...monday("08:00", "12:00"),
  complete: "yes",
  ...changes,
});

/** Sends the form of a schedule, as it is shown now unless `form` says otherwise. */
async function save(form: Record<string, string> | string, id = own, as = host.id) {
  const found = await findSchedule(world.context.db, host.id, id);
  const version = found ? await versionOf(found.schedule) : "";
  const sent = typeof form === "object" ? { version, ...form } : form;
  return ask(schedulePage.action, { form: sent, id, as });
}

/** All that these pages can change. */
async function stored() {
  const read = async (table: string) =>
    (await env.DB.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all()).results;
  return { schedules: await read("schedules"), overrides: await read("date_overrides") };
}

async function firstSlot(): Promise<string> {
  const [slot] = await freeSlots(world.context, host.id);
  return new Date(slot?.start ?? 0).toISOString();
}

test("R7.3 the page lists schedules, their week, zone and use", async () => {
  const { data } = await ask(listPage.loader);
  expect(data.schedules).toEqual([
    {
      id: own,
      name: "Working hours",
      zone: "Europe/Berlin (GMT+1)",
      isDefault: true,
      week: [
        { days: "Monday to Friday", hours: "09:00 – 17:00" },
        { days: "Saturday and Sunday", hours: "Not available" },
      ],
      picture: {
        marks: expect.arrayContaining([{ hour: 8, at: 0 }]),
        days: expect.arrayContaining([{ name: "Friday", bars: [{ from: 10, width: 80 }] }]),
      },
      usedBy: "‘30 minute meeting’",
    },
  ]);
  expect(data.zones).toBeNull();
});

test("R7.3 saved hours are offered at once: several ranges, to midnight, in their zone", async () => {
  expect(await firstSlot()).toBe("2026-11-02T08:00:00.000Z");
  const form = fields({
    timeZone: "America/New_York",
    ...monday("20:00", "22:00"),
    ...monday("23:30", "00:00", 1),
  });
  expect(await save(form)).toMatchObject({
    status: 303,
    location: `/availability/${own}?notice=saved`,
  });
  const slots = await freeSlots(world.context, host.id);
  expect(slots.slice(0, 6).map(({ start }) => new Date(start).toISOString().slice(5, 16))).toEqual([
    ...["11-03T01:00", "11-03T01:30", "11-03T02:00", "11-03T02:30", "11-03T04:30"],
    "11-10T01:00",
  ]);
});

test("R7.3 buttons change rows, keep everything typed, and store nothing", async () => {
  const before = await stored();
  const typed = fields({ name: "  Typed ", timeZone: "Mars/Base", ...monday("8:00", "soon") });
  const added = await save({ ...typed, do: "add-1" });
  expect(added.status).toBe(200);
  expect(added.data.answer).toMatchObject({
    draft: { name: "  Typed ", timeZone: "Mars/Base" },
    done: "Hours added to Monday. Nothing is saved yet.",
    focus: "from-1-1",
    errors: {},
  });
  expect(added.data.answer.draft.week[0]).toEqual([
    { from: "8:00", to: "soon" },
    { from: "", to: "" },
  ]);
  const removed = await save({ ...typed, do: "remove-1-0" });
  expect(removed.data.answer.draft.week[0]).toEqual([]);
  const ticked = { "copy-1-to-2": "on", "copy-1-to-5": "on" };
  const copied = await save({ ...typed, ...ticked, do: "copy-1" });
  expect(copied.data.answer.draft.week.map((rows: unknown[]) => rows.length)).toEqual([
    ...[1, 1, 0, 0, 1, 0, 0],
  ]);
  expect(copied.data.answer.done).toBe(
    "Monday’s hours copied to Tuesday and Friday. Nothing is saved yet.",
  );
  const untold = await save({ ...typed, do: "copy-1" });
  expect([untold.status, Object.keys(untold.data.answer.errors)]).toEqual([422, ["copy-1"]]);
  expect(await stored()).toEqual(before);
});

test.each<[string, Record<string, string>, string]>([
  ["overlap", { ...monday("11:00", "13:00", 1) }, "from-1-1"],
  ["end before they start", monday("12:00", "08:00"), "to-1-0"],
  ["last 25 hours", monday("00:00", "25:00"), "to-1-0"],
  ["are negative", monday("-01:00", "12:00"), "from-1-0"],
  ["are empty", monday("", ""), "from-1-0"],
  ["have an empty name", { name: " \u202e " }, "name"],
  ["have a long name", { name: "x".repeat(61) }, "name"],
  ["have a zone outside", { timeZone: "../../etc/passwd" }, "timeZone"],
  ["have an unknown zone", { timeZone: "Europe/Atlantis" }, "timeZone"],
  ["have a zone in other letters", { timeZone: "europe/berlin" }, "timeZone"],
  ["have NUL for a zone", { timeZone: "\u0000" }, "timeZone"],
])(
  "R7.3 hours that %s are a 422 beside the field, and nothing is stored",
  async (_how, change, field) => {
    const before = await stored();
    const form = fields(change);
    const { status, data } = await save(form);
    expect(status).toBe(422);
    expect(Object.keys(data.answer.errors)).toContain(field);
    expect(data.answer.draft).toMatchObject({ name: form.name, timeZone: form.timeZone });
    const created = await ask(newPage.action, { form });
    expect(created.status).toBe(422);
    expect(await stored()).toEqual(before);
  },
);

test("R7.3 a field twice, a broken body, and a hundred rows are refused whole", async () => {
  const before = await stored();
  const twice = `${new URLSearchParams(fields())}&name=Other`;
  expect((await save(twice)).status).toBe(400);
  const rows = Object.assign(
    {},
    ...Array.from({ length: 100 }, (_, number) => monday("08:00", "08:01", number)),
  );
  expect((await save(fields(rows))).data.answer.errors["day-1"]).toBe("At most 12 ranges a day.");
  expect((await save({ ...fields(rows), do: "add-1" })).status).toBe(422);
  for (const button of ["add-9", "remove-1-999", "copy-0", "", "x".repeat(1000)]) {
    expect((await save({ ...fields({ name: "" }), do: button })).status).toBeLessThan(500);
  }
  expect(await stored()).toEqual(before);
});

test("R7.3 another host's schedule does not exist, whatever is asked of it", async () => {
  const grace = await aHost(world, GRACE);
  const before = await stored();
  for (const id of [own, "no-such-id", "../x", "\u0000"]) {
    for (const handler of [schedulePage.loader, datesPage.loader]) {
      expect((await ask(handler, { id, as: grace.id })).status).toBe(404);
    }
    for (const form of [
      fields(),
      { do: "make-default" },
      { do: "delete" },
      fields({ do: "add-1" }),
    ]) {
      expect((await save(form, id, grace.id)).status).toBe(404);
    }
    for (const form of ["remove=x", "firstDay=2026-12-24&kind=off"]) {
      expect((await ask(datesPage.action, { form, id, as: grace.id })).status).toBe(404);
    }
  }
  expect(await stored()).toEqual(before);
});

test("R7.3 a second schedule is made, becomes the default, and the first is deleted once nothing uses it", async () => {
  const { location } = await ask(newPage.action, { form: fields() });
  const id = /^\/availability\/([0-9a-f]{32})\?notice=created$/.exec(location ?? "")?.[1] ?? "";
  expect((await ask(schedulePage.loader, { id })).data).toMatchObject({
    isDefault: false,
    usedBy: "",
    schedule: { name: "Mornings", timeZone: "Europe/Berlin" },
  });
  const kept = await save({ do: "delete" }, own);
  expect([kept.status, kept.data.keptBecause]).toEqual([
    422,
    "This is your default schedule. Make another one the default first.",
  ]);
  expect((await save({ do: "make-default" }, id)).status).toBe(303);
  expect((await save({ do: "delete" }, own)).data.keptBecause).toBe(
    "It is used by ‘30 minute meeting’. Choose another schedule there first.",
  );
  await env.DB.prepare("UPDATE event_types SET schedule_id = ?").bind(id).run();
  expect(await save({ do: "delete" }, own)).toMatchObject({
    location: "/availability?notice=deleted",
  });
  expect((await ask(listPage.loader)).data.schedules).toHaveLength(1);
});

const addDates = (form: Record<string, string>) =>
  ask(datesPage.action, { form: { complete: "yes", ...form }, id: own });

test("R7.3 a form that lost its end on the way stores nothing: no hours would mean not available", async () => {
  const before = await stored();
  const { complete, ...cut } = fields();
  const { status, data } = await save(cut);
  expect([status, Object.keys(data.answer.errors)]).toEqual([422, ["form"]]);
  expect(data.answer.draft.week[0]).toEqual([{ from: "08:00", to: "12:00" }]);
  expect((await ask(newPage.action, { form: cut })).status).toBe(422);
  expect((await save({ ...cut, do: "add-1" })).status).toBe(422);
  const dates = { firstDay: "2026-12-24", kind: "off" };
  const added = await ask(datesPage.action, { form: dates, id: own });
  expect([added.status, Object.keys(added.data.errors)]).toEqual([422, ["form"]]);
  expect(await stored()).toEqual(before);
});

test("R7.3 of two who edit at once the second is told what the first has stored, with both kept, and saves again", async () => {
  const { version } = (await ask(schedulePage.loader, { id: own })).data.schedule;
  expect((await save(fields({ version }))).status).toBe(303);
  expect((await save(fields({ version }))).status).toBe(303);
  const refused = await save(fields({ version, name: "Evenings", ...monday("18:00", "20:00") }));
  expect(refused.status).toBe(409);
  expect(refused.data.answer.errors).toEqual({
    form: expect.stringMatching(/changed elsewhere/),
    name: "Stored by now: “Mornings”.",
    "day-1": "Stored by now: 08:00 – 12:00.",
  });
  const { draft } = refused.data.answer;
  expect([draft.name, draft.week[0]]).toEqual(["Evenings", [{ from: "18:00", to: "20:00" }]]);
  const again = fields({ version: draft.version, name: "Evenings", ...monday("18:00", "20:00") });
  expect((await save({ ...again, do: "add-2" })).data.answer.draft.version).toBe(draft.version);
  expect((await save(again)).status).toBe(303);
});

test.each([undefined, "", "x"])(
  "R7.3 a form that does not say what it was shown with saves over nobody's changes: version %s",
  async (version) => {
    const before = await stored();
    const form = fields(version === undefined ? {} : { version });
    const refused = await ask(schedulePage.action, { form, id: own });
    expect([refused.status, refused.data.answer.draft.name]).toEqual([409, "Mornings"]);
    expect(refused.data.answer.errors.name).toBe("Stored by now: “Working hours”.");
    expect(await stored()).toEqual(before);
    const { version: shown } = refused.data.answer.draft;
    expect((await save(fields({ version: shown }))).status).toBe(303);
  },
);

test("R7.3 hours past midnight are refused with how to enter them", async () => {
  const { data } = await save(fields(monday("22:00", "02:00")));
  expect(data.answer.errors["to-1-0"]).toMatch(
    /until 00:00 on this day, and from 00:00 on the next/,
  );
  const dates = { firstDay: "2026-12-24", kind: "hours", "from-0": "22:00", "to-0": "02:00" };
  expect((await addDates(dates)).data.errors["to-0"]).toMatch(/from 00:00 on the next/);
});

test("R7.3 days off and other hours count on their dates, until they are removed", async () => {
  const off = { firstDay: "2026-11-02", lastDay: "2026-11-03", kind: "off" };
  expect((await addDates(off)).location).toBe(
    `/availability/${own}/dates?month=2026-11&notice=added`,
  );
  expect(await firstSlot()).toBe("2026-11-04T08:00:00.000Z");
  const hours = { firstDay: "2026-11-04", lastDay: "", kind: "hours" };
  const late = { ...hours, "from-1": "22:00", "to-1": "00:00" };
  expect((await addDates(late)).status).toBe(303);
  expect(await firstSlot()).toBe("2026-11-04T21:00:00.000Z");
  const { data } = await ask(datesPage.loader, { id: own });
  expect(data.dates.coming).toMatchObject([
    { dates: "Monday 2 November 2026 to Tuesday 3 November 2026", hours: "Not available" },
    { dates: "Wednesday 4 November 2026", hours: "22:00 – 24:00" },
  ]);
  const [first] = data.dates.coming;
  expect((await addDates({ remove: first.id })).status).toBe(303);
  expect(await firstSlot()).toBe("2026-11-02T08:00:00.000Z");
});

test.each<[string, Record<string, string>, string]>([
  ["overlap", { firstDay: "2026-12-20", lastDay: "2026-12-24" }, "firstDay"],
  ["go backwards", { firstDay: "2026-12-10", lastDay: "2026-12-09" }, "lastDay"],
  ["are over", { firstDay: "2026-10-01", lastDay: "2026-10-31" }, "lastDay"],
  ["lie in the year 9999", { firstDay: "9999-01-01" }, "firstDay"],
  ["end in the year 9999", { firstDay: "2026-12-01", lastDay: "9999-01-01" }, "lastDay"],
  ["are no dates", { firstDay: "2026-02-30" }, "firstDay"],
  ["are none", { firstDay: "" }, "firstDay"],
  ["are of no kind", { kind: "maybe" }, "kind"],
  ["have hours though they are off", { "from-0": "09:00" }, "kind"],
  ["have no hours", { kind: "hours" }, "from-0"],
  ["have half of hours", { kind: "hours", "from-2": "09:00" }, "to-2"],
  ["have hours backwards", { kind: "hours", "from-0": "09:00", "to-0": "08:00" }, "to-0"],
  [
    "have hours that overlap",
    { kind: "hours", "from-0": "09:00", "to-0": "12:00", "from-2": "11:00", "to-2": "13:00" },
    "from-2",
  ],
])(
  "R7.3 dates that %s are a 422 beside the field, and nothing is stored",
  async (_how, change, field) => {
    await addDates({ firstDay: "2026-12-24", lastDay: "2026-12-26", kind: "off" });
    const before = await stored();
    const form = { firstDay: "2027-01-04", lastDay: "", kind: "off", ...change };
    const { status, data } = await addDates(form);
    expect([status, Object.keys(data.errors)]).toEqual([422, [field]]);
    expect(data.draft).toMatchObject({ firstDay: form.firstDay, lastDay: form.lastDay });
    expect(await stored()).toEqual(before);
  },
);

test("R7.3 dates that overlap are told which, also when two forms come at once", async () => {
  const [one, other] = await Promise.all([
    addDates({ firstDay: "2026-12-24", lastDay: "2026-12-26", kind: "off" }),
    addDates({ firstDay: "2026-12-24", lastDay: "2026-12-26", kind: "off" }),
  ]);
  expect([one.status, other.status].sort()).toEqual([303, 422]);
  const refusal = one.data ?? other.data;
  expect(refusal.errors.firstDay).toBe(
    "These dates overlap Thursday 24 December 2026 to Saturday 26 December 2026, which is on the list. Remove that first.",
  );
  expect((await stored()).overrides).toHaveLength(1);
});

test("R7.3 dates that were removed are put back as they were, also when the button is pressed twice", async () => {
  const hours = { firstDay: "2026-11-02", lastDay: "2026-11-03", kind: "hours" };
  await addDates({
    ...hours,
    "from-0": "06:00",
    "to-0": "07:00",
    "from-2": "22:00",
    "to-2": "00:00",
  });
  const [before] = (await stored()).overrides as { id: string }[];
  const [{ id, undo: fields }] = (await ask(datesPage.loader, { id: own })).data.dates.coming;
  const removed = await addDates({ remove: id, ...fields });
  expect(removed.status).toBe(303);
  const [, query = ""] = removed.location?.split("?") ?? [];
  const told = async () => (await ask(datesPage.loader, { id: own, query: `?${query}` })).data;
  expect((await told()).view.month).toBe("2026-11");
  expect((await told()).removed).toMatchObject({
    dates: "Monday 2 November 2026 to Tuesday 3 November 2026",
    hours: "06:00 – 07:00, 22:00 – 24:00",
  });
  expect((await stored()).overrides).toEqual([]);
  // Remove is pressed twice too: the second finds nothing, and has the first one's way back all the same.
  expect(await addDates({ remove: id, ...fields })).toEqual(removed);
  const undo = { undo: "yes", ...Object.fromEntries(new URLSearchParams(query)) };
  for (const _press of [1, 2]) {
    expect((await addDates(undo)).location).toBe(
      `/availability/${own}/dates?month=2026-11&notice=restored`,
    );
    expect((await stored()).overrides).toEqual([{ ...before, id: expect.any(String) }]);
    // The address that told of the removal is opened once more: by going back, or by a reload.
    expect(await told()).toMatchObject({ removed: null, notice: null });
  }
  const other = await addDates({ ...undo, "to-0": "07:30" });
  expect(other.data.errors.firstDay).toMatch(/^These dates overlap/);
});

test.each<[string, Record<string, string>]>([
  ["without its end", { complete: "" }],
  ["with no dates", { firstDay: "", lastDay: "" }],
  ["with dates that are over", { firstDay: "2020-01-01", lastDay: "2020-01-02" }],
  ["with dates in the year 9999", { firstDay: "9999-01-01" }],
  ["with dates backwards", { firstDay: "2026-12-10", lastDay: "2026-12-09" }],
  ["of no kind", { kind: "__proto__" }],
  ["with hours of 25", { kind: "hours", "from-0": "25:00", "to-0": "26:00" }],
  ["with hours that overlap", { kind: "hours", "from-1": "08:00", "to-1": "17:00" }],
  ["with markup for hours", { kind: "hours", "from-0": "<b>", "to-0": "\u0000" }],
  ["for ten thousand years", { lastDay: "+12026-01-01" }],
])("R7.3 a made-up undo %s is a 422, and nothing is stored", async (_how, change) => {
  const before = await stored();
  const hours = { "from-0": "09:00", "to-0": "10:00" };
  const form = { undo: "yes", firstDay: "2026-12-01", lastDay: "", kind: "hours", ...hours };
  expect((await addDates({ ...form, ...change })).status).toBe(422);
  expect(await stored()).toEqual(before);
});

test("R7.3 nobody removes or puts back dates of another host's schedule", async () => {
  await addDates({ firstDay: "2026-12-24", kind: "off" });
  const before = await stored();
  const grace = await aHost(world, GRACE);
  const { id: hers } = await row<{ id: string }>(
    "SELECT id FROM schedules WHERE host_id = ?",
    grace.id,
  );
  const [override] = before.overrides as { id: string }[];
  const remove = { remove: override?.id ?? "" };
  const elsewhere = await ask(datesPage.action, { form: remove, id: hers, as: grace.id });
  expect(elsewhere.location).toBe(`/availability/${hers}/dates?notice=removed`);
  const undo = { undo: "yes", firstDay: "2026-12-27", kind: "off", complete: "yes" };
  expect((await ask(datesPage.action, { form: undo, id: own, as: grace.id })).status).toBe(404);
  expect((await stored()).overrides).toEqual(before.overrides);
});

test("R7.3 the calendar shows the month and day of the address, this month for any nonsense, in the schedule's zone", async () => {
  await addDates({ firstDay: "2026-12-24", lastDay: "2026-12-26", kind: "off" });
  const shown = async (query: string) => {
    const { status, data } = await ask(datesPage.loader, { id: own, query });
    return [status, data.view.month, data.view.chosen?.date ?? null];
  };
  expect(await shown("?month=2026-12")).toEqual([200, "2026-12", null]);
  expect(await shown("?month=2027-03&day=2026-12-25")).toEqual([200, "2026-12", "2026-12-25"]);
  const { data } = await ask(datesPage.loader, { id: own, query: "?day=2026-12-25" });
  expect(data.view.chosen).toMatchObject({
    weekly: "09:00 – 17:00",
    override: { hours: "Not available" },
  });
  for (const query of [
    ...["?month=2026-13", "?month=x", "?day=x", "?month=9999-12", "?day=9999-12-31"],
    ...["?month=0000-00", "?day=2026-02-30", "?month=2026-10", "?day=2026-11-00", "?month=%00"],
    ...["?month=2026-12-24", "?day=", "?month=2026-11&month=2026-12", `?day=${"9".repeat(5000)}`],
  ]) {
    expect([query, ...(await shown(query))]).toEqual([query, 200, "2026-11", null]);
  }
  // Eleven at night in Berlin is the next day in Kathmandu.
  await world.clock.moveTo(Date.parse("2026-11-30T22:00:00Z"));
  expect(await shown("")).toEqual([200, "2026-11", null]);
  await save(fields({ timeZone: "Asia/Kathmandu" }));
  expect(await shown("?day=2026-11-30")).toEqual([200, "2026-12", null]);
});

test("R7.3 the zone of the default schedule follows the settings, and the page tells when the two differ", async () => {
  await save(fields({ timeZone: "Asia/Kathmandu" }));
  expect((await ask(listPage.loader)).data.zones).toEqual({
    settings: "Europe/Berlin",
    schedule: "Asia/Kathmandu",
  });
  await changePage(world.context, host, { handle: host.handle, timeZone: "Europe/Berlin" });
  expect((await ask(listPage.loader)).data.zones).toBeNull();
  const { data } = await ask(schedulePage.loader, {
    id: own,
    cf: { timezone: "America/New_York" },
  });
  expect([data.schedule.timeZone, data.guessedZone]).toEqual(["Europe/Berlin", "America/New_York"]);
});

test("R7.6 the host chooses what happens while busy times are unknown", async () => {
  const choose = (form: Record<string, string>) => ask(listPage.action, { form });
  expect((await choose({ whenBusyTimesUnknown: "refuse" })).location).toBe(
    "/availability?notice=choice",
  );
  expect((await ask(listPage.loader)).data.whenUnknown).toBe("refuse");
  for (const form of [{}, { whenBusyTimesUnknown: "maybe" }]) {
    const { status, data } = await choose(form as Record<string, string>);
    expect([status, data.errors]).toEqual([
      422,
      { whenBusyTimesUnknown: "Choose one of the two." },
    ]);
  }
  expect((await hostNow(world.context, host.id)).whenBusyTimesUnknown).toBe("refuse");
});

const busyTimes = async () => (await ask(listPage.loader)).data.busyTimes;

test("R7.6 the host sees each conflict calendar: fine, stale since, unreadable because", async () => {
  expect((await busyTimes()).calendars).toEqual([
    { name: ADA, tone: "good", label: "Fine", text: "As of 08:00 Europe/Berlin (GMT+1)." },
  ]);
  world.sandbox.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
  await world.clock.moveTo(world.clock.now() + 120_000);
  expect((await busyTimes()).calendars).toMatchObject([
    { label: "Stale", text: expect.stringContaining("last read at 08:00") },
  ]);
  world.sandbox.faults.clear();
  await env.DB.prepare(
    `INSERT INTO calendars SELECT host_id, connection_id, 'lost@example.com', 'Lost', time_zone,
       'owner', 0, 1, 0, null, listed_at FROM calendars WHERE is_primary`,
  ).run();
  await world.clock.moveTo(world.clock.now() + 120_000);
  const { calendars } = await busyTimes();
  expect(calendars.map(({ name, label }: Record<string, string>) => [name, label])).toEqual([
    [ADA, "Fine"],
    ["Lost", "Unreadable"],
  ]);
  await env.DB.prepare("UPDATE calendars SET access_role = 'gone' WHERE name = 'Lost'").run();
  expect((await busyTimes()).calendars[1].label).toBe("Not on your list");
  expect((await ask(listPage.loader, { as: (await aHost(world, GRACE)).id })).data.busyTimes).toBe(
    null,
  );
});

test("R7.3 an all-day event that is marked Free is told, asked live and kept nowhere", async () => {
  world.sandbox.byHand.add(ADA, ADA, {
    summary: "Secret holiday",
    transparency: "transparent",
    start: { date: "2026-11-09" },
    end: { date: "2026-11-14" },
  });
  world.sandbox.byHand.add(ADA, ADA, {
    summary: "Busy holiday",
    start: { date: "2026-11-16" },
    end: { date: "2026-11-17" },
  });
  expect((await busyTimes()).freeDays).toEqual([
    "All day ‘Secret holiday’ from Monday 9 November 2026 to Friday 13 November 2026 is marked Free in Google, so guests can book then.",
  ]);
  const { results: tables } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
  ).all<{ name: string }>();
  for (const { name } of tables) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
    expect(JSON.stringify(results)).not.toContain("Secret holiday");
  }
});

test("R7.3 while Google is silent or away, the page comes nevertheless, without the hint", async () => {
  const worker = world.worker({ google: () => new Promise(() => {}) });
  const patient = world;
  world = { ...world, context: worker.context };
  // That Google never answers: that this comes at all shows that it does not wait for it.
  expect(await busyTimes()).toMatchObject({ isConnected: true, freeDays: [] });
  world = patient;
  world.sandbox.faults.add({ match: { path: "events.list" }, effect: "refuse", times: null });
  expect((await busyTimes()).freeDays).toEqual([]);
});
