// One booking as an iCalendar file (RFC 5545), for its guest.
import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Booking } from "./booking.ts";
import { eventIdOf, textsOf } from "./calendar-event.ts";
import { cleanLine, cleanText } from "./guest-text.ts";

export interface GuestsBooking {
  booking: Booking;
  hostName: string;
  /** The newest generation of its calendar event; 1 while there is none, as its first would have. */
  generation: number;
  /** Null where there is none, or it leads nowhere any more. */
  meetLink: string | null;
  /** The full address of the guest's page. */
  guestLink: string;
}

/**
 * Published, not an invitation: nobody is asked to answer, so it names neither organizer nor attendees, and the host's
 * e-mail address stays theirs. Its UID is the one that Google gives the event (iCalUID), so whoever adds it beside that has
 * it once; whoever adds it again after a change has the change.
 * @param now epoch ms, when the file is written
 */
export function bookingFile(guests: GuestsBooking, now: number): string {
  const { booking, hostName, generation, meetLink, guestLink } = guests;
  const { title, place } = textsOf(booking, { name: hostName });
  const isCancelled = booking.status === "cancelled";
  const calendar = new ICalCalendar({
    prodId: { company: "Slotkeeper", product: "Slotkeeper", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${eventIdOf(booking.id, generation)}@google.com`,
    sequence: booking.revision,
    stamp: new Date(now),
    start: new Date(booking.meeting.start),
    end: new Date(booking.meeting.end),
    summary: cleanLine(title),
    location: cleanLine(meetLink ?? place ?? "") || null,
    description: descriptionOf(booking, guestLink),
    url: guestLink,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  // The library leaves out the last line's end, which belongs to the line (RFC 5545 section 3.1).
  return `${calendar.toString().trimEnd()}\r\n`;
}

function descriptionOf({ guest, answers, status }: Booking, guestLink: string): string {
  const parts = [
    guest.notes,
    ...answers.map(({ question, answer }) => `${question}\n${answer}`),
    status === "cancelled" ? "" : `Change or cancel this booking:\n${guestLink}`,
  ];
  return cleanText(parts.filter((part) => part !== "").join("\n\n"));
}
