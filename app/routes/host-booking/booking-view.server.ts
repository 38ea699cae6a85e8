import { findNewestEvent, listHistory } from "#db/booking-revisions.server.ts";
import type { BookingWithSync } from "#db/bookings.server.ts";
import { findConnection } from "#db/calendar-connections.server.ts";
import { findCalendar, listCalendarsOf } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { findStandingEvent, findWhereabouts } from "#db/whereabouts.server.ts";
import { type Booking, canChange } from "../../domain/booking.ts";
import { isGone, isOwn } from "../../domain/calendar-access.ts";
import { disconnectedAccountOf, type Whereabouts } from "../../domain/whereabouts.ts";
import type { AppContext } from "../../load-context.server.ts";
import { cancelText } from "../../ui/cancel-text.ts";
import { hasEvent, hasEventPage, syncTextForHost } from "../../ui/sync-text.ts";
import { formatRange, formatZonedRange, zoneLabel } from "../../ui/time-text.ts";
import { calendarPresence } from "../host-area/calendar-presence.server.ts";
import { choicesOf } from "./choices.ts";
import { consequencesOf } from "./consequences.ts";
import { viewHistory } from "./history-view.ts";

export type BookingView = Awaited<ReturnType<typeof viewBooking>>;

/** A booking in full, as its host reads it. */
export async function viewBooking({ db, now }: AppContext, host: Host, found: BookingWithSync) {
  const { booking } = found;
  const at = now();
  const zone = host.timeZone;
  const [event, history, calendars, where, presence] = await Promise.all([
    findNewestEvent(db, booking),
    listHistory(db, booking),
    listChoosable(db, host),
    findWhereabouts(db, booking),
    calendarPresence({ db }, host),
  ]);
  const used = booking.chosenCalendar ?? event;
  const choosable = calendars.map(({ calendarId, name }) => ({
    id: calendarId,
    name,
    isInUse:
      booking.inCalendar &&
      calendarId === used?.calendarId &&
      used.connectionId === host.googleCalendarConnectionId,
  }));
  return {
    ...viewMeeting({ ...found, where }, zone),
    ...viewSync({ ...found, where, isConnected: presence === "connected" }, zone, at),
    isDisconnecting: presence === "disconnecting",
    canChange: canChange(booking, at),
    calendar: await nameCalendar(db, booking, where),
    calendars: choosable,
    timeInGoogle: event?.time ? formatZonedRange(event.time, zone) : null,
    history: history.map((entry) => viewHistory(entry, booking.guest.name, zone)),
  };
}

function viewMeeting(found: BookingWithSync & { where: Whereabouts | null }, zone: string) {
  const { booking, google, busyTimesChecked } = found;
  return {
    id: booking.id,
    revision: booking.revision,
    title: booking.title,
    when: formatRange(booking.meeting, zone),
    zone: zoneLabel(zone, booking.meeting.start),
    isCancelled: booking.status === "cancelled",
    cancelled: cancelText(booking, { guest: booking.guest.name, host: "you" }),
    guest: { ...booking.guest, when: guestTimeText(booking, zone) },
    answers: booking.answers,
    place: placeText(booking),
    eventLink: hasEventPage(found) ? google.eventLink : null,
    meetLink: hasEvent(found) ? google.meetLink : null,
    busyTimesChecked,
  };
}

/** Where its event is, or is to be; of a booking that is to have none, where one may still stand. */
async function nameCalendar(
  db: AppContext["db"],
  booking: Booking,
  where: Whereabouts | null,
): Promise<string | null> {
  const isWanted = booking.status === "confirmed" && booking.inCalendar;
  const place = isWanted ? where : await findStandingEvent(db, booking);
  if (!place) return null;
  const calendar = await findCalendar(db, booking.hostId, place.connectionId, place.calendarId);
  const name = calendar?.name || place.calendarId;
  return calendar && isGone(calendar) ? `${name} (gone at Google)` : name;
}

function viewSync(
  found: BookingWithSync & { where: Whereabouts | null; isConnected: boolean },
  zone: string,
  now: number,
) {
  const { booking, sync, where } = found;
  return {
    sync: syncTextForHost(found, zone, now),
    isUnderWay: sync.state === "pending" && sync.notBeforeAt <= now,
    isSynced: sync.state === "synced",
    isKeptWithout: !booking.inCalendar,
    choices: choicesOf(found, now),
    consequences: consequencesOf(found, now),
    disconnected: disconnectedAccountOf(where),
  };
}

/** None while their account can't be reached: an event could be sent there, but not arrive. */
async function listChoosable(db: AppContext["db"], host: Host) {
  const { googleCalendarConnectionId: connectionId } = host;
  const connection = connectionId ? await findConnection(db, host.id, connectionId) : null;
  if (connection?.status !== "active") return [];
  return (await listCalendarsOf(db, host.id, connection.id)).filter(isOwn);
}

/** When the guest's clock shows something else. */
function guestTimeText({ guest, meeting }: Booking, zone: string): string | null {
  const theirs = formatRange(meeting, guest.timeZone);
  if (theirs === formatRange(meeting, zone)) return null;
  return formatZonedRange(meeting, guest.timeZone);
}

const kinds: Record<Booking["location"]["kind"], string> = {
  google_meet: "Google Meet",
  phone: "By phone",
  guest_phone: "By phone, you call",
  in_person: "In person",
  link: "Online",
};

function placeText({ location: { kind, detail } }: Booking): string {
  return detail ? `${kinds[kind]}: ${detail}` : kinds[kind];
}
