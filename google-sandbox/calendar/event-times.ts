import type { EventTime } from "../state.ts";
import { CalendarError, invalid, missingField } from "./errors.ts";
import { formatInZone, hasOffset, isTimeZone, parseDate, parseDateTime } from "./times.ts";

export type Span = { start: number; end: number };

/** Reads start and end of an event body; `end` is looked at first, as Google does. */
export function readSpan(
  body: Record<string, unknown>,
  calendarZone: string,
): { start: EventTime; end: EventTime } {
  const end = readTime(body.end, "end", calendarZone);
  const start = readTime(body.start, "start", calendarZone);
  if ((start.date === undefined) !== (end.date === undefined)) {
    throw invalid("Start and end times must either both be date or both be dateTime.");
  }
  const span = spanOf({ start, end }, calendarZone);
  if (span.end < span.start) throw new CalendarError(400, "timeRangeEmpty");
  return { start, end };
}

/** The instants an event lasts from and to. */
export function spanOf(event: { start: EventTime; end: EventTime }, calendarZone: string): Span {
  return { start: instantOf(event.start, calendarZone), end: instantOf(event.end, calendarZone) };
}

function instantOf({ date, dateTime, timeZone }: EventTime, calendarZone: string): number {
  const instant =
    date === undefined
      ? parseDateTime(dateTime ?? "", timeZone ?? calendarZone)
      : parseDate(date, calendarZone);
  return instant ?? Number.NaN;
}

function readTime(value: unknown, name: "start" | "end", calendarZone: string): EventTime {
  if (typeof value !== "object" || value === null) throw missingField(`Missing ${name} time.`);
  const { date, dateTime, timeZone } = withoutNulls(value);
  if (date === undefined && dateTime === undefined) throw missingField(`Missing ${name} time.`);
  if (date !== undefined && dateTime !== undefined) throw invalid(`Invalid ${name} time.`);
  if (timeZone !== undefined && (typeof timeZone !== "string" || !isTimeZone(timeZone))) {
    throw invalid(`Invalid time zone definition for ${name} time.`);
  }
  if (date !== undefined) return readDate(date, calendarZone);
  return readDateTime(dateTime, typeof timeZone === "string" ? timeZone : null, name, calendarZone);
}

function withoutNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null));
}

function readDate(date: unknown, calendarZone: string): EventTime {
  if (typeof date !== "string" || parseDate(date, calendarZone) === null) {
    throw invalid(`Invalid value for: Invalid format: "${date}"`);
  }
  return { date };
}

// Answered in the calendar's zone, whatever offset the client used: clients have to compare
// instants, not text.
function readDateTime(
  dateTime: unknown,
  zone: string | null,
  name: string,
  calendarZone: string,
): EventTime {
  if (typeof dateTime !== "string") throw invalid(`Invalid value for: ${name}`);
  if (zone === null && !hasOffset(dateTime) && parseDateTime(dateTime, "UTC") !== null) {
    throw missingField(`Missing time zone definition for ${name} time.`);
  }
  const instant = parseDateTime(dateTime, zone);
  if (instant === null) throw invalid(`Invalid value for: Invalid format: "${dateTime}"`);
  return { dateTime: formatInZone(instant, calendarZone), timeZone: zone ?? calendarZone };
}
