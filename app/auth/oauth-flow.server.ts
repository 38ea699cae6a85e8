// One trip to Google and back: its state, PKCE verifier and nonce, good once, for ten minutes, in one browser and for
// one purpose (RFC 9700 sections 2.1 and 4.7).
import {
  createOAuthFlow,
  findReturnTo,
  type OAuthFlow,
  takeOAuthFlow,
} from "#db/oauth-flows.server.ts";
import { codeChallenge, digest } from "../crypto/digest.server.ts";
import type { AppContext } from "../load-context.server.ts";

type Context = Pick<AppContext, "env" | "db" | "now" | "newSecret">;

export const FLOW_LIFE_MS = 10 * 60_000;
/** So long a flow that is over is kept: who comes back too late still wants to go where they wanted to go. */
export const KEEP_ENDED_FLOWS_MS = 20 * 60_000;

/** What a flow must still know when the browser comes back. */
export interface KeptSecrets {
  codeVerifier: string;
  nonce: string;
}

/** What a flow leaves with: the challenge goes to Google, the verifier stays here until the browser is back. */
export interface FlowSecrets extends KeptSecrets {
  codeChallenge: string;
}

/** Secrets for one flow. */
export async function newFlowSecrets({
  newSecret,
}: Pick<Context, "newSecret">): Promise<FlowSecrets> {
  const codeVerifier = newSecret();
  return { codeVerifier, codeChallenge: await codeChallenge(codeVerifier), nonce: newSecret() };
}

/**
 * Writes the flow down, before the browser leaves.
 * @param state what Google will send back; kept as a hash
 * @param boundToHash what only this browser can show again: the hash of its sign-in cookie or of its session
 */
export async function rememberFlow(
  context: Context,
  state: string,
  secrets: KeptSecrets,
  flow: Pick<OAuthFlow, "purpose" | "boundToHash"> &
    Partial<Pick<OAuthFlow, "browserTimeZone" | "accountSub" | "takesOver" | "returnTo">>,
): Promise<void> {
  await createOAuthFlow(context.db, {
    ...{ browserTimeZone: null, accountSub: null, takesOver: true, returnTo: null, ...flow },
    stateHash: await digest("state", state),
    codeVerifier: secrets.codeVerifier,
    nonce: secrets.nonce,
    expiresAt: context.now() + FLOW_LIFE_MS,
  });
}

/** With what the browser came back. */
export type Callback =
  | { kind: "code"; code: string; state: string; flow: OAuthFlow }
  /** The person pressed Deny, or Google said `access_denied` for them. */
  | { kind: "denied"; flow: OAuthFlow }
  /** Another error of Google's; the flow is over. */
  | { kind: "failed"; flow: OAuthFlow }
  /** No flow of this browser: forged, reused, begun elsewhere, or expired: then with where that one was to lead. */
  | { kind: "refused"; returnTo: string | null };

/** Reads what Google sent back, and takes the flow out so that it can't be used again. */
export async function readCallback(
  request: Request,
  context: Context,
  purpose: OAuthFlow["purpose"],
  boundToHash: string | null,
): Promise<Callback> {
  const { searchParams } = new URL(request.url);
  const state = only(searchParams, "state");
  if (state === null || boundToHash === null || !hasOwnIssuer(searchParams, context)) {
    return { kind: "refused", returnTo: null };
  }
  const key = { stateHash: await digest("state", state), purpose, boundToHash };
  const flow = await takeOAuthFlow(context.db, key, context.now());
  if (!flow) return { kind: "refused", returnTo: await findReturnTo(context.db, key) };
  const error = searchParams.get("error");
  if (error !== null) return { kind: error === "access_denied" ? "denied" : "failed", flow };
  const code = only(searchParams, "code");
  if (code === null) return { kind: "refused", returnTo: flow.returnTo };
  return { kind: "code", code, state, flow };
}

/** A parameter that is there exactly once. */
function only(params: URLSearchParams, name: string): string | null {
  const values = params.getAll(name);
  return values.length === 1 && values[0] ? values[0] : null;
}

/** RFC 9207: when the answer names its issuer, it must be the one that was asked. */
function hasOwnIssuer(params: URLSearchParams, { env }: Pick<Context, "env">): boolean {
  const issuer = params.get("iss");
  const known = [env.GOOGLE_ACCOUNTS_ORIGIN, "https://accounts.google.com"];
  return issuer === null || known.includes(issuer);
}
