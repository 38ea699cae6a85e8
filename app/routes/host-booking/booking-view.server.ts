import { findNewestEvent, listHistory } from "#db/booking-revisions.server.ts";
import type { BookingWithSync } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { listOwnCalendars } from "#db/sync-overview.server.ts";
import { type Booking, canChange } from "../../domain/booking.ts";
import type { AppContext } from "../../load-context.server.ts";
import { hasEvent, syncTextForHost } from "../../ui/sync-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { choicesOf } from "./choices.ts";
import { consequencesOf } from "./consequences.ts";
import { viewHistory } from "./history-view.ts";

export type BookingView = Awaited<ReturnType<typeof viewBooking>>;

/** A booking in full, as its host reads it. */
export async function viewBooking({ db, now }: AppContext, host: Host, found: BookingWithSync) {
  const { booking, google } = found;
  const at = now();
  const zone = host.timeZone;
  const [event, history, calendars] = await Promise.all([
    findNewestEvent(db, booking),
    listHistory(db, booking),
    listCalendarsOf(db, host),
  ]);
  const isConfirmed = booking.status === "confirmed";
  const isThere = hasEvent(found);
  const inUse = calendars.find(({ calendarId }) => calendarId === event?.calendarId);
  return {
    id: booking.id,
    revision: booking.revision,
    title: booking.title,
    when: formatRange(booking.meeting, zone),
    zone: zoneLabel(zone, booking.meeting.start),
    isCancelled: !isConfirmed,
    cancelled: cancelText(booking),
    guest: { ...booking.guest, when: guestTimeText(booking, zone) },
    place: placeText(booking),
    eventLink: isThere ? google.eventLink : null,
    meetLink: isThere ? google.meetLink : null,
    busyTimesChecked: found.busyTimesChecked,
    canChange: canChange(booking, at),
    sync: syncTextForHost(found, zone, at),
    isUnderWay: found.sync.state === "pending" && found.sync.notBeforeAt <= at,
    isSynced: found.sync.state === "synced",
    isKeptWithout: !booking.inCalendar,
    calendar: booking.inCalendar ? (inUse?.name ?? event?.calendarId ?? null) : null,
    timeInGoogle: event?.time ? formatRange(event.time, zone) : null,
    choices: choicesOf(found, at),
    consequences: consequencesOf(booking, at),
    calendars: calendars.map(({ calendarId, name }) => ({
      id: calendarId,
      name,
      isInUse: calendarId === event?.calendarId,
    })),
    history: history.map((entry) => viewHistory(entry, booking.guest.name, zone)),
    now: zoneLabel(zone, at),
  };
}

async function listCalendarsOf(db: AppContext["db"], host: Host) {
  const { googleCalendarConnectionId: connectionId } = host;
  return connectionId ? listOwnCalendars(db, host.id, connectionId) : [];
}

function cancelText({ cancelledBy, cancelReason, guest }: Booking): string | null {
  if (cancelledBy === null) return null;
  const who = cancelledBy === "guest" ? `Cancelled by ${guest.name}` : "Cancelled by you";
  return cancelReason ? `${who}: ${cancelReason}` : `${who}.`;
}

/** When the guest's clock shows something else. */
function guestTimeText({ guest, meeting }: Booking, zone: string): string | null {
  const theirs = formatRange(meeting, guest.timeZone);
  if (theirs === formatRange(meeting, zone)) return null;
  return `${theirs}, ${zoneLabel(guest.timeZone, meeting.start)}`;
}

const kinds: Record<Booking["location"]["kind"], string> = {
  google_meet: "Google Meet",
  phone: "By phone",
  in_person: "In person",
  link: "Online",
};

function placeText({ location: { kind, detail } }: Booking): string {
  return detail ? `${kinds[kind]}: ${detail}` : kinds[kind];
}
