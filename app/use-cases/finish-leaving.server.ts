// What leaving hosts have left to be done: connections that are being ended, accounts that are being deleted, and grants
// that Google could not be told to end. Each minute, by cron.
import { listDeleting } from "#db/account-deletion.server.ts";
import { listDisconnecting } from "#db/disconnecting.server.ts";
import { isGrantInUse } from "#db/google-grants.server.ts";
import {
  closeRevocation,
  listDueRevocations,
  type PendingRevocation,
  takeRevocation,
} from "#db/pending-revocations.server.ts";
import { decryptToken } from "../crypto/token-encryption.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { logError, logWarning } from "../log.server.ts";
import { finishDeletion } from "./delete-account.server.ts";
import { finishWhenReady } from "./disconnect-calendar.server.ts";

/** Each may wait for Google, and on the free plan an invocation has 50 queries of D1. */
const MOST_CONNECTIONS = 5;
const MOST_HOSTS = 2;
const MOST_REVOCATIONS = 3;
const LONGEST_PAUSE_MS = 6 * 3_600_000;

export async function finishLeaving(context: AppContext): Promise<void> {
  for (const connection of await listDisconnecting(context.db, MOST_CONNECTIONS)) {
    await finishWhenReady(context, connection).catch((error) => logError("disconnect", error));
  }
  for (const { id } of await listDeleting(context.db, MOST_HOSTS)) {
    await finishDeletion(context, id).catch((error) => logError("delete_account", error));
  }
  for (const revocation of await listDueRevocations(context.db, context.now(), MOST_REVOCATIONS)) {
    await revoke(context, revocation).catch((error) => logError("revoke", error));
  }
}

async function revoke(context: AppContext, revocation: PendingRevocation): Promise<void> {
  const { env, db, google, now } = context;
  const { id, refreshToken, attempts, expiresAt, googleSub } = revocation;
  const pause = Math.min(60_000 * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS);
  if (!(await takeRevocation(db, revocation, now() + pause))) return;
  if (await isGrantInUse(db, googleSub, null)) {
    return closeRevocation(db, revocation, "grant_in_use");
  }
  if (expiresAt <= now()) {
    logWarning("revoke", { reason: "given_up", alert: true });
    return closeRevocation(db, revocation, "not_revoked");
  }
  const opened = await decryptToken(env.TOKEN_KEY_RING, refreshToken, { revocationId: id });
  if (opened.kind !== "token") return logWarning("revoke", { reason: opened.kind, alert: true });
  const answer = await google.oauth.revoke(opened.token);
  if (answer.kind === "revoked") return closeRevocation(db, revocation, "revoked");
  logWarning("revoke", { reason: answer.why, attempts });
}
