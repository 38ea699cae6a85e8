// All-day events that are shown as free: guests can book then, which their host may not expect.
import { z } from "zod";
import type { FreeDays } from "#app/domain/free-days.ts";

/** Titles and dates, and nothing else of the events (https://developers.google.com/workspace/calendar/api/guides/performance). */
export const FREE_DAYS_QUERY = {
  singleEvents: "true",
  orderBy: "startTime",
  maxResults: "500",
  fields: "items(status,transparency,eventType,summary,start/date,end/date)",
};

const Day = z.object({ date: z.string().optional() }).optional();

const FreeDaysItem = z.object({
  status: z.string().optional(),
  transparency: z.string().optional(),
  eventType: z.string().optional(),
  summary: z.string().optional(),
  start: Day,
  end: Day,
});

export const FreeDaysPageShape = z.object({ items: z.array(FreeDaysItem).default([]) });

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Null for what is no such event. Birthdays and places of work are meant to be free. */
export function toFreeDays(event: z.infer<typeof FreeDaysItem>): FreeDays | null {
  const { status, transparency, eventType = "default", summary = "", start, end } = event;
  if (status === "cancelled" || transparency !== "transparent" || eventType !== "default") {
    return null;
  }
  if (!DATE.test(start?.date ?? "") || !DATE.test(end?.date ?? "")) return null;
  const [firstDay, after] = [start?.date ?? "", Date.parse(end?.date ?? "")];
  if (Number.isNaN(Date.parse(firstDay)) || Number.isNaN(after)) return null;
  // The end is the first day that it does not last.
  const lastDay = new Date(Math.max(after - DAY_MS, Date.parse(firstDay)));
  return { title: summary, firstDay, lastDay: lastDay.toISOString().slice(0, 10) };
}
