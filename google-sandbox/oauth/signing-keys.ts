import type { SigningKey, Store } from "../state.ts";

export const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

const keysBeingMade = new WeakMap<object, Promise<SigningKey>>();

/**
 * The key that signs id tokens now. Made on first use and kept in the state: making one takes a
 * noticeable time, and tokens that were signed before a restart have to stay verifiable.
 */
export function signingKey(store: Store): Promise<SigningKey> {
  if (store.state.signingKey !== null) return Promise.resolve(store.state.signingKey);
  const running = keysBeingMade.get(store);
  if (running !== undefined) return running;
  const making = makeSigningKey(store);
  keysBeingMade.set(store, making);
  return making;
}

/** The public half of every published key, as a JWKS. */
export async function publicKeys(store: Store): Promise<{ keys: object[] }> {
  const keys = [await signingKey(store), ...store.state.retiredKeys];
  return {
    keys: keys.map(({ kid, publicJwk }) => ({
      kty: "RSA",
      alg: "RS256",
      use: "sig",
      kid,
      n: publicJwk.n,
      e: publicJwk.e,
    })),
  };
}

/** Signs with a new key from now on; what the old one signed can still be verified. */
export function rotateKey({ state, changed }: Store): void {
  if (state.signingKey !== null) state.retiredKeys.unshift(state.signingKey);
  state.signingKey = null;
  changed();
}

/** Publishes only the key that signs now. */
export function withdrawOldKeys({ state, changed }: Store): void {
  state.retiredKeys = [];
  changed();
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
