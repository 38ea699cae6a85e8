// The form that adds days off, or hours for dates.
import {
  addDateOverride,
  findOverrideOn,
  findSchedule,
  MOST_OVERRIDES,
} from "#db/schedules.server.ts";
import { localDay } from "../../domain/time-zone.ts";
import type { AppContext } from "../../load-context.server.ts";
import {
  type Dates,
  type DatesDraft,
  type Errors,
  readDates,
  readDatesDraft,
} from "./dates-draft.ts";
import { datesText, rangesText } from "./hours-text.ts";
import { INCOMPLETE } from "./schedule-form.server.ts";

export interface DatesAnswer {
  draft: DatesDraft;
  errors: Record<string, string>;
}

export type DatesFormResult =
  | { kind: "added"; firstDay: string }
  /** The form as it is shown again. */
  | { kind: "refused"; answer: DatesAnswer };

/** Adds what the form asks for. */
export async function handleDatesForm(
  context: AppContext,
  schedule: { hostId: string; id: string; timeZone: string },
  form: Record<string, string>,
): Promise<DatesFormResult> {
  const draft = readDatesDraft(form);
  const refused = (errors: Errors): DatesFormResult => ({
    kind: "refused",
    answer: { draft, errors },
  });
  // The last field: without it a last day or hours may have been lost on the way.
  if (form.complete !== "yes") return refused({ form: INCOMPLETE });
  const errors: Errors = {};
  const dates = readDates(draft, localDay(context.now(), schedule.timeZone), errors);
  if (!dates || Object.keys(errors).length > 0) return refused(errors);
  const key = { hostId: schedule.hostId, scheduleId: schedule.id };
  const added = await addDateOverride(context.db, { ...key, id: context.newId(), ...dates });
  if (added) return { kind: "added", firstDay: dates.firstDay };
  const other = await findOverrideOn(context.db, key, dates);
  // Pressed twice: what was removed is back by now.
  if (form.undo !== undefined && other && isSame(other, dates)) {
    return { kind: "added", firstDay: dates.firstDay };
  }
  return refused({ firstDay: await whyNot(context, key, other) });
}

const isSame = (a: Dates, b: Dates) =>
  a.firstDay === b.firstDay &&
  a.lastDay === b.lastDay &&
  rangesText(a.ranges) === rangesText(b.ranges);

async function whyNot(
  { db }: AppContext,
  key: { hostId: string; scheduleId: string },
  other: Dates | null,
): Promise<string> {
  if (other) {
    return `These dates overlap ${datesText(other.firstDay, other.lastDay)}, which is on the list. Remove that first.`;
  }
  if (await findSchedule(db, key.hostId, key.scheduleId)) {
    return `There are ${MOST_OVERRIDES} entries on the list, which is the most. Remove some first.`;
  }
  throw new Response(null, { status: 404 });
}
