// Whether a slot is free, decided at the moment of booking or moving: by the rules, by our own bookings, and by one live
// question to Google.
import { listBookedTimes } from "#db/booking-pages.server.ts";
import { type Interval, subtract } from "../domain/interval.ts";
import { blockOf, findSlot, nothingTaken, type SlotRules } from "../domain/slots.ts";
import type { AppContext } from "../load-context.server.ts";
import { relearnBusyTimes } from "./busy-times.server.ts";
import { isOutOfReach } from "./calendar-reach.server.ts";
import { BOOKING_WAIT_MS, checkBlock } from "./check-block.server.ts";
import {
  dateLeftBy,
  datesBookedAround,
  rangeThatMatters,
  type SlotPage,
} from "./offer-slots.server.ts";

export interface FreeSlot {
  kind: "free";
  meeting: Interval;
  block: Interval;
  /** False: Google could not say, and the host accepts such bookings. */
  busyTimesChecked: boolean;
}

export type SlotRefusal =
  /** No slot was ever there: past, off the grid, outside hours, or the host is busy. */
  | { kind: "notOffered" }
  /** Somebody else has it. */
  | { kind: "taken" }
  /** As many bookings as the event type's limits allow are there on that day, or in that week. */
  | { kind: "limitReached" }
  /** Google can't say whether the host is free, and the host wants no booking then. */
  | { kind: "calendarUnknown" }
  /** The same, and it stays so until the host has connected the calendar again. */
  | { kind: "calendarOutOfReach" };

/** Whether the slot that starts at `startsAt` (epoch ms) can be booked or moved to now, and if not, why. */
export async function decideSlot(
  context: AppContext,
  page: SlotPage,
  rules: SlotRules,
  startsAt: number,
): Promise<FreeSlot | SlotRefusal> {
  const { host, moving } = page;
  const now = context.now();
  const meeting = findSlot(rules, nothingTaken, now, startsAt);
  if (!meeting) return { kind: "notOffered" };
  const block = blockOf(meeting, rules.bufferBeforeMinutes, rules.bufferAfterMinutes);
  const movingId = moving?.id ?? null;
  const [bookings, datesBooked] = await Promise.all([
    listBookedTimes(context.db, host.id, rangeThatMatters(block), movingId),
    datesBookedAround(context, page, block),
  ]);
  const counted = { ...nothingTaken, datesBooked, dateLeft: dateLeftBy(page, rules) };
  if (!findSlot(rules, counted, now, startsAt)) return { kind: "limitReached" };
  const ours = { ...nothingTaken, bookings };
  if (!findSlot(rules, ours, now, startsAt)) return { kind: "taken" };
  const askedAt = context.now();
  const check = await checkBlock(context, host, block, movingId);
  const busy = check.kind === "checked" ? check.busy : check.lastKnown;
  if (!findSlot(rules, { ...ours, busy }, now, startsAt)) {
    const known = moving ? subtract(check.lastKnown, [moving.meeting]) : check.lastKnown;
    // Pages offer it still, and maybe what is beside it: they must not, from the next one on.
    const isNews = findSlot(rules, { ...ours, busy: known }, now, startsAt) !== null;
    const leftMs = BOOKING_WAIT_MS - (context.now() - askedAt);
    if (isNews && leftMs > 0) await relearnBusyTimes(context, host, leftMs);
    return { kind: "notOffered" };
  }
  if (check.kind === "unknown" && host.whenBusyTimesUnknown === "refuse") {
    return { kind: (await isOutOfReach(context, host)) ? "calendarOutOfReach" : "calendarUnknown" };
  }
  return { kind: "free", meeting, block, busyTimesChecked: check.kind === "checked" };
}
