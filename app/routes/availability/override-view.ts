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
  const view = ({ id, firstDay, lastDay, ranges }: StoredOverride) => ({
    id,
    dates: datesText(firstDay, lastDay),
    hours: rangesText(ranges),
  });
  return {
    coming: overrides.filter(({ lastDay }) => lastDay >= today).map(view),
    past: overrides
      .filter(({ lastDay }) => lastDay < today)
      .map(view)
      .reverse(),
  };
}
