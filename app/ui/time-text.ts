import type { Interval } from "../domain/interval.ts";
import { happensTwice, localDay, utcOffsetMinutes } from "../domain/time-zone.ts";

/** How to write for a reader: a BCP 47 locale, "en-GB" unless said. Sentences are English. */
export interface TextOptions {
  locale?: string;
}

const DEFAULT_LOCALE = "en-GB";
const MOST_FORMATTERS = 500;
const WEEKDAY_AND_DAY = { weekday: "long", day: "numeric", month: "long" } as const;

// Making a formatter takes 65 to 95 µs (Node 24, workerd), using one about 1 µs, and a page needs
// hundreds of times in the same zone.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The time of day at `instant` (epoch ms) in `zone`: "13:30", or "1:30 pm" where the locale counts
 * to twelve. When clocks go back and show the same time twice, the offset is added: "01:30 (GMT+2)".
 */
export function formatTime(instant: number, zone: string, options: TextOptions = {}): string {
  const time = clockFormatter(options.locale ?? DEFAULT_LOCALE, zone).format(instant);
  return happensTwice(instant, zone) ? `${time} (${offsetLabel(instant, zone)})` : time;
}

/** A date "YYYY-MM-DD" in full: "Tuesday 3 March 2026". */
export function formatDay(date: string, options: TextOptions = {}): string {
  return dateText(date, { ...WEEKDAY_AND_DAY, year: "numeric" }, options);
}

/** A month "YYYY-MM": "March 2026". */
export function formatMonth(month: string, options: TextOptions = {}): string {
  return dateText(`${month}-01`, { month: "long", year: "numeric" }, options);
}

/**
 * A slot's full name, as read to people who do not see the page around it: "Tuesday 3 March, 13:30
 * to 14:00". The end carries its own day when that is another one in `zone`.
 */
export function formatSlotName(slot: Interval, zone: string, options: TextOptions = {}): string {
  const [startDay, endDay] = daysOf(slot, zone, (date) => dateText(date, WEEKDAY_AND_DAY, options));
  const start = `${startDay}, ${formatTime(slot.start, zone, options)}`;
  const end = formatTime(slot.end, zone, options);
  return endDay === startDay ? `${start} to ${end}` : `${start} to ${endDay}, ${end}`;
}

/** "Tuesday 3 March 2026, 13:30 – 14:00"; the end has its own day when that is another one. */
export function formatRange(range: Interval, zone: string, options: TextOptions = {}): string {
  const [startDay, endDay] = daysOf(range, zone, (date) => formatDay(date, options));
  const start = `${startDay}, ${formatTime(range.start, zone, options)}`;
  const end = formatTime(range.end, zone, options);
  return endDay === startDay ? `${start} – ${end}` : `${start} – ${endDay}, ${end}`;
}

/** The same with its zone: "Tuesday 3 March 2026, 13:30 – 14:00 Europe/Berlin (GMT+1)". */
export function formatZonedRange(range: Interval, zone: string, options: TextOptions = {}): string {
  return `${formatRange(range, zone, options)} ${zoneLabelDuring(zone, range)}`;
}

/** The zone without its distance from UTC, for times on both sides of a change of its clocks: "Europe/Berlin". */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}

/** The zone with its distance from UTC at `instant` (epoch ms): "Europe/Berlin (GMT+1)". */
export function zoneLabel(zone: string, instant: number): string {
  if (zone === "UTC") return zone;
  return `${zoneName(zone)} (${offsetLabel(instant, zone)})`;
}

/**
 * The same for a time during which its clocks may be changed: "Europe/Berlin (GMT+2, then GMT+1)". Of more than one change it
 * names what is first and last.
 */
export function zoneLabelDuring(zone: string, { start, end }: Interval): string {
  const [first, last] = [offsetLabel(start, zone), offsetLabel(Math.max(start, end - 1), zone)];
  if (first === last) return zoneLabel(zone, start);
  return `${zoneName(zone)} (${first}, then ${last})`;
}

/** The time of day with its zone, for a sentence or a line of its own: "14:05 Europe/Berlin (GMT+1)". */
export function formatZonedTime(instant: number, zone: string, options: TextOptions = {}): string {
  const time = clockFormatter(options.locale ?? DEFAULT_LOCALE, zone).format(instant);
  return `${time} ${zoneLabel(zone, instant)}`;
}

/** The same with its date: "Tuesday 3 March 2026, 14:05 Europe/Berlin (GMT+1)". */
export function formatInstant(instant: number, zone: string, options: TextOptions = {}): string {
  return `${formatDay(localDay(instant, zone), options)}, ${formatZonedTime(instant, zone, options)}`;
}

/** A length of time in minutes: "30 min", "1 h", "1 h 30 min". */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

function daysOf(range: Interval, zone: string, format: (date: string) => string): string[] {
  return [localDay(range.start, zone), localDay(range.end, zone)].map(format);
}

function dateText(
  date: string,
  parts: Intl.DateTimeFormatOptions,
  { locale = DEFAULT_LOCALE }: TextOptions,
): string {
  const text = formatter(locale, { ...parts, timeZone: "UTC" }).format(Date.parse(date));
  // Runtimes differ in whether British English has a comma after the weekday.
  return locale === DEFAULT_LOCALE ? text.replace(",", "") : text;
}

function offsetLabel(instant: number, zone: string): string {
  const offset = Math.trunc(utcOffsetMinutes(instant, zone));
  if (offset === 0) return "GMT";
  const minutes = Math.abs(offset) % 60;
  const hours = Math.floor(Math.abs(offset) / 60);
  const rest = minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`;
  return `GMT${offset < 0 ? "-" : "+"}${hours}${rest}`;
}

/** Whether hours are counted to twelve where people write so. */
export function countsToTwelve(locale: string): boolean {
  return formatter(locale, { hour: "numeric", timeZone: "UTC" }).resolvedOptions().hour12 === true;
}

/** The day that weeks begin with where people write so: 1 for Monday to 7 for Sunday. */
export function firstWeekday({ locale = DEFAULT_LOCALE }: TextOptions = {}): number {
  // TypeScript 5.9 does not know it yet.
  const known = new Intl.Locale(locale) as { getWeekInfo?: () => { firstDay: number } };
  return known.getWeekInfo?.().firstDay ?? 1;
}

/** `hour12: false` alone makes some runtimes write midnight as "24:00". */
function clockFormatter(locale: string, timeZone: string): Intl.DateTimeFormat {
  return countsToTwelve(locale)
    ? formatter(locale, { hour: "numeric", minute: "2-digit", hourCycle: "h12", timeZone })
    : formatter(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
}

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  // Locale and zone come from the visitor: without a bound, anyone could fill the memory.
  if (formatters.size >= MOST_FORMATTERS) formatters.clear();
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}
