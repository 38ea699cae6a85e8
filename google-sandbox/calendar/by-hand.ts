import type { Account, EventResource, Store, StoredEvent, Subscription } from "../state.ts";
import { findListed } from "./access.ts";
import { CalendarError, notFound } from "./errors.ts";
import { type JsonObject, mergePatch, readEvent } from "./event-body.ts";
import { cancelEvent, findEvent, rewriteEvent, storeEvent } from "./event-store.ts";

/** A person adds an event in the calendar itself; nobody is mailed. */
export function addByHand(
  store: Store,
  account: Account,
  calendarId: string,
  body: JsonObject,
  origin: string,
): EventResource {
  const calendar = requireEditable(store, account, calendarId);
  const draft = readEvent(body, calendar);
  const id = store.randomId();
  const event = storeEvent(store, calendar, account, { id, iCalUID: null, draft, origin });
  return structuredClone(event.resource);
}

/** A person moves or edits an event in the calendar itself. */
export function changeByHand(
  store: Store,
  account: Account,
  calendarId: string,
  eventId: string,
  patch: JsonObject,
): EventResource {
  const calendar = requireEditable(store, account, calendarId);
  const event = requireLive(store, calendar.id, eventId);
  const draft = readEvent(mergePatch({ ...event.resource }, patch), calendar);
  const sequence = event.resource.sequence + 1;
  rewriteEvent(store, event, { ...event.resource, ...draft, sequence });
  return structuredClone(event.resource);
}

export function deleteByHand(
  store: Store,
  account: Account,
  calendarId: string,
  eventId: string,
): void {
  const calendar = requireEditable(store, account, calendarId);
  cancelEvent(store, requireLive(store, calendar.id, eventId));
}

/** A person takes a calendar off their list: for them and their applications it is not there. */
export function leaveCalendar(store: Store, account: Account, calendarId: string): Subscription {
  const listed = findListed(store, account, calendarId);
  if (listed === null || listed.entry.isPrimary) throw new CalendarError(403, "forbidden");
  const { subscriptions } = store.state;
  subscriptions.splice(subscriptions.indexOf(listed.entry), 1);
  store.changed();
  return listed.entry;
}

/** What a person has left comes back on their list, with the role that they had. */
export function rejoinCalendar(store: Store, left: Subscription): void {
  store.state.subscriptions.push(left);
  store.changed();
}

function requireEditable(store: Store, account: Account, calendarId: string) {
  const listed = findListed(store, account, calendarId);
  if (listed === null) throw notFound();
  const { accessRole } = listed.entry;
  if (accessRole !== "owner" && accessRole !== "writer") throw new CalendarError(403, "forbidden");
  return listed.calendar;
}

function requireLive(store: Store, calendarId: string, eventId: string): StoredEvent {
  const event = findEvent(store, calendarId, eventId);
  if (event === null || event.resource.status === "cancelled") throw notFound();
  return event;
}
