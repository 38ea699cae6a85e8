import { decodeTextBase64Url, encodeTextBase64Url } from "../base64url.ts";
import type { Account, Calendar, EventResource, Store, StoredEvent } from "../state.ts";
import { lookUp, nextEtag } from "../state.ts";
import { settleConference } from "./conference.ts";
import type { EventDraft } from "./event-body.ts";

export type NewEvent = {
  id: string;
  iCalUID: string | null;
  draft: EventDraft;
  origin: string;
};

/** All events of a calendar, deleted ones included, in order of creation. */
export function eventsOf(store: Store, calendarId: string): StoredEvent[] {
  const events = Object.values(lookUp(store.state.events, calendarId) ?? {});
  for (const event of events) settleConference(store, event);
  return events;
}

/** The event with this id, even when it is deleted or its trash was emptied. */
export function findEvent(store: Store, calendarId: string, eventId: string): StoredEvent | null {
  const event = lookUp(lookUp(store.state.events, calendarId) ?? {}, eventId);
  if (event !== null) settleConference(store, event);
  return event;
}

/** Stores an event under an id that is free. */
export function storeEvent(
  store: Store,
  calendar: Calendar,
  creator: Account,
  { id, iCalUID, draft, origin }: NewEvent,
): StoredEvent {
  const now = store.now();
  const isPrimary = calendar.id === creator.email;
  const event: StoredEvent = {
    isPurged: false,
    conferenceDue: null,
    resource: {
      kind: "calendar#event",
      etag: nextEtag(store),
      id,
      htmlLink: `${origin}/calendar/event?eid=${eidOf(calendar.id, id)}`,
      created: new Date(Math.floor(now / 1000) * 1000).toISOString(),
      updated: new Date(now).toISOString(),
      creator: { email: creator.email, ...(isPrimary ? { self: true } : {}) },
      organizer: isPrimary
        ? { email: creator.email, self: true }
        : { email: calendar.id, displayName: calendar.summary, self: true },
      iCalUID: iCalUID ?? `${id}@google.com`,
      sequence: 0,
      ...draft,
    },
  };
  store.state.events[calendar.id] ??= {};
  (store.state.events[calendar.id] as Record<string, StoredEvent>)[id] = event;
  store.changed();
  return event;
}

/** Replaces an event's content; every write gives it a new etag. */
export function rewriteEvent(store: Store, event: StoredEvent, resource: EventResource): void {
  if (resource.status === "cancelled") event.conferenceDue = null;
  event.resource = {
    ...resource,
    etag: nextEtag(store),
    updated: new Date(store.now()).toISOString(),
  };
  store.changed();
}

/** Deletes an event: its id and its details stay behind. */
export function cancelEvent(store: Store, event: StoredEvent): void {
  rewriteEvent(store, event, { ...event.resource, status: "cancelled" });
}

/** Empties the trash of a calendar: what is deleted can no longer be read or restored. */
export function emptyTrash(store: Store, calendarId: string): void {
  for (const event of eventsOf(store, calendarId)) {
    if (event.resource.status === "cancelled") event.isPurged = true;
  }
  store.changed();
}

/** The calendar and event id behind the `eid` of an event's link, or null. */
export function parseEid(eid: string): { calendarId: string; eventId: string } | null {
  const [eventId = "", calendarId] = decodeTextBase64Url(eid)?.split(" ") ?? [];
  return calendarId === undefined ? null : { calendarId, eventId };
}

function eidOf(calendarId: string, eventId: string): string {
  return encodeTextBase64Url(`${eventId} ${calendarId}`);
}
