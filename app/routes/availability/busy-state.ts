// How Google answers for each conflict calendar, in words.
import type { BusyTimesState } from "#db/calendars.server.ts";
import { isGone } from "../../domain/calendar-access.ts";
import { atMoment } from "../../ui/moment-text.ts";
import type { Tone } from "../../ui/notice.tsx";

export interface CalendarStateView {
  name: string;
  tone: Tone;
  /** In a word. */
  label: string;
  text: string;
}

const HOUR_MS = 3_600_000;

/** Why one calendar could not be read: Google's reasons within a free/busy answer, and our own. */
const reasons: Record<string, string> = {
  notFound: "Google says that you can’t see it, or that it is gone",
  internalError: "Google had an error of its own",
  not_answered: "Google left it out of its answer",
  malformed_answer: "Google’s answer could not be read",
  no_answer: "Google did not answer",
  tooManyCalendarsRequested: "Google was asked about too many calendars at once",
};

/** @param zone in which the host reads times */
export function viewCalendarState(
  { name, calendarId, accessRole, attemptedAt, fetchedAt, unreadableBecause }: BusyTimesState,
  zone: string,
  now: number,
): CalendarStateView {
  const view = (tone: Tone, label: string, text: string) => ({
    name: name || calendarId,
    ...{ tone, label, text },
  });
  if (isGone({ accessRole })) {
    return view(
      "bad",
      "Not on your list",
      "Google does not list it any more: it takes no slots away.",
    );
  }
  if (attemptedAt === null) {
    return view("warn", "Not asked yet", "Google will be asked when somebody opens your page.");
  }
  const why = reasonOf(unreadableBecause);
  if (fetchedAt === null) {
    return view("bad", "Unreadable", `${why}: nothing is known of it, so it takes no slots away.`);
  }
  const readAt = `last read ${atMoment(fetchedAt, zone, now)}`;
  if (unreadableBecause !== null) {
    return view("warn", "Stale", `${why}. What counts is what was ${readAt}.`);
  }
  if (fetchedAt < now - HOUR_MS) return view("warn", "Stale", `It was ${readAt}.`);
  return view("good", "Fine", `As of ${atMoment(fetchedAt, zone, now).replace(/^(at|on) /, "")}.`);
}

function reasonOf(code: string | null): string {
  if (code === null) return "It could not be read";
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? code) : `Google answered “${code}”`;
}
