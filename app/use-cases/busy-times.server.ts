// When the host is busy elsewhere, for pages: a stored snapshot, refreshed behind them.
import { listActiveEventTypes } from "#db/booking-pages.server.ts";
import {
  type BusyReading,
  type ConflictCalendar,
  listConflictCalendars,
  markBusyTimesAsked,
  saveBusySnapshots,
} from "#db/calendars.server.ts";
import { takeViewTurn } from "#db/connection-pacing.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { bookingWindowOf, reachOfWindow } from "../domain/booking-window.ts";
import { clip, contains, type Interval, intersect, merge } from "../domain/interval.ts";
import type { CalendarBusyTimes } from "../google/busy-shape.ts";
import { CALL_DEADLINE_MS } from "../google/exchange.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logError } from "../log.server.ts";
import { withAccessToken } from "./access-token.server.ts";
import { withinTime } from "./within-time.ts";

const DAY_MS = 86_400_000;
/** No snapshot reaches further, whatever the booking windows; what lies behind is asked for when somebody looks at it. */
const LONGEST_COVERED_MS = 400 * DAY_MS;
/** Booking windows move on with each day: a snapshot a few days old still covers the last one's pages. */
const MARGIN_MS = 7 * DAY_MS;
const FRESH_FOR_MS = 60_000;
/** Nobody waits for Google to see a page, except whoever comes first, or looks where it was not asked about. */
const FIRST_VIEW_WAIT_MS = 1_500;

/**
 * Busy intervals for a page, within `range`. Refreshes what is old behind the answer; a view waits only where Google was
 * not asked before.
 */
export async function busyTimesForPage(
  context: AppContext,
  host: Host,
  range: Interval,
): Promise<Interval[]> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return [];
  const calendars = await listConflictCalendars(context.db, host.id, connectionId);
  const limit = furthestCovered(context.now());
  const near = intersect(range, { start: 0, end: limit });
  const far = intersect(range, { start: limit, end: Number.MAX_SAFE_INTEGER });
  const [known, beyond] = await Promise.all([
    near ? snapshotOf(context, host, calendars, near) : [],
    far ? askBeyond(context, host, calendars, far) : [],
  ]);
  return merge([...known, ...beyond]);
}

async function snapshotOf(
  context: AppContext,
  host: Host,
  calendars: ConflictCalendar[],
  range: Interval,
): Promise<Interval[]> {
  const now = context.now();
  const uncovered = calendars.filter(({ snapshot }) => !isCovered(snapshot, range));
  if (uncovered.some(({ snapshot }) => !hasJustFailed(snapshot, now))) {
    return waitForRefresh(context, host, calendars, range);
  }
  if (calendars.length === 0) {
    // There is nothing to ask, and that counts as asked: else the page would be made for every visit, to ask at last.
    const marking = markBusyTimesAsked(context.db, host.id, now - FRESH_FOR_MS, now);
    inBackground(context, "refresh_busy_times", marking);
  } else if (!calendars.every(({ snapshot }) => isFresh(snapshot, now))) {
    inBackground(context, "refresh_busy_times", refreshIfNobodyDoes(context, host, calendars));
  }
  return busyIn(calendars, range);
}

async function waitForRefresh(
  context: AppContext,
  host: Host,
  calendars: ConflictCalendar[],
  range: Interval,
): Promise<Interval[]> {
  const now = context.now();
  const refresh = Promise.all([
    refreshBusyTimes(context, host, { calendars, until: range.end }),
    markBusyTimesAsked(context.db, host.id, now, now),
  ]).then(
    () => true,
    (error) => logError("refresh_busy_times", error),
  );
  inBackground(context, "refresh_busy_times", refresh);
  if (!(await withinTime(refresh, FIRST_VIEW_WAIT_MS))) return busyIn(calendars, range);
  const connectionId = host.googleCalendarConnectionId ?? "";
  return busyIn(await listConflictCalendars(context.db, host.id, connectionId), range);
}

/**
 * What lies further ahead than snapshots reach, as Google says it now; nothing of it is kept. Views that come too fast are
 * told nothing, as when Google does not answer: a booking asks for itself.
 */
async function askBeyond(
  context: AppContext,
  host: Host,
  calendars: ConflictCalendar[],
  range: Interval,
): Promise<Interval[]> {
  const ids = calendars.map(({ calendarId }) => calendarId);
  const connectionId = host.googleCalendarConnectionId ?? "";
  if (ids.length === 0) return [];
  const connection = { hostId: host.id, connectionId };
  if (!(await takeViewTurn(context.db, connection, context.now()))) return [];
  const asking = askGoogle(context, host.id, connectionId, ids, range, FIRST_VIEW_WAIT_MS);
  inBackground(context, "ask_beyond_snapshot", asking);
  const answer = await withinTime(asking, FIRST_VIEW_WAIT_MS);
  const busy = (answer ?? []).flatMap((calendar) =>
    calendar.kind === "read" ? calendar.busy : [],
  );
  return clip(merge(busy), range);
}

