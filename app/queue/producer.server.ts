import type { BookingKey } from "../domain/booking.ts";
import type { AppContext } from "../load-context.server.ts";
import { logWarning } from "../log.server.ts";
import { SyncMessage } from "./message.ts";

/** Queues deliver no later than this (Cloudflare Queues limits, `delaySeconds`). */
const LONGEST_DELAY_SECONDS = 43_200;

function asMessage({ hostId, id }: BookingKey): SyncMessage {
  return { version: 1, type: "sync_booking", hostId, bookingId: id };
}

/** Rounded up: a message that comes before its time finds nothing to do. */
function toDelay(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms / 1000), 0), LONGEST_DELAY_SECONDS);
}

/** Asks the queue to wake a booking's sync after `inMs`. Throws when the queue can't be reached. */
export async function sendSyncMessage(
  { env }: Pick<AppContext, "env">,
  key: BookingKey,
  inMs: number,
): Promise<void> {
  await env.SYNC_QUEUE.send(SyncMessage.parse(asMessage(key)), { delaySeconds: toDelay(inMs) });
}

/** The same for many, at most 100 (Cloudflare Queues limits, `sendBatch`). */
export async function sendSyncMessages(
  { env }: Pick<AppContext, "env">,
  nudges: { key: BookingKey; inMs: number }[],
): Promise<void> {
  const messages = nudges.flatMap(({ key, inMs }) => {
    const body = SyncMessage.safeParse(asMessage(key)).data;
    // One odd row must not keep cron from waking all the others.
    if (!body) logWarning("unsendable_message", { hostId: key.hostId, bookingId: key.id });
    return body ? [{ body, delaySeconds: toDelay(inMs) }] : [];
  });
  if (messages.length > 0) await env.SYNC_QUEUE.sendBatch(messages);
}
