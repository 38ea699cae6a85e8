import { type Call, type Effect, formOf, json } from "../call.ts";
import type { Store } from "../state.ts";
import { OAuthError } from "./errors.ts";
import { ownerOfToken, revokeGrant } from "./grants.ts";

/** `POST /revoke`: one token of a person takes the whole grant with it. */
export function admitRevoke(store: Store, call: Call): Effect {
  const token = formOf(call)?.get("token") ?? call.url.searchParams.get("token") ?? "";
  if (token === "") {
    throw new OAuthError(400, "invalid_request", "Missing required parameter: token");
  }
  return () => {
    const sub = ownerOfToken(store, token);
    if (sub === null) throw new OAuthError(400, "invalid_token", "Token expired or revoked");
    revokeGrant(store, sub);
    return json(200, {});
  };
}
