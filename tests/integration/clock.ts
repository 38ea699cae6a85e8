/** The one clock of a test: the app's, the sandbox's and the queue's. It moves only when told to. */
export interface Clock {
  /** Epoch ms. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Moves to this instant; whoever sleeps until then or earlier wakes on the way, in order. */
  moveTo: (instant: number) => Promise<void>;
}

export function createClock(startsAt: number): Clock {
  let now = startsAt;
  let sleepers: { until: number; wake: () => void }[] = [];

  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ until: now + ms, wake });
      }),
    moveTo: async (instant) => {
      for (;;) {
        const [next] = sleepers.toSorted((a, b) => a.until - b.until);
        if (!next || next.until > instant) break;
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        now = Math.max(now, next.until);
        next.wake();
        await untilIdle();
      }
      now = Math.max(now, instant);
    },
  };
}

/** Lets everything that waits for nothing but its turn have it. */
function untilIdle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** What `AbortSignal.timeout` is by this clock, so that ten seconds take none. */
export function timeoutBy(clock: Clock): (ms: number) => AbortSignal {
  return (ms) => {
    const controller = new AbortController();
    const late = () => controller.abort(new DOMException("too late", "TimeoutError"));
    clock.sleep(ms).then(late, () => undefined);
    return controller.signal;
  };
}
