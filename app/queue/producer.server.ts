import type { BookingKey } from "../domain/booking.ts";
import type { AppContext } from "../load-context.server.ts";
import { SyncMessage } from "./message.ts";

/** Queues deliver no later than this (Cloudflare Queues limits, `delaySeconds`). */
const LONGEST_DELAY_SECONDS = 43_200;

function toMessage({ hostId, id }: BookingKey): SyncMessage {
  return SyncMessage.parse({ version: 1, type: "sync_booking", hostId, bookingId: id });
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
  await env.SYNC_QUEUE.send(toMessage(key), { delaySeconds: toDelay(inMs) });
}

/** The same for many, at most 100 (Cloudflare Queues limits, `sendBatch`). */
export async function sendSyncMessages(
  { env }: Pick<AppContext, "env">,
  nudges: { key: BookingKey; inMs: number }[],
): Promise<void> {
  await env.SYNC_QUEUE.sendBatch(
    nudges.map(({ key, inMs }) => ({ body: toMessage(key), delaySeconds: toDelay(inMs) })),
  );
}
