// Google's CalendarList: https://developers.google.com/workspace/calendar/api/v3/reference/calendarList
import { z } from "zod";
import { cleanLine } from "#app/domain/guest-text.ts";

const LONGEST_NAME = 120;

export interface ListedCalendar {
  calendarId: string;
  name: string;
  timeZone: string;
  accessRole: string;
  isPrimary: boolean;
  allowsMeet: boolean;
  color: string | null;
}

export const ListedCalendarShape = z.object({
  id: z.string(),
  summary: z.string().default(""),
  summaryOverride: z.string().optional(),
  timeZone: z.string().default("UTC"),
  accessRole: z.string(),
  primary: z.boolean().optional(),
  deleted: z.boolean().optional(),
  backgroundColor: z.string().optional(),
  conferenceProperties: z
    .object({ allowedConferenceSolutionTypes: z.array(z.string()).optional() })
    .optional(),
});

export const CalendarPageShape = z.object({
  items: z.array(ListedCalendarShape).default([]),
  nextPageToken: z.string().optional(),
});

type Item = z.infer<typeof ListedCalendarShape>;

/** As one line that can be read: whoever shares a calendar has chosen its name. */
function nameOf({ id, summary, summaryOverride }: Item): string {
  const name = cleanLine(summaryOverride ?? "") || cleanLine(summary) || id;
  const letters = [...name];
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME).join("")}…` : name;
}

export function toListedCalendar(item: Item): ListedCalendar {
  const solutions = item.conferenceProperties?.allowedConferenceSolutionTypes;
  return {
    calendarId: item.id,
    name: nameOf(item),
    timeZone: item.timeZone,
    accessRole: item.accessRole,
    isPrimary: item.primary ?? false,
    // Unsaid, it is tried: an insert that may not have a Meet link is answered so and sent again without.
    allowsMeet: solutions?.includes("hangoutsMeet") ?? true,
    color: item.backgroundColor ?? null,
  };
}
