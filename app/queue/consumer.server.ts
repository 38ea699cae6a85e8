// Wakes syncs. Every message is acknowledged once its booking was looked at: the next try is kept in D1, so that
// redelivery and the dead-letter queue only see crashes.
import { postponeSync } from "#db/sync-waking.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { logError, logWarning } from "../log.server.ts";
import { syncBooking } from "../use-cases/sync-booking.server.ts";
import { SyncMessage } from "./message.ts";

const DEAD_LETTERS = "slotkeeper-sync-dead";
const AFTER_DEAD_LETTER_MS = 3_600_000;
/** A message dies after three redeliveries, 30 s apart: what fell due since then is not what crashed. */
const OLDEST_RETRY_MS = 60_000;

export async function consumeSyncMessages(context: AppContext, batch: MessageBatch): Promise<void> {
  const handle = batch.queue === DEAD_LETTERS ? buryMessage : syncMessage;
  for (const message of batch.messages) await handle(context, message);
}

async function syncMessage(context: AppContext, message: Message): Promise<void> {
  const parsed = SyncMessage.safeParse(message.body);
  if (!parsed.success) return dropUnknown(message);
  const { hostId, bookingId } = parsed.data;
  try {
    await syncBooking(context, { hostId, id: bookingId });
    message.ack();
  } catch (error) {
    logError("sync", error, { hostId, bookingId });
    message.retry({ delaySeconds: 30 });
  }
}

async function buryMessage(context: AppContext, message: Message): Promise<void> {
  const parsed = SyncMessage.safeParse(message.body);
  if (!parsed.success) return dropUnknown(message);
  const { hostId, bookingId } = parsed.data;
  logError("dead_letter", new Error("a sync crashed on every delivery"), {
    hostId,
    bookingId,
    alert: true,
  });
  const key = { hostId, id: bookingId };
  const now = context.now();
  await postponeSync(context.db, key, now - OLDEST_RETRY_MS, now + AFTER_DEAD_LETTER_MS);
  message.ack();
}

/** A message of a version that this deployment does not know: the row in D1 is still due, so nothing is lost with it. */
function dropUnknown(message: Message): void {
  logWarning("unknown_message");
  message.ack();
}
