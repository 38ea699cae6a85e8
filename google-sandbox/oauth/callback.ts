import { type Call, seeOther } from "../call.ts";
import { CALLBACK_EFFECTS, takeFault } from "../faults.ts";
import type { Account, Store } from "../state.ts";
import type { AuthorizeRequest } from "./authorize-request.ts";
import { grantedScopes, issueCode, recordConsent } from "./grants.ts";
import { callbackScope } from "./scopes.ts";

export type Decision = { account: Account; scopes: string[]; wasAsked: boolean };

/** Sends the person back with a code; under a fault with an error, and nothing is granted. */
export function sendCode(
  store: Store,
  call: Call,
  request: AuthorizeRequest,
  { account, scopes, wasAsked }: Decision,
): Response {
  const fault = takeFault(store, call, "authorize", CALLBACK_EFFECTS);
  if (fault !== null) return sendError(request, fault.reason ?? "server_error");

  if (wasAsked) recordConsent(store, account, request.scopes, scopes);
  const issuer = call.url.origin;
  const earlier = request.includesGrantedScopes ? grantedScopes(store, account) : [];
  const granted = [...new Set([...scopes, ...earlier])];
  const hasRefreshToken = store.state.grants[account.sub]?.hasGivenRefreshToken ?? false;
  const code = issueCode(store, {
    sub: account.sub,
    redirectUri: request.redirectUri,
    scopes: granted,
    codeChallenge: request.codeChallenge,
    nonce: request.nonce,
    issuer,
    givesRefreshToken: request.isOffline && (wasAsked || !hasRefreshToken),
  });
  return sendBack(request, {
    iss: issuer,
    code,
    scope: callbackScope(granted),
    authuser: String(store.state.accounts.indexOf(account)),
    prompt: wasAsked ? "consent" : "none",
  });
}

/** Sends the person back without a code. */
export function sendError(request: AuthorizeRequest, error: string): Response {
  return sendBack(request, { error });
}

function sendBack(request: AuthorizeRequest, answer: Record<string, string>): Response {
  const target = new URL(request.redirectUri);
  if (request.state !== null) target.searchParams.append("state", request.state);
  for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value);
  return seeOther(target.href);
}
