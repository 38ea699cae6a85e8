// As in worker-dies-booking.test.ts, for bookings that are cancelled.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import {
  aCrashSite,
  booked,
  bookedAndNeverTried,
  type CrashSite,
  eventsOf,
  FIRST_SYNCS,
  faultOfCancelled,
  faultsOf,
  killAtEveryCall,
  LONG_ENOUGH_MS,
} from "./crashes.ts";
import { DEATHS } from "./dying-worker.ts";
import { book, cancel, row, syncOf } from "./people.ts";
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

const isCancelled = async ({ id }: Booking) =>
  (await row("SELECT status FROM bookings WHERE id = ?", id)).status === "cancelled";

async function cancelled(booking: Booking): Promise<void> {
  expect((await cancel(world.context, booking)).kind).toBe("done");
}

for (const death of DEATHS) {
  test.each(FIRST_SYNCS)(
    `R3.5 a Worker that dies (${death}) at any call of a cancellation, when the event %s, leaves no event`,
    async (_when, fault) => {
      const remains = await killAtEveryCall(site, death, () => booked(site, fault), cancel);
      // Not stored, no answer: the guest cancels again. Stored: nobody does anything.
      for (const [, booking] of remains) {
        if (!(await isCancelled(booking))) await cancelled(booking);
      }
      await world.settle();
      expect(remains.length).toBeGreaterThan(5);

      await world.passTime(LONG_ENOUGH_MS);

      expect(await faultsOf(site, remains, faultOfCancelled)).toEqual([]);
    },
  );

  test(`R3.5 a booking that is cancelled right after a Worker died (${death}) at any call of its first sync leaves no event`, async () => {
    const prepare = () => bookedAndNeverTried(site);
    const remains = await killAtEveryCall(site, death, prepare, syncBooking);
    for (const [, booking] of remains) await cancelled(booking);
    await world.settle();
    expect(remains.length).toBeGreaterThan(5);

    await world.passTime(LONG_ENOUGH_MS);

    expect(await faultsOf(site, remains, faultOfCancelled)).toEqual([]);
  });
}

test("R3.5 a booking that is cancelled while a dead Worker's lease runs: its event is gone within two minutes", async () => {
  // The next cron comes before the lease is over.
  await world.clock.moveTo(world.clock.now() + 40_000);
  let isDead = false;
  const worker = world.worker({
    google: async (send, request) => {
      const answer = await send();
      isDead ||= request.url.includes("/events?");
      return answer;
    },
    database: {
      before: () => {
        if (isDead) throw new Error("this Worker has ended");
      },
    },
  });
  const booking = await book(worker.context, site.nextForm());
  await worker.settle();
  expect(eventsOf(world, booking)).toHaveLength(1);
  expect((await syncOf(booking)).lease_token).not.toBeNull();
  await world.clock.moveTo(world.clock.now() + 10_000);
  await cancelled(booking);
  await world.settle();

  await world.passTime(120_000);

  expect(eventsOf(world, booking)).toEqual([]);
});
