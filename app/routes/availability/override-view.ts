import type { StoredOverride } from "#db/schedules.server.ts";
import { draftOf, fieldsOfDates } from "./dates-draft.ts";
import { datesText, rangesText } from "./hours-text.ts";

export interface OverrideView {
  id: string;
  dates: string;
  hours: string;
  /** The fields of the form that adds it again; none when that form has no room for it. */
  undo: Record<string, string>;
}

export interface OverrideViews {
  coming: OverrideView[];
  /** Those that are over, the last one first. */
  past: OverrideView[];
}

/** @param today in the schedule's zone */
export function viewOverrides(overrides: readonly StoredOverride[], today: string): OverrideViews {
  return {
    coming: overrides.filter(({ lastDay }) => lastDay >= today).map(viewOverride),
    past: overrides
      .filter(({ lastDay }) => lastDay < today)
      .map(viewOverride)
      .reverse(),
  };
}

export function viewOverride(stored: StoredOverride): OverrideView {
  const { id, firstDay, lastDay, ranges } = stored;
  const draft = draftOf(stored);
  return {
    ...{ id, dates: datesText(firstDay, lastDay), hours: rangesText(ranges) },
    undo: draft ? fieldsOfDates(draft) : {},
  };
}
