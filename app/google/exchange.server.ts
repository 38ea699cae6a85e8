export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Every call to Google ends within this time. */
export const CALL_DEADLINE_MS = 10_000;
/** With less time than this no call is begun: it would only be broken off, its effect unknown. */
const LEAST_CALL_MS = 1_000;

/** How long a call may take whose caller has to be done by `deadline`; null: too late to begin one. */
export function timeForCall(deadline: number, now: number): number | null {
  const left = deadline - now;
  return left < LEAST_CALL_MS ? null : Math.min(CALL_DEADLINE_MS, left);
}

export type Exchange =
  | { kind: "answered"; status: number; headers: Headers; body: unknown }
  /** No answer: refused connection, dropped reply, deadline. What was asked for may have happened. */
  | { kind: "unanswered"; why: "timeout" | "network" };

/**
 * Sends one request and reads its whole answer, both within the deadline.
 * Bodies that are not JSON (a proxy's HTML, nothing at all) come back as null.
 */
export async function exchange(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  deadlineMs = CALL_DEADLINE_MS,
): Promise<Exchange> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
    const text = await response.text();
    return {
      kind: "answered",
      status: response.status,
      headers: response.headers,
      body: parseJson(text),
    };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return { kind: "unanswered", why: timedOut ? "timeout" : "network" };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * `Retry-After` in ms, from seconds or an HTTP date (RFC 9110 section 10.2.3), at most a day; null when absent.
 * A date is counted from the answer's own `Date`, so that two clocks never mix.
 */
export function retryAfterMs(headers: Headers): number | null {
  const value = headers.get("Retry-After");
  if (value === null) return null;
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers.get("Date") ?? "");
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : null;
}
