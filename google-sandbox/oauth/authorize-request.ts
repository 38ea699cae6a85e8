// Google's sign-in side: asking a person, granting, tokens, who somebody is.
// Nothing about calendars belongs here except the names of their scopes.

import type { Call } from "../call.ts";
import { type RegisteredClient, redirectUriFault } from "./client.ts";
import { isKnownScope, normalizeScope } from "./scopes.ts";

/** What an application asks for when it sends a person to sign in. */
export type AuthorizeRequest = {
  /** The query as it came, which the sandbox's own forms carry along. */
  query: string;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  codeChallenge: string | null;
  nonce: string | null;
  loginHint: string | null;
  prompts: string[];
  isOffline: boolean;
  includesGrantedScopes: boolean;
};

/** A mistake that Google shows on its own page: the application never hears of it. */
export class BlockedRequest extends Error {
  readonly error: string;

  constructor(error: string, explanation: string) {
    super(explanation);
    this.error = error;
  }
}

/** Reads and checks the query of the authorization endpoint. */
export function parseAuthorizeRequest(call: Call, client: RegisteredClient): AuthorizeRequest {
  const query = call.url.searchParams;
  refuseRepeatedParameters(query);
  const clientId = requireParameter(query, "client_id");
  if (clientId !== client.id) {
    throw new BlockedRequest("invalid_client", "The OAuth client was not found.");
  }
  const redirectUri = requireParameter(query, "redirect_uri");
  const fault = redirectUriFault(client, redirectUri);
  if (fault !== null) {
    throw new BlockedRequest("redirect_uri_mismatch", `${redirectUri} is not registered. ${fault}`);
  }
  if (requireParameter(query, "response_type") !== "code") {
    throw new BlockedRequest("unsupported_response_type", "response_type must be code.");
  }
  return {
    query: call.url.search,
    redirectUri,
    scopes: requireScopes(query),
    state: query.get("state"),
    codeChallenge: codeChallengeOf(query),
    nonce: query.get("nonce"),
    loginHint: query.get("login_hint"),
    prompts: promptsOf(query),
    isOffline: oneOf(query, "access_type", ["online", "offline"]) === "offline",
    includesGrantedScopes: oneOf(query, "include_granted_scopes", ["false", "true"]) === "true",
  };
}

function requireScopes(query: URLSearchParams): string[] {
  const asked = requireParameter(query, "scope").split(/[ +]+/).filter(Boolean);
  const unknown = asked.filter((scope) => !isKnownScope(normalizeScope(scope)));
  if (unknown.length > 0 || asked.length === 0) {
    throw new BlockedRequest("invalid_scope", `Some requested scopes are unknown: ${unknown}`);
  }
  return [...new Set(asked.map(normalizeScope))];
}

function codeChallengeOf(query: URLSearchParams): string | null {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null && method === null) return null;
  if (method !== "S256") {
    throw new BlockedRequest("invalid_request", "code_challenge_method must be S256.");
  }
  if (challenge === null || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw new BlockedRequest("invalid_request", "code_challenge is not a SHA-256 in base64url.");
  }
  return challenge;
}

function promptsOf(query: URLSearchParams): string[] {
  const prompts = (query.get("prompt") ?? "").split(" ").filter(Boolean);
  const areKnown = prompts.every((prompt) =>
    ["none", "consent", "select_account"].includes(prompt),
  );
  if (!areKnown || (prompts.includes("none") && prompts.length > 1)) {
    throw new BlockedRequest("invalid_request", `Invalid prompt: ${prompts.join(" ")}`);
  }
  return prompts;
}

function oneOf(query: URLSearchParams, name: string, allowed: string[]): string | null {
  const value = query.get(name);
  if (value === null || allowed.includes(value)) return value;
  throw new BlockedRequest("invalid_request", `Invalid ${name}: ${value}`);
}

function requireParameter(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value !== null && value !== "") return value;
  throw new BlockedRequest("invalid_request", `Missing required parameter: ${name}`);
}

function refuseRepeatedParameters(query: URLSearchParams): void {
  for (const name of query.keys()) {
    if (query.getAll(name).length > 1) {
      throw new BlockedRequest("invalid_request", `Parameter is given twice: ${name}`);
    }
  }
}
