import { dayInterval, localDay } from "../../domain/time-zone.ts";
import { cancelText } from "../../ui/cancel-text.ts";
import { type Found, type SyncText, syncTextForHost } from "../../ui/sync-text.ts";
import { formatDay, formatRange, zoneLabelDuring } from "../../ui/time-text.ts";

/** A booking as a row of its host's list. */
export interface BookingRow {
  id: string;
  title: string;
  /** "Tuesday 3 March 2026" */
  day: string;
  /** "13:30 – 14:00"; the end has its own day when that is another one. */
  time: string;
  /** The zone of both, with its offset on that day. */
  zone: string;
  guest: { name: string; email: string };
  isCancelled: boolean;
  cancelled: string | null;
  sync: Pick<SyncText, "tone" | "text">;
}

/** @param zone the host's */
export function viewRow(found: Found, zone: string, now: number): BookingRow {
  const { booking } = found;
  const { name, email } = booking.guest;
  const { tone, text } = syncTextForHost(found, zone, now);
  const date = localDay(booking.meeting.start, zone);
  const day = formatDay(date);
  return {
    id: booking.id,
    title: booking.title,
    ...{ day, time: formatRange(booking.meeting, zone).slice(`${day}, `.length) },
    zone: zoneLabelDuring(zone, dayInterval(date, zone)),
    guest: { name, email },
    isCancelled: booking.status === "cancelled",
    cancelled: cancelText(booking, { guest: name, host: "you" }),
    sync: { tone, text },
  };
}

export interface BookingDay {
  day: string;
  zone: string;
  rows: BookingRow[];
}

/** The rows of each day, in the order of the list. */
export function byDay(rows: BookingRow[]): BookingDay[] {
  const days: BookingDay[] = [];
  for (const row of rows) {
    const last = days.at(-1);
    if (last?.day === row.day) last.rows.push(row);
    else days.push({ day: row.day, zone: row.zone, rows: [row] });
  }
  return days;
}
