// How many bookings and the calendar don't agree, and since when.
import type { BehindSummary } from "#db/sync-overview.server.ts";
import { formatAge, formatMoment } from "./moment-text.ts";

/** What has not been in agreement for so long, the host hears of on every page. */
export const ALARM_AFTER_MS = 3_600_000;

/** "2 bookings"; "99+ bookings" where counting stopped. */
export function countText({ count, isMore }: BehindSummary): string {
  if (isMore) return `${count}+ bookings`;
  return count === 1 ? "1 booking" : `${count} bookings`;
}

/** Of what was asked for just now. */
export function onTheWayText(behind: BehindSummary): string {
  const verb = behind.count === 1 ? "is" : "are";
  return `${countText(behind)} ${verb} not in step with the calendar yet: what was changed just now is on its way there.`;
}

/** The banner's sentence. */
export function alarmText(behind: BehindSummary, zone: string, now: number): string {
  const isOne = behind.count === 1;
  const since = formatMoment(behind.oldestAt, zone, now);
  const oldest = isOne ? ` since ${since}` : `, the oldest since ${since}`;
  const verb = isOne ? "has" : "have";
  return `${countText(behind)} ${verb} been out of step with your calendar${oldest}.`;
}

/** The first sentence of the page that lists them. */
export function behindText(behind: BehindSummary, zone: string, now: number): string {
  const isOne = behind.count === 1;
  const since = `since ${formatMoment(behind.oldestAt, zone, now)}`;
  const age = `for ${formatAge(now - behind.oldestAt)}`;
  const verb = isOne ? "is" : "are";
  const whose = isOne ? "" : "the oldest ";
  return `${countText(behind)} ${verb} out of step with your calendar, ${whose}${since}, ${age}.`;
}

/** Of coming bookings whose events are in a calendar that is gone, counted up to 100. */
export function inGoneText({ name, count }: { name: string; count: number }): string {
  const place = `in ${name}, a calendar that is gone at Google.`;
  if (count === 1) return `1 coming booking has its event ${place}`;
  return `${count > 99 ? "99+" : count} coming bookings have their events ${place}`;
}
