// What a host decides where the booking and Google differ for good: nothing here is done unasked.
import {
  findNewestEvent,
  type HistoryEntry,
  chooseCalendar as storeCalendar,
  keepWithoutCalendar as storeKeeping,
  putTimeBack as storePutBack,
  restoreBooking as storeRestoring,
  takeGoogleTime as storeTime,
  wasMadeBy,
} from "#db/booking-revisions.server.ts";
import type { BookingWithSync } from "#db/bookings.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import { refusalOf } from "#db/database.server.ts";
import { findHost } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import type { Interval } from "../domain/interval.ts";
import { LONGEST_BLOCK_MS } from "../domain/slots.ts";
import { localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

const DAY_MS = 86_400_000;

const isStillOn = ({ status, meeting }: Booking, now: number) =>
  status === "confirmed" && now < meeting.end;

/** Whether this very decision was stored before: a form sent twice, or an answer lost. Anything else came in between. */
function isMadeBy(
  { db }: AppContext,
  { expectedRevision }: RevisionRequest,
  what: HistoryEntry["what"],
) {
  return async ({ booking }: BookingWithSync) =>
    booking.revision > expectedRevision && wasMadeBy(db, booking, expectedRevision + 1, what);
}

/** Puts the event (back) into the calendar that somebody removed it from, or that the host did without. */
export function restoreBooking(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: isMadeBy(context, request, "restored"),
    isAllowed: isStillOn,
    store: async (booking) => {
      await storeRestoring(context.db, booking, context.now());
      return undefined;
    },
  });
}

/** Moves the event back to the booking's time. */
export function putBackTime(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: isMadeBy(context, request, "time_put_back"),
    isAllowed: isStillOn,
    store: async (booking) => {
      await storePutBack(context.db, booking, context.now());
      return undefined;
    },
  });
}

/** Keeps the booking and takes its event out of the calendar. */
export function keepWithoutCalendar(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  return reviseBooking<never>(context, request, {
    isDone: ({ booking }) => !booking.inCalendar,
    isAllowed: (booking) => booking.status === "confirmed",
    store: async (booking) => {
      await storeKeeping(context.db, booking, context.now());
      return undefined;
    },
  });
}

export type TakeTimeRefusal =
  /** Google shows no other time any more, or none that a meeting can have (a whole day). */
  | { kind: "noOtherTime" }
  /** Another booking is there. */
  | { kind: "taken" };

/** Moves the booking to the time that somebody gave its event in Google. The rules for slots are the guests', not the host's. */
export function takeGoogleTime(
  context: AppContext,
  request: RevisionRequest,
): Promise<RevisionOutcome | TakeTimeRefusal> {
  return reviseBooking<TakeTimeRefusal>(context, request, {
    isDone: isMadeBy(context, request, "time_taken_from_google"),
    isAllowed: ({ status }) => status === "confirmed",
    store: (booking) => storeGoogleTime(context, booking),
  });
}

/** How often rules that change under a request are read anew. */
const MOST_DECISIONS = 3;

async function storeGoogleTime(
  context: AppContext,
  booking: Booking,
): Promise<TakeTimeRefusal | undefined> {
  const event = await findNewestEvent(context.db, booking);
  const block = event?.time && blockAround(event.time, booking);
  if (!event?.time || event.isGone || !block) return { kind: "noOtherTime" };
  const meeting = event.time;
  const { start, end } = booking.meeting;
  if (meeting.start === start && meeting.end === end) return { kind: "noOtherTime" };
  const day = localDay(meeting.start, booking.timeZone);
  for (let decision = 1; ; decision++) {
    const host = await findHost(context.db, booking.hostId);
    if (!host) throw new Error("a booking has no host");
    const { rulesVersion } = host;
    // Whoever put it there knows what else is there.
    const time = { meeting, block, localDay: day, rulesVersion, busyTimesChecked: true };
    try {
      await storeTime(context.db, booking, time, context.now());
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === "slot_taken") return { kind: "taken" };
      if (refusal !== "stale_rules" || decision === MOST_DECISIONS) throw error;
    }
  }
}

/** The meeting at its new time with the buffers it had; null when no meeting can be so long, or is a whole day. */
function blockAround(time: Interval, { meeting, block }: Booking): Interval | null {
  const around = {
    start: time.start - (meeting.start - block.start),
    end: time.end + (block.end - meeting.end),
  };
  const isWholeDays = (time.end - time.start) % DAY_MS === 0;
  return isWholeDays || around.end - around.start > LONGEST_BLOCK_MS ? null : around;
}

export type CalendarRefusal =
  /** Not among the host's connected calendars that Slotkeeper may write to. */
  { kind: "unknownCalendar" };

/** Sends a booking's event to another calendar of the host's connection; the old event, wherever it may be, has to go. */
export function chooseCalendar(
  context: AppContext,
  { calendarId, ...request }: RevisionRequest & { calendarId: string },
): Promise<RevisionOutcome | CalendarRefusal> {
  return reviseBooking<CalendarRefusal>(context, request, {
    isDone: async (found) =>
      (await isMadeBy(context, request, "calendar_chosen")(found)) &&
      found.booking.chosenCalendar?.calendarId === calendarId,
    isAllowed: isStillOn,
    store: (booking) => storeChoice(context, booking, calendarId),
  });
}

async function storeChoice(
  { db, now }: AppContext,
  booking: Booking,
  calendarId: string,
): Promise<CalendarRefusal | undefined> {
  const host = await findHost(db, booking.hostId);
  const connectionId = host?.googleCalendarConnectionId;
  const calendar = connectionId
    ? await findCalendar(db, booking.hostId, connectionId, calendarId)
    : null;
  if (!connectionId || calendar?.accessRole !== "owner") return { kind: "unknownCalendar" };
  const newest = await findNewestEvent(db, booking);
  const fromGeneration = (newest?.generation ?? 0) + 1;
  await storeCalendar(db, booking, { connectionId, calendarId, fromGeneration }, now());
  return undefined;
}
