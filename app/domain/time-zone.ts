// The only module that knows Temporal. The package hands out the runtime's own (workerd has it
// behind the compatibility flag `temporal`) and its own implementation elsewhere.
import { Temporal } from "temporal-polyfill";
import { type Interval, intersect } from "./interval.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MINUTES_A_DAY = 1440;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

/** A stretch of time in which a zone's clocks keep the same distance from UTC. */
export interface OffsetSpan extends Interval {
  /** Wall time minus UTC, in milliseconds. */
  offsetMs: number;
}

/** What a clock on the wall shows: the date, and the whole minutes after midnight (0..1439). */
export interface WallTime {
  date: string;
  minutes: number;
}

// Browsers built on ICU still report, and `Intl.supportedValuesOf` still lists, the names these
// places had before IANA renamed them.
const RENAMED: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

let zoneNames: readonly string[] | undefined;

/**
 * Whether `name` is the exact spelling of an IANA time zone ("Europe/Berlin", "UTC", also older
 * names such as "US/Eastern"). Offsets ("+01:00"), abbreviations ICU made up and other letter
 * cases are refused; see `findTimeZone` for input typed by people or sent by browsers.
 */
export function isTimeZone(name: string): boolean {
  return spellingOf(name) === name;
}

/**
 * The IANA zone meant by `text`, in its proper letter case and its current name ("europe/kiev"
 * gives "Europe/Kyiv"), or null when there is none.
 */
export function findTimeZone(text: string): string | null {
  const name = spellingOf(text);
  if (name === null) return null;
  return RENAMED[name] ?? name;
}

/** All zones to choose from, under their current names, sorted; "UTC" is among them. */
export function listTimeZones(): readonly string[] {
  zoneNames ??= namesToChooseFrom();
  return zoneNames;
}

/**
 * The instant (epoch ms) at which clocks in `zone` show `minutesAfterMidnight` (whole, 0..1440) on
 * `date`. 1440 is the next midnight. A wall time that happens twice gives the earlier instant; one
 * that is skipped moves on by the length of the gap, except midnight, which gives the first instant
 * of the day. Throws RangeError on an unknown zone, a malformed date or minutes out of range.
 */
