import { z } from "zod";

/** A nudge: look at this booking. It carries ids and never state, so lost, doubled and reordered messages do no harm. */
export const SyncMessage = z.strictObject({
  version: z.literal(1),
  type: z.literal("sync_booking"),
  hostId: z.string().regex(/^[0-9a-f]{32}$/),
  bookingId: z.string().regex(/^[0-9a-f]{32}$/),
});

export type SyncMessage = z.infer<typeof SyncMessage>;
