import fc from "fast-check";
import { expect, test } from "vitest";
import { type BookedTime, blockOf, conflicts } from "#app/domain/slots.ts";
import {
  aHost,
  at,
  bookingId,
  bookingRow,
  d1,
  insertRows,
  refused,
  storeBooking,
} from "./tables.fixtures.ts";

const PAIRS = 2_000;
const HISTORIES = 120;
const LENGTH = 30;
const MINUTE_MS = 60_000;
const LONGEST_BLOCK_MINUTES = 1_440;

// Thousands of statements each: a slow machine may take its time. Shrinking stops before that, so
// that what failed is told, with the seed that repeats it.
const TIMEOUT_MS = 120_000;
const limits = { interruptAfterTimeLimit: TIMEOUT_MS - 20_000 };

interface Held {
  time: BookedTime;
  isConfirmed: boolean;
  revision: number;
}

interface Turn {
  kind: "book" | "move" | "cancel or restore";
  chosen: number;
  time: BookedTime;
}

test("R7.7 the database refuses a pair of bookings exactly when the pure rule says that they conflict", {
  timeout: TIMEOUT_MS,
}, async () => {
  const hostId = await aHost();
  const met = { taken: 0, free: 0 };
  let pairs = 0;
  const pair = fc.tuple(
    times(240),
    fc.oneof({ weight: 4, arbitrary: times(240) }, { weight: 1, arbitrary: times(3_000) }),
  );
  await fc.assert(
    fc.asyncProperty(pair, async ([one, other]) => {
      // A year to each pair, so that the pairs don't meet.
      const number = ++pairs;
      const shift = number * 366 * 86_400_000;
      await storeBooking(hostId, { id: bookingId(number * 2), ...columns(moved(one, shift)) });
      const second = { id: bookingId(number * 2 + 1), ...columns(moved(other, shift)) };
      const answer = await refused(insertRows([bookingRow(hostId, second)]));
      expect(answer).toBe(conflicts(one, other) ? "slot_taken" : null);
      if (answer === null) met.free++;
      else met.taken++;
    }),
    { ...limits, numRuns: PAIRS },
  );
  expect(met.taken).toBeGreaterThan(PAIRS / 10);
  expect(met.free).toBeGreaterThan(PAIRS / 10);
});

test("R7.7 through any history of booking, moving, cancelling and restoring, the two agree", {
  timeout: TIMEOUT_MS,
}, async () => {
  const met = { taken: 0, done: 0 };
  const histories = fc.array(turns(), { maxLength: LENGTH, size: "max" });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const hostId = await aHost();
      const known: Held[] = [];
      for (const turn of history) {
        const index = turn.chosen % Math.max(known.length, 1);
        const after = turn.kind === "book" ? null : changed(known[index], turn);
        if (await isDone(hostId, known, index, after, turn.time)) met.done++;
        else met.taken++;
      }
    }),
    { ...limits, numRuns: HISTORIES },
  );
  expect(met.taken).toBeGreaterThan(100);
  expect(met.done).toBeGreaterThan(100);
});

/** Asks the database for the change, or for a new booking, and expects what the pure rule says. */
async function isDone(
  hostId: string,
  known: Held[],
  index: number,
  change: Held | null,
  time: BookedTime,
): Promise<boolean> {
  const after = change ?? { time, isConfirmed: true, revision: 1 };
  const isInTheWay = known.some(
    (other, at) =>
      (!change || at !== index) && other.isConfirmed && conflicts(other.time, after.time),
  );
  const answer = await refused(
    change
      ? update(hostId, bookingId(index), change)
      : insertRows([bookingRow(hostId, { id: bookingId(known.length), ...columns(time) })]),
  );
  expect(answer).toBe(after.isConfirmed && isInTheWay ? "slot_taken" : null);
  if (answer !== null) return false;
  known[change ? index : known.length] = after;
  return true;
}

/** What the turn makes of the booking; null, a new one, while there is none. */
function changed(before: Held | undefined, { kind, time }: Turn): Held | null {
  if (!before) return null;
  return {
    time: kind === "cancel or restore" ? before.time : time,
    isConfirmed: kind === "cancel or restore" ? !before.isConfirmed : before.isConfirmed,
    revision: before.revision + 1,
  };
}

function turns(): fc.Arbitrary<Turn> {
  return fc.record({
    kind: fc.constantFrom("book", "book", "move", "move", "cancel or restore"),
    chosen: fc.nat(LENGTH),
    time: times(900),
  });
}

/** Five-minute grid, so that touching is as common as overlapping; now and then as long as a block may be. */
function times(spanMinutes: number): fc.Arbitrary<BookedTime> {
  return fc.oneof(
    { weight: 19, arbitrary: timesOf(spanMinutes, 18, 12) },
    { weight: 1, arbitrary: timesOf(spanMinutes, 200, LONGEST_BLOCK_MINUTES) },
  );
}

function timesOf(spanMinutes: number, mostTicks: number, mostBefore: number) {
  return fc
    .record({
      start: fc.nat(spanMinutes / 5 - 1),
      // A millisecond before and after the grid.
      beside: fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -1, max: 1 }) },
      ),
      ticks: fc.integer({ min: 1, max: mostTicks }),
      before: fc.oneof(fc.constant(0), fc.nat(mostBefore)),
      after: fc.oneof(
        fc.constant(0),
        fc.nat(11).map((ticks) => ticks * 5),
      ),
    })
    .map(({ start, beside, ticks, before, after }) => {
      const from = at(9) + start * 5 * MINUTE_MS + beside;
      const meeting = { start: from, end: from + ticks * 5 * MINUTE_MS };
      const room = LONGEST_BLOCK_MINUTES - ticks * 5;
      const kept = Math.min(before, room);
      return { meeting, block: blockOf(meeting, kept, Math.min(after, room - kept)) };
    });
}

function columns({ meeting, block }: BookedTime) {
  return {
    starts_at: meeting.start,
    ends_at: meeting.end,
    block_starts_at: block.start,
    block_ends_at: block.end,
  };
}

function moved({ meeting, block }: BookedTime, by: number): BookedTime {
  return {
    meeting: { start: meeting.start + by, end: meeting.end + by },
    block: { start: block.start + by, end: block.end + by },
  };
}

function update(hostId: string, id: string, after: Held): D1PreparedStatement {
  const { starts_at, ends_at, block_starts_at, block_ends_at } = columns(after.time);
  return d1
    .prepare(
      `UPDATE bookings SET revision = ?3, status = ?4, starts_at = ?5, ends_at = ?6,
       block_starts_at = ?7, block_ends_at = ?8 WHERE host_id = ?1 AND id = ?2`,
    )
    .bind(
      hostId,
      id,
      after.revision,
      after.isConfirmed ? "confirmed" : "cancelled",
      starts_at,
      ends_at,
      block_starts_at,
      block_ends_at,
    );
}
