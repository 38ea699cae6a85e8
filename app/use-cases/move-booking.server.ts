import { findEventType } from "#db/booking-pages.server.ts";
import { moveBooking as storeMove } from "#db/booking-revisions.server.ts";
import { findHost } from "#db/hosts.server.ts";
import { type Booking, canChange, durationMinutesOf } from "../domain/booking.ts";
import { localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { byCurrentRules } from "./current-rules.server.ts";
import { decideSlot, type SlotRefusal } from "./decide-slot.server.ts";
import { slotRulesOf } from "./offer-slots.server.ts";
import {
  type RevisionOutcome,
  type RevisionRequest,
  reviseBooking,
} from "./revise-booking.server.ts";

export interface Move extends RevisionRequest {
  by: "guest" | "host";
  /** Epoch ms. */
  startsAt: number;
}

/** Moves a booking to another slot of its event type, as long as it was; it stays the same booking and the same event. */
export function moveBooking(
  context: AppContext,
  { by, startsAt, ...request }: Move,
): Promise<RevisionOutcome | SlotRefusal> {
  return reviseBooking<SlotRefusal>(context, request, {
    isDone: ({ booking }) => booking.status === "confirmed" && booking.meeting.start === startsAt,
    isAllowed: canChange,
    store: (booking) => moveByCurrentRules(context, booking, startsAt, by),
  });
}

async function moveByCurrentRules(
  context: AppContext,
  booking: Booking,
  startsAt: number,
  by: Move["by"],
): Promise<SlotRefusal | undefined> {
  const refusal = await byCurrentRules(() => decideAndStore(context, booking, startsAt, by));
  return refusal === "rulesChanged" ? { kind: "notOffered" } : refusal;
}

async function decideAndStore(
  context: AppContext,
  booking: Booking,
  startsAt: number,
  by: Move["by"],
): Promise<SlotRefusal | undefined> {
  const host = await findHost(context.db, booking.hostId);
  const eventType = await findEventType(context.db, booking.hostId, booking.eventTypeId);
  if (!host || !eventType) throw new Error("a booking has no host or no event type");
  const durationMinutes = durationMinutesOf(booking.meeting);
  const page = { host, eventType, durationMinutes, moving: booking };
  const rules = await slotRulesOf(context, page);
  const decided = await decideSlot(context, page, rules, startsAt);
  if (decided.kind !== "free") return decided;
  const time = {
    meeting: decided.meeting,
    block: decided.block,
    localDay: localDay(decided.meeting.start, rules.schedule.timeZone),
    rulesVersion: host.rulesVersion,
    busyTimesChecked: decided.busyTimesChecked,
  };
  await storeMove(context.db, booking, time, by, context.now());
  return undefined;
}
