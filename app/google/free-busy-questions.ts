// How a long question about busy times is cut into those that Google answers, and how their answers are put together.
import { type Interval, merge } from "#app/domain/interval.ts";
import type { CalendarBusyTimes } from "./busy-shape.ts";

/** Longer ranges are refused (`timeRangeTooLong`); Google names no number, and clients in the field keep to this one. */
const LONGEST_RANGE_MS = 90 * 86_400_000;
/** `calendarExpansionMax` */
const MOST_CALENDARS = 50;

export interface FreeBusyQuestion {
  calendarIds: string[];
  range: Interval;
}

/** One question where that is enough: 13 months of 50 calendars are five. */
export function questionsAbout(calendarIds: string[], range: Interval): FreeBusyQuestion[] {
  const questions: FreeBusyQuestion[] = [];
  for (let first = 0; first < calendarIds.length; first += MOST_CALENDARS) {
    const ids = calendarIds.slice(first, first + MOST_CALENDARS);
    for (let start = range.start; start < range.end; start += LONGEST_RANGE_MS) {
      const end = Math.min(start + LONGEST_RANGE_MS, range.end);
      questions.push({ calendarIds: ids, range: { start, end } });
    }
  }
  return questions;
}

/** Each calendar with all that was said of it. One that some question could not read is unreadable as a whole. */
export function putTogether(answers: CalendarBusyTimes[]): CalendarBusyTimes[] {
  const known = new Map<string, CalendarBusyTimes>();
  for (const answer of answers) {
    const before = known.get(answer.calendarId);
    if (before?.kind === "unreadable") continue;
    const isLonger = before !== undefined && answer.kind === "read";
    // What crosses the border between two questions was cut there.
    const busy = isLonger ? merge([...before.busy, ...answer.busy]) : [];
    known.set(answer.calendarId, isLonger ? { ...answer, busy } : answer);
  }
  return [...known.values()];
}
