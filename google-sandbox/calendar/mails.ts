import { findAccount } from "../accounts.ts";
import type { Call } from "../call.ts";
import type { Attendee, EventResource, EventTime, Mail, Store, StoredEvent } from "../state.ts";
import { invalid } from "./errors.ts";

export type SendUpdates = "all" | "externalOnly" | "none";

const MOST_MAILS_KEPT = 2000;

/** Whom a write tells: nobody, unless it asks for it. */
export function sendUpdatesOf(call: Call): SendUpdates {
  const query = call.url.searchParams;
  const value = query.get("sendUpdates");
  if (value === null) return query.get("sendNotifications") === "true" ? "all" : "none";
  if (value === "all" || value === "externalOnly" || value === "none") return value;
  throw invalid(`Invalid value '${value}'.`, "sendUpdates");
}

/** Mails the guests of a new event. */
export function mailInvitations(store: Store, event: StoredEvent, who: SendUpdates): void {
  mail(store, event, who, "invitation", event.resource.attendees ?? []);
}

/** Mails the guests of a deleted event. */
export function mailCancellations(store: Store, event: StoredEvent, who: SendUpdates): void {
  mail(store, event, who, "cancellation", event.resource.attendees ?? []);
}

/** Mails everyone who was or is a guest of a changed event. */
export function mailChanges(
  store: Store,
  event: StoredEvent,
  who: SendUpdates,
  before: EventResource,
): void {
  const invited = before.attendees ?? [];
  const after = event.resource.attendees ?? [];
  const changed = changesBetween(before, event.resource);
  mail(store, event, who, "invitation", without(after, invited));
  mail(store, event, who, "update", without(after, without(after, invited)), changed);
  mail(store, event, who, "cancellation", without(invited, after));
}

function changesBetween(before: EventResource, after: EventResource): Mail["changed"] {
  const isOther = (one: EventTime, other: EventTime) =>
    one.dateTime !== other.dateTime || one.date !== other.date;
  const isMoved = isOther(before.start, after.start) || isOther(before.end, after.end);
  return [
    ...(isMoved ? (["time"] as const) : []),
    ...(before.location === after.location ? [] : (["place"] as const)),
    ...(before.summary === after.summary ? [] : (["title"] as const)),
  ];
}

function mail(
  store: Store,
  { resource }: StoredEvent,
  who: SendUpdates,
  kind: Mail["kind"],
  attendees: Attendee[],
  changed?: Mail["changed"],
): void {
  if (who === "none") return;
  const recipients = attendees
    .filter((attendee) => attendee.self !== true && attendee.resource !== true)
    .filter(({ email }) => who === "all" || findAccount(store.state, email) === null);
  for (const { email } of recipients) {
    store.state.mails.push({
      at: store.now(),
      kind,
      to: email,
      from: resource.organizer.email,
      calendarId: resource.organizer.email,
      eventId: resource.id,
      summary: resource.summary ?? "",
      start: resource.start,
      end: resource.end,
      ...(resource.location === undefined ? {} : { location: resource.location }),
      ...(resource.extendedProperties === undefined
        ? {}
        : { extendedProperties: resource.extendedProperties }),
      ...(changed === undefined ? {} : { changed }),
    });
  }
  store.state.mails.splice(0, store.state.mails.length - MOST_MAILS_KEPT);
  if (recipients.length > 0) store.changed();
}

function without(attendees: Attendee[], others: Attendee[]): Attendee[] {
  const emails = new Set(others.map(({ email }) => email.toLowerCase()));
  return attendees.filter(({ email }) => !emails.has(email.toLowerCase()));
}
