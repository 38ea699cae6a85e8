// Brings one booking and the calendar into agreement: claim, plan, act, save. Called at once after booking, by the
// queue and by nobody else; whoever calls it, the row in D1 decides whether there is anything to do.

import {
  type ClosedSync,
  claimSync,
  closeSync,
  type Lease,
  loadSyncWork,
  type SyncWork,
} from "#db/booking-syncs.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import { findHost, type Host } from "#db/hosts.server.ts";
import type { BookingKey } from "../domain/booking.ts";
import type { Destination, EventRecord } from "../domain/calendar-event.ts";
import { type Plan, planFirstStep, planNextStep, type SyncGoal } from "../domain/sync-plan.ts";
import { outcomeOf } from "../domain/sync-state.ts";
import type { Seen, Verdict } from "../domain/sync-step.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logWarning } from "../log.server.ts";
import { sendSyncMessage } from "../queue/producer.server.ts";
import { refreshBusyTimes } from "./busy-times.server.ts";
import { carryOut } from "./carry-out-step.server.ts";
import { destinationOf } from "./destination.server.ts";

/** All runs of one call together: a Worker lives for 30 s after its answer. */
const TIME_MS = 25_000;
/** With less time than this no further run begins. */
const LEAST_RUN_MS = 10_000;
/** Longer than the time above by far, so that no two workers write at once. */
const LEASE_MS = 45_000;
const MOST_STEPS = 12;
const MOST_RUNS = 3;

export type SyncRun = { kind: "nothingToDo" } | { kind: "done"; nextTryAt: number | null };

/**
 * Syncs a booking now, if it is due and nobody else is at it. When it has to be tried again, the queue is asked to
 * wake it; should that fail, cron does.
 */
export async function syncBooking(context: AppContext, key: BookingKey): Promise<SyncRun> {
  const { closed, hostWithFreedTime } = await runWhileOutdated(context, key);
  const result = await wakeIfNeeded(context, key, closed);
  if (hostWithFreedTime) {
    // Pages should offer the time again at once.
    inBackground(context, "refresh_busy_times", refreshBusyTimes(context, hostWithFreedTime));
  }
  return result;
}

interface ClosedRun {
  /** Null when there was nothing to claim. */
  closed: ClosedSync | null;
  /** The host, when an event left the calendar. */
  hostWithFreedTime: Host | null;
}

/** Runs again when a newer revision came during the run. */
async function runWhileOutdated(context: AppContext, key: BookingKey): Promise<ClosedRun> {
  const deadline = context.now() + TIME_MS;
  let hostWithFreedTime: Host | null = null;
  for (let runs = 1; ; runs++) {
    const run = await claimAndRun(context, key, deadline);
    hostWithFreedTime = run.hostWithFreedTime ?? hostWithFreedTime;
    const hasTime = runs < MOST_RUNS && deadline - context.now() >= LEAST_RUN_MS;
    if (run.closed?.kind !== "outdated" || !hasTime) return { ...run, hostWithFreedTime };
  }
}

/** Woken by the queue; if it can't be asked, by cron, since the row says when it is due. */
async function wakeIfNeeded(
  context: AppContext,
  key: BookingKey,
  closed: ClosedSync | null,
): Promise<SyncRun> {
  if (closed === null || closed.kind === "lostLease") return { kind: "nothingToDo" };
  const now = context.now();
  const nextTryAt = closed.kind === "outdated" ? now : closed.nextTryAt;
  if (nextTryAt !== null) {
    await sendSyncMessage(context, key, nextTryAt - now).catch(() => undefined);
  }
  return { kind: "done", nextTryAt };
}

async function claimAndRun(
  context: AppContext,
  key: BookingKey,
  deadline: number,
): Promise<ClosedRun> {
  const now = context.now();
  const lease: Lease = {
    token: context.newId(),
    until: now + LEASE_MS,
    retryAt: now + LEASE_MS,
    now,
  };
  const claim = await claimSync(context.db, key, lease);
  if (!claim) return { closed: null, hostWithFreedTime: null };
  const work = await loadSyncWork(context.db, key);
  const setting = await settingOf(context, work);
  const result = await run(context, work, setting, { lease, deadline });
  const closed = await close(context, work, lease, claim.attempts, result);
  const isFreed = freedTime(work.records, result.records);
  return { closed, hostWithFreedTime: isFreed ? setting.host : null };
}

interface Setting {
  host: Host;
  destination: Destination | null;
  wantsMeet: boolean;
}

async function settingOf(context: AppContext, { booking, records }: SyncWork): Promise<Setting> {
  const host = await findHost(context.db, booking.hostId);
  if (!host) throw new Error("a booking has no host");
  const chosen = destinationOf(host);
  const used = records.findLast((record) => record.wanted === "present") ?? chosen;
  return {
    host,
    destination: chosen,
    wantsMeet:
      booking.status === "confirmed" &&
      booking.location.kind === "google_meet" &&
      used !== null &&
      (await allowsMeet(context, host.id, used)),
  };
}

async function allowsMeet(
  context: AppContext,
  hostId: string,
  { connectionId, calendarId }: Destination,
): Promise<boolean> {
  const calendar = await findCalendar(context.db, hostId, connectionId, calendarId);
  return calendar?.allowsMeet ?? true;
}

interface RunResult {
  verdict: Verdict;
  records: EventRecord[];
  seen: Seen | null;
  connectionId: string | null;
}

async function run(
  context: AppContext,
  { booking, records }: SyncWork,
  { host, destination, wantsMeet }: Setting,
  bounds: { lease: Lease; deadline: number },
): Promise<RunResult> {
  const goal: SyncGoal = { subject: booking, destination, wantsMeet };
  let plan: Plan = planFirstStep(goal, records, context.now());
  let connectionId: string | null = null;
  for (let steps = 0; "step" in plan; steps++) {
    if (steps === MOST_STEPS) return { verdict: tooManySteps, ...whatIsKnown(plan), connectionId };
    connectionId = plan.step.record.connectionId;
    const attempt = await carryOut(context, { booking, host, ...bounds }, plan.step);
    plan = planNextStep(goal, plan, attempt, context.now());
  }
  return { verdict: plan.end, ...whatIsKnown(plan), connectionId };
}

const tooManySteps: Verdict = { end: "again", why: "too_many_steps" };

const whatIsKnown = ({ records, seen }: Plan) => ({ records, seen });

async function close(
  context: AppContext,
  { booking }: SyncWork,
  lease: Lease,
  attempts: number,
  { verdict, records, seen, connectionId }: RunResult,
): Promise<ClosedSync> {
  const { hostId, id: bookingId, revision } = booking;
  const now = context.now();
  const outcome = outcomeOf(verdict, attempts, now, context.random());
  const { state, reason } = outcome;
  if (reason) logWarning("sync", { state, reason, attempts, hostId, bookingId });
  return closeSync(context.db, booking, {
    lease,
    syncedRevision: verdict.end === "synced" ? revision : null,
    revision,
    outcome,
    records,
    seen,
    connectionId,
    now,
  });
}

/** Whether an event left the calendar in this run. */
function freedTime(before: EventRecord[], after: EventRecord[]): boolean {
  return after.some(({ generation, goneAt }) => {
    const earlier = before.find((record) => record.generation === generation);
    return goneAt !== null && earlier?.goneAt === null;
  });
}
