import { encodeBase64Url } from "../base64url.ts";
import type { Account, IdTokenFlaw, Store } from "../state.ts";
import { flawedIdToken } from "./id-token-flaws.ts";
import { rs256, signedToken } from "./jwt.ts";
import { normalizeScope } from "./scopes.ts";
import { signingKey } from "./signing-keys.ts";

const LIFETIME_SECONDS = 3600;

/** The claims about a person that these scopes lay open. */
export function claimsAbout(account: Account, scopes: string[], issuer: string) {
  const [givenName = account.name, ...rest] = account.name.split(" ");
  const has = (scope: string) => scopes.includes(normalizeScope(scope));
  return {
    sub: account.sub,
    ...(has("email") ? { email: account.email, email_verified: account.emailVerified } : {}),
    ...(has("profile")
      ? {
          name: account.name,
          given_name: givenName,
          ...(rest.length > 0 ? { family_name: rest.join(" ") } : {}),
          picture: `${issuer}/photos/${account.sub}.svg`,
        }
      : {}),
  };
}

export type IdTokenSubject = {
  account: Account;
  scopes: string[];
  issuer: string;
  audience: string;
  /** The client's secret, which signs where a fault wants a symmetric signature. */
  secret: string;
  nonce: string | null;
  accessToken: string;
};

/** Signs who the person is, with RS256; under a fault, something else or otherwise. */
export async function signIdToken(
  store: Store,
  subject: IdTokenSubject,
  flaw: IdTokenFlaw | null,
): Promise<string> {
  const issuedAt = Math.floor(store.now() / 1000);
  const claims = {
    iss: subject.issuer,
    azp: subject.audience,
    aud: subject.audience,
    ...claimsAbout(subject.account, subject.scopes, subject.issuer),
    at_hash: await accessTokenHash(subject.accessToken),
    ...(subject.nonce === null ? {} : { nonce: subject.nonce }),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  };
  const { kid, privateJwk } = await signingKey(store);
  if (flaw !== null)
    return flawedIdToken({ claims, kid, privateJwk, secret: subject.secret, flaw });
  return signedToken({ alg: "RS256", kid, typ: "JWT" }, claims, rs256(privateJwk));
}

/** BASE64URL(SHA-256(text)), as PKCE compares it. */
export async function sha256Base64Url(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return encodeBase64Url(new Uint8Array(digest));
}

async function accessTokenHash(accessToken: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken));
  return encodeBase64Url(new Uint8Array(digest).slice(0, 16));
}
