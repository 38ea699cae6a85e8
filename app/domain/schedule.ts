import { isCalendarDate, isoWeekday, isTimeZone } from "./time-zone.ts";

/** Part of a day in wall time: `[fromMinutes, toMinutes)`, whole minutes after midnight, 0..1440. */
export interface WallRange {
  fromMinutes: number;
  toMinutes: number;
}

/** Hours that repeat each week; `weekday` is 1 for Monday to 7 for Sunday. */
export interface WeeklyHours extends WallRange {
  weekday: number;
}

/**
 * Hours that replace the weekly ones on the dates `from` to `to` ("YYYY-MM-DD", both included).
 * No ranges: days off.
 */
export interface DateOverride {
  from: string;
  to: string;
  ranges: WallRange[];
}

/** When a host can be booked, as wall time of `timeZone` (IANA). */
export interface Schedule {
  timeZone: string;
  weeklyHours: WeeklyHours[];
  overrides: DateOverride[];
}

/** What is wrong, and with which entry (index into the list that was checked). */
export interface ScheduleProblem {
  part: "timeZone" | "weeklyHours" | "overrides";
  index: number;
  problem:
    | "unknown_time_zone"
    | "not_a_weekday"
    | "outside_the_day"
    | "ends_before_start"
    | "overlapping"
    | "not_a_date"
    | "dates_reversed"
    | "dates_overlapping";
}

const MINUTES_A_DAY = 1440;

/** Monday to Friday, 9:00 to 17:00: what a new host starts with. */
export function defaultWeeklyHours(): WeeklyHours[] {
  return [1, 2, 3, 4, 5].map((weekday) => ({
    weekday,
    fromMinutes: 9 * 60,
    toMinutes: 17 * 60,
  }));
}

/**
 * The hours of `date` ("YYYY-MM-DD" in the schedule's zone): sorted, those that touch or overlap
 * made one. A date override replaces the weekly hours; of several for one date the last one counts.
 */
export function hoursOn(schedule: Schedule, date: string): WallRange[] {
  const override = schedule.overrides.findLast(({ from, to }) => from <= date && date <= to);
  if (override) return mergedRanges(override.ranges);
  const weekday = isoWeekday(date);
  return mergedRanges(schedule.weeklyHours.filter((hours) => hours.weekday === weekday));
}

/** All that must be put right before the schedule may be stored; empty when it is sound. */
export function listScheduleProblems(schedule: Schedule): ScheduleProblem[] {
  const problems: ScheduleProblem[] = [];
  if (!isTimeZone(schedule.timeZone)) {
    problems.push({ part: "timeZone", index: 0, problem: "unknown_time_zone" });
  }
  schedule.weeklyHours.forEach((hours, index) => {
    const sameDay = schedule.weeklyHours
      .slice(0, index)
      .filter(({ weekday }) => weekday === hours.weekday);
    const problem = weekdayProblem(hours.weekday) ?? rangeProblem(hours, sameDay);
    if (problem) problems.push({ part: "weeklyHours", index, problem });
  });
  schedule.overrides.forEach((override, index) => {
    const problem = overrideProblem(override, schedule.overrides.slice(0, index));
    if (problem) problems.push({ part: "overrides", index, problem });
  });
  return problems;
}

function mergedRanges(ranges: readonly WallRange[]): WallRange[] {
  const merged: WallRange[] = [];
  for (const { fromMinutes, toMinutes } of ranges.toSorted(byStart)) {
    if (toMinutes <= fromMinutes) continue;
    const last = merged.at(-1);
    if (last && fromMinutes <= last.toMinutes) {
      last.toMinutes = Math.max(last.toMinutes, toMinutes);
    } else {
      merged.push({ fromMinutes, toMinutes });
    }
  }
  return merged;
}

function overrideProblem(override: DateOverride, earlier: readonly DateOverride[]) {
  if (!isCalendarDate(override.from) || !isCalendarDate(override.to)) return "not_a_date";
  if (override.to < override.from) return "dates_reversed";
  if (earlier.some(({ from, to }) => from <= override.to && override.from <= to)) {
    return "dates_overlapping";
  }
  for (const [index, range] of override.ranges.entries()) {
    const problem = rangeProblem(range, override.ranges.slice(0, index));
    if (problem) return problem;
  }
  return null;
}

function weekdayProblem(weekday: number) {
  return Number.isInteger(weekday) && weekday >= 1 && weekday <= 7 ? null : "not_a_weekday";
}

function rangeProblem(range: WallRange, earlier: readonly WallRange[]) {
  if (!isMinuteOfDay(range.fromMinutes) || !isMinuteOfDay(range.toMinutes)) {
    return "outside_the_day";
  }
  if (range.toMinutes <= range.fromMinutes) return "ends_before_start";
  const overlapping = earlier.some(
    ({ fromMinutes, toMinutes }) =>
      Math.max(fromMinutes, range.fromMinutes) < Math.min(toMinutes, range.toMinutes),
  );
  return overlapping ? "overlapping" : null;
}

function isMinuteOfDay(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= MINUTES_A_DAY;
}

function byStart(a: WallRange, b: WallRange): number {
  return a.fromMinutes - b.fromMinutes;
}
