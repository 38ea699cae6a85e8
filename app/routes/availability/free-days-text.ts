import type { FreeDays } from "../../domain/free-days.ts";
import { cleanLine } from "../../domain/guest-text.ts";
import { datesText } from "./hours-text.ts";

const MOST_TOLD = 5;
const LONGEST_TITLE = 80;

/** "All day ‘Holiday’ from Monday 3 August 2026 to …": what guests can book all the same, the soonest first. */
export function freeDaysTexts(days: readonly FreeDays[]): string[] {
  const texts = days.slice(0, MOST_TOLD).map(({ title, firstDay, lastDay }) => {
    const dates = datesText(firstDay, lastDay);
    const when = firstDay === lastDay ? `on ${dates}` : `from ${dates}`;
    return `All day ‘${shortened(title)}’ ${when} is marked Free in Google, so guests can book then.`;
  });
  const more = days.length - texts.length;
  return more > 0 ? [...texts, `And ${more} more within 90 days.`] : texts;
}

function shortened(title: string): string {
  const line = cleanLine(title) || "(No title)";
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1).toWellFormed()}…` : line;
}
