import { env } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { aConnectedHost, aForm, freeSlots, row } from "./people.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

async function expectNothingStored(): Promise<void> {
  for (const table of ["bookings", "booking_syncs", "calendar_events", "booking_history"]) {
    expect(await row(`SELECT count(*) AS n FROM ${table}`)).toEqual({ n: 0 });
  }
}

// It is Monday, 8:00 in Berlin; one hour's notice, hours from 9:00 to 17:00, 60 days ahead.
const NO_SLOTS: [string, number][] = [
  ["a minute ago", Date.parse("2026-11-02T06:59:00Z")],
  ["last week", Date.parse("2026-10-26T09:00:00Z")],
  ["off the grid by a minute", Date.parse("2026-11-02T09:01:00Z")],
  ["off the grid by a millisecond", Date.parse("2026-11-02T09:00:00.001Z")],
  ["half an hour before hours begin", Date.parse("2026-11-03T07:30:00Z")],
  ["when hours end", Date.parse("2026-11-02T16:00:00Z")],
  ["in the night", Date.parse("2026-11-03T01:00:00Z")],
  ["on a Saturday", Date.parse("2026-11-07T09:00:00Z")],
  ["a day beyond the window", Date.parse("2027-01-04T09:00:00Z")],
  ["in the year 9999", Date.parse("9999-12-31T09:00:00Z")],
  ["in the year 1970", 0],
  ["before 1970", -1_800_000],
  ["not a number", Number.NaN],
  ["for ever", Number.POSITIVE_INFINITY],
  ["a fraction", Date.parse("2026-11-02T09:00:00Z") + 0.5],
  ["the largest number", Number.MAX_SAFE_INTEGER],
  ["the smallest number", Number.MIN_SAFE_INTEGER],
];

test.each(NO_SLOTS)("R7.6 a start that is no slot stores nothing: %s", async (_what, startsAt) => {
  expect(await bookSlot(world.context, aForm(host, { startsAt }))).toEqual({ kind: "notOffered" });
  await world.settle();
  await expectNothingStored();
});

test("R7.6 the first slots within notice and the last within the window can be booked", async () => {
  const slots = await freeSlots(world.context, host.id);
  expect(new Date(slots[0]?.start ?? 0).toISOString()).toBe("2026-11-02T08:00:00.000Z");
  expect(new Date(slots.at(-1)?.start ?? 0).toISOString()).toBe("2027-01-01T15:30:00.000Z");
  for (const slot of [slots[0], slots.at(-1)]) {
    const form = aForm(host, { startsAt: slot?.start ?? 0 });
    expect((await bookSlot(world.context, form)).kind).toBe("booked");
  }
  await world.settle();
});

test("R7.6 notice counts from when the form arrives, not from when the page was shown", async () => {
  const startsAt = Date.parse("2026-11-02T09:00:00Z");
  await world.clock.moveTo(startsAt - 3_600_000 + 1);
  expect((await bookSlot(world.context, aForm(host, { startsAt }))).kind).toBe("notOffered");
  await expectNothingStored();
});

test.each([
  ["an unknown host", { handle: "nobody" }, null],
  ["an unknown event type", { eventTypeSlug: "nothing" }, null],
  ["an event type that is switched off", {}, "UPDATE event_types SET is_active = 0"],
  ["a page that is switched off", {}, "UPDATE users SET page_enabled = 0"],
])("R7.4 %s: no such page, nothing stored", async (_what, changes, sql) => {
  if (sql) await env.DB.prepare(sql).run();
  const outcome = await bookSlot(world.context, aForm(host, changes));
  expect(outcome).toEqual({ kind: "pageUnknown" });
  await expectNothingStored();
});

test("R7.10 a page that is switched off while a booking is decided takes no booking", async () => {
  const worker = world.worker({
    database: {
      before: async ({ sql }) => {
        if (!sql.includes('insert into "bookings"')) return;
        await env.DB.prepare("UPDATE users SET page_enabled = 0").run();
      },
    },
  });
  expect(await bookSlot(worker.context, aForm(host))).toEqual({ kind: "pageUnknown" });
  await expectNothingStored();
});
