// All bookings of a host as JSON. Whoever reads it goes by `version`: fields may be added under the same one; when one goes
// or means something else, the version is raised.
import type { BookingsFile, ExportedBooking, ExportedHost } from "./exported-booking.ts";

const VERSION = 1;

/** One booking a line; instants are ISO 8601 in UTC, what is unknown is null. */
export function bookingsJson(host: ExportedHost, exportedAt: number): BookingsFile {
  const about = { version: VERSION, exportedAt: instant(exportedAt), host };
  return {
    head: `${JSON.stringify(about).slice(0, -1)},"bookings":[\n`,
    entry: (exported) => JSON.stringify(entryOf(exported)),
    separator: ",\n",
    tail: "\n]}\n",
  };
}

function entryOf({ booking, event, meetLink, createdAt, updatedAt }: ExportedBooking) {
  const { id, title, status, revision, meeting, timeZone, guest, location, answers } = booking;
  const { cancelledBy, cancelReason, inCalendar } = booking;
  return {
    id,
    title,
    status,
    revision,
    start: instant(meeting.start),
    end: instant(meeting.end),
    timeZone,
    guest,
    answers,
    location: { ...location, meetLink },
    cancelledBy,
    cancelReason: cancelReason || null,
    calendarEvent: event,
    keptWithoutCalendar: !inCalendar,
    createdAt: instant(createdAt),
    updatedAt: instant(updatedAt),
  };
}

const instant = (ms: number) => new Date(ms).toISOString();
