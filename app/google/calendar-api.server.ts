// How each call to Google Calendar v3 is made, and what its answers have in common:
// https://developers.google.com/workspace/calendar/api/v3/reference
import type { CalendarFailure } from "#app/domain/calendar-answer.ts";
import type { Interval } from "#app/domain/interval.ts";
import { type Exchange, exchange, type Fetch } from "./exchange.server.ts";
import { classifyFailure } from "./failures.ts";

/** A usable access token, and the version of the stored token that it came from. */
export interface AccessToken {
  token: string;
  version: number;
}

/** The API as its calls see it. */
export interface CalendarApi {
  send(
    token: AccessToken,
    method: string,
    path: string,
    rest?: { body?: unknown; etag?: string | null; deadlineMs?: number },
  ): Promise<Exchange>;
}

export function createCalendarApi(apiOrigin: string, fetch: Fetch): CalendarApi {
  return {
    send: (token, method, path, rest = {}) =>
      exchange(
        fetch,
        `${apiOrigin}/calendar/v3${path}`,
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
      ),
  };
}

export const eventsOf = (calendarId: string) =>
  `/calendars/${encodeURIComponent(calendarId)}/events`;

type Answered = Extract<Exchange, { kind: "answered" }>;

export function succeeded(result: Exchange): result is Answered {
  return result.kind === "answered" && result.status >= 200 && result.status < 300;
}

export function hasStatus(result: Exchange, status: number): boolean {
  return result.kind === "answered" && result.status === status;
}

export function failureOf(result: Exchange, token: AccessToken): CalendarFailure {
  if (succeeded(result)) return { kind: "unavailable", why: "malformed_answer" };
  return classifyFailure(result, token.version);
}

export function toRange(range: Interval): { timeMin: string; timeMax: string } {
  return {
    timeMin: new Date(range.start).toISOString(),
    timeMax: new Date(range.end).toISOString(),
  };
}
