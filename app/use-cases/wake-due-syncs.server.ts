import { type DueSync, listDueSyncs, postponeWaking } from "#db/sync-waking.server.ts";
import { TURN_MS } from "../domain/pacing.ts";
import type { AppContext } from "../load-context.server.ts";
import { logError } from "../log.server.ts";
import { sendSyncMessages } from "../queue/producer.server.ts";
import { syncBooking } from "./sync-booking.server.ts";

/** One `sendBatch`, and D1's 100 bound parameters, allow no more at a time. */
const PAGE = 100;
const MOST_PAGES = 10;
const NOT_AGAIN_FOR_MS = 5 * 60_000;
/** Cron comes each minute: what a crash left behind may fall due before the next one. */
const HORIZON_MS = 60_000;
/** What cron does itself while the queue can't be asked: on the free plan an invocation has 50 queries of D1. */
const MOST_WITHOUT_QUEUE = 4;

/**
 * Nudges what is due and nobody nudged: lost messages, crashes, a queue that was away. Oldest first. While the queue
 * refuses messages (away, or the free plan's 10,000 operations of the day are used up) some few are synced here.
 * @returns how many were nudged
 */
export async function wakeDueSyncs(context: AppContext): Promise<number> {
  const now = context.now();
  let woken = 0;
  const wokenOf = new Map<string, number>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const due = await listDueSyncs(context.db, now, HORIZON_MS, PAGE);
    if (due.length === 0) break;
    // One host's one after the other, as fast as they get their turns: so the oldest is done first.
    const nudges = due.map((sync) => {
      const before = wokenOf.get(sync.hostId) ?? 0;
      wokenOf.set(sync.hostId, before + 1);
      return { key: sync, inMs: Math.max(sync.claimableAt - now, before * TURN_MS) };
    });
    try {
      await sendSyncMessages(context, nudges);
    } catch (error) {
      logError("send_sync_messages", error);
      return woken + (await syncWithoutQueue(context, due));
    }
    const lastMs = Math.max(...nudges.map(({ inMs }) => inMs));
    // What somebody still holds is left as it is: nudged again next minute if need be, should this nudge get lost.
    const claimable = due.filter(({ claimableAt }) => claimableAt <= now);
    await postponeWaking(context.db, claimable, now + lastMs + NOT_AGAIN_FOR_MS);
    woken += due.length;
    if (due.length < PAGE || claimable.length === 0) break;
  }
  return woken;
}

async function syncWithoutQueue(context: AppContext, due: DueSync[]): Promise<number> {
  const now = context.now();
  const first = due.filter(({ claimableAt }) => claimableAt <= now).slice(0, MOST_WITHOUT_QUEUE);
  for (const sync of first) {
    await syncBooking(context, sync).catch((error) => logError("sync", error));
  }
  return first.length;
}
