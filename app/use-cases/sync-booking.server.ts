// Brings one booking and the calendar into agreement: claim, plan, act, save. Called right after every change, by the
// queue, by cron while there is no queue, and when a host asks; the row in D1 decides whether there is anything to do.

import {
  type Claim,
  type ClosedSync,
  claimSync,
  closeSync,
  type Lease,
  loadSyncWork,
  type SyncWork,
} from "#db/booking-syncs.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking, BookingKey } from "../domain/booking.ts";
import type { CalendarFailure } from "../domain/calendar-answer.ts";
import { type Destination, type EventRecord, textsOf } from "../domain/calendar-event.ts";
import type { SyncGoal } from "../domain/sync-knowledge.ts";
import { type Plan, planFirstStep, planNextStep } from "../domain/sync-plan.ts";
import { outcomeOf } from "../domain/sync-state.ts";
import type { Attempt, Seen, Verdict } from "../domain/sync-step.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logError, logWarning } from "../log.server.ts";
import { sendSyncMessage } from "../queue/producer.server.ts";
import { refreshBusyTimes } from "./busy-times.server.ts";
import { carryOut } from "./carry-out-step.server.ts";
import { noteAnswers, waitForTurn } from "./connection-turns.server.ts";
import { destinationOf } from "./destination.server.ts";

/** All runs of one call together: a Worker lives for 30 s after its answer. */
const TIME_MS = 25_000;
/** With less time than this no further run begins. */
const LEAST_RUN_MS = 10_000;
/** Longer than the time above by far, so that no two workers write at once. */
const LEASE_MS = 45_000;
/** Whatever Google has kept from us for so long, somebody should look into. */
const ALERT_AFTER_MS = 3_600_000;
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
  /** The host, when the event of a cancelled booking left the calendar. */
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
  const lease: Lease = { token: context.newId(), until: now + LEASE_MS, now };
  const claim = await claimSync(context.db, key, lease);
  if (!claim) return { closed: null, hostWithFreedTime: null };
  const work = await loadSyncWork(context.db, key);
  if (!work) return { closed: null, hostWithFreedTime: null };
  const result = await run(context, work, claim, { lease, deadline });
  const closed = await close(context, work, { lease, claim }, result);
  // Behind the closing, which must not hang on it.
  await noteAnswers(context, work.booking.hostId, result).catch((error) =>
    logError("note_answers", error),
  );
  const isFreed =
    work.booking.status === "cancelled" && newestGone(work.records, result.records) !== null;
  return { closed, hostWithFreedTime: isFreed ? work.host : null };
}

interface RunResult {
  verdict: Verdict;
  records: EventRecord[];
  seen: Seen | null;
  /** The connection that was used, or is to blame. */
  connectionId: string | null;
  /** The turn that was given and not taken. */
  turnAt: number | null;
  /** Since when Google had not answered for the connection before this run. */
  awaySinceAt: number | null;
  /** Why a look brought nothing. */
  unanswered: CalendarFailure | null;
}

/** Does what the plan says, step by step, if it is this booking's turn. */
async function run(
  context: AppContext,
  work: SyncWork,
  claim: Claim,
  bounds: { lease: Lease; deadline: number },
): Promise<RunResult> {
  const goal = await goalOf(context, work);
  let plan: Plan = planFirstStep(goal, work.records, context.now());
  if ("end" in plan) return resultOf(plan.end, plan, null);
  const turn = await waitForTurn(context, work.booking.hostId, plan.step, claim);
  if (turn.kind === "later") return { ...resultOf(turn.end, plan, null), turnAt: turn.at };
  const attempts: Attempt[] = [];
  while ("step" in plan) {
    if (attempts.length === MOST_STEPS) return resultOf(tooManySteps, plan, attempts);
    const attempt = await carryOut(context, { ...work, ...bounds }, plan.step);
    attempts.push(attempt);
    plan = planNextStep(goal, plan, attempt, context.now());
  }
  return { ...resultOf(plan.end, plan, attempts), awaySinceAt: turn.awaySinceAt };
}

async function goalOf(
  context: AppContext,
  { booking, host, records }: SyncWork,
): Promise<SyncGoal> {
  const destination = destinationOf(host);
  const present = records.findLast((record) => record.wanted === "present");
  const used = booking.chosenCalendar ?? present ?? records.at(-1) ?? destination;
  return {
    subject: { ...booking, texts: textsOf(booking, host) },
    destination,
    meet: await meetOf(context, booking, used),
  };
}

async function meetOf(
  { db }: AppContext,
  { hostId, status, location }: Booking,
  place: Destination | null,
): Promise<SyncGoal["meet"]> {
  if (status !== "confirmed" || location.kind !== "google_meet" || !place) return "none";
  const calendar = await findCalendar(db, hostId, place.connectionId, place.calendarId);
  return (calendar?.allowsMeet ?? true) ? "wanted" : "not_allowed";
}

const tooManySteps: Verdict = { end: "again", why: "too_many_steps" };

function resultOf(
  verdict: Verdict,
  { records, seen, unanswered, unfinished }: Plan,
  attempts: Attempt[] | null,
): RunResult {
  const failure = verdict.end === "failed" ? verdict.failure : null;
  const blamed = attempts?.find(({ answer }) => answer === failure) ?? attempts?.at(-1);
  const connectionId = blamed?.record.connectionId ?? null;
  const [held] = unfinished.map(({ end }) => (end.end === "failed" ? end.failure : null));
  return {
    ...{ verdict, records, seen, connectionId, turnAt: null, awaySinceAt: null },
    unanswered: unanswered ?? held ?? null,
  };
}

async function close(
  context: AppContext,
  { booking, records: before }: SyncWork,
  { lease, claim }: { lease: Lease; claim: Claim },
  { verdict, ...result }: RunResult,
): Promise<ClosedSync> {
  const { hostId, id: bookingId, revision } = booking;
  const now = context.now();
  const { attempts, behindSinceAt } = claim;
  const outcome = outcomeOf(verdict, attempts, now, context.random());
  const { state, reason } = outcome;
  const isLate = state === "retrying" && now - (behindSinceAt ?? now) >= ALERT_AFTER_MS;
  if (reason && outcome.attempted) {
    const alert = isLate ? { alert: true as const } : {};
    logWarning("sync", { state, reason, attempts, hostId, bookingId, ...alert });
  }
  return closeSync(context.db, booking, {
    ...result,
    // What a run has not touched is not written: each row costs.
    records: result.records.filter((record) => !before.includes(record)),
    lease,
    goneEventId: booking.status === "confirmed" ? newestGone(before, result.records) : null,
    syncedRevision: verdict.end === "synced" ? revision : null,
    isUnseen: result.unanswered?.kind === "disconnected",
    revision,
    outcome,
    now,
  });
}

/** The newest event that left the calendar in this run, by its id; null when none did. */
function newestGone(before: EventRecord[], after: EventRecord[]): string | null {
  const gone = after.findLast(({ generation, goneAt }) => {
    const earlier = before.find((record) => record.generation === generation);
    return goneAt !== null && earlier?.goneAt === null;
  });
  return gone?.eventId ?? null;
}
