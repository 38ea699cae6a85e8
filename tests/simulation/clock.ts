/** The one clock of a simulated world. Nothing waits for real: time jumps to whatever comes next. */
export interface Clock {
  /** Epoch ms. */
  now: () => number;
  /** Runs `what` after so many ms; what falls due at the same instant runs in the order in which it was asked for. */
  after: (ms: number, what: () => void) => Alarm;
  sleep: (ms: number) => Promise<void>;
  /** Lets everything happen that is due until this instant. */
  runUntil: (instant: number) => Promise<void>;
}

/** Something that is to happen, unless it is cancelled. */
export interface Alarm {
  at: number;
  order: number;
  what: (() => void) | null;
}

export function createClock(startsAt: number): Clock {
  let now = startsAt;
  let order = 0;
  const heap: Alarm[] = [];

  const after = (ms: number, what: () => void) => {
    const alarm: Alarm = { at: now + Math.max(0, ms), order: order++, what };
    push(heap, alarm);
    return alarm;
  };

  return {
    now: () => now,
    after,
    sleep: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve);
      }),
    runUntil: async (instant) => {
      for (let next = heap[0]; next && next.at <= instant; next = heap[0]) {
        pop(heap);
        if (next.what === null) continue;
        now = next.at;
        next.what();
        await everythingHasSettled();
      }
      now = Math.max(now, instant);
    },
  };
}

export function cancel(alarm: Alarm): void {
  alarm.what = null;
}

// The real one: in a simulation the global timers are those of its clock.
const { setImmediate } = globalThis;

/** Everything that follows without waiting has run when the event loop comes round. */
function everythingHasSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

// ---------------------------------------------------------------- a binary heap, soonest first

function isBefore(one: Alarm, other: Alarm): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function push(heap: Alarm[], alarm: Alarm): void {
  let at = heap.length;
  heap.push(alarm);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt] as Alarm;
    if (!isBefore(alarm, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = alarm;
}

function pop(heap: Alarm[]): void {
  const last = heap.pop() as Alarm;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const isRightFirst = right < heap.length && isBefore(heap[right] as Alarm, heap[left] as Alarm);
    const child = isRightFirst ? right : left;
    if (!isBefore(heap[child] as Alarm, last)) break;
    heap[at] = heap[child] as Alarm;
    at = child;
  }
  heap[at] = last;
}
