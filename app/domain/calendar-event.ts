// A booking's calendar event: what it says, and the record of each event we ever tried to make.
import type { Booking } from "./booking.ts";
import type { EventMarker } from "./calendar-answer.ts";
import type { Interval } from "./interval.ts";

/** One try at an event. A retired generation stays, wanted absent, until it is known to be gone. */
export interface EventRecord {
  generation: number;
  connectionId: string;
  calendarId: string;
  eventId: string;
  wanted: "present" | "absent";
  etag: string | null;
  firstAttemptedAt: number | null;
  insertUnresolved: boolean;
  confirmedAt: number | null;
  /** How often in a row it was not found since it was last seen, or proven gone. */
  misses: number;
  goneAt: number | null;
  goneChecks: number;
  /** What it says, as Google last showed it; `revision` is the newest of the booking's that went into it. */
  written: { revision: number; time: Interval | null } & EventTexts;
}

/** What people read of an event in a list; of a change in one of these, or in its time, guests are told. */
export interface EventTexts {
  title: string | null;
  place: string | null;
}

export interface Destination {
  connectionId: string;
  calendarId: string;
}

/** A calendar that a host chose for one booking: for this generation of its event and the later ones. */
export interface ChosenCalendar extends Destination {
  fromGeneration: number;
}

export interface EventContent {
  title: string;
  description: string;
  place: string | null;
  time: Interval;
  timeZone: string;
  invite: { name: string; email: string } | null;
  withMeet: boolean;
  marker: EventMarker;
}

/**
 * The id under which a calendar knows the event: ours to choose, so that a repeated insert is recognised.
 * Google takes a-v and 0-9 (events.insert, field `id`); a booking id is 32 hex digits.
 */
export function eventIdOf(bookingId: string, generation: number): string {
  return `b${bookingId}g${generation}`;
}

/** A record that was never attempted, for the generation after the last. */
export function newEventRecord(
  bookingId: string,
  generation: number,
  destination: Destination,
): EventRecord {
  return {
    generation,
    connectionId: destination.connectionId,
    calendarId: destination.calendarId,
    eventId: eventIdOf(bookingId, generation),
    wanted: "present",
    etag: null,
    firstAttemptedAt: null,
    insertUnresolved: false,
    confirmedAt: null,
    misses: 0,
    goneAt: null,
    goneChecks: 0,
    written: { revision: 0, time: null, title: null, place: null },
  };
}

/**
 * What the event of this generation should say.
 * Everyone who can see the calendar reads the description, so it holds the guest's link only.
 */
export function contentOf(
  booking: Booking,
  host: { name: string },
  guestLink: string,
  generation: number,
): EventContent {
  const { guest, location } = booking;
  return {
    ...textsOf(booking, host),
    description: descriptionOf(booking, host, guestLink),
    time: booking.meeting,
    timeZone: booking.timeZone,
    invite: booking.inviter === "google" ? { name: guest.name, email: guest.email } : null,
    withMeet: location.kind === "google_meet",
    marker: { bookingId: booking.id, revision: booking.revision, generation },
  };
}

/** Calendars take 8,192 characters; what is beyond is refused, and the booking would have no event. */
const LONGEST_DESCRIPTION = 8_000;
const SHORTENED = "…\n(Shortened: all of it stands on the page of the booking.)";

/** All that was said when booking, shortened where it is too much, and the link in any case. */
function descriptionOf(booking: Booking, host: { name: string }, guestLink: string): string {
  const { title, guest, answers } = booking;
  const said = [
    `${title} of ${guest.name} with ${host.name}`,
    guest.notes ? `Notes from ${guest.name}:\n${guest.notes}` : null,
    ...answers.map(({ question, answer }) => `${question}\n${answer}`),
  ];
  const link = `Change or cancel this booking:\n${guestLink}`;
  const text = said.filter((part) => part !== null).join("\n\n");
  return `${shortened(text, LONGEST_DESCRIPTION - link.length - 2)}\n\n${link}`;
}

/** Cut to so many characters: "<", ">" and "&" count as five, since some calendars want them written out. */
function shortened(text: string, most: number): string {
  const size = (part: string) => part.length + 4 * (part.match(/[<>&]/g)?.length ?? 0);
  if (size(text) <= most) return text;
  let room = most - SHORTENED.length;
  let end = 0;
  for (const letter of text) {
    room -= size(letter);
    if (room < 0) break;
    end += letter.length;
  }
  return text.slice(0, end) + SHORTENED;
}

/** The title and place of a booking's event. */
export function textsOf(
  { title, guest, location }: Booking,
  host: { name: string },
): { title: string; place: string | null } {
  return {
    title: `${title}: ${guest.name} and ${host.name}`,
    place: location.kind === "google_meet" ? null : location.detail || null,
  };
}
