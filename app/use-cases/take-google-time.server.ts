import { findEventType, getSchedule } from "#db/booking-pages.server.ts";
import { findNewestEvent, takeGoogleTime as storeTime } from "#db/booking-revisions.server.ts";
import { findHost } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import { canDecide } from "../domain/decisions.ts";
import type { Interval } from "../domain/interval.ts";
import { LONGEST_BLOCK_MS } from "../domain/slots.ts";
import { localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { byCurrentRules } from "./current-rules.server.ts";
import { isDecidedBefore } from "./decided-before.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

const DAY_MS = 86_400_000;

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
    isDone: isDecidedBefore(context, request, "time_taken_from_google"),
    isAllowed: canDecide.takeTime,
    store: (booking) => storeGoogleTime(context, booking),
  });
}

async function storeGoogleTime(
  context: AppContext,
  booking: Booking,
): Promise<TakeTimeRefusal | undefined> {
  const event = await findNewestEvent(context.db, booking);
  // An event that another one is to replace tells nothing any more.
  const isReplaced = (event?.generation ?? 0) < (booking.chosenCalendar?.fromGeneration ?? 0);
  if (isReplaced) return { kind: "noOtherTime" };
  const block = event?.time && blockAround(event.time, booking);
  if (!event?.time || event.isGone || !block) return { kind: "noOtherTime" };
  const meeting = event.time;
  const { start, end } = booking.meeting;
  if (meeting.start === start && meeting.end === end) return { kind: "noOtherTime" };
  const refusal = await byCurrentRules(() => follow(context, booking, { meeting, block }));
  if (refusal === "rulesChanged") throw new Error("the host's rules changed every time");
  if (refusal?.kind === "limitReached") throw new Error("limits bind guests, not this");
  return refusal;
}

/** Whoever put the event there knows what else is there: nothing is decided but that no other booking is. */
async function follow(
  { db, now }: AppContext,
  booking: Booking,
  { meeting, block }: Pick<Booking, "meeting" | "block">,
): Promise<undefined> {
  const host = await findHost(db, booking.hostId);
  const eventType = await findEventType(db, booking.hostId, booking.eventTypeId);
  if (!host || !eventType) throw new Error("a booking has no host or no event type");
  const { timeZone } = await getSchedule(db, host.id, eventType.scheduleId);
  const time = {
    meeting,
    block,
    localDay: localDay(meeting.start, timeZone),
    rulesVersion: host.rulesVersion,
    busyTimesChecked: true,
  };
  await storeTime(db, booking, time, now());
  return undefined;
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
