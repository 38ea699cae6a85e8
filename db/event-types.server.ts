// The event types as their host sees and changes them. The triggers make whatever was decided by older rules stale.
import { and, asc, count, eq, notExists, sql } from "drizzle-orm";
import { MOST_EVENT_TYPES } from "#app/domain/event-type.ts";
import type { EventType } from "./booking-pages.server.ts";
import type { Database } from "./database.server.ts";
import { eventTypes, schedules } from "./schema/availability.server.ts";
import { bookings } from "./schema/bookings.server.ts";

/** What its host decides. */
export type EventTypeValues = Omit<EventType, "hostId" | "id" | "position">;

type Key = Pick<EventType, "hostId" | "id">;

const isKey = ({ hostId, id }: Key) => and(eq(eventTypes.hostId, hostId), eq(eventTypes.id, id));

/** All of a host: active or not, listed or private. */
export async function listEventTypes(db: Database, hostId: string): Promise<EventType[]> {
  return db
    .select()
    .from(eventTypes)
    .where(eq(eventTypes.hostId, hostId))
    .orderBy(asc(eventTypes.position), asc(eventTypes.slug))
    .limit(2 * MOST_EVENT_TYPES);
}

export async function countEventTypes(db: Database, hostId: string): Promise<number> {
  const found = await db
    .select({ count: count() })
    .from(eventTypes)
    .where(eq(eventTypes.hostId, hostId))
    .get();
  return found?.count ?? 0;
}

/** After the host's others. Throws on a slug or an id that the host has already: see `notUnique`. */
export async function insertEventType(
  db: Database,
  key: Key,
  values: EventTypeValues,
): Promise<void> {
  const last = sql`(SELECT coalesce(max(position), 0) FROM event_types WHERE host_id = ${key.hostId})`;
  await db.insert(eventTypes).values({ ...values, ...key, position: sql`${last} + 1` });
}

/** @returns whether the host has such an event type. Throws on a slug that another of the host's has. */
export async function updateEventType(
  db: Database,
  key: Key,
  values: EventTypeValues,
): Promise<boolean> {
  const { meta } = await db.update(eventTypes).set(values).where(isKey(key)).run();
  return meta.changes > 0;
}

/** Puts the host's event types in this order. Only those whose place changes are written. */
export async function saveOrder(
  db: Database,
  hostId: string,
  ids: readonly string[],
): Promise<void> {
  const { id, position } = eventTypes;
  const place = sql`(SELECT key + 1 FROM json_each(${JSON.stringify(ids)}) WHERE value = ${id})`;
  await db
    .update(eventTypes)
    .set({ position: place })
    .where(and(eq(eventTypes.hostId, hostId), sql`${position} <> ${place}`));
}

/** Deletes an event type that was never booked. @returns whether it did */
export async function deleteUnbookedEventType(db: Database, key: Key): Promise<boolean> {
  const { hostId, id } = key;
  const itsBookings = db
    .select({ id: bookings.id })
    .from(bookings)
    .where(and(eq(bookings.hostId, hostId), eq(bookings.eventTypeId, id)));
  const { meta } = await db
    .delete(eventTypes)
    .where(and(isKey(key), notExists(itsBookings)))
    .run();
  return meta.changes > 0;
}

/** What a host can offer an event type in: the default first. */
export async function listScheduleChoices(
  db: Database,
  hostId: string,
): Promise<{ id: string; name: string; timeZone: string; isDefault: boolean }[]> {
  const { id, name, timeZone, isDefault } = schedules;
  const found = await db
    .select({ id, name, timeZone, isDefault })
    .from(schedules)
    .where(eq(schedules.hostId, hostId))
    .limit(100);
  return found.sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
}
