// The weekly hours while they are being typed: rows of texts, as the form sends them and shows them again.
import type { ScheduleProblem, WallRange, WeeklyHours } from "../../domain/schedule.ts";
import { listScheduleProblems } from "../../domain/schedule.ts";
import { fieldName, type HoursRow, WEEKDAYS } from "./hours-rows.ts";

/** From Monday to Sunday. */
export type WeekDraft = HoursRow[][];

/** More than a day can sensibly hold. */
export const MOST_ROWS = 12;
const MINUTES_A_DAY = 1440;
const FIELD = /^(from|to)-([1-7])-(\d{1,3})$/;

/** "09:30"; the end of the day is "00:00" in a field, which has no 24:00. */
export function fieldText(minutes: number): string {
  const ofDay = minutes % MINUTES_A_DAY;
  const [hours, rest] = [Math.floor(ofDay / 60), ofDay % 60];
  return `${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

/** Minutes after midnight; null when the text is no time of day. */
export function readTimeOfDay(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** The same of where hours end: midnight is the end of the day. */
export function readEndOfHours(text: string): number | null {
  if (text.trim() === "24:00") return MINUTES_A_DAY;
  const minutes = readTimeOfDay(text);
  return minutes === 0 ? MINUTES_A_DAY : minutes;
}

export function weekDraftOf(weeklyHours: readonly WeeklyHours[]): WeekDraft {
  return WEEKDAYS.map((_, index) =>
    weeklyHours
      .filter(({ weekday }) => weekday === index + 1)
      .toSorted((a, b) => a.fromMinutes - b.fromMinutes)
      .map(({ fromMinutes, toMinutes }) => ({
        from: fieldText(fromMinutes),
        to: fieldText(toMinutes),
      })),
  );
}

/** The rows that a form holds, in their order. */
export function readWeekDraft(form: Record<string, string>): WeekDraft {
  const rows = WEEKDAYS.map(() => new Map<number, HoursRow>());
  for (const [name, value] of Object.entries(form)) {
    const [, part, weekday, number] = FIELD.exec(name) ?? [];
    const day = rows[Number(weekday) - 1];
    if (!day) continue;
    const row = day.get(Number(number)) ?? { from: "", to: "" };
    day.set(Number(number), { ...row, [part === "from" ? "from" : "to"]: value });
  }
  return rows.map((day) => [...day].sort(([a], [b]) => a - b).map(([, row]) => row));
}

/** With one row more: an hour after what is there, or the usual day. */
export function withHoursAdded(week: WeekDraft, weekday: number): WeekDraft {
  return week.map((rows, index) => (index === weekday - 1 ? [...rows, nextRow(rows)] : rows));
}

function nextRow(rows: readonly HoursRow[]): HoursRow {
  const last = rows.at(-1);
  if (!last) return { from: "09:00", to: "17:00" };
  const end = readEndOfHours(last.to);
  const isRoomLeft = end !== null && end + 120 <= MINUTES_A_DAY;
  return isRoomLeft
    ? { from: fieldText(end + 60), to: fieldText(end + 120) }
    : { from: "", to: "" };
}

export function withHoursRemoved(week: WeekDraft, weekday: number, row: number): WeekDraft {
  return week.map((rows, index) =>
    index === weekday - 1 ? rows.filter((_, number) => number !== row) : rows,
  );
}

/** With one day's rows in place of those of others; weekdays are 1 to 7. */
export function withHoursCopied(
  week: WeekDraft,
  weekday: number,
  targets: readonly number[],
): WeekDraft {
  const copied = week[weekday - 1] ?? [];
  return week.map((rows, index) =>
    targets.includes(index + 1) ? copied.map((row) => ({ ...row })) : rows,
  );
}

const PROBLEMS: Partial<Record<ScheduleProblem["problem"], ["from" | "to", string]>> = {
  outside_the_day: ["to", "Enter a time such as 17:00."],
  ends_before_start: [
    "to",
    "These hours end before they begin. Those past midnight are two: until 00:00 on this day, and from 00:00 on the next.",
  ],
  overlapping: ["from", "These hours overlap others of this day."],
};

export type HoursRead =
  | { kind: "sound"; weeklyHours: WeeklyHours[] }
  /** Messages by field. */
  | { kind: "refused"; errors: Record<string, string> };

/** The hours that were typed, or what is wrong with which field. */
export function readHours(week: WeekDraft): HoursRead {
  const errors: Record<string, string> = {};
  const hours: { at: [weekday: number, row: number]; value: WeeklyHours }[] = [];
  week.forEach((rows, index) => {
    const weekday = index + 1;
    if (rows.length > MOST_ROWS) errors[`day-${weekday}`] = TOO_MANY_ROWS;
    rows.forEach((row, number) => {
      const range = readRow(row, (part, text) => {
        errors[fieldName(part, weekday, number)] = text;
      });
      if (range) hours.push({ at: [weekday, number], value: { weekday, ...range } });
    });
  });
  const weeklyHours = hours.map(({ value }) => value);
  for (const { index, problem } of problemsOf(weeklyHours)) {
    const [part, text] = PROBLEMS[problem] ?? ["from", "These hours can’t be used."];
    const [weekday = 1, number = 0] = hours[index]?.at ?? [];
    errors[fieldName(part, weekday, number)] ??= text;
  }
  if (Object.keys(errors).length > 0) return { kind: "refused", errors };
  return { kind: "sound", weeklyHours };
}

export const TOO_MANY_ROWS = `At most ${MOST_ROWS} ranges a day.`;

const problemsOf = (weeklyHours: WeeklyHours[]) =>
  listScheduleProblems({ timeZone: "UTC", weeklyHours, overrides: [] });

/** One row as a range; null, with what is wrong told, when it holds none. */
export function readRow(
  { from, to }: HoursRow,
  refuse: (part: "from" | "to", text: string) => void,
): WallRange | null {
  const fromMinutes = readTimeOfDay(from);
  const toMinutes = readEndOfHours(to);
  if (fromMinutes === null) refuse("from", "Enter a time such as 09:00.");
  if (toMinutes === null) refuse("to", "Enter a time such as 17:00.");
  return fromMinutes === null || toMinutes === null ? null : { fromMinutes, toMinutes };
}
