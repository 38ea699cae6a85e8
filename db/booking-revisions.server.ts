// The writes that make a booking's next revision. Each comes with its history, all or nothing, and a trigger promises the
// sync; each throws `stale_revision` when the booking has changed since it was read, moves also `slot_taken` and
// `stale_rules`, and a guest's moves and edits `too_many_changes` (see `refusalOf`).
import { and, asc, eq } from "drizzle-orm";
import type { Booking, BookingKey } from "#app/domain/booking.ts";
import type { ChosenCalendar, Destination } from "#app/domain/calendar-event.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { Database } from "./database.server.ts";
import { bookingHistory, bookings, calendarEvents } from "./schema/bookings.server.ts";

export type HistoryEntry = typeof bookingHistory.$inferSelect;
type What = HistoryEntry["what"];
type Changes = Partial<typeof bookings.$inferInsert>;

interface Revision {
  by: "guest" | "host";
  what: What;
  detail?: HistoryEntry["detail"];
}

async function revise(
  db: Database,
  booking: Booking,
  { by, what, detail }: Revision,
  changes: Changes,
  now: number,
): Promise<void> {
  const { hostId, id, revision } = booking;
  const next = revision + 1;
  await db.batch([
    db
      .update(bookings)
      .set({ ...changes, revision: next, updatedAt: now })
      .where(and(eq(bookings.hostId, hostId), eq(bookings.id, id))),
    db
      .insert(bookingHistory)
      .values({ hostId, bookingId: id, revision: next, entry: 0, at: now, who: by, what, detail }),
  ]);
}

export interface NewTime {
  meeting: Interval;
  block: Interval;
  localDay: string;
  /** The rules by which the time was chosen. */
  rulesVersion: number;
  /** False: Google could not say whether the host is free then. */
  busyTimesChecked: boolean;
}

/** Moves a meeting, which its event has to follow. */
export function moveBooking(
  db: Database,
  booking: Booking,
  time: NewTime,
  by: "guest" | "host",
  now: number,
): Promise<void> {
  const detail = { from: booking.meeting.start, to: time.meeting.start };
  const changes = { ...timeColumns(time), timeRevision: booking.revision + 1 };
  return revise(db, booking, { by, what: "moved", detail }, changes, now);
}

/**
 * Follows the event to where somebody moved it in Google. No time is decided here, so none is written there: should the
 * event have been moved on meanwhile, it has drifted again.
 */
export function takeGoogleTime(
  db: Database,
  booking: Booking,
  time: NewTime,
  now: number,
): Promise<void> {
  const detail = { from: booking.meeting.start, to: time.meeting.start };
  const revision = { by: "host", what: "time_taken_from_google", detail } as const;
  return revise(db, booking, revision, timeColumns(time), now);
}

function timeColumns({ meeting, block, ...rest }: NewTime): Changes {
  return {
    startsAt: meeting.start,
    endsAt: meeting.end,
    blockStartsAt: block.start,
    blockEndsAt: block.end,
    ...rest,
  };
}

/** What people may write anew; the guest's address is not among it, for the invitation went there. */
export interface BookingTexts {
  title: string;
  guestName: string;
  guestNotes: string;
  locationDetail: string;
}

export function editBooking(
  db: Database,
  booking: Booking,
  texts: BookingTexts,
  by: "guest" | "host",
  now: number,
): Promise<void> {
  const next = booking.revision + 1;
  const { title, guest, location } = booking;
  const isRetitled = texts.title !== title || texts.guestName !== guest.name;
  const changes = {
    ...texts,
    // What somebody wrote into the event in Google is written over only where it was decided anew here.
    titleRevision: isRetitled ? next : booking.titleRevision,
    placeRevision: texts.locationDetail === location.detail ? booking.placeRevision : next,
    textRevision: next,
  };
  return revise(db, booking, { by, what: "edited" }, changes, now);
}

export function cancelBooking(
  db: Database,
  booking: Booking,
  by: "guest" | "host",
  reason: string,
  now: number,
): Promise<void> {
  const changes = { status: "cancelled", cancelledBy: by, cancelReason: reason } as const;
  return revise(db, booking, { by, what: "cancelled" }, changes, now);
}

/** The event that somebody removed in Google, or that the host did without, should be there (again). */
export function restoreEvent(db: Database, booking: Booking, now: number): Promise<void> {
  const changes = { inCalendar: true, timeRevision: booking.revision + 1 };
  return revise(db, booking, { by: "host", what: "restored" }, changes, now);
}

/** The event that somebody moved in Google should go back to the booking's time. */
export function putTimeBack(db: Database, booking: Booking, now: number): Promise<void> {
  const changes = { timeRevision: booking.revision + 1 };
  return revise(db, booking, { by: "host", what: "time_put_back" }, changes, now);
}

export function keepWithoutCalendar(db: Database, booking: Booking, now: number): Promise<void> {
  const what = "kept_without_calendar";
  return revise(db, booking, { by: "host", what }, { inCalendar: false }, now);
}

/** The event should be in this calendar, as a new generation: what there was of it before has to go. */
export function chooseCalendar(
  db: Database,
  booking: Booking,
  { connectionId, calendarId, fromGeneration }: ChosenCalendar,
  now: number,
): Promise<void> {
  const changes = {
    inCalendar: true,
    chosenConnectionId: connectionId,
    chosenCalendarId: calendarId,
    chosenGeneration: fromGeneration,
  };
  return revise(db, booking, { by: "host", what: "calendar_chosen" }, changes, now);
}

/** More than any booking will ever have been changed. */
const MOST_HISTORY = 200;

/** Whether this revision of a booking was made by this. */
export async function wasMadeBy(
  db: Database,
  { hostId, id }: BookingKey,
  revision: number,
  what: HistoryEntry["what"],
): Promise<boolean> {
  const made = await db
    .select({ what: bookingHistory.what })
    .from(bookingHistory)
    .where(
      and(
        eq(bookingHistory.hostId, hostId),
        eq(bookingHistory.bookingId, id),
        eq(bookingHistory.revision, revision),
        eq(bookingHistory.entry, 0),
      ),
    )
    .get();
  return made?.what === what;
}

/** What happened to a booking, oldest first. */
export function listHistory(db: Database, { hostId, id }: BookingKey): Promise<HistoryEntry[]> {
  return db
    .select()
    .from(bookingHistory)
    .where(and(eq(bookingHistory.hostId, hostId), eq(bookingHistory.bookingId, id)))
    .orderBy(asc(bookingHistory.revision), asc(bookingHistory.entry))
    .limit(MOST_HISTORY);
}

export interface EventPlace extends Destination {
  generation: number;
  wanted: "present" | "absent";
  /** What the event says, as Google last showed it; null when it was never seen. */
  time: Interval | null;
  isGone: boolean;
}

/** Where the newest event of a booking is or was meant to go; null when none ever was. */
export async function findNewestEvent(
  db: Database,
  { hostId, id }: BookingKey,
): Promise<EventPlace | null> {
  const rows = await db
    .select()
    .from(calendarEvents)
    .where(and(eq(calendarEvents.hostId, hostId), eq(calendarEvents.bookingId, id)))
    .orderBy(asc(calendarEvents.generation));
  const newest = rows.at(-1);
  if (!newest) return null;
  const { writtenStartsAt: start, writtenEndsAt: end } = newest;
  return {
    connectionId: newest.connectionId,
    calendarId: newest.calendarId,
    generation: newest.generation,
    wanted: newest.wanted,
    time: start === null || end === null ? null : { start, end },
    isGone: newest.goneAt !== null,
  };
}
