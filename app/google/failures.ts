// From Google's error answers to what they mean. https://developers.google.com/workspace/calendar/api/guides/errors
import { z } from "zod";
import type { CalendarFailure } from "#app/domain/calendar-answer.ts";
import { type Exchange, retryAfterMs } from "./exchange.server.ts";

/** One that can't be read hides none of the others. */
const Items = z
  .array(z.object({ reason: z.string().optional() }).catch({}))
  .optional()
  .catch(undefined);

/** Two shapes exist: the Calendar backend's `errors[].reason`, and the API front end's `details[].reason` beside it. */
const ErrorBody = z.object({
  error: z.object({
    message: z.string().optional().catch(undefined),
    errors: Items,
    details: Items,
  }),
});

export interface Refusal {
  status: number;
  reasons: string[];
  message: string;
}

export function readRefusal(answer: Extract<Exchange, { kind: "answered" }>): Refusal {
  const error = ErrorBody.safeParse(answer.body).data?.error;
  const items = [...(error?.errors ?? []), ...(error?.details ?? [])];
  return {
    status: answer.status,
    reasons: items.map((item) => item.reason).filter((reason) => reason !== undefined),
    message: error?.message ?? "",
  };
}

const rateReasons = ["rateLimitExceeded", "userRateLimitExceeded"];
const quotaReasons = ["quotaExceeded", "dailyLimitExceeded", "variableTermLimitExceeded"];
const scopeReasons = ["insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"];
const operatorReasons = ["accessNotConfigured", "SERVICE_DISABLED"];

/**
 * What an answer that is no success means. Rate limits come as 403 and as 429, so the reason counts before the status.
 * @param tokenVersion of the token that was used, for failures that blame the grant
 */
export function classifyFailure(result: Exchange, tokenVersion: number): CalendarFailure {
  if (result.kind === "unanswered") return { kind: "unavailable", why: result.why };
  const { status, reasons } = readRefusal(result);
  const says = (known: string[]) => reasons.some((reason) => known.includes(reason));
  if (status >= 500) return { kind: "unavailable", why: `google_${status}` };
  if (says(quotaReasons)) return { kind: "quotaExhausted" };
  if (status === 429 || says(rateReasons)) {
    return { kind: "rateLimited", retryAfterMs: retryAfterMs(result.headers) };
  }
  if (status === 401) return { kind: "tokenRefused" };
  if (says(scopeReasons)) return { kind: "scopeMissing", tokenVersion };
  if (says(operatorReasons)) return { kind: "operatorFault", why: "calendar_api_disabled" };
  if (status === 408) return { kind: "unavailable", why: "google_408" };
  return { kind: "refused", why: `google_${status}${reasons[0] ? `_${reasons[0]}` : ""}` };
}
