import { eventsOf } from "../calendar/event-store.ts";
import { spanOf } from "../calendar/event-times.ts";
import { formatInZone, parseDate } from "../calendar/times.ts";
import type { Account, Calendar, Store, StoredEvent, Subscription } from "../state.ts";

const DAY_MS = 86_400_000;

export type ShownEvent = {
  event: StoredEvent;
  calendar: Calendar;
  entry: Subscription;
  start: number;
  end: number;
};

/** The days of one week, Monday first, as "YYYY-MM-DD". */
export type Week = { monday: string; days: string[]; previous: string; next: string };

/** The week with this day in it. */
export function weekAround(day: string): Week {
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  const monday = plusDays(day, -sinceMonday);
  return {
    monday,
    days: daysFrom(monday, 7),
    previous: plusDays(monday, -7),
    next: plusDays(monday, 7),
  };
}

/** An account's calendars with the account's rights on them. */
export function calendarsOf(store: Store, account: Account) {
  return store.state.subscriptions
    .filter((entry) => entry.email === account.email)
    .flatMap((entry) =>
      store.state.calendars
        .filter((calendar) => calendar.id === entry.calendarId)
        .map((calendar) => ({ calendar, entry })),
    );
}

/** What is on an account's calendars and not deleted, earliest first. */
export function liveEvents(store: Store, account: Account): ShownEvent[] {
  return calendarsOf(store, account)
    .flatMap(({ calendar, entry }) =>
      eventsOf(store, calendar.id)
        .filter(({ resource }) => resource.status !== "cancelled")
        .map((event) => ({ event, calendar, entry, ...spanOf(event.resource, calendar.timeZone) })),
    )
    .sort((one, other) => one.start - other.start);
}

/** Those of them that touch one day of a zone. */
export function eventsOn(events: ShownEvent[], day: string, zone: string): ShownEvent[] {
  const from = parseDate(day, zone) ?? 0;
  const to = parseDate(plusDays(day, 1), zone) ?? 0;
  return events.filter(({ start, end }) => start < to && (end > from || start >= from));
}

/** True for a day that exists, in years that a date field can hold. */
export function isDay(text: string): boolean {
  return text > "1900" && text < "9999" && parseDate(text, "UTC") !== null;
}

export function dayAt(instant: number, zone: string): string {
  return formatInZone(instant, zone).slice(0, 10);
}

export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, offset) => plusDays(first, offset));
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** "Tuesday 3 March 2026", put together here because the order differs between ICU versions. */
export function longDate(day: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" }).format(new Date(day));
  const weekday = part({ weekday: "long" });
  return `${weekday} ${Number(day.slice(8))} ${part({ month: "long" })} ${day.slice(0, 4)}`;
}
