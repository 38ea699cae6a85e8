// A host ends a connection: nothing new goes there from that moment; what has to leave the calendar leaves; then Google is
// told, and the tokens are wiped. Bookings go on.
import { type CalendarConnection, findConnection } from "#db/calendar-connections.server.ts";
import {
  countWorkLeft,
  disconnectKeepingEvents,
  disconnectRemovingEvents,
  noteStillLeaving,
  wipeConnection,
} from "#db/disconnecting.server.ts";
import { isGrantInUse } from "#db/google-grants.server.ts";
import type { NewRevocation, RevocationOutcome } from "#db/pending-revocations.server.ts";
import { decryptToken, encryptToken } from "../crypto/token-encryption.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logWarning } from "../log.server.ts";
import { wakeDueSyncs } from "./wake-due-syncs.server.ts";

/** So long events that have to go are given time to; then the connection ends without. */
export const LONGEST_LEAVING_MS = 86_400_000;
/** Google is told for so long that a grant has ended; a token kept longer than needed is a risk of its own. */
const REVOKE_FOR_MS = 7 * 86_400_000;
const FIRST_REVOKE_AGAIN_MS = 60_000;

export type DisconnectOutcome =
  /** Also when it was so before. */
  | { kind: "disconnected" }
  /** Events are still being removed, or a sync is just under way: it ends by itself. */
  | { kind: "disconnecting" }
  | { kind: "unknownConnection" };

export interface DisconnectRequest {
  hostId: string;
  connectionId: string;
  /** What becomes of the events of coming bookings in that calendar. */
  events: "stay" | "go";
}

export async function disconnectCalendar(
  context: AppContext,
  { hostId, connectionId, events }: DisconnectRequest,
): Promise<DisconnectOutcome> {
  const { db, now } = context;
  const known = await findConnection(db, hostId, connectionId);
  if (!known) return { kind: "unknownConnection" };
  if (known.status === "disconnected") return { kind: "disconnected" };
  const key = { hostId, id: connectionId };
  if (events === "go") await disconnectRemovingEvents(db, key, now());
  else await disconnectKeepingEvents(db, key, now());
  // What the last minutes' bookings still want, and what has to go now.
  inBackground(context, "wake_due_syncs", wakeDueSyncs(context));
  return finishWhenReady(context, key);
}

/** Does not wait for what is still to be removed: it stays in the calendar. */
export async function disconnectNow(
  context: AppContext,
  { hostId, connectionId }: Pick<DisconnectRequest, "hostId" | "connectionId">,
): Promise<DisconnectOutcome> {
  const connection = await findConnection(context.db, hostId, connectionId);
  if (!connection) return { kind: "unknownConnection" };
  if (connection.status !== "disconnecting") return finishWhenReady(context, connection);
  return endConnection(context, connection);
}

/** Ends a connection that is being disconnected once nothing is left to do there, or after a day. */
export async function finishWhenReady(
  context: AppContext,
  key: Pick<CalendarConnection, "hostId" | "id">,
): Promise<DisconnectOutcome> {
  const connection = await findConnection(context.db, key.hostId, key.id);
  if (!connection) return { kind: "unknownConnection" };
  if (connection.status !== "disconnecting") return { kind: "disconnected" };
  if (
    !isTimeUp(context, connection) &&
    (await countWorkLeft(context.db, connection, context.now())) > 0
  ) {
    await noteStillLeaving(context.db, connection, context.now());
    return { kind: "disconnecting" };
  }
  return endConnection(context, connection);
}

async function endConnection(
  context: AppContext,
  connection: CalendarConnection,
): Promise<DisconnectOutcome> {
  const { outcome, revocation } = await endGrant(context, connection);
  if (outcome === "key_unknown_yet" && !isTimeUp(context, connection)) {
    await noteStillLeaving(context.db, connection, context.now());
    return { kind: "disconnecting" };
  }
  if (outcome === "not_revoked" || outcome === "key_unknown_yet") {
    logWarning("revoke", { reason: "token_unreadable", hostId: connection.hostId, alert: true });
  }
  const reason = outcome === "key_unknown_yet" ? "not_revoked" : outcome;
  const isWiped = await wipeConnection(context.db, connection, reason, revocation, context.now());
  return { kind: isWiped || reason !== "grant_in_use" ? "disconnected" : "disconnecting" };
}

function isTimeUp({ now }: AppContext, { disconnectingSinceAt }: CalendarConnection): boolean {
  return now() - (disconnectingSinceAt ?? 0) >= LONGEST_LEAVING_MS;
}

interface EndedGrant {
  /** `key_unknown_yet`: sealed with a key that this version of the Worker does not know, the next one may. */
  outcome: RevocationOutcome | "key_unknown_yet";
  /** When Google could not be told: to be tried again. */
  revocation: NewRevocation | null;
}

/** Tells Google, unless somebody else's connection needs the same grant: revoking ends all of that person. */
async function endGrant(context: AppContext, connection: CalendarConnection): Promise<EndedGrant> {
  const { hostId, id: connectionId, refreshToken } = connection;
  if (refreshToken === null) return { outcome: "revoked", revocation: null };
  if (await isGrantInUse(context.db, connection.googleSub, connection)) {
    return { outcome: "grant_in_use", revocation: null };
  }
  const place = { hostId, connectionId, field: "refresh_token" } as const;
  const opened = await decryptToken(context.env.TOKEN_KEY_RING, refreshToken, place);
  if (opened.kind === "unknownKey") return { outcome: "key_unknown_yet", revocation: null };
  if (opened.kind === "notOurs") return { outcome: "not_revoked", revocation: null };
  const answer = await context.google.oauth.revoke(opened.token);
  if (answer.kind === "revoked") return { outcome: "revoked", revocation: null };
  const revocation = await newRevocation(context, connection, opened.token);
  return { outcome: "revocation_pending", revocation };
}

async function newRevocation(
  { env, now, newId }: AppContext,
  { googleSub }: CalendarConnection,
  token: string,
): Promise<NewRevocation> {
  const id = newId();
  return {
    id,
    googleSub,
    refreshToken: await encryptToken(env.TOKEN_KEY_RING, token, { revocationId: id }),
    dueAt: now() + FIRST_REVOKE_AGAIN_MS,
    expiresAt: now() + REVOKE_FOR_MS,
  };
}
