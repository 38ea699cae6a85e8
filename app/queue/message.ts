import { z } from "zod";
import { isId } from "../domain/ids.ts";

/** A nudge: look at this booking. It carries ids and never state, so lost, doubled and reordered messages do no harm. */
export const SyncMessage = z.strictObject({
  version: z.literal(1),
  type: z.literal("sync_booking"),
  hostId: z.string().refine(isId),
  bookingId: z.string().refine(isId),
});

export type SyncMessage = z.infer<typeof SyncMessage>;
