import { type Call, json } from "../call.ts";
import type { EventResource, EventTime, Store, StoredEvent } from "../state.ts";
import { type Caller, type Reached, requireReadable } from "./access.ts";
import { CalendarError, invalid, notFound } from "./errors.ts";
import { eventsOf, findEvent } from "./event-store.ts";
import { spanOf } from "./event-times.ts";
import { hasProperties, readConstraints } from "./extended-properties.ts";
import { flagParameter, pageOf } from "./paging.ts";
import { formatInZone, hasOffset, isTimeZone, parseDateTime } from "./times.ts";

/** `events.get`: a deleted event is still there, with status "cancelled". */
export function getEvent(
  store: Store,
  call: Call,
  caller: Caller,
  [calendarId = "", eventId = ""]: string[],
): Response {
  const reached = requireReadable(store, caller, calendarId);
  const event = findEvent(store, reached.calendar.id, eventId);
  if (event === null || event.isPurged) throw notFound();
  const { etag } = event.resource;
  const known = call.headers.get("if-none-match");
  if (known !== null && etagMatches(known, etag)) {
    return new Response(null, { status: 304, headers: { etag } });
  }
  return json(200, shownEvent(event.resource, reached, zoneParameter(call)), { etag });
}

/** `events.list` */
export function listEvents(
  store: Store,
  call: Call,
  caller: Caller,
  [calendarId = ""]: string[],
): Response {
  const reached = requireReadable(store, caller, calendarId);
  const { calendar, entry } = reached;
  const zone = zoneParameter(call);
  const matching = eventsOf(store, calendar.id).filter(filterOf(call, reached));
  const page = pageOf(call, ordered(call, matching, calendar.timeZone), { usual: 250, most: 2500 });
  return json(200, {
    kind: "calendar#events",
    etag: `"p${store.state.lastEtag}"`,
    summary: calendar.summary,
    updated: new Date(store.now()).toISOString(),
    timeZone: zone ?? calendar.timeZone,
    accessRole: entry.accessRole,
    defaultReminders: entry.isPrimary ? [{ method: "popup", minutes: 30 }] : [],
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    items: page.items.map((event) => shownEvent(event.resource, reached, zone)),
  });
}

/** An event as this caller may see it, its times in `zone` when one is asked for. */
export function shownEvent(resource: EventResource, reached: Reached, zone: string | null) {
  const inZone = {
    ...resource,
    start: timeInZone(resource.start, zone),
    end: timeInZone(resource.end, zone),
  };
  if (!reached.isAvailabilityOnly) return inZone;
  const { kind, etag, id, status, created, updated, start, end, transparency, eventType } = inZone;
  return {
    ...{ kind, etag, id, status, created, updated, start, end, eventType },
    ...(transparency === undefined ? {} : { transparency }),
  };
}

/** Whether a conditional header names this etag. */
export function etagMatches(header: string, etag: string): boolean {
  return header.split(",").some((entry) => entry.trim() === "*" || entry.trim() === etag);
}

/** The zone in which a call wants its answer, or null for the calendar's own. */
function zoneParameter(call: Call): string | null {
  const zone = call.url.searchParams.get("timeZone");
  if (zone !== null && !isTimeZone(zone)) throw invalid("Invalid time zone.", "timeZone");
  return zone;
}

function filterOf(call: Call, { calendar, isAvailabilityOnly }: Reached) {
  const query = call.url.searchParams;
  if (query.has("syncToken")) throw invalid("The sandbox gives no sync tokens.", "syncToken");
  const timeMin = instantParameter(query, "timeMin");
  const timeMax = instantParameter(query, "timeMax");
  if (timeMin !== null && timeMax !== null && timeMax <= timeMin) {
    throw new CalendarError(400, "timeRangeEmpty", { location: "timeMax" });
  }
  const updatedMin = instantParameter(query, "updatedMin");
  const showsDeleted = flagParameter(query, "showDeleted") || updatedMin !== null;
  const iCalUID = query.get("iCalUID");
  const text = query.get("q")?.toLowerCase() ?? null;
  const wantedPrivate = readConstraints(query.getAll("privateExtendedProperty"));
  const wantedShared = readConstraints(query.getAll("sharedExtendedProperty"));

  return ({ resource, isPurged }: StoredEvent): boolean => {
    if (isPurged || (resource.status === "cancelled" && !showsDeleted)) return false;
    const { start, end } = spanOf(resource, calendar.timeZone);
    if (timeMin !== null && end <= timeMin) return false;
    if (timeMax !== null && start >= timeMax) return false;
    if (updatedMin !== null && Date.parse(resource.updated) < updatedMin) return false;
    if (iCalUID !== null && resource.iCalUID !== iCalUID) return false;
    if (isAvailabilityOnly) {
      return text === null && wantedPrivate.length === 0 && wantedShared.length === 0;
    }
    if (text !== null && !searchableText(resource).includes(text)) return false;
    return (
      hasProperties(resource.extendedProperties?.private, wantedPrivate) &&
      hasProperties(resource.extendedProperties?.shared, wantedShared)
    );
  };
}

function ordered(call: Call, events: StoredEvent[], calendarZone: string): StoredEvent[] {
  const query = call.url.searchParams;
  const orderBy = query.get("orderBy");
  if (orderBy === null) return events;
  if (orderBy === "updated") {
    return events.toSorted((a, b) => a.resource.updated.localeCompare(b.resource.updated));
  }
  if (orderBy !== "startTime") throw invalid(`Invalid value '${orderBy}'.`, "orderBy");
  if (!flagParameter(query, "singleEvents")) {
    throw new CalendarError(400, "badRequest", {
      message: "The requested ordering is not available for the particular query.",
    });
  }
  const startOf = (event: StoredEvent) => spanOf(event.resource, calendarZone).start;
  return events.toSorted((a, b) => startOf(a) - startOf(b));
}

function instantParameter(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const instant = hasOffset(value) ? parseDateTime(value, null) : null;
  if (instant === null) {
    throw new CalendarError(400, "badRequest", { message: "Bad Request", location: name });
  }
  return instant;
}

function searchableText({ summary, description, location, attendees }: EventResource): string {
  const people = (attendees ?? []).flatMap(({ email, displayName }) => [email, displayName]);
  return [summary, description, location, ...people].filter(Boolean).join("\n").toLowerCase();
}

function timeInZone(time: EventTime, zone: string | null): EventTime {
  const instant = zone === null ? null : parseDateTime(time.dateTime ?? "", zone);
  if (zone === null || instant === null) return time;
  return { ...time, dateTime: formatInZone(instant, zone) };
}
