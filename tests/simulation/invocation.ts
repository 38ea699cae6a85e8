// One invocation of a Worker. It reaches the world by calls alone, and at each of them it may die or fall asleep; dead, it
// never gets an answer again, and nothing that it does afterwards reaches anything.
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";
import type { Trace } from "./trace.ts";

export interface Invocation {
  /** For the trace: "book 17". */
  name: string;
  /** Of two versions that may be deployed at once. */
  version: 1 | 2;
  isDead: boolean;
  pausedUntil: number;
  /** Something went wrong with it after which nobody knows which of its writes were noted. */
  isTroubled: boolean;
  hasSlept: boolean;
  onDeath: (() => void)[];
}

export interface Call<T> {
  /** For the trace. */
  what: () => string;
  /** How long it takes to get there, and how long the answer takes, in ms. */
  there: number;
  back: number;
  /** How long the caller waits, in ms. */
  patience?: number;
  /** Whoever dies or sleeps right after it has done or learned something that is noted nowhere yet. */
  isDelicate?: boolean;
  /** An answer after which much changes: it is then that falling asleep tells. */
  isMomentous?: (answer: T) => boolean;
  /** Is told when whoever made the call falls asleep over its answer. */
  sleeps?: () => void;
  /** What the call does once it has arrived. */
  act: () => Promise<T>;
}

export interface Caller {
  perform: <T>(invocation: Invocation, call: Call<T>) => Promise<T>;
  kill: (invocation: Invocation, why: string) => void;
}

const MINUTE_MS = 60_000;
const LEASE_MS = 45_000;

export function createCaller(clock: Clock, faults: Faults, random: Random, trace: Trace): Caller {
  const kill = (invocation: Invocation, why: string) => {
    if (invocation.isDead) return;
    invocation.isDead = true;
    invocation.isTroubled = true;
    if (trace.isOn) trace.note(invocation.name, `DIES ${why}`);
    for (const hear of invocation.onDeath) hear();
  };

  /** Hands over an answer, once whoever asked is awake. */
  const whenAwake = (invocation: Invocation, settle: () => void) => {
    if (invocation.isDead) return;
    const wait = invocation.pausedUntil - clock.now();
    if (wait > 0) clock.after(wait, () => whenAwake(invocation, settle));
    else settle();
  };

  /** For longer than a lease: whoever wakes up again is no longer the one who may write. */
  const fallAsleep = (invocation: Invocation) => {
    const most = random.pick([2 * MINUTE_MS, 10 * MINUTE_MS]);
    invocation.pausedUntil = clock.now() + random.between(LEASE_MS, most);
    invocation.isTroubled = true;
    invocation.hasSlept = true;
  };

  const perform = <T>(invocation: Invocation, call: Call<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (invocation.isDead) return;
      const fate = faults.fateOfCall(call.isDelicate ?? false);
      if (fate === "dies_before") return kill(invocation, `before ${call.what()}`);
      const wait = Math.max(0, invocation.pausedUntil - clock.now());
      const { patience = Number.POSITIVE_INFINITY } = call;

      const answer = (settle: () => void, isMomentous = false) => {
        if (fate === "dies_after") return kill(invocation, `after ${call.what()}`);
        const sleeps = fate === "pauses" || (isMomentous && faults.sleepsOverIt());
        if (sleeps && !invocation.isDead) {
          if (trace.isOn) trace.note(invocation.name, `SLEEPS after ${call.what()}`);
          fallAsleep(invocation);
          call.sleeps?.();
        }
        whenAwake(invocation, settle);
      };

      clock.after(wait + call.there, () => {
        call.act().then(
          (value) =>
            clock.after(call.back, () =>
              answer(() => resolve(value), call.isMomentous?.(value) ?? false),
            ),
          (error) => clock.after(call.back, () => answer(() => reject(error))),
        );
      });
      if (patience < Number.POSITIVE_INFINITY) {
        clock.after(wait + patience, () => whenAwake(invocation, () => reject(tooLate())));
      }
    });

  return { perform, kill };
}

function tooLate(): Error {
  return new DOMException("The operation was aborted due to timeout", "TimeoutError");
}
