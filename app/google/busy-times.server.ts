// When an account's calendars are busy, and which whole days are marked free.
import type { CalendarFailure } from "#app/domain/calendar-answer.ts";
import type { FreeDays } from "#app/domain/free-days.ts";
import type { Interval } from "#app/domain/interval.ts";
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
  type AccessToken,
  type CalendarApi,
  eventsOf,
  failureOf,
  succeeded,
  toRange,
} from "./calendar-api.server.ts";
import { type FreeBusyQuestion, putTogether, questionsAbout } from "./free-busy-questions.ts";
import { FREE_DAYS_QUERY, FreeDaysPageShape, toFreeDays } from "./free-days-shape.ts";

export interface BusyTimesCalls {
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
}

export function createBusyTimesCalls({ send }: CalendarApi): BusyTimesCalls {
  return {
    async busyTimes(token, calendarIds, range, deadlineMs) {
      const ask = async ({ calendarIds: ids, range: asked }: FreeBusyQuestion) => {
        const body = { ...toRange(asked), items: ids.map((id) => ({ id })) };
        const result = await send(token, "POST", "/freeBusy", { body, deadlineMs });
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
  };
}
