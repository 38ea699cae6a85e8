// A schedule that is edited in two places at once: the second to save is told what the first has stored.
import type { ScheduleContent } from "#db/schedules.server.ts";
import { digest } from "../../crypto/digest.server.ts";
import { weekDraftOf } from "./hours-draft.ts";
import { WEEKDAYS } from "./hours-rows.ts";
import { rangesText } from "./hours-text.ts";
import type { ScheduleAnswer } from "./schedule-form.server.ts";

/** What tells whether a schedule is still as a form about it was shown. */
export function versionOf({ name, timeZone, weeklyHours }: ScheduleContent): Promise<string> {
  return digest(name, timeZone, JSON.stringify(weekDraftOf(weeklyHours)));
}

const CHANGED_MEANWHILE =
  "This schedule was changed elsewhere since you opened this page, so nothing was saved. What you filled in is still here; where something else is stored by now, it stands beside it. Save again to keep what is filled in here.";

/**
 * The form once more when something else is stored than it says that it was shown with, and than it asks for.
 * @param shown the version that the form says, if it says one
 */
export async function changedMeanwhile(
  shown: string | undefined,
  stored: ScheduleContent,
  asked: ScheduleContent,
): Promise<ScheduleAnswer | null> {
  const version = await versionOf(stored);
  const errors = shown !== version ? differencesOf(stored, asked) : null;
  if (!errors) return null;
  const draft = { ...asked, week: weekDraftOf(asked.weeklyHours), version };
  return { draft, errors, done: null, focus: null };
}

/** A message for each field of which something else is stored than is asked for; null when nothing is. */
function differencesOf(
  stored: ScheduleContent,
  asked: ScheduleContent,
): Record<string, string> | null {
  const errors: Record<string, string> = {};
  if (stored.name !== asked.name) errors.name = `Stored by now: “${stored.name}”.`;
  if (stored.timeZone !== asked.timeZone) errors.timeZone = `Stored by now: ${stored.timeZone}.`;
  for (const weekday of WEEKDAYS.keys()) {
    const hours = hoursOn(stored, weekday + 1);
    if (hours === hoursOn(asked, weekday + 1)) continue;
    errors[`day-${weekday + 1}`] = `Stored by now: ${hours}.`;
  }
  return Object.keys(errors).length > 0 ? { form: CHANGED_MEANWHILE, ...errors } : null;
}

const hoursOn = ({ weeklyHours }: ScheduleContent, weekday: number) =>
  rangesText(weeklyHours.filter((hours) => hours.weekday === weekday));
