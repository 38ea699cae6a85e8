// When the host is busy elsewhere: a stored snapshot for pages, a live question for a booking.
import { listLeftoverEvents } from "#db/bookings.server.ts";
import {
  type BusyReading,
  type ConflictCalendar,
  listConflictCalendars,
  markBusyTimesAsked,
  saveBusySnapshots,
} from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { clip, type Interval, merge } from "../domain/interval.ts";
import type { CalendarBusyTimes } from "../google/busy-shape.ts";
import { CALL_DEADLINE_MS } from "../google/exchange.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logError } from "../log.server.ts";
import { withAccessToken } from "./access-token.server.ts";

/** What a snapshot covers: Google answers free/busy for at most about 90 days. */
const SNAPSHOT_RANGE_MS = 75 * 86_400_000;
const FRESH_FOR_MS = 60_000;
/** Nobody waits for Google to see a page, except whoever comes first. */
const FIRST_VIEW_WAIT_MS = 1_500;
const BOOKING_WAIT_MS = 2_000;

/** Busy intervals for a page, within `range`. Refreshes what is old behind the answer; only the very first view waits. */
export async function busyTimesForPage(
  context: AppContext,
  host: Host,
  range: Interval,
): Promise<Interval[]> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return [];
  const calendars = await listConflictCalendars(context.db, host.id, connectionId);
  const now = context.now();
  if (calendars.every(({ snapshot }) => isFresh(snapshot, now))) return busyIn(calendars, range);
  if (calendars.every(({ snapshot }) => snapshot !== null)) {
    inBackground(context, "refresh_busy_times", refreshIfNobodyDoes(context, host, calendars));
    return busyIn(calendars, range);
  }
  const refresh = refreshBusyTimes(context, host, calendars).then(
    () => true,
    (error) => logError("refresh_busy_times", error),
  );
  inBackground(context, "refresh_busy_times", refresh);
  if (!(await withinTime(refresh, FIRST_VIEW_WAIT_MS))) return busyIn(calendars, range);
  return busyIn(await listConflictCalendars(context.db, host.id, connectionId), range);
}

/** While Google is slow, many views begin nothing new: whoever marks the snapshots first asks. */
async function refreshIfNobodyDoes(
  context: AppContext,
  host: Host,
  calendars: ConflictCalendar[],
): Promise<void> {
  const connection = { hostId: host.id, connectionId: host.googleCalendarConnectionId ?? "" };
  const now = context.now();
  if (!(await markBusyTimesAsked(context.db, connection, now - FRESH_FOR_MS, now))) return;
  await refreshBusyTimes(context, host, calendars);
}

/** Asks Google anew and stores what it says, or why it said nothing. Never throws for Google's sake. */
export async function refreshBusyTimes(
  context: AppContext,
  host: Host,
  calendars?: ConflictCalendar[],
): Promise<void> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return;
  const asked = calendars ?? (await listConflictCalendars(context.db, host.id, connectionId));
  const ids = asked.map(({ calendarId }) => calendarId);
  const now = context.now();
  const range = { start: now - 86_400_000, end: now + SNAPSHOT_RANGE_MS };
  const answer = await askGoogle(context, host.id, connectionId, ids, range, CALL_DEADLINE_MS);
  const readings = ids.map((calendarId) => toReading(calendarId, answer));
  await saveBusySnapshots(context.db, { hostId: host.id, connectionId }, range, readings, now);
}

export type BlockCheck =
  | { kind: "checked"; busy: Interval[] }
  /** Google can't say. `lastKnown`: what it said before, which still counts as busy. */
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
  if (!host.googleCalendarEnabled || connectionId === null) return { kind: "checked", busy: [] };
  const calendars = await listConflictCalendars(context.db, host.id, connectionId);
  const live = liveBusyTimes(context, host, calendars, block, movingId).catch(() => null);
  // Whoever is late may be renewing the token, which the next one needs.
  inBackground(context, "check_block", live);
  const busy = await withinTime(live, BOOKING_WAIT_MS);
  if (busy) return { kind: "checked", busy };
  return { kind: "unknown", lastKnown: busyIn(calendars, block) };
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

async function askGoogle(
  context: AppContext,
  hostId: string,
  connectionId: string,
  calendarIds: string[],
  range: Interval,
  deadlineMs: number,
): Promise<CalendarBusyTimes[] | null> {
  if (calendarIds.length === 0) return [];
  const answer = await withAccessToken(context, hostId, connectionId, (token) =>
    context.google.calendar.busyTimes(token, calendarIds, range, deadlineMs),
  );
  return answer.kind === "answered" ? answer.calendars : null;
}

function toReading(calendarId: string, answer: CalendarBusyTimes[] | null): BusyReading {
  const calendar = answer?.find((one) => one.calendarId === calendarId);
  if (calendar?.kind === "read") {
    return { calendarId, busy: calendar.busy, unreadableBecause: null };
  }
  return { calendarId, busy: null, unreadableBecause: calendar?.why ?? "no_answer" };
}

function isFresh(snapshot: ConflictCalendar["snapshot"], now: number): boolean {
  return snapshot !== null && snapshot.attemptedAt > now - FRESH_FOR_MS;
}

function busyIn(calendars: ConflictCalendar[], range: Interval): Interval[] {
  const all = calendars.flatMap(({ snapshot }) => snapshot?.busy ?? []);
  return clip(merge(all.map(([start, end]) => ({ start, end }))), range);
}

/** The result, or null when it takes longer. */
function withinTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
