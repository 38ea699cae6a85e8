// The bookings of days, as their host reads them: the day is said once, above them.
import type { BookingWithSync } from "#db/bookings.server.ts";
import type { Booking } from "../../domain/booking.ts";
import type { Interval } from "../../domain/interval.ts";
import { dayInterval, localDay } from "../../domain/time-zone.ts";
import type { Whereabouts } from "../../domain/whereabouts.ts";
import { cancelText } from "../../ui/cancel-text.ts";
import { hasEvent, type SyncText, syncTextForHost } from "../../ui/sync-text.ts";
import { formatDay, formatRange, zoneLabelDuring } from "../../ui/time-text.ts";

export type FoundBooking = BookingWithSync & { where: Whereabouts | null };

export interface AgendaRow {
  id: string;
  /** Without the day where it is the one that the row stands under: "13:30 – 14:00". */
  clock: string;
  guest: string;
  title: string;
  progress: "over" | "now" | "coming";
  sync: Pick<SyncText, "tone" | "text">;
  /** To be joined by on the day itself. */
  meetLink: string | null;
}

/** One that was to be today and was called off. */
export interface CancelledRow extends Pick<AgendaRow, "id" | "clock" | "guest" | "title"> {
  /** By whom, and why. */
  cancelled: string | null;
}

/** One of another day than today: it stands under no day, and says its own. */
export interface LatelyRow extends Pick<AgendaRow, "id" | "guest" | "title" | "sync"> {
  /** "Tuesday 24 November 2026, 13:30 – 14:00" */
  when: string;
  zone: string;
  isCancelled: boolean;
  /** By whom, and why; null while it stands. */
  cancelled: string | null;
}

export interface AgendaDay {
  /** "Tuesday 24 November 2026" */
  name: string;
  /** Of its times, with the distance from UTC that it has then. */
  zone: string;
  rows: AgendaRow[];
}

/** The host's day that `now` is in, and when it begins and ends. */
export function dayOf(now: number, zone: string) {
  const date = localDay(now, zone);
  return { date, range: dayInterval(date, zone) };
}

/** What touches today: under today also where it began the day before. @param zone the host's */
export function viewToday(found: FoundBooking[], zone: string, now: number): AgendaDay {
  return viewDay(
    found,
    localDay(now, zone),
    (each, day) => ({
      ...viewRow(each, day, zone, now),
      meetLink: now < each.booking.meeting.end && hasEvent(each) ? each.google.meetLink : null,
    }),
    zone,
  );
}

/** Bookings in their order, by the days on which they begin. */
export function viewNext(found: FoundBooking[], zone: string, now: number): AgendaDay[] {
  const byDate = Map.groupBy(found, ({ booking }) => localDay(booking.meeting.start, zone));
  return [...byDate].map(([date, ofDay]) =>
    viewDay(ofDay, date, (each, day) => viewRow(each, day, zone, now), zone),
  );
}

function viewDay(
  found: FoundBooking[],
  date: string,
  view: (found: FoundBooking, day: string) => AgendaRow,
  zone: string,
): AgendaDay {
  const name = formatDay(date);
  const label = zoneLabelDuring(zone, dayInterval(date, zone));
  return { name, zone: label, rows: found.map((each) => view(each, name)) };
}

export function viewCancelled(booking: Booking, zone: string): CancelledRow {
  const { id, guest, title, meeting } = booking;
  const day = formatDay(localDay(meeting.start, zone));
  return {
    ...{ id, title, guest: guest.name, clock: clockOf(meeting, day, zone) },
    cancelled: cancelText(booking, { guest: guest.name, host: "you" }),
  };
}

export function viewLately(found: FoundBooking, zone: string, now: number): LatelyRow {
  const { booking } = found;
  const { id, guest, title, meeting } = booking;
  const { tone, text } = syncTextForHost(found, zone, now);
  return {
    ...{ id, title, guest: guest.name, sync: { tone, text } },
    ...{ when: formatRange(meeting, zone), zone: zoneLabelDuring(zone, meeting) },
    isCancelled: booking.status === "cancelled",
    cancelled: cancelText(booking, { guest: guest.name, host: "you" }),
  };
}

function clockOf(meeting: Interval, day: string, zone: string): string {
  return formatRange(meeting, zone).replace(`${day}, `, "");
}

function viewRow(found: FoundBooking, day: string, zone: string, now: number): AgendaRow {
  const { booking } = found;
  const { tone, text } = syncTextForHost(found, zone, now);
  return {
    id: booking.id,
    clock: clockOf(booking.meeting, day, zone),
    ...{ guest: booking.guest.name, title: booking.title },
    progress: progressOf(booking.meeting, now),
    sync: { tone, text },
    meetLink: null,
  };
}

function progressOf({ start, end }: { start: number; end: number }, now: number) {
  if (end <= now) return "over";
  return start <= now ? "now" : "coming";
}
