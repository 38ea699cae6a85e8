import type { KeyRing } from "#app/env.server.ts";

/** A ring whose keys are 32 times their number; the first named is the current one. */
export function keyRing(current: string, ...others: string[]): KeyRing {
  const keys = [current, ...others].map((id) => [id, keyOf(id)]);
  return { current, keys: Object.fromEntries(keys) };
}

function keyOf(id: string): string {
  const byte = [...id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 256;
  return btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)));
}
