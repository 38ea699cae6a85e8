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
import type { EventFacts } from "../domain/calendar-answer.ts";
import type { Destination, EventRecord } from "../domain/calendar-event.ts";
import { type Plan, planFirstStep, planNextStep, type Verdict } from "../domain/sync-plan.ts";
import { outcomeOf } from "../domain/sync-state.ts";
import type { AppContext } from "../load-context.server.ts";
import { logWarning } from "../log.server.ts";
import { sendSyncMessage } from "../queue/producer.server.ts";
import { refreshBusyTimes } from "./busy-times.server.ts";
import { carryOut } from "./carry-out-step.server.ts";
import { destinationOf } from "./destination.server.ts";

/** Longer than the time below plus one call's deadline, so that no two workers write at once. */
const LEASE_MS = 45_000;
/** No new step begins after this; each takes at most 10 s. */
const RUN_MS = 20_000;
const MOST_STEPS = 12;
const MOST_RUNS = 3;

export type SyncRun = { kind: "nothingToDo" } | { kind: "done"; nextTryAt: number | null };

/**
 * Syncs a booking now, if it is due and nobody else is at it. When it has to be tried again, the queue is asked to
 * wake it; should that fail, cron does.
 */
export async function syncBooking(context: AppContext, key: BookingKey): Promise<SyncRun> {
  for (let run = 0; run < MOST_RUNS; run++) {
    const closed = await claimAndRun(context, key);
    if (closed === null || closed.kind === "lostLease") return { kind: "nothingToDo" };
    if (closed.kind === "outdated") continue;
    if (closed.nextTryAt !== null) await wakeLater(context, key, closed.nextTryAt);
    return { kind: "done", nextTryAt: closed.nextTryAt };
  }
  await wakeLater(context, key, context.now());
  return { kind: "done", nextTryAt: context.now() };
}

async function claimAndRun(context: AppContext, key: BookingKey): Promise<ClosedSync | null> {
  const now = context.now();
  const lease: Lease = {
    token: context.newId(),
    until: now + LEASE_MS,
    retryAt: now + LEASE_MS,
    now,
  };
  const claim = await claimSync(context.db, key, lease);
  if (!claim) return null;
  const work = await loadSyncWork(context.db, key);
  const setting = await settingOf(context, work);
  const result = await run(context, work, setting, lease);
  const closed = await close(context, work, lease, claim.attempts, result);
  if (freedTime(work.records, result.records)) await refreshBusyTimes(context, setting.host);
  return closed;
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
  seen: { eventId: string; facts: EventFacts } | null;
  connectionId: string | null;
}

async function run(
  context: AppContext,
  work: SyncWork,
  setting: Setting,
  lease: Lease,
): Promise<RunResult> {
  const { booking } = work;
  const { destination, wantsMeet } = setting;
  const startedAt = context.now();
  let plan: Plan = planFirstStep(booking, work.records, destination, wantsMeet, startedAt);
  let seen: RunResult["seen"] = null;
  let connectionId: string | null = null;
  for (let steps = 0; "step" in plan; steps++) {
    const { step, records } = plan;
    if (steps === MOST_STEPS || context.now() > startedAt + RUN_MS) {
      return { verdict: outOfTime, records, seen, connectionId };
    }
    connectionId = step.record.connectionId;
    const exchange = await carryOut(context, { booking, host: setting.host, lease }, step);
    if ("event" in exchange.answer && step.record.wanted === "present") {
      seen = { eventId: step.record.eventId, facts: exchange.answer.event };
    }
    plan = planNextStep(booking, records, destination, wantsMeet, context.now(), exchange);
  }
  return { verdict: plan.end, records: plan.records, seen, connectionId };
}

const outOfTime: Verdict = { end: "failed", failure: { kind: "unavailable", why: "out_of_time" } };

async function close(
  context: AppContext,
  { booking }: SyncWork,
  lease: Lease,
  attempts: number,
  { verdict, records, seen, connectionId }: RunResult,
): Promise<ClosedSync> {
  const now = context.now();
  const outcome = outcomeOf(verdict, attempts, now, context.random());
  const { state, reason } = outcome;
  if (reason) logWarning("sync", { state, reason, attempts });
  return closeSync(context.db, booking, {
    lease,
    syncedRevision: verdict.end === "synced" ? booking.revision : null,
    revision: booking.revision,
    outcome,
    records,
    seen,
    connectionId,
    now,
  });
}

/** Woken by the queue; if it can't be asked, by cron, since the row says when it is due. */
async function wakeLater(context: AppContext, key: BookingKey, at: number): Promise<void> {
  await sendSyncMessage(context, key, at - context.now()).catch(() => undefined);
}

/** Whether an event left the calendar in this run: pages should offer its time again at once. */
function freedTime(before: EventRecord[], after: EventRecord[]): boolean {
  return after.some(({ generation, goneAt }) => {
    const earlier = before.find((record) => record.generation === generation);
    return goneAt !== null && earlier?.goneAt === null;
  });
}
