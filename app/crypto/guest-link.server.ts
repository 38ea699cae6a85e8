// The guest's link: whoever holds it may see, move and cancel this one booking. Nothing is stored for it.
import type { KeyRing } from "#app/env.server.ts";
import { fromBase64Url, toBase64Url } from "./bytes.server.ts";

/** What a link is for. Moving a booking keeps its link; another guest or a raised link version ends it. */
export interface LinkSubject {
  hostId: string;
  id: string;
  guest: { email: string };
  linkVersion: number;
}

/** `<key id>.<HMAC-SHA256>`, base64url. */
export async function signGuestLink(ring: KeyRing, subject: LinkSubject): Promise<string> {
  const mac = await crypto.subtle.sign(
    "HMAC",
    await importHmacKey(ring, ring.current),
    text(subject),
  );
  return `${ring.current}.${toBase64Url(new Uint8Array(mac))}`;
}

/** Compares in constant time (WebCrypto's verify). Any malformed token is simply not valid. */
export async function isGuestLink(
  ring: KeyRing,
  subject: LinkSubject,
  token: string,
): Promise<boolean> {
  const [keyId, mac, ...rest] = token.split(".");
  if (!keyId || !mac || rest.length > 0 || !Object.hasOwn(ring.keys, keyId)) return false;
  // base64url of 32 bytes leaves spare bits in the last character: only one spelling counts.
  if (!/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(mac)) return false;
  const key = await importHmacKey(ring, keyId);
  return crypto.subtle.verify("HMAC", key, fromBase64Url(mac), text(subject));
}

function text(subject: LinkSubject): Uint8Array<ArrayBuffer> {
  const parts = [
    "guest-link",
    subject.hostId,
    subject.id,
    subject.guest.email,
    subject.linkVersion,
  ];
  return new TextEncoder().encode(JSON.stringify(parts));
}

/** A key of the ring, for HMAC-SHA256. */
export function importHmacKey(ring: KeyRing, keyId: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(ring.keys[keyId] ?? ""), (char) => char.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
}
