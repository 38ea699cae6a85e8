// Google Calendar v3: https://developers.google.com/workspace/calendar/api/v3/reference
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
import type { FreeDays } from "#app/domain/free-days.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { EventParts } from "#app/domain/sync-step.ts";
import {
  type CalendarBusyTimes,
  EventPageShape,
  FreeBusyShape,
  type ListedEvent,
  readBusy,
  takesUpTime,
  toListedEvent,
} from "./busy-shape.ts";
import {
  CalendarPageShape,
  type ListedCalendar,
  ListedCalendarShape,
  toListedCalendar,
} from "./calendar-list-shape.ts";
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
import { CALL_DEADLINE_MS, type Exchange, exchange, type Fetch } from "./exchange.server.ts";
import { classifyFailure, readRefusal } from "./failures.ts";
import { type FreeBusyQuestion, putTogether, questionsAbout } from "./free-busy-questions.ts";
import { FREE_DAYS_QUERY, FreeDaysPageShape, toFreeDays } from "./free-days-shape.ts";

/** A usable access token, and the version of the stored token that it came from. */
export interface AccessToken {
  token: string;
  version: number;
}

export interface CalendarClient {
  listCalendars(
    token: AccessToken,
  ): Promise<{ kind: "listed"; calendars: ListedCalendar[] } | CalendarFailure>;
  /** One calendar of the list. */
  findListed(
    token: AccessToken,
    calendarId: string,
    deadlineMs: number,
  ): Promise<{ kind: "found"; calendar: ListedCalendar } | { kind: "notListed" } | CalendarFailure>;
  /** Of any range and number of calendars, asked at once. A calendar that can't be read is said to be so, never free. */
  busyTimes(
    token: AccessToken,
    calendarIds: string[],
    range: Interval,
    deadlineMs: number,
  ): Promise<{ kind: "answered"; calendars: CalendarBusyTimes[] } | CalendarFailure>;
  /** The live events that take up time in the range, with the booking that made them. */
  listBusyEvents(
    token: AccessToken,
    calendarId: string,
    range: Interval,
    deadlineMs: number,
  ): Promise<{ kind: "listed"; events: ListedEvent[] } | CalendarFailure>;
  /** The whole days of the range whose events are marked free, with their titles; of a very full range only the first. */
  listFreeDays(
    token: AccessToken,
    calendarId: string,
    range: Interval,
    deadlineMs: number,
  ): Promise<{ kind: "listed"; days: FreeDays[] } | CalendarFailure>;
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

export function createCalendarClient(apiOrigin: string, fetch: Fetch): CalendarClient {
  const api = `${apiOrigin}/calendar/v3`;
  const eventsOf = (calendarId: string) =>
    `${api}/calendars/${encodeURIComponent(calendarId)}/events`;
  const eventAt = (calendarId: string, eventId: string) => `${eventsOf(calendarId)}/${eventId}`;

  const send = (
    token: AccessToken,
    method: string,
    url: string,
    rest: { body?: unknown; etag?: string | null; deadlineMs?: number } = {},
  ) =>
    exchange(
      fetch,
      url,
      {
        method,
        headers: {
          Authorization: `Bearer ${token.token}`,
          ...(rest.body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(rest.etag == null ? {} : { "If-Match": rest.etag }),
        },
        body: rest.body === undefined ? undefined : JSON.stringify(rest.body),
      },
      rest.deadlineMs,
    );

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
    listCalendars: (token) => listAllPages(token, `${api}/users/me/calendarList`, send),

    async findListed(token, calendarId, deadlineMs) {
      const url = `${api}/users/me/calendarList/${encodeURIComponent(calendarId)}`;
      const result = await send(token, "GET", url, { deadlineMs });
      if (hasStatus(result, 404)) return { kind: "notListed" };
      const item = succeeded(result) ? ListedCalendarShape.safeParse(result.body).data : undefined;
      if (!item) return failureOf(result, token);
      return item.deleted
        ? { kind: "notListed" }
        : { kind: "found", calendar: toListedCalendar(item) };
    },

    async busyTimes(token, calendarIds, range, deadlineMs) {
      const ask = async ({ calendarIds: ids, range: asked }: FreeBusyQuestion) => {
        const body = { ...toRange(asked), items: ids.map((id) => ({ id })) };
        const result = await send(token, "POST", `${api}/freeBusy`, { body, deadlineMs });
        if (!succeeded(result)) return failureOf(result, token);
        const calendars = FreeBusyShape.safeParse(result.body).data?.calendars ?? {};
        return ids.map((calendarId) => readBusy(calendarId, calendars[calendarId]));
      };
      const read: CalendarBusyTimes[] = [];
      for (const answer of await Promise.all(questionsAbout(calendarIds, range).map(ask))) {
        if (!Array.isArray(answer)) return answer;
        read.push(...answer);
      }
      return { kind: "answered", calendars: putTogether(read) };
    },

    async listBusyEvents(token, calendarId, range, deadlineMs) {
      const query = new URLSearchParams({ ...toRange(range), singleEvents: "true" });
      const url = `${eventsOf(calendarId)}?${query}`;
      const result = await send(token, "GET", url, { deadlineMs });
      if (!succeeded(result)) return failureOf(result, token);
      const page = EventPageShape.safeParse(result.body).data;
      // A second page can't happen for the window of one booking; if it does, what it holds is unknown, not free.
      if (!page || page.nextPageToken) return { kind: "unavailable", why: "incomplete_list" };
      return { kind: "listed", events: page.items.filter(takesUpTime).map(toListedEvent) };
    },

    async listFreeDays(token, calendarId, range, deadlineMs) {
      const query = new URLSearchParams({ ...toRange(range), ...FREE_DAYS_QUERY });
      const url = `${eventsOf(calendarId)}?${query}`;
      const result = await send(token, "GET", url, { deadlineMs });
      if (!succeeded(result)) return failureOf(result, token);
      const page = FreeDaysPageShape.safeParse(result.body).data;
      if (!page) return { kind: "unavailable", why: "malformed_answer" };
      return { kind: "listed", days: page.items.flatMap((item) => toFreeDays(item) ?? []) };
    },

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

type Answered = Extract<Exchange, { kind: "answered" }>;

function succeeded(result: Exchange): result is Answered {
  return result.kind === "answered" && result.status >= 200 && result.status < 300;
}

function hasStatus(result: Exchange, status: number): boolean {
  return result.kind === "answered" && result.status === status;
}

function failureOf(result: Exchange, token: AccessToken): CalendarFailure {
  if (succeeded(result)) return { kind: "unavailable", why: "malformed_answer" };
  return classifyFailure(result, token.version);
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

function toRange(range: Interval): { timeMin: string; timeMax: string } {
  return {
    timeMin: new Date(range.start).toISOString(),
    timeMax: new Date(range.end).toISOString(),
  };
}

/** Far more than a host can be booked in 60 days. */
const MOST_OUR_PAGES = 5;

/** Google may answer with an empty page before others; they share one call's time. */
const MOST_FIND_PAGES = 3;

/** Far more pages than any account has: a list that never ends must not either. */
const MOST_PAGES = 40;

async function listAllPages(
  token: AccessToken,
  url: string,
  send: (token: AccessToken, method: string, url: string) => Promise<Exchange>,
): Promise<{ kind: "listed"; calendars: ListedCalendar[] } | CalendarFailure> {
  const calendars: ListedCalendar[] = [];
  let pageToken = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      maxResults: "250",
      showHidden: "true",
      ...(pageToken ? { pageToken } : {}),
    });
    const result = await send(token, "GET", `${url}?${query}`);
    const data = succeeded(result) ? CalendarPageShape.safeParse(result.body).data : undefined;
    if (!data) return failureOf(result, token);
    calendars.push(...data.items.filter((item) => !item.deleted).map(toListedCalendar));
    if (!data.nextPageToken) return { kind: "listed", calendars };
    pageToken = data.nextPageToken;
  }
  return { kind: "unavailable", why: "endless_list" };
}
