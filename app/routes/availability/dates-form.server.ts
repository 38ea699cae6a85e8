// The form that adds days off, or hours for dates.
import {
  addDateOverride,
  findOverrideOn,
  findSchedule,
  MOST_OVERRIDES,
} from "#db/schedules.server.ts";
import type { ScheduleProblem, WallRange } from "../../domain/schedule.ts";
import { listScheduleProblems } from "../../domain/schedule.ts";
import { isCalendarDate, localDay } from "../../domain/time-zone.ts";
import type { AppContext } from "../../load-context.server.ts";
import { readRow } from "./hours-draft.ts";
import type { HoursRow } from "./hours-rows.ts";
import { datesText } from "./hours-text.ts";
import { INCOMPLETE } from "./schedule-form.server.ts";

export interface DatesDraft {
  firstDay: string;
  lastDay: string;
  kind: string;
  rows: HoursRow[];
}

export interface DatesAnswer {
  draft: DatesDraft;
  errors: Record<string, string>;
}

/** So many ranges a date can be given at once; rows that stay empty are none. */
export const DATE_ROWS = 3;

export const noDates: DatesDraft = {
  firstDay: "",
  lastDay: "",
  kind: "off",
  rows: Array.from({ length: DATE_ROWS }, () => ({ from: "", to: "" })),
};

type Errors = Record<string, string>;
interface Dates {
  firstDay: string;
  lastDay: string;
  ranges: WallRange[];
}

/** Adds what the form asks for. @returns null when it did, else the form as it is shown again */
export async function handleDatesForm(
  context: AppContext,
  schedule: { hostId: string; id: string; timeZone: string },
  form: Record<string, string>,
): Promise<DatesAnswer | null> {
  const draft = readDraft(form);
  // The last field: without it a last day or hours may have been lost on the way.
  if (form.complete !== "yes") return { draft, errors: { form: INCOMPLETE } };
  const errors: Errors = {};
  const dates = readDates(draft, localDay(context.now(), schedule.timeZone), errors);
  if (!dates || Object.keys(errors).length > 0) return { draft, errors };
  const key = { hostId: schedule.hostId, scheduleId: schedule.id };
  const added = await addDateOverride(context.db, { ...key, id: context.newId(), ...dates });
  return added ? null : { draft, errors: { firstDay: await whyNot(context, key, dates) } };
}

async function whyNot(
  { db }: AppContext,
  key: { hostId: string; scheduleId: string },
  dates: Dates,
): Promise<string> {
  const other = await findOverrideOn(db, key, dates);
  if (other) {
    return `These dates overlap ${datesText(other.firstDay, other.lastDay)}, which is on the list. Remove that first.`;
  }
  if (await findSchedule(db, key.hostId, key.scheduleId)) {
    return `There are ${MOST_OVERRIDES} entries on the list, which is the most. Remove some first.`;
  }
  throw new Response(null, { status: 404 });
}

function readDraft(form: Record<string, string>): DatesDraft {
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

function readDates(draft: DatesDraft, today: string, errors: Errors): Dates | null {
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
