// Where the runtime's time zone data and the tables' (see their first lines) are of different
// versions. An entry that is no longer needed fails the oracle, so that the list stays true.

interface ExplainedDifference {
  zone: string;
  /** The first date ("YYYY-MM-DD", UTC) on which the two differ. */
  from: string;
  why: string;
}

const MANITOBA =
  "tzdata 2026e: Manitoba stays on UTC-5 and puts no clock back on 2026-11-01. The runtime has it, the tables' 2026d has not.";

const EXPLAINED: readonly ExplainedDifference[] = [
  { zone: "America/Rainy_River", from: "2026-11-01", why: MANITOBA },
  { zone: "America/Winnipeg", from: "2026-11-01", why: MANITOBA },
  { zone: "Canada/Central", from: "2026-11-01", why: MANITOBA },
];

const needed = new Set<ExplainedDifference>();

/** Why the answers for `zone` may differ at `instant` (epoch ms), or null when they must not. */
export function explanationOf(zone: string, instant: number): string | null {
  const found = EXPLAINED.find((entry) => entry.zone === zone && Date.parse(entry.from) <= instant);
  if (!found) return null;
  needed.add(found);
  return found.why;
}

/** The zones whose entry no comparison has asked for. */
export function explanationsNotNeeded(): string[] {
  return EXPLAINED.filter((entry) => !needed.has(entry)).map(({ zone }) => zone);
}
