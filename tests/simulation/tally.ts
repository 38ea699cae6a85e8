/** How often each thing happened, by group ("operation", "google fault", …) and name. */
export interface Tally {
  count: (group: string, name: string) => void;
  counts: () => Counts;
}

export type Counts = Record<string, Record<string, number>>;

export function createTally(): Tally {
  const counts: Counts = {};
  return {
    count: (group, name) => {
      counts[group] ??= {};
      const names = counts[group];
      names[name] = (names[name] ?? 0) + 1;
    },
    counts: () => counts,
  };
}

export function addCounts(into: Counts, more: Counts): void {
  for (const [group, names] of Object.entries(more)) {
    into[group] ??= {};
    const known = into[group];
    for (const [name, count] of Object.entries(names)) known[name] = (known[name] ?? 0) + count;
  }
}
