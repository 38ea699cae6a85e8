// The events that bookings become: made, found, changed and removed, one at a time or all that are ours.
import type {
  BurnAnswer,
  CalendarFailure,
  EventFacts,
  FindAnswer,
  InsertAnswer,
  LookAnswer,
  PatchAnswer,
  RemoveAnswer,
} from "#app/domain/calendar-answer.ts";
import type { EventContent } from "#app/domain/calendar-event.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { EventParts } from "#app/domain/sync-step.ts";
import {
  type AccessToken,
  type CalendarApi,
  eventsOf,
  failureOf,
  hasStatus,
  succeeded,
  toRange,
} from "./calendar-api.server.ts";
import {
  bookingMarkerQuery,
  EventShape,
  FoundEventsShape,
  OUR_MARKER_QUERY,
  seesEvents,
  toBareEvent,
  toFacts,
  toGoogleEvent,
  toPatch,
} from "./event-shape.ts";
import { CALL_DEADLINE_MS, type Exchange } from "./exchange.server.ts";
import { readRefusal } from "./failures.ts";

export interface EventCalls {
  insertEvent(
    token: AccessToken,
    calendarId: string,
    eventId: string,
    content: EventContent,
    notifyGuests: boolean,
    deadlineMs?: number,
  ): Promise<InsertAnswer>;
  /** An insert that only uses up the id: no attendees, no mail. */
  burnEventId(
    token: AccessToken,
    calendarId: string,
    eventId: string,
    content: EventContent,
    deadlineMs?: number,
  ): Promise<BurnAnswer>;
  lookAtEvent(
    token: AccessToken,
    calendarId: string,
    eventId: string,
    deadlineMs?: number,
  ): Promise<LookAnswer>;
  /** Looks for a live event in the list of those that are marked with the booking. */
  findEvent(
    token: AccessToken,
    calendarId: string,
    eventId: string,
    bookingId: string,
    deadlineMs?: number,
  ): Promise<FindAnswer>;
  /** Every live event in the range that carries our marker. */
  listOurEvents(
    token: AccessToken,
    calendarId: string,
    range: Interval,
    deadlineMs?: number,
  ): Promise<
    | { kind: "listed"; events: { eventId: string; facts: EventFacts }[] }
    | { kind: "calendarMissing" }
    | CalendarFailure
  >;
  /** Writes these parts only, and only into the version with this etag. */
  patchEvent(
    token: AccessToken,
    calendarId: string,
    eventId: string,
    content: EventContent,
    parts: EventParts,
    condition: { etag: string | null; notifyGuests: boolean },
    deadlineMs?: number,
  ): Promise<PatchAnswer>;
  removeEvent(
    token: AccessToken,
    calendarId: string,
    eventId: string,
    etag: string | null,
    notifyGuests: boolean,
    deadlineMs?: number,
  ): Promise<RemoveAnswer>;
}

const eventAt = (calendarId: string, eventId: string) => `${eventsOf(calendarId)}/${eventId}`;