export function instantOfWallTime(
  date: string,
  minutesAfterMidnight: number,
  zone: string,
): number {
  requireMinutes(minutesAfterMidnight);
  if (minutesAfterMidnight === 0) return startOfDay(date, zone);
  if (minutesAfterMidnight === MINUTES_A_DAY) return startOfDay(addDays(date, 1), zone);
  return Temporal.PlainDate.from(requireDate(date))
    .toPlainDateTime({
      hour: Math.floor(minutesAfterMidnight / 60),
      minute: minutesAfterMidnight % 60,
    })
    .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** What clocks in `zone` show at `instant` (epoch ms), seconds dropped. */
export function wallTimeOf(instant: number, zone: string): WallTime {
  const wallMs = instant + utcOffsetMs(instant, zone);
  const midnight = Math.floor(wallMs / DAY_MS) * DAY_MS;
  return {
    date: dateOfMidnight(midnight),
    minutes: Math.floor((wallMs - midnight) / MINUTE_MS),
  };
}

/** Whether clocks in `zone` show the wall time of `instant` (epoch ms) a second time. */
export function happensTwice(instant: number, zone: string): boolean {
  const wall = zonedAt(instant, zone).toPlainDateTime();
  const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
  return earlier.epochMilliseconds !== later.epochMilliseconds;
}

/** The date ("YYYY-MM-DD") in `zone` at `instant` (epoch ms). */
export function localDay(instant: number, zone: string): string {
  return wallTimeOf(instant, zone).date;
}

/**
 * From the first instant of `date` in `zone` to that of the next date: 24 hours, 22 to 26 where
 * clocks are changed, none for a date the zone skipped (Pacific/Apia, 2011-12-30).
 */
export function dayInterval(date: string, zone: string): Interval {
  return { start: startOfDay(date, zone), end: startOfDay(addDays(date, 1), zone) };
}

/** `range` cut wherever the clocks of `zone` are changed: in order, without holes. */
export function offsetSpans(range: Interval, zone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let start = range.start;
  while (start < range.end) {
    const zoned = zonedAt(start, zone);
    const change = zoned.getTimeZoneTransition("next")?.epochMilliseconds ?? range.end;
    const end = Math.min(change, range.end);
    spans.push({ start, end, offsetMs: zoned.offsetNanoseconds / 1e6 });
    start = end;
  }
  return spans;
}

/**
 * The part of `span` in which its clocks show `date`, from `fromMinutes` to `toMinutes` after
 * midnight (0..1440), or null when they never do.
 */
export function whileClocksShow(
  date: string,
  fromMinutes: number,
  toMinutes: number,
  span: OffsetSpan,
): Interval | null {
  const midnight = utcMidnight(date) - span.offsetMs;
  const shown = {
    start: midnight + fromMinutes * MINUTE_MS,
    end: midnight + toMinutes * MINUTE_MS,
  };
  return intersect(shown, span);
}

/** Wall time minus UTC in `zone` at `instant` (epoch ms), in minutes: 345 for Kathmandu. */
export function utcOffsetMinutes(instant: number, zone: string): number {
  return utcOffsetMs(instant, zone) / MINUTE_MS;
}

/** The date `days` later than `date`; `days` is whole and may be negative. */
export function addDays(date: string, days: number): string {
  return dateOfMidnight(utcMidnight(date) + days * DAY_MS);
}

/** 1 for Monday to 7 for Sunday. */
export function isoWeekday(date: string): number {
  // 1970-01-01 was a Thursday.
  const daysAfterMonday = (utcMidnight(date) / DAY_MS + 3) % 7;
  return ((daysAfterMonday + 7) % 7) + 1;
}

/** The Monday of the week that `date` lies in: the date itself, or one of the six before it. */
export function mondayOf(date: string): string {
  return addDays(date, 1 - isoWeekday(date));
}

/** Whether `text` is a date of the calendar, "YYYY-MM-DD", in the years 1970 to 2199. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(midnight) || dateOfMidnight(midnight) !== text) return false;
  return isYearInUse(Number(text.slice(0, 4)));
}

/** Whether `text` is a month of the calendar, "YYYY-MM", in the years 1970 to 2199. */
export function isCalendarMonth(text: string): boolean {
  return isCalendarDate(`${text}-01`);
}

/** All dates of a month "YYYY-MM", in order. Throws RangeError when it is no month. */
export function monthDays(month: string): string[] {
  if (!isCalendarMonth(month)) throw new RangeError(`not a month: ${JSON.stringify(month)}`);
  const days: string[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) days.push(date);
  return days;
}

/** The month "YYYY-MM" that is `count` months later; `count` is whole and may be negative. */
export function addMonths(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  const year = String(Math.floor(months / 12)).padStart(4, "0");
  return `${year}-${String((months % 12) + 1).padStart(2, "0")}`;
}

function spellingOf(name: string): string | null {
  // ICU's own "SystemV/…" zones are no part of the IANA database.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name) || /^systemv\//i.test(name)) return null;
  try {
    // Both must know it: Temporal computes with it, Intl writes it out.
    new Intl.DateTimeFormat("en", { timeZone: name });
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return null;
  }
}

function namesToChooseFrom(): readonly string[] {
  const names = Intl.supportedValuesOf("timeZone").map((name) => RENAMED[name] ?? name);
  return [...new Set(["UTC", ...names])].sort();
}

function startOfDay(date: string, zone: string): number {
  return Temporal.PlainDate.from(requireDate(date)).toZonedDateTime(zone).epochMilliseconds;
}

function utcOffsetMs(instant: number, zone: string): number {
  return zonedAt(instant, zone).offsetNanoseconds / 1e6;
}

function zonedAt(instant: number, zone: string): Temporal.ZonedDateTime {
  return new Temporal.ZonedDateTime(BigInt(instant) * 1_000_000n, zone);
}

function utcMidnight(date: string): number {
  return Date.parse(`${requireDate(date)}T00:00:00Z`);
}

function dateOfMidnight(midnight: number): string {
  return new Date(midnight).toISOString().slice(0, 10);
}

function requireDate(date: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  throw new RangeError(`not a date: ${JSON.stringify(date)}`);
}

function requireMinutes(minutes: number): void {
  if (Number.isInteger(minutes) && minutes >= 0 && minutes <= MINUTES_A_DAY) return;
  throw new RangeError(`not minutes after midnight: ${minutes}`);
}

function isYearInUse(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
