// The bookings that want a look, and why.
import { syncTextForHost } from "../../ui/sync-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import type { FoundBooking } from "./agenda.ts";

export interface AttentionRow {
  id: string;
  tone: "warn" | "bad";
  /** What it is about, and what can be known or done. */
  text: string;
  detail: string | null;
  when: string;
  zone: string;
  guest: string;
  isCancelled: boolean;
}

const MAY_OVERLAP = {
  ...{ tone: "warn" as const, text: "May overlap something in your calendar" },
  detail: "Google could not say whether you are free then.",
};

/** Of bookings that are not over, each once, those with something the matter. @param zone the host's */
export function viewAttention(found: FoundBooking[], zone: string, now: number): AttentionRow[] {
  const once = new Map(found.map((each) => [each.booking.id, each]));
  return [...once.values()].flatMap((each) => {
    const { booking } = each;
    const matter = matterOf(each, zone, now);
    if (!matter || booking.meeting.end <= now) return [];
    return {
      ...{ id: booking.id, ...matter, guest: booking.guest.name },
      when: formatRange(booking.meeting, zone),
      zone: zoneLabel(zone, booking.meeting.start),
      isCancelled: booking.status === "cancelled",
    };
  });
}

function matterOf(found: FoundBooking, zone: string, now: number) {
  const { tone, text, detail } = syncTextForHost(found, zone, now);
  const isFree = found.busyTimesChecked || found.booking.status === "cancelled";
  if (tone !== "warn" && tone !== "bad") return isFree ? null : MAY_OVERLAP;
  const alsoOverlaps = isFree ? "" : ` ${MAY_OVERLAP.text}: ${MAY_OVERLAP.detail}`;
  return { tone, text, detail: `${detail ?? ""}${alsoOverlaps}`.trim() || null };
}