/**
 * Brings the snapshots up to date for their host, who looks at how they stand; waits so long and no longer. What comes
 * later is stored all the same.
 */
export async function freshenBusyTimes(
  context: AppContext,
  host: Host,
  waitMs: number,
): Promise<void> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return;
  const calendars = await listConflictCalendars(context.db, host.id, connectionId);
  const now = context.now();
  if (calendars.every(({ snapshot }) => isFresh(snapshot, now))) return;
  const refresh = refreshIfNobodyDoes(context, host, calendars);
  inBackground(context, "refresh_busy_times", refresh);
  await withinTime(refresh, waitMs).catch(() => null);
}

/**
 * Asks Google anew, since it has just said something else than the snapshots; waits so long and no longer. No view can cause
 * this twice: from then on the snapshots say it too.
 */
export async function relearnBusyTimes(
  context: AppContext,
  host: Host,
  waitMs: number,
): Promise<void> {
  const refresh = refreshBusyTimes(context, host);
  inBackground(context, "refresh_busy_times", refresh);
  await withinTime(refresh, waitMs).catch(() => null);
}

/** While Google is slow, many views begin nothing new: whoever marks first asks. */
async function refreshIfNobodyDoes(
  context: AppContext,
  host: Host,
  calendars: ConflictCalendar[],
): Promise<void> {
  const now = context.now();
  if (!(await markBusyTimesAsked(context.db, host.id, now - FRESH_FOR_MS, now))) return;
  await refreshBusyTimes(context, host, { calendars });
}

/**
 * Asks Google anew about the booking windows of all active event types, and stores what it says, or why it said nothing.
 * Never throws for Google's sake.
 * @param known the host's conflict calendars where the caller has read them, and an instant that is to be covered too
 */
export async function refreshBusyTimes(
  context: AppContext,
  host: Host,
  known: { calendars?: ConflictCalendar[]; until?: number } = {},
): Promise<void> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return;
  const { db } = context;
  const now = context.now();
  const [calendars, range] = await Promise.all([
    known.calendars ?? listConflictCalendars(db, host.id, connectionId),
    rangeToCover(context, host, now, known.until ?? 0),
  ]);
  const ids = calendars.map(({ calendarId }) => calendarId);
  const answer = await askGoogle(context, host.id, connectionId, ids, range, CALL_DEADLINE_MS);
  const readings = ids.map((calendarId) => toReading(calendarId, answer));
  await saveBusySnapshots(db, { hostId: host.id, connectionId }, range, readings, now);
}

/** Whole dates of UTC, so that what was cut at the border does not look new each time. */
async function rangeToCover(
  { db }: AppContext,
  host: Host,
  now: number,
  until: number,
): Promise<Interval> {
  const eventTypes = await listActiveEventTypes(db, host.id);
  const ends = eventTypes.map((eventType) => reachOfWindow(bookingWindowOf(eventType), now).end);
  const wanted = Math.max(now, until, ...ends.map((end) => end + MARGIN_MS));
  const start = (Math.floor(now / DAY_MS) - 1) * DAY_MS;
  const end = Math.min((Math.floor(wanted / DAY_MS) + 1) * DAY_MS, furthestCovered(now));
  return { start, end };
}

function furthestCovered(now: number): number {
  return Math.floor((now + LONGEST_COVERED_MS) / DAY_MS) * DAY_MS;
}

/** What Google says of these calendars; null when it says nothing. */
export async function askGoogle(
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

/** Whether all of `range` was asked about, however long ago. */
function isCovered(snapshot: ConflictCalendar["snapshot"], range: Interval): boolean {
  const { coversFrom = null, coversTo = null } = snapshot ?? {};
  if (coversFrom === null || coversTo === null) return false;
  return contains({ start: coversFrom, end: coversTo }, range);
}

/** To ask again at once would only keep the next one waiting too. */
function hasJustFailed(snapshot: ConflictCalendar["snapshot"], now: number): boolean {
  return isFresh(snapshot, now) && snapshot?.unreadableBecause !== null;
}

function isFresh(snapshot: ConflictCalendar["snapshot"], now: number): boolean {
  return snapshot !== null && snapshot.attemptedAt > now - FRESH_FOR_MS;
}

/** What the snapshots say of `range`. */
export function busyIn(calendars: ConflictCalendar[], range: Interval): Interval[] {
  const all = calendars.flatMap(({ snapshot }) => snapshot?.busy ?? []);
  return clip(merge(all.map(([start, end]) => ({ start, end }))), range);
}
