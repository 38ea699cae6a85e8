// A host leaves for good: the page closes and everybody is signed out at once; events that have to go are given a day;
// then the grant at Google ends and every row goes.
import {
  beginDeletionCancellingBookings,
  beginDeletionKeepingBookings,
  deleteHost,
} from "#db/account-deletion.server.ts";
import { listLeaving } from "#db/disconnecting.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { isRevocationPending } from "#db/pending-revocations.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { finishWhenReady } from "./disconnect-calendar.server.ts";
import { wakeDueSyncs } from "./wake-due-syncs.server.ts";

export interface DeletionRequest {
  /** What the host typed to confirm: their own handle. */
  typedHandle: string;
  /** What becomes of the bookings to come, and of their events in the calendar. */
  bookings: "cancel" | "keep";
  /** What guests of cancelled bookings read. */
  reason: string;
}

export type DeletionOutcome =
  /** Nothing was done. */
  | { kind: "notConfirmed" }
  /** Every row is gone. `revocation`: Google is still to be told that its grant has ended, which goes on by itself. */
  | { kind: "deleted"; revocation: "done" | "pending" }
  /** Nobody gets in any more; events are still being removed from the calendar, for a day at most. */
  | { kind: "deleting" };

export async function deleteAccount(
  context: AppContext,
  host: Host,
  { typedHandle, bookings, reason }: DeletionRequest,
): Promise<DeletionOutcome> {
  if (typedHandle.trim().toLowerCase() !== host.handle) return { kind: "notConfirmed" };
  const { db, now } = context;
  if (bookings === "cancel") await beginDeletionCancellingBookings(db, host.id, reason, now());
  else await beginDeletionKeepingBookings(db, host.id, now());
  inBackground(context, "wake_due_syncs", wakeDueSyncs(context));
  return finishDeletion(context, host.id);
}

/** Ends the host's connections that can end by now, and removes every row once all have. */
export async function finishDeletion(
  context: AppContext,
  hostId: string,
): Promise<DeletionOutcome> {
  for (const connection of await listLeaving(context.db, hostId)) {
    const { kind } = await finishWhenReady(context, connection);
    if (kind === "disconnecting") return { kind: "deleting" };
  }
  const isPending = await isRevocationPending(context.db, hostId);
  const isDeleted = await deleteHost(context.db, hostId);
  return isDeleted
    ? { kind: "deleted", revocation: isPending ? "pending" : "done" }
    : { kind: "deleting" };
}
