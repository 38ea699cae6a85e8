// What the runtime gives, replaced for a whole thread: timers by the simulated clock, random numbers by the seed, and
// WebCrypto by something that answers at once. Only in threads made for this; see seed-thread.ts.
import { type Alarm, type Clock, cancel } from "./clock.ts";
import type { Random } from "./random.ts";
import { createSimulatedCrypto } from "./simulated-crypto.ts";

export interface PlatformOfSeed {
  clock: Clock;
  random: Random;
  /** What the app logs. */
  log: (level: "warn" | "error", line: string) => void;
}

let current: PlatformOfSeed | null = null;

function platform(): PlatformOfSeed {
  if (!current) throw new Error("no seed runs");
  return current;
}

/** From here on this thread lives in the world of that seed. */
export function enterSeed(seed: PlatformOfSeed): void {
  if (current === null) install();
  current = seed;
}

const deadlines = new WeakMap<AbortSignal, number>();

/** How long whoever made this signal wants to wait, in ms. */
export function patienceOf(signal: AbortSignal | null | undefined): number {
  return (signal && deadlines.get(signal)) ?? Number.POSITIVE_INFINITY;
}

function install(): void {
  const simulatedCrypto = createSimulatedCrypto((bytes) => platform().random.bytes(bytes));
  Object.defineProperty(globalThis, "crypto", { value: simulatedCrypto, configurable: true });
  Object.assign(globalThis, {
    setTimeout: (what: () => void, ms = 0) => platform().clock.after(ms, what),
    clearTimeout: (alarm: Alarm | undefined) => alarm && cancel(alarm),
    setInterval: () => {
      throw new Error("the simulation has no intervals");
    },
  });
  Math.random = () => platform().random.next();
  Date.now = () => platform().clock.now();
  // It never fires: whoever carries the call knows by `patienceOf` when to break it off.
  AbortSignal.timeout = (ms) => {
    const signal = Object.create(AbortSignal.prototype);
    deadlines.set(signal, ms);
    return signal;
  };
  console.warn = (line: unknown) => platform().log("warn", String(line));
  console.error = (line: unknown) => platform().log("error", String(line));
}
