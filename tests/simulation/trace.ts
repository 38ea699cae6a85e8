/** What happened in a seed, in order. */
export interface Trace {
  /** Off, nothing is kept; what happens is the same either way. */
  isOn: boolean;
  note: (who: string, what: string) => void;
  /** One line for each entry, with its simulated time. */
  lines: () => string[];
}

export function createTrace(now: () => number, isOn: boolean): Trace {
  const entries: [at: number, who: string, what: string][] = [];
  return {
    isOn,
    note: (who, what) => {
      if (isOn) entries.push([now(), who, what]);
    },
    lines: () => entries.map(([at, who, what]) => `${timeOf(at)} ${who.padEnd(12)} ${what}`),
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(5, 23).replace("T", " ");
}
