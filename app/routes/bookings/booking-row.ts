import { cancelText } from "../../ui/cancel-text.ts";
import { type Found, type SyncText, syncTextForHost } from "../../ui/sync-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";

/** A booking as a row of its host's list. */
export interface BookingRow {
  id: string;
  title: string;
  when: string;
  /** The zone of `when`, with its offset at that time. */
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
  return {
    id: booking.id,
    title: booking.title,
    when: formatRange(booking.meeting, zone),
    zone: zoneLabel(zone, booking.meeting.start),
    guest: { name, email },
    isCancelled: booking.status === "cancelled",
    cancelled: cancelText(booking, { guest: name, host: "you" }),
    sync: { tone, text },
  };
}
