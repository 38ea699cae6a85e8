// All bookings of a host as an iCalendar file (RFC 5545), which every calendar program reads.
import {
  foldLines,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEvent,
  type ICalEventData,
  ICalEventStatus,
} from "ical-generator";
import type { BookingsFile, ExportedBooking, ExportedHost } from "./exported-booking.ts";
import { cleanLine, cleanText } from "./guest-text.ts";

const END = "END:VCALENDAR";
const BREAK = "\r\n";

/**
 * Published, not sent as invitations: the guest stands in the description, since a program that imports attendees may mail
 * them.
 * @param uidDomain of the bookings that Google has no event of
 */
export function calendarFile(
  host: ExportedHost,
  uidDomain: string,
  exportedAt: number,
): BookingsFile {
  const calendar = new ICalCalendar({
    prodId: { company: "Slotkeeper", product: "Slotkeeper", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
  });
  const frame = calendar.toString();
  return {
    head: frame.slice(0, frame.lastIndexOf(END)),
    entry: (exported) => {
      const event = new ICalEvent(eventOf(exported, host, uidDomain, exportedAt), calendar);
      return folded(event.toString().trimEnd()) + BREAK;
    },
    separator: "",
    tail: END + BREAK,
  };
}

/** Of which no line has to be folded. The library looks at each letter, which takes ten seconds for 10,000 bookings. */
const SHORT = /^[ -~]{0,74}$/;

function folded(text: string): string {
  const lines = text.split(BREAK);
  return lines.map((line) => (SHORT.test(line) ? line : foldLines(line))).join(BREAK);
}

function eventOf(
  { booking, event, meetLink, createdAt, updatedAt }: ExportedBooking,
  host: ExportedHost,
  uidDomain: string,
  exportedAt: number,
): ICalEventData {
  const { title, guest, location, meeting, status, revision } = booking;
  const isCancelled = status === "cancelled";
  return {
    // Google's own, so that a program that has the event too does not show it twice.
    id: event ? `${event.id}@google.com` : `${booking.id}@${uidDomain}`,
    sequence: revision,
    stamp: new Date(exportedAt),
    start: new Date(meeting.start),
    end: new Date(meeting.end),
    summary: cleanLine(`${title}: ${guest.name} and ${host.name}`),
    description: descriptionOf(booking),
    location: cleanLine(meetLink ?? location.detail) || null,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // A parameter can't hold a quotation mark (RFC 5545 section 3.2).
    organizer: { name: cleanLine(host.name).replaceAll('"', "'"), email: host.email },
    created: new Date(createdAt),
    lastModified: new Date(updatedAt),
  };
}

function descriptionOf({ guest, answers, cancelReason }: ExportedBooking["booking"]): string {
  const parts = [
    `Guest: ${guest.name}, ${guest.email}`,
    guest.notes,
    ...answers.map(({ question, answer }) => `${question}\n${answer}`),
    cancelReason ? `Cancelled: ${cancelReason}` : "",
  ];
  return cleanText(parts.filter((part) => part !== "").join("\n\n"));
}
