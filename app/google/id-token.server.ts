// Whose consent this is: OpenID Connect Core section 3.1.3.7, with the keys that Google publishes.
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { GoogleEndpoints } from "./endpoints.ts";
import { exchange, type Fetch } from "./exchange.server.ts";

export interface Account {
  /** Google's own id of the person, which never changes. */
  sub: string;
  email: string;
}

export type IdTokenAnswer =
  | { kind: "verified"; account: Account }
  /** Forged, meant for somebody else, too old, or of another trip to Google. */
  | { kind: "invalid"; reason: string }
  | { kind: "unavailable" };

/** Google's client library allows as much, either way. */
const CLOCK_SKEW_SECONDS = 300;

/** Google's own name, in both of its spellings; what stands in for Google may use either. */
const GOOGLE_ISSUERS = ["https://accounts.google.com", "accounts.google.com"];

const KeysShape = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const ClaimsShape = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().min(1),
  nonce: z.string(),
});

/**
 * Verifies an id token that came with a code: signature, issuer, audience, age, and the nonce that this trip left with.
 * @param now epoch ms
 */
export async function verifyIdToken(
  endpoints: GoogleEndpoints,
  fetch: Fetch,
  { idToken, nonce, now }: { idToken: string; nonce: string; now: number },
): Promise<IdTokenAnswer> {
  const answer = await exchange(fetch, `${endpoints.GOOGLE_API_ORIGIN}/oauth2/v3/certs`, {});
  if (answer.kind === "unanswered" || answer.status !== 200) return { kind: "unavailable" };
  const keys = KeysShape.safeParse(answer.body);
  if (!keys.success) return { kind: "unavailable" };
  const claims = await claimsOf(idToken, createLocalJWKSet(keys.data), endpoints, now);
  if (claims.kind === "invalid") return claims;
  const known = ClaimsShape.safeParse(claims.payload);
  if (!known.success) return { kind: "invalid", reason: "claims_missing" };
  if (known.data.nonce !== nonce) return { kind: "invalid", reason: "other_nonce" };
  const { sub, email } = known.data;
  return { kind: "verified", account: { sub, email } };
}

async function claimsOf(
  idToken: string,
  keys: ReturnType<typeof createLocalJWKSet>,
  { GOOGLE_ACCOUNTS_ORIGIN, GOOGLE_CLIENT_ID }: GoogleEndpoints,
  now: number,
): Promise<{ kind: "read"; payload: unknown } | { kind: "invalid"; reason: string }> {
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ["RS256"],
      issuer: [GOOGLE_ACCOUNTS_ORIGIN, ...GOOGLE_ISSUERS],
      audience: GOOGLE_CLIENT_ID,
      requiredClaims: ["iat", "exp", "sub"],
      maxTokenAge: "1 hour",
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(now),
    });
    return { kind: "read", payload };
  } catch (error) {
    if (error instanceof errors.JOSEError) return { kind: "invalid", reason: error.code };
    throw error;
  }
}
