// What runs in workerd beside the app, to be measured there: the rows that a request costs D1, and slots alone.
import type { Interval } from "#app/domain/interval.ts";
import { listSlots, type SlotRules } from "#app/domain/slots.ts";
import { countCosts, watchDatabase } from "../integration/watched-database.ts";

export const ROWS_HEADER = "X-Bench-Rows";

interface Worker {
  fetch(request: Request, env: object, executionContext: ExecutionContext): Promise<Response>;
}

/** Lets the app answer, waits for what it does behind its answer, and says in headers what D1 was asked for. */
export async function answerWithRows(
  worker: Worker,
  request: Request,
  env: { DB: D1Database },
  executionContext: ExecutionContext,
): Promise<Response> {
  const { watch, costs } = countCosts();
  const DB = watchDatabase(env.DB, watch);
  const behind: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => {
    behind.push(work);
  };
  const watched = { ...executionContext, waitUntil } as unknown as ExecutionContext;
  const answer = await worker.fetch(request, { ...env, DB }, watched);
  const body = await answer.arrayBuffer();
  const toAnswer = { ...costs };
  for (let done = 0; done < behind.length; ) {
    const count = behind.length;
    await Promise.allSettled(behind.slice(done));
    done = count;
  }
  const headers = new Headers(answer.headers);
  headers.set(ROWS_HEADER, JSON.stringify({ toAnswer, inAll: costs }));
  const { status } = answer;
  return new Response([204, 303, 304].includes(status) ? null : body, { status, headers });
}

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
/** Monday 2 November 2026, 9:00 in Berlin. */
const MONDAY_NINE = Date.parse("2026-11-02T08:00:00Z");

const rules: SlotRules = {
  schedule: {
    timeZone: "Europe/Berlin",
    weeklyHours: [1, 2, 3, 4, 5].flatMap((weekday) => [
      { weekday, fromMinutes: 9 * 60, toMinutes: 12 * 60 },
      { weekday, fromMinutes: 13 * 60, toMinutes: 18 * 60 },
    ]),
    overrides: [{ from: "2026-11-11", to: "2026-11-13", ranges: [] }],
  },
  durationMinutes: 30,
  bufferBeforeMinutes: 5,
  bufferAfterMinutes: 10,
  minimumNoticeMinutes: 60,
  bookingWindow: { kind: "rolling", days: 60 },
  limits: { perDay: 12, perWeek: 50 },
  slotStepMinutes: 15,
};

/** A month of a host with eight bookings and four busy times a day, so often; how many slots there are. */
export function listMonths(calls: number): number {
  const start = Date.parse("2026-11-01T00:00+01:00");
  const range = { start, end: start + 30 * DAY_MS };
  const bookings = everyDay(8, HALF_HOUR_MS).map((meeting) => ({ meeting, block: meeting }));
  const busy = everyDay(4, 2 * HALF_HOUR_MS);
  const datesBooked = bookings.map(({ meeting }) =>
    new Date(meeting.start).toISOString().slice(0, 10),
  );
  let slots = 0;
  for (let call = 0; call < calls; call++) {
    slots += listSlots(rules, { bookings, busy, datesBooked }, start + call, range).length;
  }
  return slots;
}

function everyDay(count: number, length: number): Interval[] {
  return Array.from({ length: 31 * count }, (_, n) => {
    const start = MONDAY_NINE + Math.floor(n / count) * DAY_MS + (n % count) * 3_600_000;
    return { start, end: start + length };
  });
}
