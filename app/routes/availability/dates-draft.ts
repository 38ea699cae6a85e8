// Days off, or hours for dates, while they are being typed; and what was removed, as if it were.
import type { ScheduleProblem, WallRange } from "../../domain/schedule.ts";
import { listScheduleProblems } from "../../domain/schedule.ts";
import { isCalendarDate } from "../../domain/time-zone.ts";
import { fieldText, readRow } from "./hours-draft.ts";
import type { HoursRow } from "./hours-rows.ts";
import { datesText, rangesText } from "./hours-text.ts";

export interface DatesDraft {
  firstDay: string;
  lastDay: string;
  kind: string;
  rows: HoursRow[];
}

/** So many ranges a date can be given at once; rows that stay empty are none. */
const DATE_ROWS = 3;

export const noDates: DatesDraft = {
  firstDay: "",
  lastDay: "",
  kind: "off",
  rows: Array.from({ length: DATE_ROWS }, () => ({ from: "", to: "" })),
};

export type Errors = Record<string, string>;
export interface Dates {
  firstDay: string;
  lastDay: string;
  ranges: WallRange[];
}

/** As the form sends it, with whatever it lacks. */
export function readDatesDraft(form: Record<string, string>): DatesDraft {
  return {
    firstDay: form.firstDay ?? "",
    lastDay: form.lastDay ?? "",
    kind: form.kind ?? "",
    rows: noDates.rows.map((_, row) => ({
      from: form[`from-${row}`] ?? "",
      to: form[`to-${row}`] ?? "",
    })),
  };
}

/** What was typed; messages by field go into `errors`, and with any of them it can't be used. */
export function readDates(draft: DatesDraft, today: string, errors: Errors): Dates | null {
  const firstDay = draft.firstDay.trim();
  const lastDay = draft.lastDay.trim() || firstDay;
  if (draft.kind !== "off" && draft.kind !== "hours") {
    errors.kind = "Choose whether you are away or have other hours.";
  }
  if (!isCalendarDate(firstDay)) errors.firstDay = "Enter a date in the calendar, up to 2199.";
  else if (!isCalendarDate(lastDay)) errors.lastDay = "Enter a date in the calendar, up to 2199.";
  if (errors.firstDay || errors.lastDay) return null;
  if (lastDay < firstDay) errors.lastDay = "The last day is before the first.";
  else if (lastDay < today) errors.lastDay = "These dates are over.";
  if (draft.kind === "off" && draft.rows.some(isFilled)) {
    errors.kind = "You entered hours. Choose “Other hours”, or empty them.";
  }
  const ranges = draft.kind === "hours" ? readRanges(draft.rows, errors) : [];
  return { firstDay, lastDay, ranges };
}

const isFilled = ({ from, to }: HoursRow) => from.trim() !== "" || to.trim() !== "";

function readRanges(rows: HoursRow[], errors: Errors): WallRange[] {
  const filled = rows.map((row, number) => ({ row, number })).filter(({ row }) => isFilled(row));
  if (filled.length === 0) errors["from-0"] = "Enter the hours, or choose “Not available”.";
  const read = filled.flatMap(({ row, number }) => {
    const range = readRow(row, (part, text) => {
      errors[`${part}-${number}`] = text;
    });
    return range ? [{ range, number }] : [];
  });
  // As hours of one weekday, which are refused for the same reasons.
  const weeklyHours = read.map(({ range }) => ({ weekday: 1, ...range }));
  for (const { index, problem } of problemsOf(weeklyHours)) {
    const [part, text] = TEXTS[problem] ?? ["from", "These hours can’t be used."];
    errors[`${part}-${read[index]?.number ?? 0}`] ??= text;
  }
  return read.map(({ range }) => range);
}

const problemsOf = (weeklyHours: (WallRange & { weekday: number })[]) =>
  listScheduleProblems({ timeZone: "UTC", weeklyHours, overrides: [] });

const TEXTS: Partial<Record<ScheduleProblem["problem"], ["from" | "to", string]>> = {
  ends_before_start: [
    "to",
    "These hours end before they begin. Those past midnight are two: until 00:00 on this date, and from 00:00 on the next.",
  ],
  overlapping: ["from", "These hours overlap those above."],
};

/** What was removed, and the form that would add it again. */
export interface RemovedDates {
  dates: string;
  hours: string;
  undo: DatesDraft;
}

/**
 * What an address tells of dates that were removed, if it could be added again: null when they are over, were put back by
 * now, or are no dates.
 * @param today in the schedule's zone
 */
export function readRemoved(
  asked: URLSearchParams,
  today: string,
  stored: readonly Dates[],
): RemovedDates | null {
  if (asked.get("notice") !== "removed" || isPutBack(asked, stored)) return null;
  const fields = Object.fromEntries(asked);
  const dates = readUndo(fields, today);
  if (!dates) return null;
  const text = datesText(dates.firstDay, dates.lastDay);
  return { dates: text, hours: rangesText(dates.ranges), undo: readDatesDraft(fields) };
}

/** The dates whose fields came along with what asks about them; null when there are none that could be added again. */
export function readUndo(fields: Record<string, string>, today: string): Dates | null {
  const errors: Errors = {};
  const dates = readDates(readDatesDraft(fields), today, errors);
  return Object.keys(errors).length > 0 ? null : dates;
}

/** Whether an address tells of dates that were removed, some of which differ from the week again by now. */
export function isPutBack(asked: URLSearchParams, stored: readonly Dates[]): boolean {
  if (asked.get("notice") !== "removed") return false;
  const removed = readDatesDraft(Object.fromEntries(asked));
  return stored.some(
    ({ firstDay, lastDay }) =>
      firstDay <= (removed.lastDay || removed.firstDay) && removed.firstDay <= lastDay,
  );
}

/** The fields of the form that adds these dates. */
export function fieldsOfDates({ firstDay, lastDay, kind, rows }: DatesDraft) {
  const hours = rows.flatMap(({ from, to }, row) =>
    from || to
      ? [
          [`from-${row}`, from],
          [`to-${row}`, to],
        ]
      : [],
  );
  return { firstDay, lastDay, kind, ...Object.fromEntries(hours) } as Record<string, string>;
}

/** Stored dates as they would be typed; null when they have more hours than the form has rows. */
export function draftOf({ firstDay, lastDay, ranges }: Dates): DatesDraft | null {
  if (ranges.length > DATE_ROWS) return null;
  const rows = noDates.rows.map((empty, row) => {
    const range = ranges[row];
    if (!range) return empty;
    return { from: fieldText(range.fromMinutes), to: fieldText(range.toMinutes) };
  });
  return { firstDay, lastDay, kind: ranges.length > 0 ? "hours" : "off", rows };
}
