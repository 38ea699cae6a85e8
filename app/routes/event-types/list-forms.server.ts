// What the forms of the list ask for: a copy, or another order.
import { z } from "zod";
import { listEventTypes, saveOrder } from "#db/event-types.server.ts";
import { placedBefore } from "../../domain/event-type.ts";
import { isId } from "../../domain/ids.ts";
import type { AppContext } from "../../load-context.server.ts";

const id = z.string().refine(isId);

/** `id`: the event type that it is about. */
export const ListForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("duplicate"), id, copyId: id }),
  z.object({ intent: z.literal("up"), id, neighbourId: id }),
  z.object({ intent: z.literal("down"), id, neighbourId: id }),
]);

type Move = Extract<z.infer<typeof ListForm>, { neighbourId: string }>;

/**
 * Puts an event type above or below the one that stood beside it when the form was made: sent twice, it moves once.
 * @returns whether both are still there
 */
export async function moveEventType(
  { db }: Pick<AppContext, "db">,
  hostId: string,
  { intent, id, neighbourId }: Move,
): Promise<boolean> {
  const ids = (await listEventTypes(db, hostId)).map((eventType) => eventType.id);
  const order =
    intent === "up" ? placedBefore(ids, id, neighbourId) : placedBefore(ids, neighbourId, id);
  if (order) await saveOrder(db, hostId, order);
  return order !== null;
}
