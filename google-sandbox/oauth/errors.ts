import { json } from "../call.ts";
import { lookUp } from "../state.ts";

/** An answer of the token and revoke endpoints that is not a success. */
export class OAuthError extends Error {
  readonly status: number;
  readonly error: string;
  readonly subtype: string | null;

  constructor(status: number, error: string, description: string, subtype: string | null = null) {
    super(description);
    this.status = status;
    this.error = error;
    this.subtype = subtype;
  }
}

type UsualAnswer = { status: number; description: string; error?: string; subtype?: string };

/** The refusals of the token and revoke endpoints, by the name under which a fault asks for one. */
export const OAUTH_REFUSALS: Record<string, UsualAnswer> = {
  invalid_grant: { status: 400, description: "Token has been expired or revoked." },
  invalid_rapt: {
    status: 400,
    description: "reauth related error",
    error: "invalid_grant",
    subtype: "invalid_rapt",
  },
  admin_policy_enforced: {
    status: 400,
    description: "Account restricted by the policies of its administrator.",
  },
  org_internal: { status: 403, description: "Only accounts of its own organization may use it." },
  invalid_client: { status: 401, description: "The OAuth client was not found." },
  deleted_client: { status: 401, description: "The OAuth client was deleted." },
  unauthorized_client: { status: 401, description: "Unauthorized" },
  redirect_uri_mismatch: { status: 400, description: "Bad Request" },
  unsupported_grant_type: { status: 400, description: "Invalid grant_type" },
  invalid_request: { status: 400, description: "Bad Request" },
  invalid_scope: { status: 400, description: "Some requested scopes were invalid." },
  invalid_token: { status: 400, description: "Token expired or revoked" },
  rate_limit_exceeded: { status: 429, description: "Rate Limit Exceeded" },
  internal_failure: { status: 500, description: "Internal error" },
  server_error: { status: 500, description: "Internal error" },
  temporarily_unavailable: { status: 503, description: "Try again later" },
};

/** A refusal by its name, with a status of its own where one is wanted. */
export function oauthRefusal(name: string, status?: number): OAuthError {
  const usual = lookUp(OAUTH_REFUSALS, name);
  return new OAuthError(
    status ?? usual?.status ?? 500,
    usual?.error ?? name,
    usual?.description ?? "Refused by the sandbox.",
    usual?.subtype ?? null,
  );
}

/** The JSON body in which Google reports such an error. */
export function oauthErrorResponse(
  { status, error, message, subtype }: OAuthError,
  headers: Record<string, string> = {},
): Response {
  return json(
    status,
    {
      error,
      error_description: message,
      ...(subtype === null ? {} : { error_subtype: subtype }),
    },
    headers,
  );
}
