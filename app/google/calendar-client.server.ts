// Google Calendar v3, all of it that the app uses.
import { type BusyTimesCalls, createBusyTimesCalls } from "./busy-times.server.ts";
import { createCalendarApi } from "./calendar-api.server.ts";
import { type CalendarListCalls, createCalendarListCalls } from "./calendar-list.server.ts";
import { createEventCalls, type EventCalls } from "./events.server.ts";
import type { Fetch } from "./exchange.server.ts";

export interface CalendarClient extends CalendarListCalls, BusyTimesCalls, EventCalls {}

export function createCalendarClient(apiOrigin: string, fetch: Fetch): CalendarClient {
  const api = createCalendarApi(apiOrigin, fetch);
  return {
    ...createCalendarListCalls(api),
    ...createBusyTimesCalls(api),
    ...createEventCalls(api),
  };
}
