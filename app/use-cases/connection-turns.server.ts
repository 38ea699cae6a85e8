// Google takes 600 calls a minute and user: syncs of one connection go one after the other, and stand back while Google
// does not answer.
import {
  markAway,
  markBack,
  markBackAndRearm,
  pauseTurns,
  takeTurn,
} from "#db/connection-pacing.server.ts";
import type { CalendarFailure } from "../domain/calendar-answer.ts";
import { AT_ONCE_MS, LONG_AWAY_MS, pauseMs } from "../domain/pacing.ts";
import type { Step, Verdict } from "../domain/sync-step.ts";
import type { AppContext } from "../load-context.server.ts";

export type TurnAnswer =
  /** `awaySinceAt`: since when Google has not answered for the connection; null when it does, or was not asked for. */
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
  {
    verdict,
    connectionId,
    awaySinceAt,
    unanswered,
  }: {
    verdict: Verdict;
    connectionId: string | null;
    awaySinceAt: number | null;
    unanswered: CalendarFailure | null;
  },
): Promise<void> {
  if (connectionId === null || verdict.end === "paced") return;
  const connection = { hostId, connectionId };
  const failure = verdict.end === "failed" ? verdict.failure : unanswered;
  switch (failure?.kind) {
    case "unavailable":
      if (awaySinceAt === null) await markAway(db, connection, now());
      return;
    case "rateLimited":
      return pauseTurns(db, connection, now() + pauseMs(failure.retryAfterMs));
    case undefined:
      break;
    default:
      return;
  }
  if (awaySinceAt === null) return;
  const wasLong = now() - awaySinceAt >= LONG_AWAY_MS;
  await (wasLong ? markBackAndRearm(db, connection, now()) : markBack(db, connection));
}
