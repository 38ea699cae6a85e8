// Once a day and connection: what Google shows of our events is compared with what we believe. What differs is looked at
// again by the booking's own sync, which decides; only a double, of which no booking knows, is removed here.
import {
  type DueConnection,
  listBelievedEvents,
  listDueConnections,
  rearmStanding,
  takeDueConnection,
} from "#db/reconciling.server.ts";
import { lookAgain } from "#db/sync-waking.server.ts";
import type { Interval } from "../domain/interval.ts";
import { type BelievedEvent, compareEvents, type Finding } from "../domain/reconcile.ts";
import type { AppContext } from "../load-context.server.ts";
import { logWarning } from "../log.server.ts";
import { withAccessToken } from "./access-token.server.ts";

const DAY_MS = 86_400_000;
const HORIZON_MS = 60 * DAY_MS;
/** After Google could not be asked, or a worker died over it. */
const AGAIN_AFTER_MS = 3_600_000;
/** A minute's share: each costs a call to Google for each of its calendars. */
const MOST_CONNECTIONS = 3;

/** Compares the connections that are due. @returns how many */
export async function reconcileCalendars(context: AppContext): Promise<number> {
  const { db } = context;
  const now = context.now();
  let reconciled = 0;
  for (const due of await listDueConnections(db, now, MOST_CONNECTIONS)) {
    const retryAt = now + AGAIN_AFTER_MS;
    if (!(await takeDueConnection(db, due, retryAt))) continue;
    if (!(await reconcile(context, due))) continue;
    await takeDueConnection(db, { ...due, reconcileDueAt: retryAt }, now + DAY_MS);
    reconciled += 1;
  }
  return reconciled;
}

/** @returns false when Google could not be asked about all of its calendars */
async function reconcile(context: AppContext, due: DueConnection): Promise<boolean> {
  const now = context.now();
  const range = { start: now, end: now + HORIZON_MS };
  const believed = await listBelievedEvents(context.db, due, range);
  const calendarIds = new Set(believed.map(({ calendarId }) => calendarId));
  let areAllCompared = true;
  for (const calendarId of calendarIds) {
    const inCalendar = believed.filter((event) => event.calendarId === calendarId);
    const isCompared = await reconcileCalendar(context, due, calendarId, inCalendar, range);
    areAllCompared &&= isCompared;
  }
  if (areAllCompared) await rearmStanding(context.db, due.hostId, now - DAY_MS, now);
  return areAllCompared;
}

async function reconcileCalendar(
  context: AppContext,
  { hostId, connectionId }: DueConnection,
  calendarId: string,
  believed: BelievedEvent[],
  range: Interval,
): Promise<boolean> {
  const { db, google, now } = context;
  const answer = await withAccessToken(context, hostId, connectionId, (token) =>
    google.calendar.listOurEvents(token, calendarId, range),
  );
  // One that we may not read any more tells nothing, today or in an hour.
  if (answer.kind === "refused") return true;
  if (answer.kind !== "listed" && answer.kind !== "calendarMissing") return false;
  const listed = answer.kind === "listed" ? answer.events : [];
  const findings = compareEvents(believed, listed, range);
  if (findings.length === 0) return true;
  logWarning("reconcile", { hostId, reason: summaryOf(findings), count: findings.length });
  const toLookAt = findings.filter(({ kind }) => kind !== "doubled");
  const bookingIds = [...new Set(toLookAt.map(({ bookingId }) => bookingId))];
  if (bookingIds.length > 0) await lookAgain(db, hostId, bookingIds, now());
  for (const finding of findings) {
    if (finding.kind !== "doubled") continue;
    const { eventId, etag } = finding;
    // With mail: whoever was invited by it has it in a calendar of their own, under an id of its own.
    await withAccessToken(context, hostId, connectionId, (token) =>
      google.calendar.removeEvent(token, calendarId, eventId, etag, true),
    );
  }
  return true;
}

/** Such as "drifted missing": what kinds of difference there were. */
function summaryOf(findings: Finding[]): string {
  return [...new Set(findings.map(({ kind }) => kind))].sort().join(" ");
}
