// Rings of keys, as secrets hold them. A Cloudflare secret can't be read back, so a rotation adds a ring beside those
// that there are: TOKEN_KEY_RING, TOKEN_KEY_RING_2, TOKEN_KEY_RING_3 …
import { z } from "zod";

const FIRST_TOKEN_RING = "TOKEN_KEY_RING";

const base64Key = z.string().refine((text) => decoded(text)?.length === 32, {
  error: "each key must be 32 random bytes in base64",
});

export const keyRing = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "must be JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .object({
        current: z.string(),
        keys: z.record(z.string().regex(/^[a-z0-9]{1,16}$/, "key ids are a-z and 0-9"), base64Key),
      })
      .refine((ring) => Object.hasOwn(ring.keys, ring.current), {
        error: "`current` must name one of `keys`",
      }),
  );

export type KeyRing = z.infer<typeof keyRing>;

/** Those of the names that are rings of token keys, the newest last. */
export function tokenRingNames(names: string[]): string[] {
  const rings = names.filter((name) => numberOfTokenRing(name) !== null);
  return rings.sort((a, b) => (numberOfTokenRing(a) ?? 0) - (numberOfTokenRing(b) ?? 0));
}

/** 1 for TOKEN_KEY_RING, 2 for TOKEN_KEY_RING_2; null for what is no ring of token keys. */
export function numberOfTokenRing(name: string): number | null {
  if (name === FIRST_TOKEN_RING) return 1;
  const [, number] = /^TOKEN_KEY_RING_([2-9]|[1-9]\d{1,5})$/.exec(name) ?? [];
  return number ? Number(number) : null;
}

/** The name of the secret with that number. */
export function tokenRingName(number: number): string {
  return number === 1 ? FIRST_TOKEN_RING : `${FIRST_TOKEN_RING}_${number}`;
}

/** Looks like a ring's name and is none: whoever wrote it would wait in vain for its keys. */
export function isMisnamedTokenRing(name: string): boolean {
  return name.startsWith(FIRST_TOKEN_RING) && numberOfTokenRing(name) === null;
}

/** A ring that contradicts an older one: the same id for another key. */
export interface ContradictingRing {
  name: string;
  keyId: string;
  olderName: string;
}

/**
 * All keys of all rings; the last ring's current key seals.
 * @param rings at least one, the newest last
 */
export function mergeKeyRings(
  rings: { name: string; ring: KeyRing }[],
): { ring: KeyRing } | { contradicting: ContradictingRing } {
  const keys = new Map<string, { key: string; name: string }>();
  for (const { name, ring } of rings) {
    for (const [keyId, key] of Object.entries(ring.keys)) {
      const older = keys.get(keyId);
      if (older && decoded(older.key) !== decoded(key)) {
        return { contradicting: { name, keyId, olderName: older.name } };
      }
      keys.set(keyId, older ?? { key, name });
    }
  }
  const merged = Object.fromEntries([...keys].map(([keyId, { key }]) => [keyId, key]));
  return { ring: { current: rings.at(-1)?.ring.current ?? "", keys: merged } };
}

function decoded(base64: string): string | null {
  try {
    return atob(base64);
  } catch {
    return null;
  }
}
