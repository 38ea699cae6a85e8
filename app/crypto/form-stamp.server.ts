// When a form was shown, signed, so that whoever sends it can't make it older than it is. Nothing is stored for it.
import type { KeyRing } from "#app/env.server.ts";
import { fromBase64Url, toBase64Url } from "./bytes.server.ts";
import { importHmacKey } from "./guest-link.server.ts";

/**
 * `<epoch ms>.<key id>.<HMAC-SHA256>`, base64url.
 * @param formKey the form's own: the stamp is worth nothing on another form
 */
export async function stampForm(ring: KeyRing, formKey: string, shownAt: number): Promise<string> {
  const key = await importHmacKey(ring, ring.current);
  const mac = await crypto.subtle.sign("HMAC", key, text(formKey, shownAt));
  return `${shownAt}.${ring.current}.${toBase64Url(new Uint8Array(mac))}`;
}

/** When the form was shown, in epoch ms; null for a stamp that is malformed, forged or another form's. */
export async function readFormStamp(
  ring: KeyRing,
  formKey: string,
  stamp: string,
): Promise<number | null> {
  const [, at, keyId, mac] = /^([1-9]\d{0,14})\.([a-z0-9]{1,16})\.([\w-]{43})$/.exec(stamp) ?? [];
  if (!at || !keyId || !mac || !Object.hasOwn(ring.keys, keyId)) return null;
  const key = await importHmacKey(ring, keyId);
  const shownAt = Number(at);
  const isOurs = await crypto.subtle.verify(
    "HMAC",
    key,
    fromBase64Url(mac),
    text(formKey, shownAt),
  );
  return isOurs ? shownAt : null;
}

function text(formKey: string, shownAt: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(["form-stamp", formKey, shownAt]));
}
