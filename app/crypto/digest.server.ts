import type { KeyRing } from "#app/env.server.ts";
import { toBase64Url } from "./bytes.server.ts";
import { importHmacKey } from "./guest-link.server.ts";

/** SHA-256 of the parts, base64url. The parts are joined as JSON, so no two lists of parts collide. */
export async function digest(...parts: (string | number)[]): Promise<string> {
  return toBase64Url(await sha256(JSON.stringify(parts)));
}

/** The PKCE challenge of a verifier: BASE64URL(SHA256(ASCII(verifier))), RFC 7636 section 4.2. */
export async function codeChallenge(verifier: string): Promise<string> {
  return toBase64Url(await sha256(verifier));
}

/** A booking's id from its form's key: 128 bits, 32 hex digits. The same form sent twice names the same booking. */
export async function bookingIdFor(hostId: string, formKey: string): Promise<string> {
  const bytes = await sha256(JSON.stringify(["booking", hostId, formKey]));
  return Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What stands for a person or an address where only sameness counts: HMAC-SHA256, so that nobody who reads the database can
 * try out what it stands for.
 */
export async function pseudonym(ring: KeyRing, ...parts: string[]): Promise<string> {
  const key = await importHmacKey(ring, ring.current);
  const text = new TextEncoder().encode(JSON.stringify(["pseudonym", ...parts]));
  return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, text)).slice(0, 16));
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
