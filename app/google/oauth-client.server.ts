// Google's OAuth 2.0 endpoints: https://developers.google.com/identity/protocols/oauth2/web-server
import { z } from "zod";
import type { GoogleEndpoints } from "./endpoints.ts";
import { exchange, type Fetch } from "./exchange.server.ts";
import { type IdTokenAnswer, verifyIdToken } from "./id-token.server.ts";
import { calendarScopes, normaliseScopes } from "./scopes.ts";

export interface TokenGrant {
  accessToken: string;
  expiresInMs: number;
  scopes: Set<string>;
  /** Absent when Google renews, and whenever it thinks that we have one. */
  refreshToken: string | null;
  /** Who gave the consent, signed; with a code only. */
  idToken: string | null;
}

export type GrantAnswer =
  | { kind: "granted"; grant: TokenGrant }
  /** The code or refresh token is no longer good (`invalid_grant`). */
  | { kind: "dead" }
  | { kind: "blockedByAdministrator" }
  | { kind: "operatorFault"; why: string }
  | { kind: "unavailable"; why: string };

export type RevokeAnswer =
  /** Also when it was dead already. */
  { kind: "revoked" } | { kind: "unavailable"; why: string };

export interface OAuthClient {
  /** Where sign-in with remix-auth-google finds Google. */
  signInEndpoints: { authorization: string; token: string; userInfo: string; callback: string };
  /** The consent page for connecting a calendar. */
  calendarConsentUrl(ask: {
    state: string;
    nonce: string;
    codeChallenge: string;
    /** The account to begin with; null: Google asks. */
    loginHint: string | null;
    /** For somebody who wants another account than the one that Google would take by itself. */
    askWhichAccount?: boolean;
  }): string;
  redeemCode(code: string, codeVerifier: string): Promise<GrantAnswer>;
  renew(refreshToken: string, deadlineMs?: number): Promise<GrantAnswer>;
  /** Whose grant this is, by the id token that came with it. `now`: epoch ms */
  accountOf(idToken: string, nonce: string, now: number): Promise<IdTokenAnswer>;
  /** Ends the whole grant of this person to the project, with every token of it. */
  revoke(refreshToken: string): Promise<RevokeAnswer>;
}

export function createOAuthClient(endpoints: GoogleEndpoints, fetch: Fetch): OAuthClient {
  const authorization = `${endpoints.GOOGLE_ACCOUNTS_ORIGIN}/o/oauth2/v2/auth`;
  const token = `${endpoints.GOOGLE_OAUTH_ORIGIN}/token`;
  const userInfo = `${endpoints.GOOGLE_API_ORIGIN}/oauth2/v3/userinfo`;
  const calendarCallback = `${endpoints.APP_ORIGIN}/auth/calendar/callback`;
  const client = {
    client_id: endpoints.GOOGLE_CLIENT_ID,
    client_secret: endpoints.GOOGLE_CLIENT_SECRET,
  };

  async function requestGrant(form: Record<string, string>, deadlineMs?: number) {
    const body = new URLSearchParams({ ...client, ...form });
    return readGrant(await exchange(fetch, token, { method: "POST", body }, deadlineMs));
  }

  return {
    signInEndpoints: {
      authorization,
      token,
      userInfo,
      callback: `${endpoints.APP_ORIGIN}/auth/google/callback`,
    },

    calendarConsentUrl({ state, nonce, codeChallenge, loginHint, askWhichAccount }) {
      const query = new URLSearchParams({
        client_id: client.client_id,
        redirect_uri: calendarCallback,
        response_type: "code",
        scope: ["openid", "email", ...Object.values(calendarScopes)].join(" "),
        access_type: "offline",
        prompt: askWhichAccount ? "consent select_account" : "consent",
        ...(loginHint === null ? {} : { login_hint: loginHint }),
        state,
        nonce,
        code_challenge: codeChallenge,
        code_challenge_method: "S256",
      });
      return `${authorization}?${query}`;
    },

    redeemCode: (code, codeVerifier) =>
      requestGrant({
        grant_type: "authorization_code",
        code,
        code_verifier: codeVerifier,
        redirect_uri: calendarCallback,
      }),

    renew: (refreshToken, deadlineMs) =>
      requestGrant({ grant_type: "refresh_token", refresh_token: refreshToken }, deadlineMs),

    accountOf: (idToken, nonce, now) => verifyIdToken(endpoints, fetch, { idToken, nonce, now }),

    async revoke(refreshToken) {
      const body = new URLSearchParams({ token: refreshToken });
      const url = `${endpoints.GOOGLE_OAUTH_ORIGIN}/revoke`;
      const result = await exchange(fetch, url, { method: "POST", body });
      if (result.kind === "unanswered") return { kind: "unavailable", why: result.why };
      const isDead = ErrorShape.safeParse(result.body).data?.error === "invalid_token";
      if (result.status === 200 || isDead) return { kind: "revoked" };
      return { kind: "unavailable", why: `revoke_${result.status}` };
    },
  };
}

const GrantShape = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().optional(),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().min(1).optional(),
});

const ErrorShape = z.object({ error: z.string() });

function readGrant(result: Awaited<ReturnType<typeof exchange>>): GrantAnswer {
  if (result.kind === "unanswered") return { kind: "unavailable", why: result.why };
  if (result.status === 200) {
    const grant = GrantShape.safeParse(result.body);
    if (!grant.success) return { kind: "unavailable", why: "malformed_answer" };
    return {
      kind: "granted",
      grant: {
        accessToken: grant.data.access_token,
        expiresInMs: grant.data.expires_in * 1000,
        // RFC 6749 section 5.1: left out when it is what was asked for.
        scopes: normaliseScopes(grant.data.scope ?? Object.values(calendarScopes).join(" ")),
        refreshToken: grant.data.refresh_token ?? null,
        idToken: grant.data.id_token ?? null,
      },
    };
  }
  return readRefusal(result.status, ErrorShape.safeParse(result.body).data?.error ?? "");
}

/** Error codes: RFC 6749 section 5.2, and Google's own. An unknown one says nothing about the grant: try again. */
function readRefusal(status: number, error: string): GrantAnswer {
  switch (error) {
    case "invalid_grant":
      return { kind: "dead" };
    case "admin_policy_enforced":
    case "org_internal":
      return { kind: "blockedByAdministrator" };
    case "invalid_client":
    case "deleted_client":
    case "unauthorized_client":
    case "redirect_uri_mismatch":
    case "unsupported_grant_type":
    case "invalid_request":
    case "invalid_scope":
      return { kind: "operatorFault", why: error };
    default:
      return { kind: "unavailable", why: `token_endpoint_${status}` };
  }
}
