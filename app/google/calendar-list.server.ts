// Which calendars an account has.
import type { CalendarFailure } from "#app/domain/calendar-answer.ts";
import {
  type AccessToken,
  type CalendarApi,
  failureOf,
  hasStatus,
  succeeded,
} from "./calendar-api.server.ts";
import {
  CalendarPageShape,
  type ListedCalendar,
  ListedCalendarShape,
  toListedCalendar,
} from "./calendar-list-shape.ts";

export interface CalendarListCalls {
  listCalendars(
    token: AccessToken,
  ): Promise<{ kind: "listed"; calendars: ListedCalendar[] } | CalendarFailure>;
  /** One calendar of the list. */
  findListed(
    token: AccessToken,
    calendarId: string,
    deadlineMs: number,
  ): Promise<{ kind: "found"; calendar: ListedCalendar } | { kind: "notListed" } | CalendarFailure>;
}

const LIST = "/users/me/calendarList";

export function createCalendarListCalls({ send }: CalendarApi): CalendarListCalls {
  return {
    listCalendars: (token) => listAllPages(token, send),

    async findListed(token, calendarId, deadlineMs) {
      const url = `${LIST}/${encodeURIComponent(calendarId)}`;
      const result = await send(token, "GET", url, { deadlineMs });
      if (hasStatus(result, 404)) return { kind: "notListed" };
      const item = succeeded(result) ? ListedCalendarShape.safeParse(result.body).data : undefined;
      if (!item) return failureOf(result, token);
      return item.deleted
        ? { kind: "notListed" }
        : { kind: "found", calendar: toListedCalendar(item) };
    },
  };
}

/** Far more pages than any account has: a list that never ends must not either. */
const MOST_PAGES = 40;

async function listAllPages(
  token: AccessToken,
  send: CalendarApi["send"],
): Promise<{ kind: "listed"; calendars: ListedCalendar[] } | CalendarFailure> {
  const calendars: ListedCalendar[] = [];
  let pageToken = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      maxResults: "250",
      showHidden: "true",
      ...(pageToken ? { pageToken } : {}),
    });
    const result = await send(token, "GET", `${LIST}?${query}`);
    const data = succeeded(result) ? CalendarPageShape.safeParse(result.body).data : undefined;
    if (!data) return failureOf(result, token);
    calendars.push(...data.items.filter((item) => !item.deleted).map(toListedCalendar));
    if (!data.nextPageToken) return { kind: "listed", calendars };
    pageToken = data.nextPageToken;
  }
  return { kind: "unavailable", why: "endless_list" };
}
