// Replacing the key that tokens are sealed with: what comes next, decided from what was read. Asking and doing is for
// scripts/rotate-token-keys.ts. Nothing is remembered between two runs, so each can be broken off anywhere: which rings
// there are and what D1 holds tells how far the last one came.
import { numberOfTokenRing, tokenRingName, tokenRingNames } from "#app/crypto/key-rings.server.ts";

/** How many tokens a key still encrypts. */
export interface KeyCount {
  keyId: string;
  tokens: number;
}

/** A ciphertext is `v1.<key id>.<iv>.<sealed>`. */
export const COUNT_TOKENS = `
  SELECT substr(stored, 4, instr(substr(stored, 4), '.') - 1) AS keyId, count(*) AS tokens
  FROM (SELECT access_token AS stored FROM calendar_connections
    UNION ALL SELECT refresh_token FROM calendar_connections
    UNION ALL SELECT refresh_token FROM pending_revocations)
  WHERE stored IS NOT NULL GROUP BY 1 ORDER BY 1`.replaceAll(/\s+/g, " ");

export type RotationPlan =
  /** Nothing was ever deployed or started here. */
  | { kind: "noRing" }
  | { kind: "addRing"; name: string; keyId: string; olderNames: string[] }
  /** A ring was added before, and older ones are still there: that rotation comes to its end first. */
  | { kind: "finish"; name: string; keyId: string; olderNames: string[] };

/**
 * What a run has to do.
 * @param names of all secrets that are set; their values can't be read
 */
export function planRotation(names: string[], counts: KeyCount[]): RotationPlan {
  const rings = tokenRingNames(names);
  const newest = rings.at(-1);
  if (!newest) return { kind: "noRing" };
  const number = numberOfTokenRing(newest) ?? 1;
  if (rings.length > 1) {
    const olderNames = rings.slice(0, -1);
    return { kind: "finish", name: newest, keyId: keyIdOf(number), olderNames };
  }
  // An id that D1 knows belongs to a key, even if it is in a ring that somebody made by hand.
  const taken = counts.map(({ keyId }) => Number(/^k(\d+)$/.exec(keyId)?.[1] ?? 0));
  const next = Math.max(number, ...taken) + 1;
  return { kind: "addRing", name: tokenRingName(next), keyId: keyIdOf(next), olderNames: rings };
}

function keyIdOf(number: number): string {
  return `k${number}`;
}

/** The tokens that another key than this one encrypts. */
export function countLeft(counts: KeyCount[], keyId: string): number {
  return counts.reduce((sum, count) => sum + (count.keyId === keyId ? 0 : count.tokens), 0);
}

/** One look at D1. */
export interface Look {
  atMs: number;
  left: number;
}

export type NextMove = { kind: "lookAgain"; inMs: number } | { kind: "done" } | { kind: "stalled" };

const SECOND_MS = 1_000;
/** A Worker that was started before the key was added may still write for a moment. */
const QUIET_MS = 120 * SECOND_MS;
const STALLED_MS = 15 * 60 * SECOND_MS;
/** Counting reads every token, so it is done less often where there are many. */
const MANY = 1_000;

/** @param looks the earliest first, at least one */
export function nextMove(looks: Look[]): NextMove {
  const last = looks.at(-1) as Look;
  const sameSince = looks.findLast((look, at) => looks[at - 1]?.left !== look.left) ?? last;
  const unchangedMs = last.atMs - sameSince.atMs;
  if (last.left === 0 && unchangedMs >= QUIET_MS) return { kind: "done" };
  if (last.left > 0 && unchangedMs >= STALLED_MS) return { kind: "stalled" };
  return { kind: "lookAgain", inMs: last.left > MANY ? 600 * SECOND_MS : 20 * SECOND_MS };
}

/** "k1: 12 tokens, k2 (current): 40 tokens". */
export function describeCounts(counts: KeyCount[], currentKeyId: string | null): string {
  if (counts.length === 0) return "no tokens are stored";
  return counts
    .map(({ keyId, tokens }) => {
      const name = keyId === currentKeyId ? `${keyId} (current)` : keyId;
      return `${name}: ${tokens} ${tokens === 1 ? "token" : "tokens"}`;
    })
    .join(", ");
}
