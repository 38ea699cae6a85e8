// A host leaves for good: the page closes and everybody is signed out at once; events that have to go are given a day;
// then the grant at Google ends and every row goes.
import {
  beginDeletionCancellingBookings,
  beginDeletionKeepingBookings,
  closeAgain,
  deleteHost,
  isBeingDeleted,
} from "#db/account-deletion.server.ts";
import { listLeaving, listRevocationOutcomes } from "#db/disconnecting.server.ts";
import { findHost, type Host } from "#db/hosts.server.ts";
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

/**
 * What has become of Slotkeeper's access to the host's Google accounts; the worst of several. `none`: there
 * was none. `pending`: Google is still to
 * be told that it has ended, which goes on by itself. `inUse`: another account here needs it. `byHand`: only its owner can
 * end it, for the token can't be read.
 */
export type AccessEnd = "none" | "done" | "inUse" | "pending" | "byHand";

export type DeletionProgress =
  /** Every row is gone. */
  | { kind: "deleted"; access: AccessEnd }
  /** Nobody gets in any more; what has to be written to the calendar still is, for a day at most. */
  | { kind: "deleting" };

export type DeletionOutcome =
  /** Nothing was done. */
  | { kind: "notConfirmed" }
  /** `cancelled`: how many bookings were called off. */
  | (DeletionProgress & { cancelled: number });

export async function deleteAccount(
  context: AppContext,
  host: Host,
  { typedHandle, bookings, reason }: DeletionRequest,
): Promise<DeletionOutcome> {
  if (typedHandle.trim().toLowerCase() !== host.handle) return { kind: "notConfirmed" };
  const cancelled = await begin(context, host.id, bookings, reason);
  inBackground(context, "wake_due_syncs", wakeDueSyncs(context));
  return { ...(await finishDeletion(context, host.id)), cancelled };
}

async function begin(
  { db, now }: AppContext,
  hostId: string,
  bookings: DeletionRequest["bookings"],
  reason: string,
): Promise<number> {
  if (bookings === "cancel") return beginDeletionCancellingBookings(db, hostId, reason, now());
  await beginDeletionKeepingBookings(db, hostId, now());
  return 0;
}

/** Ends the host's connections that can end by now, and removes every row once all have. */
export async function finishDeletion(
  context: AppContext,
  hostId: string,
): Promise<DeletionProgress> {
  const { db, now } = context;
  await closeAgain(db, hostId, now());
  for (const connection of await listLeaving(db, hostId)) {
    await finishWhenReady(context, connection);
  }
  const access = await accessEndOf(context, hostId);
  return (await deleteHost(db, hostId)) ? { kind: "deleted", access } : { kind: "deleting" };
}

async function accessEndOf({ db }: AppContext, hostId: string): Promise<AccessEnd> {
  const outcomes = await listRevocationOutcomes(db, hostId);
  if (outcomes.includes("not_revoked")) return "byHand";
  if (outcomes.includes("revocation_pending")) return "pending";
  if (outcomes.includes("grant_in_use")) return "inUse";
  return outcomes.length === 0 ? "none" : "done";
}

/** Where a deletion stands that somebody asks about who is signed in no more. */
export async function findDeletion(
  { db }: Pick<AppContext, "db">,
  hostId: string,
): Promise<"deleted" | "deleting" | "notAskedFor"> {
  if (await isBeingDeleted(db, hostId)) return "deleting";
  return (await findHost(db, hostId)) ? "notAskedFor" : "deleted";
}
