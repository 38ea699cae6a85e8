import type { IdTokenFlaw } from "../state.ts";
import { hs256, rs256, type Signer, signedToken, unsigned } from "./jwt.ts";

/** What can be wrong with an id token, and how a person reads it. */
export const ID_TOKEN_FLAWS: Record<IdTokenFlaw, string> = {
  "wrong-audience": "made for another application",
  "wrong-issuer": "made by another issuer",
  expired: "expired an hour ago",
  "issued-in-future": "issued an hour from now",
  "wrong-nonce": "with another nonce",
  "no-nonce": "without the nonce",
  "other-subject": "about another account",
  "email-not-verified": "with an unverified e-mail address",
  "alg-none": "not signed (alg none)",
  hs256: "signed with the client's secret (HS256)",
  "unknown-key": "signed with a key that is not published",
  "bad-signature": "with a signature that does not fit",
};

const HOUR_SECONDS = 3600;

type Claims = Record<string, unknown> & { sub: string; iat: number; exp: number };

type Flawed = {
  claims: Claims;
  kid: string;
  privateJwk: JsonWebKey;
  secret: string;
  flaw: IdTokenFlaw;
};

/** An id token that nobody should believe, and that is right in all but one thing. */
export function flawedIdToken(token: Flawed): Promise<string> {
  const { header, sign } = flawedSigning(token);
  return signedToken({ typ: "JWT", ...header }, flawedClaims(token), sign);
}

function flawedClaims({ claims, flaw }: Flawed): object {
  const { nonce, ...withoutNonce } = claims;
  switch (flaw) {
    case "wrong-audience":
      return { ...claims, aud: "another-client.apps.invalid", azp: "another-client.apps.invalid" };
    case "wrong-issuer":
      return { ...claims, iss: "https://accounts.impostor.invalid" };
    case "expired":
      return shifted(claims, -2 * HOUR_SECONDS);
    case "issued-in-future":
      return shifted(claims, HOUR_SECONDS);
    case "wrong-nonce":
      return { ...claims, nonce: `not-${nonce}` };
    case "no-nonce":
      return withoutNonce;
    case "other-subject":
      return { ...claims, sub: [...claims.sub].reverse().join("") };
    case "email-not-verified":
      return { ...claims, email_verified: false };
  }
  return claims;
}

function shifted(claims: Claims, seconds: number): Claims {
  return { ...claims, iat: claims.iat + seconds, exp: claims.exp + seconds };
}

function flawedSigning({ kid, privateJwk, secret, flaw }: Flawed): {
  header: object;
  sign: Signer;
} {
  const genuine = rs256(privateJwk);
  switch (flaw) {
    case "alg-none":
      return { header: { alg: "none" }, sign: unsigned };
    case "hs256":
      return { header: { alg: "HS256", kid }, sign: hs256(secret) };
    case "unknown-key":
      return { header: { alg: "RS256", kid: `not-${kid}` }, sign: genuine };
    case "bad-signature":
      return { header: { alg: "RS256", kid }, sign: () => genuine(new Uint8Array(1)) };
  }
  return { header: { alg: "RS256", kid }, sign: genuine };
}
