import { type Interval, merge } from "./interval.ts";
import { hoursOn, type Schedule } from "./schedule.ts";
import { addDays, localDay, type OffsetSpan, offsetSpans, whileClocksShow } from "./time-zone.ts";

/**
 * When the schedule is open within `range` (epoch ms): sorted, hours that meet at midnight made
 * one. An instant is open if and only if the wall clock shows one of the hours of its date, so a
 * skipped hour yields nothing and a repeated hour counts twice.
 */
export function openIntervals(schedule: Schedule, range: Interval): Interval[] {
  return merge(dailyOpenIntervals(schedule, range));
}

/**
 * As `openIntervals`, but hours that meet at midnight stay apart: each interval begins where hours
 * of its own date begin, or where `range` does, whatever the day before holds.
 */
export function dailyOpenIntervals(schedule: Schedule, range: Interval): Interval[] {
  const spans = offsetSpans(range, schedule.timeZone);
  if (spans.length === 0) return [];
  // Clocks put back across midnight show a date again after the next one has begun (Goose Bay,
  // until 2011), so that the first and last instant's dates may not be the outermost.
  const firstDate = addDays(localDay(range.start, schedule.timeZone), -1);
  const lastDate = addDays(localDay(range.end, schedule.timeZone), 1);
  const intervals: Interval[] = [];
  for (let date = firstDate; date <= lastDate; date = addDays(date, 1)) {
    intervals.push(...openIntervalsOn(schedule, date, spans));
  }
  return intervals.sort((a, b) => a.start - b.start);
}

function openIntervalsOn(
  schedule: Schedule,
  date: string,
  spans: readonly OffsetSpan[],
): Interval[] {
  const pieces: Interval[] = [];
  for (const { fromMinutes, toMinutes } of hoursOn(schedule, date)) {
    for (const span of spans) {
      const piece = whileClocksShow(date, fromMinutes, toMinutes, span);
      if (piece) pieces.push(piece);
    }
  }
  return merge(pieces);
}
