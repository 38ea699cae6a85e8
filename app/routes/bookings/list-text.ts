// What the list of bookings says.
import type { BookingListKind, SyncFilter } from "../../domain/booking-list.ts";

export const listTexts: Record<BookingListKind, { name: string; order: string; none: string }> = {
  upcoming: { name: "Upcoming", order: "the soonest first", none: "No upcoming booking" },
  past: { name: "Past", order: "the latest first", none: "No past booking" },
  cancelled: { name: "Cancelled", order: "the latest first", none: "No cancelled booking" },
};

export const syncFilterTexts: Record<SyncFilter, string> = {
  attention: "Needs attention",
  underway: "On its way to the calendar",
  agreed: "As it should be",
  noCalendar: "No calendar connected",
};

/** How much a page holds: "1 booking", "25 bookings on this page". */
export function countText(count: number, isOnlyPage: boolean): string {
  const text = count === 1 ? "1 booking" : `${count} bookings`;
  return isOnlyPage ? text : `${text} on this page`;
}
