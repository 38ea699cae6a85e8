// Google takes 600 calls a minute and user: syncs of one connection go one after the other, and stand back while Google
// does not answer.
import {
  markAway,
  markBack,
  markBackAndRearm,
  pauseTurns,
  takeTurn,
} from "#db/connection-pacing.server.ts";
import type { Step, Verdict } from "../domain/sync-step.ts";
import type { AppContext } from "../load-context.server.ts";

/** Turns of this much time are taken at once: whoever books now and then never waits. */
const AT_ONCE_MS = 12_000;
/** After a pause this long, what was put off meanwhile is tried at once; after a shorter one it comes by itself. */
const LONG_PAUSE_MS = 60_000;
const RATE_PAUSE_MS = 10_000;
/** One call's `Retry-After` may be a day; the others find out for themselves sooner. */
const LONGEST_RATE_PAUSE_MS = 600_000;

export type TurnAnswer =
  | { kind: "now"; awaySinceAt: number | null }
  /** `at`: the turn, which stays this booking's. */
  | { kind: "later"; at: number; end: Verdict };

/** The booking's turn among the calls of the connection that its next step uses. */
export async function waitForTurn(
  { db, now }: AppContext,
  hostId: string,
  { record: { connectionId } }: Step,
  claim: { turnAt: number | null },
): Promise<TurnAnswer> {
  const asked = now();
  const turn =
    claim.turnAt === null
      ? await takeTurn(db, { hostId, connectionId }, asked)
      : { at: claim.turnAt, awaySinceAt: null };
  // A connection that is not there refuses the call itself.
  if (!turn) return { kind: "now", awaySinceAt: null };
  const until = turn.at - AT_ONCE_MS;
  if (until <= asked) return { kind: "now", awaySinceAt: turn.awaySinceAt };
  return { kind: "later", at: turn.at, end: { end: "paced", until } };
}

/** Keeps in mind whether Google answers for the connection; when it does again, what was put off is tried at once. */
export async function noteAnswers(
  { db, now }: AppContext,
  hostId: string,
  { verdict, connectionId }: { verdict: Verdict; connectionId: string | null },
  awaySinceAt: number | null,
): Promise<void> {
  if (connectionId === null) return;
  const connection = { hostId, connectionId };
  const failure = verdict.end === "failed" ? verdict.failure : null;
  switch (failure?.kind) {
    case "unavailable":
      if (awaySinceAt === null) await markAway(db, connection, now());
      return;
    case "rateLimited":
      return pauseTurns(db, connection, now() + ratePause(failure.retryAfterMs));
    case undefined:
      break;
    default:
      return;
  }
  if (awaySinceAt === null) return;
  const wasLong = now() - awaySinceAt >= LONG_PAUSE_MS;
  await (wasLong ? markBackAndRearm(db, connection, now()) : markBack(db, connection));
}

function ratePause(retryAfterMs: number | null): number {
  return Math.min(Math.max(retryAfterMs ?? 0, RATE_PAUSE_MS), LONGEST_RATE_PAUSE_MS);
}
