// The week in short: some weekdays, all with the same hours.
import type { WeeklyHours } from "../../domain/schedule.ts";
import { readHours, weekDraftOf } from "../availability/hours-draft.ts";
import { WEEKDAYS } from "../availability/hours-rows.ts";

/** As the form has it. */
export interface ShortHours {
  /** 1 for Monday to 7 for Sunday. */
  days: number[];
  from: string;
  to: string;
}

const USUAL = { from: "09:00", to: "17:00" };

/** Null for a week that says more than the short form can hold. */
export function shortHoursOf(weeklyHours: readonly WeeklyHours[]): ShortHours | null {
  const week = weekDraftOf(weeklyHours);
  const [first = USUAL, ...others] = week.flat();
  const isAlike = others.every(({ from, to }) => from === first.from && to === first.to);
  if (!isAlike || week.some((rows) => rows.length > 1)) return null;
  return { ...first, days: WEEKDAYS.map((_, at) => at + 1).filter((day) => week[day - 1]?.length) };
}

/** A field twice is no form of ours, so each box is a field of its own. */
export const dayField = (day: number) => `day-${day}`;

export function shortHoursIn(form: Record<string, string>): ShortHours {
  const days = WEEKDAYS.map((_, at) => at + 1).filter((day) => form[dayField(day)] !== undefined);
  return { days, from: form.from ?? "", to: form.to ?? "" };
}

export type ShortHoursRead =
  | { kind: "sound"; weeklyHours: WeeklyHours[] }
  /** Messages by field: `days`, `from`, `to`. */
  | { kind: "refused"; errors: Record<string, string> };

/** The hours that were filled in, or what is wrong with which field. */
export function readShortHours({ days, from, to }: ShortHours): ShortHoursRead {
  const errors: Record<string, string> = {};
  if (days.length === 0) errors.days = "Tick at least one day: without, nobody can book.";
  const monday = readHours([[{ from, to }]]);
  if (monday.kind === "refused") {
    for (const [field, text] of Object.entries(monday.errors)) {
      errors[field.startsWith("from") ? "from" : "to"] = text;
    }
  }
  if (monday.kind === "refused" || days.length === 0) return { kind: "refused", errors };
  const weeklyHours = days.flatMap((weekday) =>
    monday.weeklyHours.map((hours) => ({ ...hours, weekday })),
  );
  return { kind: "sound", weeklyHours };
}
