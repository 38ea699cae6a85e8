import { expect, test } from "vitest";
import { type Random, randomNumbers } from "#app/domain/random.fixtures.ts";
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
const SEQUENCES = 60;
const LENGTH = 30;
const MINUTE_MS = 60_000;

const columns = ({ meeting, block }: BookedTime) => ({
  starts_at: meeting.start,
  ends_at: meeting.end,
  block_starts_at: block.start,
  block_ends_at: block.end,
});

/** Five-minute grid, so that touching is as common as overlapping; now and then as long as a block may be. */
function randomTime(random: Random, spanMinutes: number): BookedTime {
  const isLong = random(20) === 0;
  const start =
    at(9) + random(spanMinutes / 5) * 5 * MINUTE_MS + (random(10) === 0 ? random(3) - 1 : 0);
  const meeting = { start, end: start + (1 + random(isLong ? 200 : 18)) * 5 * MINUTE_MS };
  const room = 1440 - (meeting.end - meeting.start) / MINUTE_MS;
  const before = random(2) * random(isLong ? room : 12);
  const after = random(2) * Math.min(random(12) * 5, room - before);
  return { meeting, block: blockOf(meeting, before, after) };
}

// Thousands of statements each: a slow machine may take its time.
const TIMEOUT_MS = 120_000;

test("R7.7 the database refuses a pair of bookings exactly when the pure rule says that they conflict", {
  timeout: TIMEOUT_MS,
}, async () => {
  const hostId = await aHost();
  const met = { taken: 0, free: 0 };
  for (let seed = 1; seed <= PAIRS; seed++) {
    const random = randomNumbers(seed);
    const one = randomTime(random, 240);
    const other = randomTime(random, random(5) === 0 ? 3_000 : 240);
    // A year to each pair, so that the pairs don't meet.
    const shift = seed * 366 * 86_400_000;
    await storeBooking(hostId, { id: bookingId(seed * 2), ...columns(moved(one, shift)) });
    const second = { id: bookingId(seed * 2 + 1), ...columns(moved(other, shift)) };
    const answer = await refused(insertRows([bookingRow(hostId, second)]));
    expect([seed, answer]).toEqual([seed, conflicts(one, other) ? "slot_taken" : null]);
    if (answer === null) met.free++;
    else met.taken++;
  }
  expect(met.taken).toBeGreaterThan(PAIRS / 10);
  expect(met.free).toBeGreaterThan(PAIRS / 10);
});

test("R7.7 through any history of booking, moving, cancelling and restoring, the two agree", {
  timeout: TIMEOUT_MS,
}, async () => {
  const met = { taken: 0, done: 0 };
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    const random = randomNumbers(seed);
    const hostId = await aHost();
    const known: { time: BookedTime; isConfirmed: boolean; revision: number }[] = [];
    for (let turn = 0; turn < LENGTH; turn++) {
      const time = randomTime(random, 900);
      const kind = random(5);
      const index = random(Math.max(known.length, 1));
      const chosen = known[index];
      const isNew = !chosen || kind < 2;
      const after = isNew
        ? { time, isConfirmed: true, revision: 1 }
        : {
            time: kind === 2 || kind === 4 ? time : chosen.time,
            isConfirmed: kind === 3 ? !chosen.isConfirmed : chosen.isConfirmed,
            revision: chosen.revision + 1,
          };
      const isInTheWay = known.some(
        (other, at) =>
          (isNew || at !== index) && other.isConfirmed && conflicts(other.time, after.time),
      );
      const answer = await refused(
        isNew
          ? insertRows([bookingRow(hostId, { id: bookingId(known.length), ...columns(time) })])
          : change(hostId, bookingId(index), after),
      );
      const expected = after.isConfirmed && isInTheWay ? "slot_taken" : null;
      expect([seed, turn, answer]).toEqual([seed, turn, expected]);
      if (answer === null) {
        met.done++;
        if (isNew) known.push(after);
        else known[index] = after;
      } else met.taken++;
    }
  }
  expect(met.taken).toBeGreaterThan(200);
  expect(met.done).toBeGreaterThan(200);
});

function moved({ meeting, block }: BookedTime, by: number): BookedTime {
  return {
    meeting: { start: meeting.start + by, end: meeting.end + by },
    block: { start: block.start + by, end: block.end + by },
  };
}

function change(
  hostId: string,
  id: string,
  after: { time: BookedTime; isConfirmed: boolean; revision: number },
): D1PreparedStatement {
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
