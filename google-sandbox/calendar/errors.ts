import { json } from "../call.ts";

type Details = {
  message?: string;
  domain?: string;
  location?: string;
  locationType?: "parameter" | "header";
};

const MESSAGES: Record<string, string> = {
  authError: "Invalid Credentials",
  backendError: "Backend Error",
  conditionNotMet: "Precondition Failed",
  deleted: "Resource has been deleted",
  duplicate: "The requested identifier already exists.",
  forbidden: "Forbidden",
  internalError: "Internal Error",
  notFound: "Not Found",
  quotaExceeded: "Calendar usage limits exceeded.",
  dailyLimitExceeded: "Daily Limit Exceeded",
  rateLimitExceeded: "Rate Limit Exceeded",
  userRateLimitExceeded: "User Rate Limit Exceeded",
  timeRangeEmpty: "The specified time range is empty.",
  timeRangeTooLong: "The requested time range is too long.",
};

const DOMAINS: Record<string, string> = {
  dailyLimitExceeded: "usageLimits",
  quotaExceeded: "usageLimits",
  rateLimitExceeded: "usageLimits",
  userRateLimitExceeded: "usageLimits",
  accessNotConfigured: "usageLimits",
  deleted: "calendar",
  timeRangeEmpty: "calendar",
  timeRangeTooLong: "calendar",
};

/** An answer in the shape of the Calendar backend. */
export class CalendarError extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, reason: string, details: Details = {}) {
    const message = details.message ?? MESSAGES[reason] ?? reason;
    super(message);
    this.status = status;
    this.body = {
      error: {
        errors: [
          {
            domain: details.domain ?? DOMAINS[reason] ?? "global",
            reason,
            message,
            ...(details.location === undefined
              ? {}
              : { locationType: details.locationType ?? "parameter", location: details.location }),
          },
        ],
        code: status,
        message,
      },
    };
  }
}

/** An answer in the shape of the front end that stands before all of Google's APIs. */
class FrontEndError extends CalendarError {
  override readonly body: object;

  constructor(status: number, rpcStatus: string, message: string, item: object, info?: object) {
    super(status, rpcStatus, { message });
    this.body = {
      error: {
        code: status,
        message,
        errors: [item],
        status: rpcStatus,
        ...(info === undefined
          ? {}
          : {
              details: [
                {
                  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                  domain: "googleapis.com",
                  ...info,
                },
              ],
            }),
      },
    };
  }
}

export function calendarErrorResponse(
  error: CalendarError,
  headers: Record<string, string> = {},
): Response {
  return json(error.status, error.body, headers);
}

export function missingCredentials(): CalendarError {
  return new FrontEndError(
    401,
    "UNAUTHENTICATED",
    "Request is missing required authentication credential.",
    { message: "Login Required.", domain: "global", reason: "required", ...AT_AUTHORIZATION },
    { reason: "CREDENTIALS_MISSING", metadata: { service: "calendar-json.googleapis.com" } },
  );
}

export function badCredentials(): CalendarError {
  return new FrontEndError(
    401,
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials.",
    { message: "Invalid Credentials", domain: "global", reason: "authError", ...AT_AUTHORIZATION },
  );
}

const AT_AUTHORIZATION = { location: "Authorization", locationType: "header" };

export function insufficientScope(method: string): CalendarError {
  return new FrontEndError(
    403,
    "PERMISSION_DENIED",
    "Request had insufficient authentication scopes.",
    { message: "Insufficient Permission", domain: "global", reason: "insufficientPermissions" },
    {
      reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
      metadata: { service: "calendar-json.googleapis.com", method },
    },
  );
}

export function apiDisabled(): CalendarError {
  const message =
    "Google Calendar API has not been used in project sandbox before or it is disabled.";
  return new FrontEndError(
    403,
    "PERMISSION_DENIED",
    message,
    { message, domain: "usageLimits", reason: "accessNotConfigured" },
    { reason: "SERVICE_DISABLED", metadata: { service: "calendar-json.googleapis.com" } },
  );
}

export function notFound(): CalendarError {
  return new CalendarError(404, "notFound");
}

/** A field or parameter whose value cannot be used. */
export function invalid(message: string, location?: string): CalendarError {
  return new CalendarError(400, "invalid", { message, location });
}

export function missingField(message: string): CalendarError {
  return new CalendarError(400, "required", { message });
}
