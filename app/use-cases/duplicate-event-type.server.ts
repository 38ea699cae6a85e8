import type { EventType } from "#db/booking-pages.server.ts";
import { notUnique } from "#db/database.server.ts";
import { insertEventType, listEventTypes } from "#db/event-types.server.ts";
import { copyTitle, freeSlug, MOST_EVENT_TYPES, privateSlug } from "../domain/event-type.ts";
import type { AppContext } from "../load-context.server.ts";

export type DuplicateOutcome =
  | { kind: "duplicated" }
  | { kind: "unknownEventType" }
  | { kind: "tooMany" };

type Context = Pick<AppContext, "db" | "newSecret">;

/** So often an address that was free is taken before it is stored, at most. */
const MOST_TRIES = 3;

/**
 * Makes a copy of an event type: after the host's others, switched off, at an address of its own.
 * @param key of the copy; with an id that the host has already, the same form was sent twice, and made it
 */
export async function duplicateEventType(
  context: Context,
  key: Pick<EventType, "hostId" | "id">,
  sourceId: string,
): Promise<DuplicateOutcome> {
  for (let tries = 1; ; tries++) {
    const known = await listEventTypes(context.db, key.hostId);
    if (known.some(({ id }) => id === key.id)) return { kind: "duplicated" };
    const source = known.find(({ id }) => id === sourceId);
    if (!source) return { kind: "unknownEventType" };
    if (known.length >= MOST_EVENT_TYPES) return { kind: "tooMany" };
    try {
      await insertEventType(context.db, key, copyOf(context, source, known));
      return { kind: "duplicated" };
    } catch (error) {
      // Somebody was faster, with this address or with the same form: the list tells which.
      if (!notUnique(error) || tries === MOST_TRIES) throw error;
    }
  }
}

function copyOf({ newSecret }: Context, source: EventType, known: readonly EventType[]) {
  const { hostId: _hostId, id: _id, position: _position, ...values } = source;
  const taken = new Set(known.map(({ slug }) => slug));
  const slug = source.isListed ? freeSlug(source.slug, taken) : privateSlug(newSecret());
  return { ...values, slug, title: copyTitle(source.title), isActive: false };
}