export function createEventCalls({ send }: CalendarApi): EventCalls {
  const insert = (
    token: AccessToken,
    calendarId: string,
    body: Record<string, unknown>,
    sendUpdates: "all" | "none",
    deadlineMs?: number,
  ) => {
    const url = `${eventsOf(calendarId)}?conferenceDataVersion=1&sendUpdates=${sendUpdates}`;
    return send(token, "POST", url, { body, deadlineMs });
  };

  return {
    async insertEvent(token, calendarId, eventId, content, notifyGuests, deadlineMs) {
      const sendUpdates = notifyGuests ? "all" : "none";
      const body = toGoogleEvent(content, eventId);
      const result = await insert(token, calendarId, body, sendUpdates, deadlineMs);
      if (content.withMeet && refusesMeet(result)) return { kind: "meetNotAllowed" };
      return readInsert(result, token, eventId);
    },

    async burnEventId(token, calendarId, eventId, content, deadlineMs) {
      const body = toBareEvent(content, eventId);
      const result = await insert(token, calendarId, body, "none", deadlineMs);
      return readInsert(result, token, eventId);
    },

    async lookAtEvent(token, calendarId, eventId, deadlineMs) {
      const result = await send(token, "GET", eventAt(calendarId, eventId), { deadlineMs });
      if (hasStatus(result, 410)) return { kind: "gone" };
      if (hasStatus(result, 404)) return { kind: "notFound" };
      const event = readEvent(result, eventId);
      return event ? { kind: "found", event: toFacts(event) } : failureOf(result, token);
    },

    async findEvent(token, calendarId, eventId, bookingId, deadlineMs = CALL_DEADLINE_MS) {
      const marked = { privateExtendedProperty: bookingMarkerQuery(bookingId), maxResults: "2500" };
      let pageToken = "";
      for (let page = 0; page < MOST_FIND_PAGES; page++) {
        const query = new URLSearchParams({ ...marked, ...(pageToken ? { pageToken } : {}) });
        const result = await send(token, "GET", `${eventsOf(calendarId)}?${query}`, {
          deadlineMs: Math.floor(deadlineMs / MOST_FIND_PAGES),
        });
        if (hasStatus(result, 404)) return { kind: "calendarMissing" };
        const data = succeeded(result) ? FoundEventsShape.safeParse(result.body).data : undefined;
        if (!data) return failureOf(result, token);
        if (!seesEvents(data.accessRole)) return { kind: "calendarMissing" };
        const event = data.items.find((item) => item.id === eventId);
        if (event) return { kind: "found", event: toFacts(event) };
        if (!data.nextPageToken) return { kind: "notFound" };
        pageToken = data.nextPageToken;
      }
      return { kind: "unavailable", why: "endless_list" };
    },

    async listOurEvents(token, calendarId, range, deadlineMs = CALL_DEADLINE_MS) {
      const marked = { privateExtendedProperty: OUR_MARKER_QUERY, maxResults: "2500" };
      const asked = { ...toRange(range), singleEvents: "true", ...marked };
      const events: { eventId: string; facts: EventFacts }[] = [];
      let pageToken = "";
      for (let page = 0; page < MOST_OUR_PAGES; page++) {
        const query = new URLSearchParams({ ...asked, ...(pageToken ? { pageToken } : {}) });
        const result = await send(token, "GET", `${eventsOf(calendarId)}?${query}`, { deadlineMs });
        if (hasStatus(result, 404)) return { kind: "calendarMissing" };
        const data = succeeded(result) ? FoundEventsShape.safeParse(result.body).data : undefined;
        if (!data) return failureOf(result, token);
        if (!seesEvents(data.accessRole)) return { kind: "calendarMissing" };
        events.push(...data.items.map((item) => ({ eventId: item.id, facts: toFacts(item) })));
        if (!data.nextPageToken) return { kind: "listed", events };
        pageToken = data.nextPageToken;
      }
      return { kind: "unavailable", why: "endless_list" };
    },

    async patchEvent(token, calendarId, eventId, content, parts, condition, deadlineMs) {
      const { etag, notifyGuests } = condition;
      const url = `${eventAt(calendarId, eventId)}?sendUpdates=${notifyGuests ? "all" : "none"}`;
      const body = toPatch(content, parts);
      const result = await send(token, "PATCH", url, { body, etag, deadlineMs });
      if (hasStatus(result, 410)) return { kind: "gone" };
      if (hasStatus(result, 404)) return { kind: "notFound" };
      if (hasStatus(result, 412)) return { kind: "changedMeanwhile" };
      const event = readEvent(result, eventId);
      return event ? { kind: "accepted", event: toFacts(event) } : failureOf(result, token);
    },

    async removeEvent(token, calendarId, eventId, etag, notifyGuests, deadlineMs) {
      const url = `${eventAt(calendarId, eventId)}?sendUpdates=${notifyGuests ? "all" : "none"}`;
      const result = await send(token, "DELETE", url, { etag, deadlineMs });
      if (succeeded(result) || hasStatus(result, 410)) return { kind: "removed" };
      if (hasStatus(result, 404)) return { kind: "notFound" };
      if (hasStatus(result, 412)) return { kind: "changedMeanwhile" };
      return failureOf(result, token);
    },
  };
}

/** "Invalid conference type value.": this calendar makes no Meet links. */
function refusesMeet(result: Exchange): boolean {
  if (result.kind === "unanswered" || result.status !== 400) return false;
  return readRefusal(result).message.includes("conference type");
}

/** The event that was asked for: any other says nothing about it. */
function readEvent(result: Exchange, eventId: string) {
  const event = succeeded(result) ? EventShape.safeParse(result.body).data : undefined;
  return event?.id === eventId ? event : undefined;
}

function readInsert(result: Exchange, token: AccessToken, eventId: string): BurnAnswer {
  if (succeeded(result)) {
    const event = readEvent(result, eventId);
    return event
      ? { kind: "accepted", event: toFacts(event) }
      : { kind: "unavailable", why: "malformed_answer" };
  }
  if (hasStatus(result, 409)) return { kind: "alreadyThere" };
  if (hasStatus(result, 404)) return { kind: "calendarMissing" };
  return failureOf(result, token);
}

/** Far more than a host can be booked in 60 days. */
const MOST_OUR_PAGES = 5;

/** Google may answer with an empty page before others; they share one call's time. */
const MOST_FIND_PAGES = 3;
