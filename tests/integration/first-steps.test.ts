// The first steps of a new host: what each stores, how far they have come, and that nothing is asked afterwards.
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import * as connectRoute from "#app/routes/calendar-settings/connect.ts";
import * as callbackRoute from "#app/routes/calendar-settings/connect-callback.ts";
import * as dashboard from "#app/routes/dashboard/route.tsx";
import * as calendarStep from "#app/routes/welcome/calendar.tsx";
import * as hoursStep from "#app/routes/welcome/hours.tsx";
import * as pageStep from "#app/routes/welcome/route.tsx";
import * as shareStep from "#app/routes/welcome/share.tsx";
import { disconnectCalendar } from "#app/use-cases/disconnect-calendar.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { listSchedules, saveSchedule } from "#db/schedules.server.ts";
import { type ConsentWalk, walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { type Asked, askPage } from "./host-pages.ts";
import { ADA, aHost, connect, GRACE, hostNow } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aHost(world);
});

const ask = (handler: unknown, asked: Asked = {}) => askPage(world.context, host, handler, asked);
const stored = async () => (await hostNow(world.context, host.id)).firstSteps;
const doneNow = async () => (await ask(dashboard.loader)).data.firstSteps;
const PAGE = { handle: "ada-lovelace", timeZone: "Europe/Berlin" };

async function scheduleNow() {
  const [found] = await listSchedules(world.context.db, host.id);
  if (!found) throw new Error("the host has no schedule");
  return found.schedule;
}

/** The form of the hours as it is shown now, filled in. */
async function hoursForm(days: number[], from = "10:00", to = "16:00") {
  const { version } = (await ask(hoursStep.loader)).data;
  const boxes = Object.fromEntries(days.map((day) => [`day-${day}`, "on"]));
  return { ...boxes, version, from, to, complete: "yes" };
}

test("R7.1 a new host has done nothing, and is led from each step to the next that is open", async () => {
  expect(await doneNow()).toEqual([]);
  const saved = await ask(pageStep.action, { form: { ...PAGE, handle: "ada" } });
  expect([saved.status, saved.location]).toEqual([303, "/welcome/hours"]);
  expect(await doneNow()).toEqual(["page"]);
  expect((await hostNow(world.context, host.id)).handle).toBe("ada");
  const hours = await ask(hoursStep.action, { form: await hoursForm([1, 2]) });
  expect([hours.status, hours.location]).toEqual([303, "/welcome/calendar"]);
  const skipped = await ask(calendarStep.action, { form: {} });
  expect([skipped.status, skipped.location]).toEqual([303, "/welcome/share"]);
  expect((await ask(shareStep.loader)).data).toMatchObject({
    ...{ done: ["page", "hours", "calendar"], message: null },
    page: { path: "/ada", isOn: true },
  });
  expect((await ask(shareStep.action, { form: {} })).location).toBe("/dashboard");
  expect(await stored()).toBeNull();
});

test("R7.1 the same form sent twice, and from two tabs at once, is one step", async () => {
  const twice = [ask(pageStep.action, { form: PAGE }), ask(pageStep.action, { form: PAGE })];
  for (const { location } of await Promise.all(twice)) expect(location).toBe("/welcome/hours");
  expect(await stored()).toEqual(["page"]);
  const form = await hoursForm([3]);
  const both = [ask(hoursStep.action, { form }), ask(calendarStep.action, { form: {} })];
  await Promise.all(both);
  expect((await stored())?.toSorted()).toEqual(["calendar", "hours", "page"]);
  expect((await ask(hoursStep.action, { form })).location).toBe("/welcome/share");
  expect(await stored()).toHaveLength(3);
});

test("R7.1 a handle that can't be had is told beside its field, and the step stays open", async () => {
  const { status, data } = await ask(pageStep.action, { form: { ...PAGE, handle: "settings" } });
  expect([status, data.values.handle]).toEqual([422, "settings"]);
  expect(data.errors.handle).toContain("is used by Slotkeeper itself");
  expect(await stored()).toEqual([]);
});

