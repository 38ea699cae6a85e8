/**
 * A stretch of time `[start, end)` in epoch milliseconds: `start` belongs to it, `end` does not.
 * Two intervals that only touch do not overlap. An interval whose end is not after its start is
 * empty: it overlaps nothing.
 */
export interface Interval {
  start: number;
  end: number;
}

/** Whether the interval holds no instant at all. */
export function isEmpty(interval: Interval): boolean {
  return interval.end <= interval.start;
}

/** Whether the two have at least one instant in common. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** Whether every instant of `inner` lies in `outer`. */
export function contains(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The instants that both have in common, or null when there are none. */
export function intersect(a: Interval, b: Interval): Interval | null {
  if (!overlaps(a, b)) return null;
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}

/** The parts of `intervals` that lie in `range`, in the order given. */
export function clip(intervals: readonly Interval[], range: Interval): Interval[] {
  return intervals.flatMap((interval) => intersect(interval, range) ?? []);
}

/** The union as few sorted intervals that neither overlap nor touch. The input is left alone. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { start, end } of sortedByStart(intervals)) {
    if (end <= start) continue;
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** The instants of `intervals` that lie in none of `removed`: sorted, merged. */
export function subtract(intervals: readonly Interval[], removed: readonly Interval[]): Interval[] {
  const holes = merge(removed);
  const rest: Interval[] = [];
  let nextHole = 0;
  for (const { start, end } of merge(intervals)) {
    let from = start;
    for (let hole = holes[nextHole]; hole && hole.start < end; hole = holes[++nextHole]) {
      if (from < hole.start) rest.push({ start: from, end: hole.start });
      from = Math.max(from, hole.end);
      if (hole.end > end) break;
    }
    if (from < end) rest.push({ start: from, end });
  }
  return rest;
}

function sortedByStart(intervals: readonly Interval[]): Interval[] {
  return [...intervals].sort((a, b) => a.start - b.start);
}
