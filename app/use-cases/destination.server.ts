import type { Host } from "#db/hosts.server.ts";
import type { Destination } from "../domain/calendar-event.ts";

/** Where a host's new bookings go; null while no calendar is connected. */
export function destinationOf(host: Host): Destination | null {
  const { googleCalendarEnabled, googleCalendarConnectionId, googleCalendarId } = host;
  if (!googleCalendarEnabled || !googleCalendarConnectionId || !googleCalendarId) return null;
  return { connectionId: googleCalendarConnectionId, calendarId: googleCalendarId };
}
