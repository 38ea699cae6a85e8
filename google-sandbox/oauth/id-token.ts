import { encodeBase64Url, encodeTextBase64Url } from "../base64url.ts";
import type { Account, SigningKey, Store } from "../state.ts";
import { normalizeScope } from "./scopes.ts";

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const LIFETIME_SECONDS = 3600;

const keysBeingMade = new WeakMap<object, Promise<SigningKey>>();

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
  nonce: string | null;
  accessToken: string;
};

/** Signs who the person is, with RS256. */
export async function signIdToken(store: Store, subject: IdTokenSubject): Promise<string> {
  const { kid, privateJwk } = await signingKey(store);
  const issuedAt = Math.floor(store.now() / 1000);
  const payload = {
    iss: subject.issuer,
    azp: subject.audience,
    aud: subject.audience,
    ...claimsAbout(subject.account, subject.scopes, subject.issuer),
    at_hash: await accessTokenHash(subject.accessToken),
    ...(subject.nonce === null ? {} : { nonce: subject.nonce }),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  };
  const header = { alg: "RS256", kid, typ: "JWT" };
  const signed = [header, payload]
    .map((part) => encodeTextBase64Url(JSON.stringify(part)))
    .join(".");
  const key = await crypto.subtle.importKey("jwk", privateJwk, ALGORITHM, false, ["sign"]);
  const signature = await crypto.subtle.sign(ALGORITHM.name, key, new TextEncoder().encode(signed));
  return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`;
}

/** The public half of the key, as a JWKS. */
export async function publicKeys(store: Store): Promise<{ keys: object[] }> {
  const { kid, publicJwk } = await signingKey(store);
  return { keys: [{ kty: "RSA", alg: "RS256", use: "sig", kid, n: publicJwk.n, e: publicJwk.e }] };
}

/** BASE64URL(SHA-256(text)), as PKCE compares it. */
export async function sha256Base64Url(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return encodeBase64Url(new Uint8Array(digest));
}

// Made on first use and kept in the state: making one takes a noticeable time, and tokens that
// were signed before a restart have to stay verifiable.
function signingKey(store: Store): Promise<SigningKey> {
  if (store.state.signingKey !== null) return Promise.resolve(store.state.signingKey);
  const running = keysBeingMade.get(store);
  if (running !== undefined) return running;
  const making = makeSigningKey(store);
  keysBeingMade.set(store, making);
  return making;
}

async function makeSigningKey(store: Store): Promise<SigningKey> {
  const pair = (await crypto.subtle.generateKey(
    { ...ALGORITHM, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  const key: SigningKey = {
    kid: store.randomId(),
    privateJwk: (await crypto.subtle.exportKey("jwk", pair.privateKey)) as JsonWebKey,
    publicJwk: (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey,
  };
  store.state.signingKey = key;
  keysBeingMade.delete(store);
  store.changed();
  return key;
}

async function accessTokenHash(accessToken: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken));
  return encodeBase64Url(new Uint8Array(digest).slice(0, 16));
}
