import type { StoredOverride } from "#db/schedules.server.ts";
import { datesText, rangesText } from "./hours-text.ts";

export interface OverrideView {
  id: string;
  dates: string;
  hours: string;
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

export function viewOverride({ id, firstDay, lastDay, ranges }: StoredOverride): OverrideView {
  return { id, dates: datesText(firstDay, lastDay), hours: rangesText(ranges) };
}
