// R6.4: what pages say of bookings while they leave a calendar that is gone, and afterwards.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import * as settings from "#app/routes/calendar-settings/route.tsx";
import * as dashboard from "#app/routes/dashboard/route.tsx";
import * as hostArea from "#app/routes/host-area/route.tsx";
import * as bookingPage from "#app/routes/host-booking/route.tsx";
import * as syncPage from "#app/routes/sync/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { type Asked, askPage } from "./host-pages.ts";
import {
  ADA,
  aConnectedHost,
  bookAndSettle,
  bookingNow,
  cancel,
  liveEvents,
  syncOf,
} from "./people.ts";
import { createWorld, type World } from "./world.ts";

const MINUTE_MS = 60_000;
/** Wednesday and Thursday at 10:00 in Berlin. */
const WEDNESDAY = Date.parse("2026-11-04T09:00:00Z");
const THURSDAY = Date.parse("2026-11-05T09:00:00Z");

let world: World;
let host: Host;
let family: string;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
  family = world.sandbox.calendars(ADA).find(({ summary }) => summary === "Family")?.id ?? "";
  await post({ intent: "choose", destination: family });
});

const ask = (handler: unknown, asked: Asked = {}) => askPage(world.context, host, handler, asked);
const post = (form: Record<string, string>) =>
  ask(settings.action, {
    form: { connectionId: host.googleCalendarConnectionId ?? "", ...form },
  });
const panelNow = async () => (await ask(settings.loader)).data.shown.panel;
const pageOf = async ({ id }: Booking) =>
  (await ask(bookingPage.loader, { params: { bookingId: id } })).data.booking;

const booked = (startsAt: number) => bookAndSettle(world, host, { startsAt });

/** Its bookings are sent to the primary calendar, and nobody has begun with them yet. */
async function replaceFamily(): Promise<void> {
  world.sandbox.byHand.deleteCalendar(ADA, family);
  expect((await panelNow()).state.kind).toBe("destinationLost");
  await replaceFamilyNow();
}

async function replaceFamilyNow(): Promise<void> {
  const form = { intent: "replace", lostCalendarId: family, replacement: ADA };
  expect((await post(form)).location).toBe("/settings/calendar?notice=replaced");
}

test("R6.4 bookings on their way to another calendar say where they go, and the settings how many they are", async () => {
  const bookings = [await booked(WEDNESDAY), await booked(THURSDAY)];
  await replaceFamily();
  for (const booking of bookings) {
    expect((await pageOf(booking)).sync.text).toBe(`Will be put into ${ADA}`);
  }
  const { state, onTheWay } = await panelNow();
  expect([state.kind, onTheWay]).toEqual([
    "connected",
    "2 bookings are not in step with the calendar yet: what was changed just now is on its way there.",
  ]);

  // Each is in the new calendar by the first try; the old one is looked for a little longer.
  await world.settle();
  await world.passTime(1_000);
  const [first] = bookings as [Booking];
  expect(await syncOf(first)).toMatchObject({ state: "retrying" });
  expect(liveEvents(world).map(({ id }) => id)).toContain(`b${first.id}g2`);
  const { sync } = await pageOf(first);
  expect(sync).toMatchObject({
    ...{ tone: "plain", text: `In ${ADA}; an older event went with its calendar` },
  });
  const { next, attention } = (await ask(dashboard.loader)).data;
  expect(next[0].rows[0].sync).toEqual({ tone: sync.tone, text: sync.text });
  expect(attention).toEqual([]);
  expect((await panelNow()).onTheWay).not.toBeNull();

  await world.passTime(2 * MINUTE_MS);
  expect((await pageOf(first)).sync.text).toBe("On your calendar ✓");
  expect(await panelNow()).toMatchObject({ state: { kind: "connected" }, onTheWay: null });
});

test("R6.4 pressed twice, and in two tabs, they are on their way once", async () => {
  await booked(WEDNESDAY);
  await replaceFamily();
  const form = { intent: "replace", lostCalendarId: family, replacement: ADA };
  await Promise.all([post(form), post(form)]);
  expect((await panelNow()).onTheWay).toContain("1 booking is not in step with the calendar yet");
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(liveEvents(world)).toHaveLength(1);
});

test("R6.4 while Google is away they still say where they go", async () => {
  const booking = await booked(WEDNESDAY);
  world.sandbox.faults.add({
    ...{ match: { path: "events.insert" }, effect: "refuse", status: 503, times: null },
  });
  await replaceFamily();
  await world.settle();
  await world.deliver();
  const { text, detail } = (await pageOf(booking)).sync;
  expect(text).toMatch(/^Retrying at .* because Google answered 503$/);
  expect(detail).toContain(`Its event will be put into ${ADA}.`);
});

test("R6.4 of a cancelled booking the state and the calendar below it speak of the same event", async () => {
  const booking = await booked(WEDNESDAY);
  await replaceFamily();
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  expect(await pageOf(booking)).toMatchObject({ calendar: ADA });
  await cancel(world.context, await bookingNow(world.context, booking));
  await world.settle();
  await world.passTime(2 * MINUTE_MS);
  const { sync, calendar } = await pageOf(booking);
  expect(sync).toMatchObject({
    text: "Not in your calendar",
    detail:
      "An event of it was in a calendar that is gone at Google. Should that calendar come back, we remove the event.",
  });
  expect(calendar).toBe("Family (gone at Google)");
});

test("R6.4 a cancelled booking that left nothing behind names no calendar", async () => {
  const booking = await booked(WEDNESDAY);
  expect(await pageOf(booking)).toMatchObject({ calendar: "Family" });
  await cancel(world.context, await bookingNow(world.context, booking));
  await world.settle();
  const { sync, calendar } = await pageOf(booking);
  expect([sync.text, sync.detail, calendar]).toEqual(["Not in your calendar", null, null]);
});

test("R6.4 once the list tells that the calendar is gone, every page does, and leads to another", async () => {
  const booking = await booked(WEDNESDAY);
  expect((await pageOf(booking)).eventLink).toBeTruthy();
  expect((await ask(syncPage.loader)).data.gone).toEqual([]);
  world.sandbox.byHand.deleteCalendar(ADA, family);
  expect((await panelNow()).state.kind).toBe("destinationLost");

  const shown = await pageOf(booking);
  const text = "Its calendar, Family, is gone at Google: choose another calendar";
  expect(shown).toMatchObject({ sync: { tone: "warn", text }, eventLink: null });
  expect(shown.choices[0]).toBe("chooseCalendar");
  const { next, attention } = (await ask(dashboard.loader)).data;
  expect(next[0].rows).toMatchObject([{ sync: { tone: "warn", text } }]);
  expect(attention).toMatchObject([{ id: booking.id, text, detail: shown.sync.detail }]);
  expect((await ask(syncPage.loader)).data.gone).toEqual([{ name: "Family", count: 1 }]);
  expect((await ask(hostArea.loader)).data.trouble).toBe(
    "The calendar Family, which bookings go to, is gone at Google: choose another calendar.",
  );

  await replaceFamilyNow();
  await world.settle();
  await world.passTime(3 * MINUTE_MS);
  expect((await pageOf(booking)).sync.text).toBe("On your calendar ✓");
  expect((await ask(syncPage.loader)).data.gone).toEqual([]);
});
