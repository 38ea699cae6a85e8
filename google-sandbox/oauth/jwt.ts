import { encodeBase64Url, encodeTextBase64Url } from "../base64url.ts";
import { ALGORITHM } from "./signing-keys.ts";

export type Signer = (signed: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;

/** A compact JWT. */
export async function signedToken(header: object, claims: object, sign: Signer): Promise<string> {
  const signed = [header, claims]
    .map((part) => encodeTextBase64Url(JSON.stringify(part)))
    .join(".");
  const signature = await sign(new TextEncoder().encode(signed));
  return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`;
}

export function rs256(privateJwk: JsonWebKey): Signer {
  return async (signed) => {
    const key = await crypto.subtle.importKey("jwk", privateJwk, ALGORITHM, false, ["sign"]);
    return crypto.subtle.sign(ALGORITHM.name, key, signed);
  };
}

export function hs256(secret: string): Signer {
  return async (signed) => {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const bytes = new TextEncoder().encode(secret);
    const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
    return crypto.subtle.sign("HMAC", key, signed);
  };
}

export const unsigned: Signer = async () => new ArrayBuffer(0);
