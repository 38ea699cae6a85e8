import { findUsableAccount } from "../accounts.ts";
import { type Call, type Effect, field, formOf, json } from "../call.ts";
import { ID_TOKEN_EFFECTS, takeFault } from "../faults.ts";
import { type Account, type AuthorizationCode, lookUp, type Store } from "../state.ts";
import type { RegisteredClient } from "./client.ts";
import { OAuthError } from "./errors.ts";
import {
  ACCESS_TOKEN_SECONDS,
  issueAccessToken,
  issueRefreshToken,
  refreshTokenOf,
  secondsLeft,
} from "./grants.ts";
import { sha256Base64Url, signIdToken } from "./id-token.ts";
import { scopeAnswer } from "./scopes.ts";

/** `POST /token`: redeems a code or refreshes an access token. */
export function admitToken(store: Store, call: Call, client: RegisteredClient): Effect {
  const form = formOf(call);
  if (form === null) throw new OAuthError(400, "invalid_request", "The body must be a form.");
  refuseRepeatedFields(form);
  authenticateClient(call, form, client);

  const grantType = field(form, "grant_type");
  if (grantType === "authorization_code") return () => redeemCode(store, call, form, client);
  if (grantType === "refresh_token") return () => refresh(store, form);
  if (grantType === "") throw missing("grant_type");
  throw new OAuthError(400, "unsupported_grant_type", `Invalid grant_type: ${grantType}`);
}

function authenticateClient(call: Call, form: URLSearchParams, client: RegisteredClient): void {
  const basic = basicCredentials(call);
  if (basic !== null && form.has("client_secret")) {
    throw new OAuthError(400, "invalid_request", "Only one way to authenticate may be used.");
  }
  const id = basic?.id ?? field(form, "client_id");
  const secret = basic?.secret ?? field(form, "client_secret");
  if (id === "") {
    throw new OAuthError(400, "invalid_request", "Could not determine client ID from request.");
  }
  if (id !== client.id || (form.has("client_id") && field(form, "client_id") !== id)) {
    throw new OAuthError(401, "invalid_client", "The OAuth client was not found.");
  }
  if (secret === "") throw new OAuthError(400, "invalid_request", "client_secret is missing.");
  if (secret !== client.secret) throw new OAuthError(401, "invalid_client", "Unauthorized");
}

function basicCredentials(call: Call): { id: string; secret: string } | null {
  const header = call.headers.get("authorization");
  if (header === null) return null;
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header.trim())?.[1];
  if (encoded === undefined) throw new OAuthError(401, "invalid_client", "Unauthorized");
  try {
    const [id = "", ...secret] = atob(encoded).split(":");
    return { id: formDecode(id), secret: formDecode(secret.join(":")) };
  } catch {
    throw new OAuthError(401, "invalid_client", "Unauthorized");
  }
}

// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

async function redeemCode(
  store: Store,
  call: Call,
  form: URLSearchParams,
  client: RegisteredClient,
): Promise<Response> {
  const verifier = field(form, "code_verifier");
  const challenge = verifier === "" ? null : await sha256Base64Url(verifier);
  const code = requireCode(store, form, verifier, challenge);
  const account = requireAccount(store, code.sub);

  code.isUsed = true;
  const accessToken = issueAccessToken(store, code.sub, code.scopes);
  const refreshToken = code.givesRefreshToken
    ? issueRefreshToken(store, code.sub, code.scopes)
    : null;
  const idToken = code.scopes.includes("openid")
    ? await signIdToken(
        store,
        {
          account,
          scopes: code.scopes,
          issuer: code.issuer,
          audience: client.id,
          secret: client.secret,
          nonce: code.nonce,
          accessToken,
        },
        takeFault(store, call, "token", ID_TOKEN_EFFECTS)?.flaw ?? null,
      )
    : null;
  return json(200, {
    access_token: accessToken,
    expires_in: ACCESS_TOKEN_SECONDS,
    ...refreshTokenAnswer(store, refreshToken),
    scope: scopeAnswer(code.scopes),
    token_type: "Bearer",
    ...(idToken === null ? {} : { id_token: idToken }),
  });
}

function refreshTokenAnswer(store: Store, value: string | null) {
  if (value === null) return {};
  const seconds = secondsLeft(store, value);
  return {
    refresh_token: value,
    ...(seconds === null ? {} : { refresh_token_expires_in: seconds }),
  };
}

function requireCode(
  store: Store,
  form: URLSearchParams,
  verifier: string,
  challenge: string | null,
): AuthorizationCode {
  const value = field(form, "code");
  const redirectUri = field(form, "redirect_uri");
  if (value === "") throw missing("code");
  if (redirectUri === "") throw missing("redirect_uri");

  const code = lookUp(store.state.codes, value);
  if (code === null) throw invalidGrant("Malformed auth code.");
  if (code.isUsed || code.expiresAt <= store.now()) throw invalidGrant("Bad Request");
  if (code.redirectUri !== redirectUri) {
    throw new OAuthError(400, "redirect_uri_mismatch", "Bad Request");
  }
  if (code.codeChallenge !== null && challenge === null) {
    throw invalidGrant("Missing code verifier.");
  }
  const isWellFormed = challenge === null || /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier);
  if (code.codeChallenge !== challenge || !isWellFormed) {
    throw invalidGrant("Invalid code verifier.");
  }
  return code;
}

function refresh(store: Store, form: URLSearchParams): Response {
  const value = field(form, "refresh_token");
  if (value === "") throw missing("refresh_token");
  const token = refreshTokenOf(store, value);
  if (token === null) throw invalidGrant("Token has been expired or revoked.");
  requireAccount(store, token.sub);
  return json(200, {
    access_token: issueAccessToken(store, token.sub, token.scopes),
    expires_in: ACCESS_TOKEN_SECONDS,
    scope: scopeAnswer(token.scopes),
    token_type: "Bearer",
  });
}

function requireAccount(store: Store, sub: string): Account {
  const account = findUsableAccount(store.state, sub);
  if (account === null) throw invalidGrant("Account has been deleted");
  return account;
}

function refuseRepeatedFields(form: URLSearchParams): void {
  for (const name of form.keys()) {
    if (form.getAll(name).length > 1) {
      throw new OAuthError(400, "invalid_request", `Parameter is given twice: ${name}`);
    }
  }
}

function missing(name: string): OAuthError {
  return new OAuthError(400, "invalid_request", `Missing required parameter: ${name}`);
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError(400, "invalid_grant", description);
}
