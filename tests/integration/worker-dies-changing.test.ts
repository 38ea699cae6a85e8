// As in worker-dies-booking.test.ts, for bookings that are moved, edited, restored, sent elsewhere or kept without an event.
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { chooseCalendar } from "#app/use-cases/choose-calendar.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import { putBackTime } from "#app/use-cases/put-back-time.server.ts";
import { restoreEvent } from "#app/use-cases/restore-event.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import {
  aCrashSite,
  booked,
  type CrashSite,
  eventsOf,
  faultsOf,
  killAtEveryCall,
  LONG_ENOUGH_MS,
} from "./crashes.ts";
import { DEATHS } from "./dying-worker.ts";
import { ADA, asksFor, bookingNow, edit, liveEvents, mailsAbout, move } from "./people.ts";
import type { World } from "./world.ts";

vi.setConfig({ testTimeout: 120_000 });

const HALF_HOUR_MS = 1_800_000;
const QUARTER_OF_AN_HOUR_MS = 900_000;

let site: CrashSite;
let world: World;

beforeEach(async () => {
  // Dying Workers say so.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  site = await aCrashSite();
  world = site.world;
});

const family = () =>
  world.sandbox.calendars(ADA).find(({ id }) => id.startsWith("family"))?.id ?? "";

interface Change {
  prepare?: (booking: Booking) => Promise<void>;
  act: (context: AppContext, booking: Booking) => Promise<unknown>;
  /** What is wrong with what is left; null when all is well. */
  faultOf: (booking: Booking, mails: string) => string | null;
  mostMails: string[];
  /** Whether an insert may be lost, which is looked for during an hour. */
  makesEvent?: boolean;
}

const startOf = (booking: Booking) => {
  const [event, ...others] = eventsOf(world, booking);
  return event && others.length === 0 ? Date.parse(event.start.dateTime ?? "") : null;
};

async function dragged(booking: Booking): Promise<void> {
  const time = (instant: number) => ({ dateTime: new Date(instant).toISOString() });
  world.sandbox.byHand.change(ADA, ADA, `b${booking.id}g1`, {
    start: time(booking.meeting.start + HALF_HOUR_MS),
    end: time(booking.meeting.end + HALF_HOUR_MS),
  });
  await retrySync(world.context, booking);
  await world.settle();
}

async function deleted(booking: Booking): Promise<void> {
  world.sandbox.byHand.delete(ADA, ADA, `b${booking.id}g1`);
  await retrySync(world.context, booking);
  await world.settle();
}

const CHANGES: [string, Change][] = [
  [
    "a move",
    {
      act: (context, booking) => move(context, booking, booking.meeting.start + HALF_HOUR_MS),
      faultOf: (booking) =>
        startOf(booking) === booking.meeting.start + HALF_HOUR_MS ? null : "not at the new time",
      mostMails: ["invitation,update"],
    },
  ],
  [
    "an edit",
    {
      act: (context, booking) => edit(context, booking, { title: "New", notes: "Newer" }, "host"),
      faultOf: (booking) =>
        eventsOf(world, booking)[0]?.summary?.startsWith("New:") ? null : "not the new title",
      mostMails: ["invitation,update"],
    },
  ],
  [
    "putting the time back",
    {
      prepare: dragged,
      act: (context, booking) => putBackTime(context, asksFor(booking)),
      faultOf: (booking) => (startOf(booking) === booking.meeting.start ? null : "not back"),
      mostMails: ["invitation,update"],
    },
  ],
  [
    "restoring",
    {
      prepare: deleted,
      act: (context, booking) => restoreEvent(context, asksFor(booking)),
      faultOf: (booking) => (startOf(booking) === booking.meeting.start ? null : "not one event"),
      mostMails: ["invitation,invitation"],
      makesEvent: true,
    },
  ],
  [
    "another calendar",
    {
      act: (context, booking) =>
        chooseCalendar(context, { ...asksFor(booking), calendarId: family() }),
      faultOf: (booking) => {
        const there = liveEvents(world, ADA, family()).filter(({ id }) =>
          id.startsWith(`b${booking.id}g`),
        );
        const here = eventsOf(world, booking);
        return there.length === 1 && here.length === 0 ? null : `${here.length}, ${there.length}`;
      },
      mostMails: ["invitation,invitation,cancellation"],
      makesEvent: true,
    },
  ],
  [
    "keeping it without a calendar",
    {
      act: (context, booking) => keepWithoutCalendar(context, asksFor(booking)),
      faultOf: (booking) => (eventsOf(world, booking).length === 0 ? null : "an event is left"),
      mostMails: ["invitation"],
    },
  ],
];

for (const death of DEATHS) {
  test.each(CHANGES)(
    `R3.4 R7.8 a Worker that dies (${death}) at any call of %s leaves what was decided, told of once`,
    async (_what, { prepare, act, faultOf, mostMails, makesEvent }) => {
      const prepared = async () => {
        const booking = await booked(site);
        await prepare?.(booking);
        return booking;
      };
      const remains = await killAtEveryCall(site, death, prepared, act);
      expect(remains.length).toBeGreaterThan(5);
      // Not stored, no answer: whoever asked asks again. Stored: asking again changes nothing.
      for (const [, booking] of remains) {
        const { revision } = await bookingNow(world.context, booking);
        if (revision === 1) await act(world.context, booking);
        else expect(await act(world.context, booking)).toEqual({ kind: "done" });
        await world.settle();
        await world.clock.moveTo(world.clock.now() + 1_000);
      }

      await world.passTime(makesEvent ? LONG_ENOUGH_MS : QUARTER_OF_AN_HOUR_MS);

      const found = await faultsOf(site, remains, async (_world, booking) => {
        const { revision } = await bookingNow(world.context, booking);
        if (revision !== 2) return `revision ${revision}`;
        const mails = mailsAbout(world, booking).join();
        if (!mostMails.includes(mails)) return `mails: ${mails}`;
        return faultOf(booking, mails);
      });
      expect(found).toEqual([]);
    },
  );
}
