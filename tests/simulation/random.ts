/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** In [0, 1). */
  next: () => number;
  /** Whole, both ends included. */
  between: (least: number, most: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
  /** One of the keys, each as often as its weight says. */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K;
  bytes: (into: Uint8Array) => void;
}

/**
 * A stream of its own for each purpose, so that one more fault does not change what people do next.
 * The generator is sfc32 (https://pracrand.sourceforge.net), which passes PractRand.
 */
export function createRandom(seed: number, purpose: string): Random {
  let a = hash(purpose, 1);
  let b = hash(purpose, seed + 2);
  let c = seed | 0;
  let counter = 1;
  const bits = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp++) bits();

  const next = () => bits() / 4_294_967_296;
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: <T>(from: readonly T[]) => {
      if (from.length === 0) throw new Error("there is nothing to pick from");
      return from[Math.floor(next() * from.length)] as T;
    },
    weighted: <K extends string>(weights: Readonly<Record<K, number>>) => {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return (entries.at(-1) as [K, number])[0];
    },
    bytes: (into) => {
      for (let at = 0; at < into.length; at++) into[at] = bits() & 0xff;
    },
  };
}

/**
 * The same weights, some of them far smaller or larger. Worlds that differ find more than worlds that are all average
 * (Groce et al., "Swarm Testing", ISSTA 2012).
 */
export function swarm<K extends string>(
  random: Random,
  weights: Readonly<Record<K, number>>,
): Record<K, number> {
  const scaled = Object.entries<number>(weights).map(([key, weight]) => [
    key,
    weight * random.pick([0, 0.3, 1, 1, 1, 3]),
  ]);
  return Object.fromEntries(scaled) as Record<K, number>;
}

/** FNV-1a. */
function hash(text: string, basis: number): number {
  let value = (2_166_136_261 ^ basis) | 0;
  for (let at = 0; at < text.length; at++)
    value = Math.imul(value ^ text.charCodeAt(at), 16_777_619);
  return value | 0;
}
