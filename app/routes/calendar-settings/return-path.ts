// Where a host came from to connect a calendar, and comes back to: told by its name, never by an address, so that nobody
// can be sent elsewhere.
import { isId } from "../../domain/ids.ts";
import { hostBookingPath } from "../../http/host-booking-path.ts";

/** What pages that lead here add to their link, and what the trip to Google keeps. */
export const FROM = "from";

export interface ReturnPage {
  /** `sync`, or the id of a booking. */
  name: string;
  path: string;
  link: string;
}

/** @param name as it came from outside; null for whatever is not one of these pages */
export function returnPageOf(name: string | null | undefined): ReturnPage | null {
  if (name === "sync") return { name, path: "/sync", link: "Back to Sync" };
  if (!name || !isId(name)) return null;
  return { name, path: hostBookingPath({ id: name }), link: "Back to the booking" };
}
