import { type Call, json } from "../call.ts";
import type { Calendar, Store, StoredEvent } from "../state.ts";
import { type Caller, findListed } from "./access.ts";
import { CalendarError, invalid, missingField } from "./errors.ts";
import { readJson } from "./event-body.ts";
import { eventsOf } from "./event-store.ts";
import { spanOf } from "./event-times.ts";
import { formatInZone, hasOffset, isTimeZone, parseDateTime } from "./times.ts";

const LONGEST_RANGE_MS = 90 * 86_400_000;
const MOST_CALENDARS = 50;

type Interval = { start: number; end: number };
type Query = Interval & { ids: string[]; mostCalendars: number; zone: string };

/** `freebusy.query`: one unreadable calendar is reported in its own place and fails no other. */
export function queryFreeBusy(store: Store, call: Call, caller: Caller): Response {
  const query = parseQuery(readJson(call));
  const isTooMany = query.ids.length > query.mostCalendars;
  const answers = query.ids.map((id) => {
    if (isTooMany) return [id, unreadable("tooManyCalendarsRequested")] as const;
    const listed = findListed(store, caller.account, id);
    if (listed === null) return [id, unreadable("notFound")] as const;
    const busy = busyTimes(store, listed.calendar, query).map(({ start, end }) => ({
      start: formatInZone(start, query.zone),
      end: formatInZone(end, query.zone),
    }));
    return [id, { busy }] as const;
  });
  return json(200, {
    kind: "calendar#freeBusy",
    timeMin: new Date(query.start).toISOString(),
    timeMax: new Date(query.end).toISOString(),
    calendars: Object.fromEntries(answers),
  });
}

function parseQuery(body: Record<string, unknown>): Query {
  const start = instantField(body, "timeMin");
  const end = instantField(body, "timeMax");
  if (end <= start) throw new CalendarError(400, "timeRangeEmpty", { location: "timeMax" });
  if (end - start > LONGEST_RANGE_MS) {
    throw new CalendarError(400, "timeRangeTooLong", { location: "timeMax" });
  }
  const zone = body.timeZone ?? "UTC";
  if (typeof zone !== "string" || !isTimeZone(zone)) throw invalid("Invalid time zone.");
  const mostCalendars = body.calendarExpansionMax ?? MOST_CALENDARS;
  if (!Number.isInteger(mostCalendars) || Number(mostCalendars) < 1 || Number(mostCalendars) > 50) {
    throw invalid("Invalid value for calendarExpansionMax.");
  }
  return { start, end, zone, ids: idsOf(body.items), mostCalendars: Number(mostCalendars) };
}

function idsOf(items: unknown): string[] {
  if (items === undefined) return [];
  if (!Array.isArray(items)) throw invalid("Invalid value for items.");
  return items.map((item) => {
    const id: unknown = item?.id;
    if (typeof id !== "string" || id === "") throw missingField("Missing calendar id.");
    return id;
  });
}

function instantField(body: Record<string, unknown>, name: string): number {
  const value = body[name];
  if (value === undefined || value === null) throw missingField(`Missing ${name} parameter.`);
  const instant = typeof value === "string" && hasOffset(value) ? parseDateTime(value, null) : null;
  if (instant === null) throw new CalendarError(400, "badRequest", { message: "Bad Request" });
  return instant;
}

function busyTimes(store: Store, calendar: Calendar, window: Interval): Interval[] {
  const overlapping = eventsOf(store, calendar.id)
    .filter((event) => isBusy(event))
    .map((event) => spanOf(event.resource, calendar.timeZone))
    .filter(({ start, end }) => start < end && start < window.end && end > window.start)
    .map(({ start, end }) => ({
      start: Math.max(start, window.start),
      end: Math.min(end, window.end),
    }))
    .sort((one, other) => one.start - other.start);
  return merged(overlapping);
}

function isBusy({ resource }: StoredEvent): boolean {
  if (resource.status === "cancelled" || resource.transparency === "transparent") return false;
  const own = resource.attendees?.find((attendee) => attendee.self === true);
  return own?.responseStatus !== "declined";
}

function merged(sorted: Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (last !== undefined && interval.start <= last.end) {
      last.end = Math.max(last.end, interval.end);
    } else {
      result.push({ ...interval });
    }
  }
  return result;
}

function unreadable(reason: string) {
  return { errors: [{ domain: "global", reason }], busy: [] };
}
