import { json } from "../call.ts";

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
