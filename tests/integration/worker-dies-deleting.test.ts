// As in worker-dies-booking.test.ts, for accounts that are deleted: all of a host or nothing, and nobody has to ask twice
// once it has begun.
import { beforeEach, expect, test, vi } from "vitest";
import { findDeletion } from "#app/use-cases/delete-account.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { DEATHS, dyingWorker } from "./dying-worker.ts";
import { bookEachDay, countRows, hasGrant, leave, mentionsOf, namesOf } from "./leaving-host.ts";
import { aConnectedHost, liveEvents, mailsAbout } from "./people.ts";
import { createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 120_000 });

const MOST_CALLS = 80;
/** Cron ends a few connections a minute. */
const LONG_ENOUGH_MS = 60 * 60_000;

let world: World;

beforeEach(async () => {
  // Dying Workers say so.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  world = await createWorld();
});

/** A host of their own for each death, with one booking to come. */
async function aHostOf(n: number) {
  const { email } = world.sandbox.addAccount({ email: `host${n}@example.com`, name: `Host ${n}` });
  const host = await aConnectedHost(world, email);
  const [booking] = await bookEachDay(world, host, 1);
  if (!booking) throw new Error("nothing was booked");
  return { host, booking };
}

const cases = DEATHS.flatMap((death) => [[death, "cancel"] as const, [death, "keep"] as const]);

test.each(cases)(
  "R4.5 a Worker that dies (%s) at any call of a deletion (%s) leaves a whole host, or none soon after",
  async (death, bookings) => {
    const left: { host: Host; calls: number; isBegun: boolean }[] = [];
    // Some calls are made side by side, so a Worker may miss its death.
    for (let calls = 1, alive = 0; alive < 5; calls++) {
      expect(calls).toBeLessThan(MOST_CALLS);
      const { host, booking } = await aHostOf(calls);
      const worker = dyingWorker(world, calls, death);
      await leave(worker.context, host, bookings).catch(() => undefined);
      await worker.settle();
      const isBegun = (await findDeletion(world.context, host.id)) !== "notAskedFor";
      left.push({ host, calls, isBegun });
      if (!isBegun) {
        expect(liveEvents(world, host.email)).toHaveLength(1);
        expect(mailsAbout(world, booking)).toEqual(["invitation"]);
      }
      alive = worker.hasDied() ? 0 : alive + 1;
    }
    expect(left.length).toBeGreaterThan(10);
    expect(left.filter(({ isBegun }) => isBegun).length).toBeGreaterThan(8);

    await world.passTime(LONG_ENOUGH_MS);

    for (const { host, calls, isBegun } of left) {
      const what = `died at call ${calls}`;
      const mentions = await mentionsOf(namesOf(host));
      expect([what, mentions.length > 0]).toEqual([what, !isBegun]);
      expect([what, hasGrant(world, host.email)]).toEqual([what, !isBegun]);
      const isKept = !isBegun || bookings === "keep";
      expect([what, liveEvents(world, host.email).length]).toEqual([what, isKept ? 1 : 0]);
    }
    expect(await countRows("pending_revocations")).toBe(0);
  },
);
