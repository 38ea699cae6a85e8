// When a calendar is busy: free/busy answers, and events as far as they take up time.
// https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query
import { z } from "zod";
import type { Interval } from "#app/domain/interval.ts";
import { EventShape, type GoogleEvent, readInstant } from "./event-shape.ts";

export type CalendarBusyTimes =
  | { calendarId: string; kind: "read"; busy: Interval[] }
  | { calendarId: string; kind: "unreadable"; why: string };

export interface ListedEvent {
  eventId: string;
  time: Interval;
}

export const FreeBusyShape = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      busy: z.array(z.object({ start: z.string(), end: z.string() })).default([]),
      errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    }),
  ),
});

type FreeBusyCalendar = z.infer<typeof FreeBusyShape>["calendars"][string];

/** An unreadable calendar comes as HTTP 200 with `errors` beside an empty `busy`: reading `busy` alone would call it free. */
export function readBusy(
  calendarId: string,
  calendar: FreeBusyCalendar | undefined,
): CalendarBusyTimes {
  if (!calendar) return { calendarId, kind: "unreadable", why: "not_answered" };
  if (calendar.errors.length > 0) {
    return { calendarId, kind: "unreadable", why: calendar.errors[0]?.reason ?? "unknown" };
  }
  const busy = calendar.busy.map(({ start, end }) => toInterval(start, end));
  if (busy.some((interval) => interval === null)) {
    return { calendarId, kind: "unreadable", why: "malformed_answer" };
  }
  return { calendarId, kind: "read", busy: busy.filter((interval) => interval !== null) };
}

function toInterval(start: string, end: string): Interval | null {
  const from = readInstant(start);
  const to = readInstant(end);
  return from === null || to === null || to < from ? null : { start: from, end: to };
}

export const EventPageShape = z.object({
  items: z.array(EventShape).default([]),
  nextPageToken: z.string().optional(),
});

/** Free/busy's own rule: cancelled, "show as free" and declined events take up no time. */
export function takesUpTime(event: GoogleEvent): boolean {
  if (event.status === "cancelled" || event.transparency === "transparent") return false;
  const me = event.attendees?.find((attendee) => attendee.self);
  return me?.responseStatus !== "declined";
}

/** An all-day event has dates in the calendar's zone only: taken a day wider, it blocks for certain. */
export function toListedEvent(event: GoogleEvent): ListedEvent {
  const day = 86_400_000;
  const { start, end } = event;
  return {
    eventId: event.id,
    time: {
      start: readInstant(start?.dateTime) ?? (readInstant(start?.date) ?? 0) - day,
      end: readInstant(end?.dateTime) ?? (readInstant(end?.date) ?? Number.MAX_SAFE_INTEGER) + day,
    },
  };
}