test("R7.1 the hours become the week of the default schedule, which keeps its name and zone", async () => {
  const { short, zone } = (await ask(hoursStep.loader)).data;
  expect([short, zone]).toEqual([
    { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" },
    "Europe/Berlin (GMT+1)",
  ]);
  await ask(hoursStep.action, { form: await hoursForm([2, 7], "18:00", "00:00") });
  const { name, timeZone, weeklyHours } = await scheduleNow();
  expect([name, timeZone]).toEqual(["Working hours", "Europe/Berlin"]);
  expect(weeklyHours).toEqual([
    { weekday: 2, fromMinutes: 18 * 60, toMinutes: 24 * 60 },
    { weekday: 7, fromMinutes: 18 * 60, toMinutes: 24 * 60 },
  ]);
  expect((await hostNow(world.context, host.id)).rulesVersion).toBeGreaterThan(host.rulesVersion);
});

test.each<[string, Record<string, string>, string]>([
  ["no day", { "day-1": "" }, "days"],
  ["no time", { from: "" }, "from"],
  ["a time that is none", { to: "25:61" }, "to"],
  ["an end before the start", { from: "17:00", to: "09:00" }, "to"],
  ["a form cut short", { complete: "" }, "form"],
])(
  "R7.1 hours with %s are refused with what was typed, and nothing is stored",
  async (_what, change, field) => {
    const before = await scheduleNow();
    const form: Record<string, string> = { ...(await hoursForm([1])), ...change };
    if (field === "days") delete form["day-1"];
    const { status, data } = await ask(hoursStep.action, { form });
    expect([status, Object.keys(data.errors)]).toEqual([422, [field]]);
    expect(data.values).toEqual({
      ...{ days: field === "days" ? [] : [1], from: form.from, to: form.to },
    });
    expect([await scheduleNow(), await stored()]).toEqual([before, []]);
  },
);

test("R7.1 hours that were changed elsewhere meanwhile are not overwritten unseen", async () => {
  const form = await hoursForm([1]);
  const schedule = await scheduleNow();
  const weeklyHours = [
    { weekday: 1, fromMinutes: 540, toMinutes: 720 },
    { weekday: 1, fromMinutes: 780, toMinutes: 1020 },
  ];
  await saveSchedule(world.context.db, host.id, schedule.id, { ...schedule, weeklyHours });
  const { status, data } = await ask(hoursStep.action, { form });
  expect([status, data.values]).toEqual([409, { days: [1], from: "10:00", to: "16:00" }]);
  expect(data.errors.form).toContain("Stored by now: Monday 09:00 – 12:00, 13:00 – 17:00");
  expect((await scheduleNow()).weeklyHours).toEqual(weeklyHours);
  const { version } = (await ask(hoursStep.loader)).data;
  expect((await ask(hoursStep.action, { form: { ...form, version } })).status).toBe(303);
  expect((await scheduleNow()).weeklyHours).toHaveLength(1);
});

test("R7.1 a week that is more than the short form is shown in words, and kept", async () => {
  const schedule = await scheduleNow();
  const weeklyHours = [
    { weekday: 1, fromMinutes: 540, toMinutes: 720 },
    { weekday: 2, fromMinutes: 540, toMinutes: 660 },
  ];
  await saveSchedule(world.context.db, host.id, schedule.id, { ...schedule, weeklyHours });
  const { short, week, editor } = (await ask(hoursStep.loader)).data;
  expect([short, editor]).toEqual([null, `/availability/${schedule.id}`]);
  expect(week[0]).toEqual({ days: "Monday", hours: "09:00 – 12:00" });
  expect((await ask(hoursStep.action, { form: { keep: "yes" } })).location).toBe(
    "/welcome/calendar",
  );
  expect((await scheduleNow()).weeklyHours).toEqual(weeklyHours);
});

/** From the calendar's step through Google's consent. @returns where the host comes back to */
async function goToGoogle(walk: Partial<ConsentWalk> = {}): Promise<string> {
  const cookie = await startSession(world.context, host.id);
  const away = await ask(connectRoute.action, { cookie, form: { returnTo: "welcome" } });
  const { callback } = await walkThroughConsent(world.sandbox, away.location ?? "", {
    ...{ email: ADA, ...walk },
  });
  const query = callback?.searchParams.toString() ?? "";
  return (await ask(callbackRoute.loader, { cookie, query })).location ?? "";
}

test("R1.1 who connects comes back to share, and the calendar's step is done and names the account", async () => {
  expect(await goToGoogle()).toBe("/welcome/share?notice=connected");
  const { message } = (await ask(shareStep.loader, { query: "notice=connected" })).data;
  expect(message).toMatchObject({ tone: "good", text: expect.stringContaining("is connected") });
  const { done, connected } = (await ask(calendarStep.loader)).data;
  expect([done, connected]).toEqual([["calendar"], { account: ADA, isWorking: true }]);
  expect(await stored()).toEqual([]);
});

test("R6.1 R6.2 who says no, or leaves a box unticked, comes back to the step, which says so", async () => {
  const denied = await goToGoogle({ decision: "deny" });
  expect(denied).toBe("/welcome/calendar?problem=denied");
  const shown = async (address: string) =>
    (await ask(calendarStep.loader, { query: address.split("?")[1] ?? "" })).data;
  expect(await shown(denied)).toMatchObject({
    ...{ done: [], connected: null },
    message: { tone: "bad", text: expect.stringContaining("did not give Google your consent") },
  });
  const unticked = await goToGoogle({
    untick: ["https://www.googleapis.com/auth/calendar.events.owned"],
  });
  expect(unticked).toMatch(/^\/welcome\/calendar\?problem=missingPermissions/);
  expect((await shown(unticked)).message.text).toContain("add, change and remove bookings");
});

test("R5.4 a message about a calendar is not shown to a host who has none, whatever the address says", async () => {
  expect((await ask(shareStep.loader, { query: "notice=connected" })).data.message).toBeNull();
});

test("R7.1 once all is done nothing is asked any more, also when the calendar goes later", async () => {
  await ask(pageStep.action, { form: PAGE });
  await ask(hoursStep.action, { form: await hoursForm([1]) });
  await connect(world, host);
  expect(await doneNow()).toEqual(["page", "hours", "calendar"]);
  await ask(shareStep.action, { form: {} });
  expect(await stored()).toBeNull();
  await disconnect();
  expect(await doneNow()).toHaveLength(4);
});

test.each(["stay", "go"] as const)(
  "R7.1 a calendar that was connected last of all is a step done, also when it goes later and its events %s",
  async (events) => {
    await ask(pageStep.action, { form: PAGE });
    await ask(hoursStep.action, { form: await hoursForm([1]) });
    await ask(shareStep.action, { form: {} });
    await connect(world, host);
    expect(await doneNow()).toHaveLength(4);
    await disconnect(events);
    expect(await doneNow()).toHaveLength(4);
    await connect(world, host);
    await disconnect(events);
    expect((await stored())?.toSorted()).toEqual(["calendar", "hours", "page", "share"]);
  },
);

async function disconnect(events: "stay" | "go" = "stay"): Promise<void> {
  const { googleCalendarConnectionId } = await hostNow(world.context, host.id);
  await disconnectCalendar(world.context, {
    ...{ hostId: host.id, connectionId: String(googleCalendarConnectionId), events },
  });
}

test("R7.1 who shares before the rest is done is led to what was left out", async () => {
  await ask(pageStep.action, { form: PAGE });
  await ask(calendarStep.action, { form: {} });
  expect((await ask(shareStep.action, { form: {} })).location).toBe("/welcome/hours");
  expect(await doneNow()).toEqual(["page", "calendar", "share"]);
});

test("R7.1 who does not want to see the steps any more does not, and can take them all the same", async () => {
  const ended = await ask(dashboard.action, { form: { intent: "endFirstSteps" } });
  expect([ended.status, ended.location]).toEqual([303, "/dashboard"]);
  expect([await stored(), (await doneNow()).length]).toEqual([null, 4]);
  expect((await ask(pageStep.action, { form: PAGE })).location).toBe("/welcome/share");
  expect(await stored()).toBeNull();
  expect((await ask(dashboard.action, { form: { intent: "other" } })).status).toBe(400);
});

test("R5.4 the steps of one host say nothing of another's", async () => {
  const grace = await aHost(world, GRACE);
  await ask(pageStep.action, { form: PAGE });
  expect((await hostNow(world.context, grace.id)).firstSteps).toEqual([]);
});
