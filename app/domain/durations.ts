/** The durations that a guest can choose from, in minutes: the shortest first, each once. */
export function durationsOf(eventType: {
  durationMinutes: number;
  otherDurations: readonly number[];
}): number[] {
  const all = new Set([eventType.durationMinutes, ...eventType.otherDurations]);
  return [...all].sort((a, b) => a - b);
}
