import {
  apiDisabled,
  badCredentials,
  CalendarError,
  calendarErrorResponse,
  insufficientScope,
} from "./calendar/errors.ts";
import type { EndpointName } from "./call.ts";
import { OAuthError, oauthErrorResponse, oauthRefusal } from "./oauth/errors.ts";
import { blockedPage } from "./pages/sign-in-pages.ts";
import type { Fault } from "./state.ts";

const CALENDAR_REASONS: Record<number, string> = {
  400: "badRequest",
  401: "authError",
  403: "rateLimitExceeded",
  404: "notFound",
  409: "duplicate",
  410: "deleted",
  412: "conditionNotMet",
  429: "rateLimitExceeded",
};

const TOKEN_ERRORS: Record<number, string> = {
  400: "invalid_grant",
  401: "invalid_client",
  403: "org_internal",
  429: "rate_limit_exceeded",
};

/** What a refused call is answered: in the shape that Google has for it, or as a proxy's HTML. */
export function refusal(fault: Fault, endpoint: EndpointName): Response {
  const headers: Record<string, string> =
    fault.retryAfter === null ? {} : { "retry-after": fault.retryAfter };
  if (endpoint === "authorize" && fault.reason !== null) {
    return blockedPage(fault.reason, oauthRefusal(fault.reason).message, fault.status);
  }
  if (fault.body === "html" || endpoint === "authorize") return htmlRefusal(fault.status, headers);
  const isOAuth = endpoint === "token" || endpoint === "revoke" || endpoint === "userinfo";
  if (isOAuth) return oauthErrorResponse(tokenRefusal(fault, endpoint), headers);
  return calendarErrorResponse(calendarRefusal(fault, endpoint), headers);
}

function calendarRefusal({ status, reason }: Fault, endpoint: EndpointName): CalendarError {
  const known = reason ?? CALENDAR_REASONS[status] ?? "backendError";
  if (known === "authError") return badCredentials();
  if (known === "accessNotConfigured" || known === "SERVICE_DISABLED") return apiDisabled();
  if (known === "insufficientPermissions" || known === "ACCESS_TOKEN_SCOPE_INSUFFICIENT") {
    return insufficientScope(`calendar.v3.${endpoint}`);
  }
  return new CalendarError(status, known);
}

function tokenRefusal({ status, reason }: Fault, endpoint: EndpointName): OAuthError {
  if (reason !== null) return oauthRefusal(reason, status);
  if (endpoint === "revoke" && status === 400) return oauthRefusal("invalid_token");
  if (endpoint === "userinfo" && status < 500) {
    return new OAuthError(status, "invalid_request", "Invalid Credentials");
  }
  return oauthRefusal(TOKEN_ERRORS[status] ?? "internal_failure", status);
}

/** What a proxy in between answers. */
export function htmlRefusal(status: number, headers: Record<string, string> = {}): Response {
  const body = `<!DOCTYPE html>
<html lang="en"><title>Error ${status}</title>
<p><b>${status}.</b> The server could not complete this request. Please try again later.</p></html>
`;
  return new Response(body, {
    status,
    headers: { "content-type": "text/html; charset=UTF-8", ...headers },
  });
}
