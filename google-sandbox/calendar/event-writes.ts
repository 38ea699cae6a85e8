import { type Call, json } from "../call.ts";
import type { EventResource, Store, StoredEvent } from "../state.ts";
import { type Caller, type Reached, requireWritable } from "./access.ts";
import { applyConference, planConference } from "./conference.ts";
import { CalendarError, invalid, notFound } from "./errors.ts";
import { type EventDraft, type JsonObject, mergePatch, readEvent, readJson } from "./event-body.ts";
import { etagMatches, shownEvent } from "./event-reads.ts";
import { cancelEvent, eventsOf, findEvent, rewriteEvent, storeEvent } from "./event-store.ts";
import { mailCancellations, mailChanges, mailInvitations, sendUpdatesOf } from "./mails.ts";

/** `events.insert` */
export function insertEvent(
  store: Store,
  call: Call,
  caller: Caller,
  [calendarId = ""]: string[],
): Response {
  const reached = requireWritable(store, caller, calendarId);
  const { calendar } = reached;
  const who = sendUpdatesOf(call);
  const body = readJson(call);
  const { id, iCalUID } = identityOf(store, body);
  const draft = readEvent(body, calendar);
  if (draft.status === "cancelled") throw invalid("Invalid value for: status");
  if (isTaken(store, calendar.id, id, iCalUID)) throw new CalendarError(409, "duplicate");
  const wish = planConference(store, call, "events.insert", calendar, {
    version: conferenceVersionOf(call),
    wanted: body.conferenceData ?? undefined,
    current: null,
    isWholeEvent: false,
  });
  const { origin } = call.url;
  const event = storeEvent(store, calendar, caller.account, { id, iCalUID, draft, origin });
  applyConference(event, wish);
  mailInvitations(store, event, who);
  return written(event, reached);
}

/** `events.patch` and `events.update`: the first merges into the event, the second replaces it. */
export function changeEvent(
  store: Store,
  call: Call,
  caller: Caller,
  [calendarId = "", eventId = ""]: string[],
  endpoint: "events.patch" | "events.update",
): Response {
  const reached = requireWritable(store, caller, calendarId);
  const { calendar } = reached;
  const who = sendUpdatesOf(call);
  const event = findEvent(store, calendar.id, eventId);
  if (event === null) throw notFound();
  if (event.isPurged) throw new CalendarError(403, "forbidden");
  requireMatch(call, event);

  const isWholeEvent = endpoint === "events.update";
  const body = readJson(call);
  const draft = readEvent(isWholeEvent ? body : mergePatch({ ...event.resource }, body), calendar);
  const sequence = sequenceAfter(event.resource, draft, body);
  const wish = planConference(store, call, endpoint, calendar, {
    version: conferenceVersionOf(call),
    wanted: body.conferenceData,
    current: event.resource.conferenceData ?? null,
    isWholeEvent,
  });

  const before = event.resource;
  rewriteEvent(store, event, { ...fixedFields(before), ...draft, sequence });
  applyConference(event, wish);
  mailAfterChange(store, event, before, who);
  return written(event, reached);
}

/** `events.delete`: the id stays taken, and a second delete finds it gone. */
export function deleteEvent(
  store: Store,
  call: Call,
  caller: Caller,
  [calendarId = "", eventId = ""]: string[],
): Response {
  const { calendar } = requireWritable(store, caller, calendarId);
  const who = sendUpdatesOf(call);
  const event = findEvent(store, calendar.id, eventId);
  if (event === null || event.isPurged) throw notFound();
  if (event.resource.status === "cancelled") throw new CalendarError(410, "deleted");
  requireMatch(call, event);
  cancelEvent(store, event);
  mailCancellations(store, event, who);
  return new Response(null, { status: 204 });
}

function identityOf(store: Store, body: JsonObject): { id: string; iCalUID: string | null } {
  const { id, iCalUID } = body;
  const hasId = id !== undefined && id !== null;
  if (hasId && (typeof id !== "string" || !/^[a-v0-9]{5,1024}$/.test(id))) {
    throw invalid("Invalid resource id value.");
  }
  if (iCalUID === undefined || iCalUID === null) {
    return { id: hasId ? String(id) : store.randomId(), iCalUID: null };
  }
  if (typeof iCalUID !== "string" || iCalUID === "") throw invalid("Invalid value for: iCalUID");
  if (hasId) throw invalid("Only one of id and iCalUID may be given.");
  return { id: store.randomId(), iCalUID };
}

function isTaken(store: Store, calendarId: string, id: string, iCalUID: string | null): boolean {
  if (findEvent(store, calendarId, id) !== null) return true;
  if (iCalUID === null) return false;
  return eventsOf(store, calendarId).some(({ resource }) => resource.iCalUID === iCalUID);
}

function requireMatch(call: Call, event: StoredEvent): void {
  const header = call.headers.get("if-match");
  if (header === null || etagMatches(header, event.resource.etag)) return;
  throw new CalendarError(412, "conditionNotMet", {
    location: "If-Match",
    locationType: "header",
  });
}

function conferenceVersionOf(call: Call): number {
  const value = call.url.searchParams.get("conferenceDataVersion") ?? "0";
  if (value === "0" || value === "1") return Number(value);
  throw invalid(`Invalid value '${value}'.`, "conferenceDataVersion");
}

/** What a change cannot touch; a conference is decided about separately. */
function fixedFields(resource: EventResource) {
  const { kind, etag, id, htmlLink, created, updated, creator, organizer, iCalUID } = resource;
  const { conferenceData, hangoutLink } = resource;
  return {
    ...{ kind, etag, id, htmlLink, created, updated, creator, organizer, iCalUID },
    ...(conferenceData === undefined ? {} : { conferenceData }),
    ...(hangoutLink === undefined ? {} : { hangoutLink }),
  };
}

function sequenceAfter(current: EventResource, draft: EventDraft, body: JsonObject): number {
  const asked = body.sequence ?? current.sequence;
  if (!Number.isInteger(asked) || Number(asked) < current.sequence) {
    throw invalid("Invalid sequence value: it is below the event's current one.");
  }
  const isMoved =
    draft.start.dateTime !== current.start.dateTime ||
    draft.start.date !== current.start.date ||
    draft.end.dateTime !== current.end.dateTime ||
    draft.end.date !== current.end.date ||
    draft.location !== current.location;
  return Number(asked) + (isMoved ? 1 : 0);
}

function mailAfterChange(
  store: Store,
  event: StoredEvent,
  before: EventResource,
  who: ReturnType<typeof sendUpdatesOf>,
): void {
  const wasLive = before.status !== "cancelled";
  const isLive = event.resource.status !== "cancelled";
  if (wasLive && isLive) mailChanges(store, event, who, before);
  else if (wasLive) mailCancellations(store, event, who);
  else if (isLive) mailInvitations(store, event, who);
}

function written(event: StoredEvent, reached: Reached): Response {
  const { resource } = event;
  return json(200, shownEvent(resource, reached, null), { etag: resource.etag });
}
