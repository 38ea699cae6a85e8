// Where a host came from to connect a calendar, and comes back to: told by its name, never by an address, so that nobody
// can be sent elsewhere.
import { isId } from "../../domain/ids.ts";
import { hostBookingPath } from "../../http/host-booking-path.ts";

/** What pages that lead here add to their link, and what the trip to Google keeps. */
export const FROM = "from";

export interface ReturnPage {
  /** `sync`, `welcome`, or the id of a booking. */
  name: string;
  path: string;
  link: string;
  /** Where the host goes on once a calendar is connected, if not on the page itself. */
  onward?: string;
  /** Whether the page itself says what came of the trip when nothing was connected; else the settings do. */
  tellsProblems?: true;
}

/** The first steps lead through here, so their host is not sent off into the settings. */
const firstSteps: ReturnPage = {
  ...{ name: "welcome", path: "/welcome/calendar", link: "Back to your first steps" },
  ...{ onward: "/welcome/share", tellsProblems: true },
};

/** @param name as it came from outside; null for whatever is not one of these pages */
export function returnPageOf(name: string | null | undefined): ReturnPage | null {
  if (name === "sync") return { name, path: "/sync", link: "Back to Sync" };
  if (name === firstSteps.name) return firstSteps;
  if (!name || !isId(name)) return null;
  return { name, path: hostBookingPath({ id: name }), link: "Back to the booking" };
}
