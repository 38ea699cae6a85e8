/** A list no longer than this is shown whole. */
const SHORT = 12;
const MOST_AT_FIRST = 8;

/** What of a list is in sight at first: all of a short one; of a long one its beginning and what is pinned. */
export function splitList<T>(
  items: T[],
  isPinned: (item: T) => boolean,
): { first: T[]; rest: T[] } {
  if (items.length <= SHORT) return { first: items, rest: [] };
  const isFirst = (item: T, index: number) => index < MOST_AT_FIRST || isPinned(item);
  return {
    first: items.filter(isFirst),
    rest: items.filter((item, index) => !isFirst(item, index)),
  };
}
