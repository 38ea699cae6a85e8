// A booking as the business sees it. Instants are epoch milliseconds.
import type { ChosenCalendar } from "./calendar-event.ts";
import type { Interval } from "./interval.ts";
import type { Answer } from "./question.ts";

/** Where one meets. `phone`: the guest calls the host's number; `guest_phone`: the host calls the guest's. */
export type LocationKind = "google_meet" | "phone" | "guest_phone" | "in_person" | "link";
export type BookingStatus = "confirmed" | "cancelled";
/** Who invites the guest, fixed when booked: Google (the guest is an attendee) or we ourselves. */
export type Inviter = "google" | "own";

export interface Guest {
  name: string;
  email: string;
  notes: string;
  timeZone: string;
}

/** Bookings are known by host and id together: the host is the unit that data is split by. */
export interface BookingKey {
  hostId: string;
  id: string;
}

export interface Booking extends BookingKey {
  eventTypeId: string;
  title: string;
  guest: Guest;
  location: { kind: LocationKind; detail: string };
  /** What the guest answered to the host's own questions. */
  answers: Answer[];
  timeZone: string;
  meeting: Interval;
  /** The meeting with its buffers. */
  block: Interval;
  status: BookingStatus;
  revision: number;
  /** The revision in which somebody here last decided when it takes place. */
  timeRevision: number;
  /** The same for the title of its event, its place, and all that the event's description says. */
  titleRevision: number;
  placeRevision: number;
  textRevision: number;
  /** False: its host keeps it without a calendar event. */
  inCalendar: boolean;
  /** Where its host wants its event; null: where it was meant to go when booked. */
  chosenCalendar: ChosenCalendar | null;
  inviter: Inviter;
  linkVersion: number;
  cancelReason: string | null;
  cancelledBy: "guest" | "host" | null;
}

/** Guest links die this long after the meeting: 30 days. */
export const GUEST_LINK_LIFE_MS = 30 * 86_400_000;

/**
 * How long a meeting lasts, in whole minutes, at least one: by the hands of somebody in Google it may have come to last any
 * number of seconds.
 */
export function durationMinutesOf({ start, end }: Interval): number {
  return Math.max(1, Math.round((end - start) / 60_000));
}

/** Whether the meeting can still be called off, moved or edited: until it has begun. */
export function canChange(booking: Booking, now: number): boolean {
  return booking.status === "confirmed" && now < booking.meeting.start;
}

/** Whether the meeting is still to come or under way: until it is over. */
export function isStillOn(booking: Booking, now: number): boolean {
  return booking.status === "confirmed" && now < booking.meeting.end;
}
