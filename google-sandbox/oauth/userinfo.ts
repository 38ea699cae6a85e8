import { findUsableAccount } from "../accounts.ts";
import { bearerOf, type Call, type Effect, json } from "../call.ts";
import type { Store } from "../state.ts";
import { OAuthError } from "./errors.ts";
import { accessOf } from "./grants.ts";
import { claimsAbout } from "./id-token.ts";
import { isSignInScope } from "./scopes.ts";
import { publicKeys } from "./signing-keys.ts";

/** `GET /oauth2/v3/userinfo`: what the token's sign-in scopes lay open about its owner. */
export function admitUserinfo(store: Store, call: Call): Effect {
  const access = accessOf(store, bearerOf(call) ?? "");
  const account = access === null ? null : findUsableAccount(store.state, access.sub);
  if (access === null || account === null || !access.scopes.some(isSignInScope)) {
    throw new OAuthError(401, "invalid_request", "Invalid Credentials");
  }
  return () => json(200, claimsAbout(account, access.scopes, call.url.origin));
}

/** `GET /oauth2/v3/certs`: the keys with which id tokens can be verified. */
export function admitCerts(store: Store): Effect {
  return async () =>
    json(200, await publicKeys(store), { "cache-control": "public, max-age=21600" });
}
