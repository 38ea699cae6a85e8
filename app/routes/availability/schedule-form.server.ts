// The form of one schedule. Its buttons change rows and store nothing, but for the one that saves.
import { z } from "zod";
import type { ScheduleContent } from "#db/schedules.server.ts";
import { cleanLine } from "../../domain/guest-text.ts";
import { isTimeZone } from "../../domain/time-zone.ts";
import { fieldErrors } from "../../http/form.server.ts";
import {
  MOST_ROWS,
  readHours,
  readWeekDraft,
  TOO_MANY_ROWS,
  type WeekDraft,
  withHoursAdded,
  withHoursCopied,
  withHoursRemoved,
} from "./hours-draft.ts";
import { WEEKDAYS } from "./hours-rows.ts";

export interface ScheduleDraft {
  name: string;
  timeZone: string;
  week: WeekDraft;
  /** Which stored schedule the form was shown with; empty for a new one. */
  version: string;
}

/** The form as it is shown again. */
export interface ScheduleAnswer {
  draft: ScheduleDraft;
  errors: Record<string, string>;
  /** What was just done to the rows; null when something has to be put right. */
  done: string | null;
  /** Where to go on: a field or button of this name. */
  focus: string | null;
}

export type ScheduleFormResult =
  | { kind: "shown"; status: 200 | 422; answer: ScheduleAnswer }
  | { kind: "sound"; content: ScheduleContent };

const Fields = z.object({
  name: z
    .string({ error: "Enter a name." })
    .transform(cleanLine)
    .pipe(z.string().min(1, "Enter a name.").max(60, "At most 60 characters, please.")),
  timeZone: z
    .string({ error: "Choose a time zone." })
    .refine(isTimeZone, { error: "Choose a time zone from the list." }),
});

export const INCOMPLETE =
  "Your form arrived incomplete, so nothing was saved, and some of what you typed may be missing below. Please check all of it before you save again.";

/** "add-1", "remove-1-0", "copy-1" */
const BUTTON = /^(add|remove|copy)-([1-7])(?:-(\d{1,3}))?$/;

/** What a posted form asks for. Any other button than those that change rows saves, as the Enter key does. */
export function handleScheduleForm(form: Record<string, string>): ScheduleFormResult {
  const draft = {
    name: form.name ?? "",
    timeZone: form.timeZone ?? "",
    week: readWeekDraft(form),
    version: form.version ?? "",
  };
  // The last field: without it hours may have been lost on the way, and no hours means not available.
  if (form.complete !== "yes") return refused(draft, { form: INCOMPLETE });
  const [, action, day, row] = BUTTON.exec(form.do ?? "") ?? [];
  switch (action) {
    case "add":
      return addHours(draft, Number(day));
    case "remove":
      return removeHours(draft, Number(day), Number(row));
    case "copy":
      return copyHours(draft, Number(day), targetsIn(form, Number(day)));
    default:
      return save(form, draft);
  }
}

function addHours(draft: ScheduleDraft, day: number): ScheduleFormResult {
  const rows = draft.week[day - 1] ?? [];
  if (rows.length >= MOST_ROWS) return refused(draft, { [`day-${day}`]: TOO_MANY_ROWS });
  const week = withHoursAdded(draft.week, day);
  return changed(
    { ...draft, week },
    `Hours added to ${nameOf(day)}.`,
    `from-${day}-${rows.length}`,
  );
}

function removeHours(draft: ScheduleDraft, day: number, row: number): ScheduleFormResult {
  const week = withHoursRemoved(draft.week, day, row);
  return changed({ ...draft, week }, `Hours removed from ${nameOf(day)}.`, `add-${day}`);
}

function copyHours(draft: ScheduleDraft, day: number, targets: number[]): ScheduleFormResult {
  if (targets.length === 0) {
    return refused(draft, { [`copy-${day}`]: "Tick the days to copy these hours to." });
  }
  const week = withHoursCopied(draft.week, day, targets);
  const names = targets.map(nameOf);
  const last = names.pop() ?? "";
  const days = names.length > 0 ? `${names.join(", ")} and ${last}` : last;
  return changed({ ...draft, week }, `${nameOf(day)}’s hours copied to ${days}.`, `copy-${day}`);
}

/** A field twice is no form of ours, so each box is a field of its own: "copy-1-to-5". */
function targetsIn(form: Record<string, string>, day: number): number[] {
  return WEEKDAYS.map((_, index) => index + 1).filter(
    (target) => target !== day && form[`copy-${day}-to-${target}`] !== undefined,
  );
}

function save(form: Record<string, string>, draft: ScheduleDraft): ScheduleFormResult {
  const fields = Fields.safeParse(form);
  const hours = readHours(draft.week);
  if (fields.success && hours.kind === "sound") {
    return { kind: "sound", content: { ...fields.data, weeklyHours: hours.weeklyHours } };
  }
  return refused(draft, {
    ...(fields.success ? {} : fieldErrors(fields.error)),
    ...(hours.kind === "refused" ? hours.errors : {}),
  });
}

function changed(draft: ScheduleDraft, done: string, focus: string): ScheduleFormResult {
  const answer = { draft, errors: {}, done: `${done} Nothing is saved yet.`, focus };
  return { kind: "shown", status: 200, answer };
}

function refused(draft: ScheduleDraft, errors: Record<string, string>): ScheduleFormResult {
  return { kind: "shown", status: 422, answer: { draft, errors, done: null, focus: null } };
}

const nameOf = (day: number) => WEEKDAYS[day - 1] ?? "";
