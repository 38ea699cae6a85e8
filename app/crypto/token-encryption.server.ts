// Google tokens at rest: AES-256-GCM, bound to the row and field that they belong to.
import type { KeyRing } from "#app/env.server.ts";
import { fromBase64Url, toBase64Url } from "./bytes.server.ts";

/** Where a ciphertext lives. Copied anywhere else, it no longer opens. */
export type TokenPlace =
  | { hostId: string; connectionId: string; field: "access_token" | "refresh_token" }
  /** A refresh token that is still to be revoked. */
  | { revocationId: string };

/** What every ciphertext begins with that this key sealed. */
export function sealedWith(keyId: string): string {
  return `v1.${keyId}.`;
}

export type Decrypted =
  | { kind: "token"; token: string }
  /** The key may not be deployed here yet: try again later, never disconnect anyone. */
  | { kind: "unknownKey"; keyId: string }
  | { kind: "notOurs" };

/** Encrypts with the ring's current key to `v1.<key id>.<iv>.<ciphertext>`, a random 96-bit IV each time (NIST SP 800-38D). */
export async function encryptToken(
  ring: KeyRing,
  token: string,
  place: TokenPlace,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await importKey(ring, ring.current);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: boundTo(place, ring.current) },
    key,
    new TextEncoder().encode(token),
  );
  return ["v1", ring.current, toBase64Url(iv), toBase64Url(new Uint8Array(sealed))].join(".");
}

/** Opens what `encryptToken` made for the same place. */
export async function decryptToken(
  ring: KeyRing,
  stored: string,
  place: TokenPlace,
): Promise<Decrypted> {
  const [version, keyId, iv, sealed] = stored.split(".");
  if (version !== "v1" || !keyId || !iv || !sealed) return { kind: "notOurs" };
  if (!Object.hasOwn(ring.keys, keyId)) return { kind: "unknownKey", keyId };
  try {
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: boundTo(place, keyId) },
      await importKey(ring, keyId),
      fromBase64Url(sealed),
    );
    return { kind: "token", token: new TextDecoder().decode(opened) };
  } catch {
    return { kind: "notOurs" };
  }
}

function boundTo(place: TokenPlace, keyId: string): Uint8Array<ArrayBuffer> {
  // No host's id is "revocation", so no place of the one kind reads like one of the other.
  const parts =
    "revocationId" in place
      ? ["revocation", place.revocationId, "refresh_token"]
      : [place.hostId, place.connectionId, place.field];
  return new TextEncoder().encode([...parts, keyId].join("|"));
}

function importKey(ring: KeyRing, keyId: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(ring.keys[keyId] ?? ""), (char) => char.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}
