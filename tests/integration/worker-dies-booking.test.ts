// The Worker ends at each of its calls in turn, in each way that it can. What it leaves behind has to become right by
// itself: time passes, and nobody sends a form again that was stored.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { runScheduled } from "#app/cron/run-scheduled.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import { findStoredRequest } from "#db/bookings.server.ts";
import {
  aCrashSite,
  aMomentLater,
  booked,
  bookedAndNeverTried,
  type CrashSite,
  eventsOf,
  FIRST_SYNCS,
  faultOfBooked,
  faultOfMoved,
  faultsOf,
  killAtEveryCall,
  LONG_ENOUGH_MS,
  moved,
  type Remains,
} from "./crashes.ts";
import { DEATHS, dyingWorker } from "./dying-worker.ts";
import { book, syncOf } from "./people.ts";
import type { World } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

let site: CrashSite;
let world: World;

beforeEach(async () => {
  // Dying Workers say so.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  site = await aCrashSite();
  world = site.world;
});

test.each(DEATHS)(
  "R3.6 a Worker that dies (%s) at any call of a booking leaves one event",
  async (death) => {
    const remains: Remains = [];
    let hasDied = true;
    for (let calls = 1; hasDied; calls++) {
      await aMomentLater(world);
      const form = site.nextForm();
      const worker = dyingWorker(world, calls, death);
      const outcome = await bookSlot(worker.context, form);
      await worker.settle();
      hasDied = worker.hasDied();
      const key = await env.DB.prepare(
        "SELECT host_id AS hostId, id FROM bookings WHERE starts_at = ?",
      )
        .bind(form.startsAt)
        .first<{ hostId: string; id: string }>();
      const stored = key && (await findStoredRequest(world.context.db, key));
      if (outcome.kind === "booked") expect(stored?.booking.id).toBe(outcome.booking.id);
      // Nothing stored, no answer: the guest sends the form again. Stored: nobody does anything.
      remains.push([calls, stored?.booking ?? (await book(world.context, form))]);
    }
    expect(remains.length).toBeGreaterThan(12);

    await world.passTime(LONG_ENOUGH_MS);

    expect(await faultsOf(site, remains, faultOfBooked)).toEqual([]);
  },
);

for (const death of DEATHS) {
  test.each(FIRST_SYNCS.slice(1))(
    `a Worker that dies (${death}) at any call of the second sync, when the event %s, leaves one event`,
    async (_when, fault) => {
      const prepare = async () => {
        const booking = await booked(site, fault);
        await world.clock.moveTo(world.clock.now() + 3_000);
        return booking;
      };
      const remains = await killAtEveryCall(site, death, prepare, syncBooking);
      expect(remains.length).toBeGreaterThan(5);

      await world.passTime(LONG_ENOUGH_MS);

      expect(await faultsOf(site, remains, faultOfBooked)).toEqual([]);
    },
  );

  test.each(FIRST_SYNCS)(
    `R3.4 a Worker that dies (${death}) at any call after a booking was moved, when the event %s, leaves one event at the new time`,
    async (_when, fault) => {
      const prepare = async () => {
        const booking = await booked(site, fault);
        await world.clock.moveTo(world.clock.now() + 3_000);
        return moved(site, booking);
      };
      const remains = await killAtEveryCall(site, death, prepare, syncBooking);
      expect(remains.length).toBeGreaterThan(5);

      await world.passTime(LONG_ENOUGH_MS);

      expect(await faultsOf(site, remains, faultOfMoved)).toEqual([]);
    },
  );
}

test.each(["before", "after"] as const)(
  "R3.6 a cron that dies (%s) at any call loses no booking",
  async (death) => {
    const prepare = () => bookedAndNeverTried(site);
    const remains = await killAtEveryCall(site, death, prepare, runScheduled);
    expect(remains.length).toBeGreaterThan(3);

    await world.passTime(LONG_ENOUGH_MS);

    expect(await faultsOf(site, remains, faultOfBooked)).toEqual([]);
  },
);

test.each([0, 10, 31, 59])(
  "R3.6 a Worker that dies with a sync in hand, %d s after cron was there: the event is there within a minute",
  async (seconds) => {
    await world.clock.moveTo(world.clock.now() + seconds * 1000);
    const worker = world.worker({
      database: {
        after: ({ sql }) => {
          if (sql.startsWith('update "booking_syncs"')) throw new Error("this Worker has ended");
        },
      },
    });
    const booking = await book(worker.context, site.nextForm());
    await worker.settle();
    expect((await syncOf(booking)).lease_token).not.toBeNull();
    expect(eventsOf(world, booking)).toEqual([]);

    await world.passTime(60_000);

    expect(await faultsOf(site, [[0, booking]], faultOfBooked)).toEqual([]);
  },
);
