// The short form of the default schedule's week.
import { listSchedules, type StoredSchedule, saveSchedule } from "#db/schedules.server.ts";
import type { WeeklyHours } from "../../domain/schedule.ts";
import type { AppContext } from "../../load-context.server.ts";
import { weekLines } from "../availability/hours-text.ts";
import { INCOMPLETE } from "../availability/schedule-form.server.ts";
import { versionOf } from "../availability/schedule-version.server.ts";
import { readShortHours, type ShortHours, shortHoursIn } from "./short-hours.ts";

/** The form as it is shown again when nothing was stored. */
export interface HoursRefused {
  status: 409 | 422;
  values: ShortHours;
  errors: Record<string, string>;
}

/** There always is one. @throws a 404 Response */
export async function requireDefaultSchedule(
  { db }: Pick<AppContext, "db">,
  hostId: string,
): Promise<StoredSchedule> {
  const found = await listSchedules(db, hostId);
  const schedule = found.find(({ schedule }) => schedule.isDefault)?.schedule;
  if (!schedule) throw new Response(null, { status: 404 });
  return schedule;
}

/** What tells whether the week is still as a form about it was shown; name and zone are not its business. */
export function hoursVersion({ weeklyHours }: { weeklyHours: WeeklyHours[] }): Promise<string> {
  return versionOf({ name: "", timeZone: "", weeklyHours });
}

/** Stores the hours that the form asks for. @returns null when it did */
export async function saveShortHours(
  context: Pick<AppContext, "db">,
  hostId: string,
  form: Record<string, string>,
): Promise<HoursRefused | null> {
  const values = shortHoursIn(form);
  // The last field: without it a day may have been lost on the way.
  if (form.complete !== "yes") return { status: 422, values, errors: { form: INCOMPLETE } };
  const read = readShortHours(values);
  if (read.kind === "refused") return { status: 422, values, errors: read.errors };
  const stored = await requireDefaultSchedule(context, hostId);
  const asked = { ...stored, weeklyHours: read.weeklyHours };
  const version = await hoursVersion(stored);
  const isOther = version !== (await hoursVersion(asked));
  if (isOther && form.version !== version) {
    return { status: 409, values, errors: { form: changedText(stored) } };
  }
  if (isOther && !(await saveSchedule(context.db, hostId, stored.id, asked))) {
    throw new Response(null, { status: 404 });
  }
  return null;
}

function changedText({ weeklyHours }: StoredSchedule): string {
  const week = weekLines(weeklyHours).map(({ days, hours }) => `${days} ${hours}`);
  return `Your hours were changed elsewhere since you opened this page, so nothing was saved. Stored by now: ${week.join("; ")}. Save again to keep what is filled in here instead.`;
}
