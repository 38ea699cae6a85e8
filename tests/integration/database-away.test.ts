import { beforeEach, expect, test, vi } from "vitest";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { cancelBooking } from "#app/use-cases/cancel-booking.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  aConnectedHost,
  aForm,
  book,
  cancel,
  liveEvents,
  mailsAbout,
  requireBooked,
  row,
} from "./people.ts";
import type { D1Watch } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 30_000 });

let world: World;
let host: Host;

beforeEach(async () => {
  // D1's failures are logged.
  vi.spyOn(console, "error").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const isBookingInsert = (sql: string) => sql.includes('insert into "bookings"');
const isCancellation = (sql: string) => sql.includes('update "bookings" set "status"');
const count = async (table: string) => (await row(`SELECT count(*) AS n FROM ${table}`)).n;

function d1Error(): never {
  throw new Error("D1_ERROR: Network connection lost.");
}

/** D1 fails at the n-th call and works at all others. */
function failingAt(n: number, when: "before" | "after"): D1Watch & { calls: number } {
  const watch: D1Watch & { calls: number } = { calls: 0 };
  if (when === "after") watch.before = () => void watch.calls++;
  watch[when] = () => {
    if (when === "before") watch.calls++;
    if (watch.calls === n) d1Error();
  };
  return watch;
}

test.each(["before", "after"] as const)(
  "R7.7 D1 fails once, %s any of its calls: booked or not known, and the same form finds out",
  async (when) => {
    const startsAt = Date.parse("2026-11-03T08:00:00Z");
    const seen = new Set<string>();
    let forms = 0;
    for (let wasAnswered = false; !wasAnswered; ) {
      const form = aForm(host, { startsAt: startsAt + forms * 1_800_000 });
      forms += 1;
      const watch = failingAt(forms, when);
      const worker = world.worker({ database: watch });
      const outcome = await bookSlot(worker.context, form);
      wasAnswered = watch.calls < forms;
      await worker.settle();
      seen.add(outcome.kind);

      const again = requireBooked(await bookSlot(world.context, form));
      if (outcome.kind === "booked") expect(again.id).toBe(outcome.booking.id);
      await world.settle();
      expect(await count("bookings")).toBe(forms);
    }
    await world.passTime(600_000);

    expect([...seen].sort()).toEqual(["booked", "databaseAway"]);
    expect(forms).toBeGreaterThan(5);
    expect(await count("booking_syncs")).toBe(forms);
    expect(liveEvents(world)).toHaveLength(forms);
  },
);

test("R7.7 D1 goes away for good as the booking is stored: not known, and the same form finds it later", async () => {
  const form = aForm(host);
  let isAway = false;
  const worker = world.worker({
    database: {
      before: () => {
        if (isAway) d1Error();
      },
      after: ({ sql }) => {
        isAway ||= isBookingInsert(sql);
        if (isAway) d1Error();
      },
    },
  });
  expect(await bookSlot(worker.context, form)).toEqual({ kind: "databaseAway" });
  expect(await count("bookings")).toBe(1);
  expect(liveEvents(world)).toEqual([]);

  const booking = await book(world.context, form);
  await world.settle();
  expect(await count("bookings")).toBe(1);
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test("R3.6 nobody sends the form again: what was stored is brought to Google by cron all the same", async () => {
  const worker = world.worker({
    database: {
      after: ({ sql }) => {
        if (isBookingInsert(sql)) d1Error();
      },
      before: ({ sql }) => {
        if (sql.startsWith('update "booking_syncs"')) d1Error();
      },
    },
  });
  await bookSlot(worker.context, aForm(host));
  await worker.settle();
  expect(liveEvents(world)).toEqual([]);

  await world.passTime(60_000);
  expect(liveEvents(world)).toHaveLength(1);
});

test("a guest whose form ended in the dark may find the slot taken by another, never by themselves", async () => {
  const form = aForm(host);
  const worker = world.worker({
    database: {
      before: ({ sql }) => {
        if (isBookingInsert(sql)) d1Error();
      },
    },
  });
  expect((await bookSlot(worker.context, form)).kind).toBe("databaseAway");
  await book(world.context, aForm(host));
  expect((await bookSlot(world.context, form)).kind).toBe("taken");
  await world.settle();
  expect(await count("bookings")).toBe(1);
});

test("D1 fails after a cancellation is stored: it counts, and the event goes", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const worker = world.worker({
    database: {
      after: ({ sql }) => {
        if (isCancellation(sql)) d1Error();
      },
    },
  });
  expect((await cancel(worker.context, booking)).kind).toBe("done");
  await worker.settle();
  await world.passTime(60_000);

  expect(liveEvents(world)).toEqual([]);
  expect(mailsAbout(world, booking)).toEqual(["invitation", "cancellation"]);
});

test("D1 fails before a cancellation is stored: the booking stands, and cancelling again works", async () => {
  const booking = await book(world.context, aForm(host));
  await world.settle();
  const worker = world.worker({
    database: {
      before: ({ sql }) => {
        if (isCancellation(sql)) d1Error();
      },
    },
  });
  await expect(cancel(worker.context, booking)).rejects.toThrow("Network connection lost");
  await world.passTime(60_000);
  expect(liveEvents(world)).toHaveLength(1);

  expect((await cancel(world.context, booking)).kind).toBe("done");
  await world.settle();
  expect(liveEvents(world)).toEqual([]);
});

test("rules that change while a booking is decided are read again; the old ones never count", async () => {
  const form = aForm(host, { startsAt: Date.parse("2026-11-03T08:00:00Z") });
  const closeTuesdays = `UPDATE schedules SET weekly_hours = '[{"weekday":1,"fromMinutes":540,"toMinutes":1020}]'`;
  let changes = 0;
  const worker = world.worker({
    database: {
      before: async ({ sql }) => {
        if (isBookingInsert(sql) && changes++ === 0) {
          await world.context.env.DB.prepare(closeTuesdays).run();
        }
      },
    },
  });
  expect((await bookSlot(worker.context, form)).kind).toBe("notOffered");
  expect(await count("bookings")).toBe(0);

  const monday = aForm(host, { startsAt: Date.parse("2026-11-09T08:00:00Z") });
  changes = 0;
  expect((await bookSlot(worker.context, monday)).kind).toBe("booked");
  expect(changes).toBe(2);
  await worker.settle();
});

test("a cancellation of a booking that does not exist says so", async () => {
  const key = { hostId: host.id, id: "0".repeat(32) };
  const outcome = await cancelBooking(world.context, {
    key,
    expectedRevision: 1,
    by: "guest",
    reason: "",
  });
  expect(outcome).toEqual({ kind: "unknownBooking" });
});
