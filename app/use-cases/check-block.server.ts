// Whether the host is busy elsewhere at the moment of booking: one live question to Google about exactly that block.
import { listLeftoverEvents } from "#db/bookings.server.ts";
import { type ConflictCalendar, listConflictCalendars } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Interval } from "../domain/interval.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { withAccessToken } from "./access-token.server.ts";
import { askGoogle, busyIn } from "./busy-times.server.ts";
import { withinTime } from "./within-time.ts";

/** So long a guest waits for Google at most. */
export const BOOKING_WAIT_MS = 2_000;

export type BlockCheck =
  /** `lastKnown`: what Google said before, for pages. */
  | { kind: "checked"; busy: Interval[]; lastKnown: Interval[] }
  /** Google can't say; what it said before still counts as busy. */
  | { kind: "unknown"; lastKnown: Interval[] };

/**
 * Asks Google whether the host is busy in exactly this block; a guest waits for it, so for no longer than 2 s.
 * @param movingId the booking that is being moved, whose event is not in its way; null when none is
 */
export async function checkBlock(
  context: AppContext,
  host: Host,
  block: Interval,
  movingId: string | null = null,
): Promise<BlockCheck> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null)
    return { kind: "checked", busy: [], lastKnown: [] };
  const calendars = await listConflictCalendars(context.db, host.id, connectionId);
  const live = liveBusyTimes(context, host, calendars, block, movingId).catch(() => null);
  // Whoever is late may be renewing the token, which the next one needs.
  inBackground(context, "check_block", live);
  const busy = await withinTime(live, BOOKING_WAIT_MS);
  const lastKnown = busyIn(calendars, block);
  return busy ? { kind: "checked", busy, lastKnown } : { kind: "unknown", lastKnown };
}

/** Null when any conflict calendar could not be read: unknown is never free. */
async function liveBusyTimes(
  context: AppContext,
  host: Host,
  calendars: ConflictCalendar[],
  block: Interval,
  movingId: string | null,
): Promise<Interval[] | null> {
  const connectionId = host.googleCalendarConnectionId;
  if (connectionId === null || calendars.length === 0) return [];
  const ids = calendars.map(({ calendarId }) => calendarId);
  const answer = await askGoogle(context, host.id, connectionId, ids, block, BOOKING_WAIT_MS);
  if (answer === null) return null;
  const leftovers = answer.every(({ kind }) => kind === "read")
    ? await listLeftoverEvents(context.db, host.id, block, movingId)
    : [];
  const busy: Interval[] = [];
  for (const calendar of answer) {
    if (calendar.kind !== "read") return null;
    const ours = leftovers.filter(({ calendarId }) => calendarId === calendar.calendarId);
    const isOurs = ours.length > 0 && calendar.busy.length > 0;
    const times = isOurs
      ? await withoutOurLeftovers(context, host.id, connectionId, ours, block)
      : calendar.busy;
    if (times === null) return null;
    busy.push(...times);
  }
  return busy;
}

/**
 * Free/busy counts our own events too. Those of confirmed bookings are in the way rightly; the event of a cancelled
 * one, not yet deleted, is not, nor that of the one being moved. Where one may stand in the block, the list of events
 * decides. Null when it can't be had.
 */
async function withoutOurLeftovers(
  context: AppContext,
  hostId: string,
  connectionId: string,
  leftovers: { calendarId: string; eventId: string }[],
  block: Interval,
): Promise<Interval[] | null> {
  const calendarId = leftovers[0]?.calendarId ?? "";
  const answer = await withAccessToken(context, hostId, connectionId, (token) =>
    context.google.calendar.listBusyEvents(token, calendarId, block, BOOKING_WAIT_MS),
  );
  if (answer.kind !== "listed") return null;
  const ids = leftovers.map(({ eventId }) => eventId);
  return answer.events.filter(({ eventId }) => !ids.includes(eventId)).map(({ time }) => time);
}
