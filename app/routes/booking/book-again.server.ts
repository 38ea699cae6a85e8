// Where a guest whose booking was called off can book anew.
import { findEventType, listListedEventTypes } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../../domain/booking.ts";
import type { AppContext } from "../../load-context.server.ts";

export interface BookAgain {
  /** Why what was booked can't be booked any more; null while it can. */
  why: string | null;
  /** Null where nothing can be booked. */
  link: { path: string; text: string } | null;
}

/** @param host null when the account is gone */
export async function findBookAgain(
  { db }: Pick<AppContext, "db">,
  host: Host | null,
  { eventTypeId, title }: Pick<Booking, "eventTypeId" | "title">,
): Promise<BookAgain> {
  if (!host?.pageEnabled) {
    return { why: `${host?.name || "Your host"} takes no bookings here now.`, link: null };
  }
  const eventType = await findEventType(db, host.id, eventTypeId);
  if (eventType?.isActive) {
    const path = `/${host.handle}/${eventType.slug}`;
    return { why: null, link: { path, text: "Book another time" } };
  }
  const others = await listListedEventTypes(db, host.id);
  if (others.length === 0) return { why: `${host.name} takes no bookings here now.`, link: null };
  return {
    why: `“${eventType?.title ?? title}” can’t be booked now.`,
    link: { path: `/${host.handle}`, text: `See what ${host.name} offers` },
  };
}
