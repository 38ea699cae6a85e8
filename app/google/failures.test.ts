import { expect, test } from "vitest";
import type { CalendarFailure } from "../domain/calendar-answer.ts";
import { exchange, retryAfterMs } from "./exchange.server.ts";
import { classifyFailure } from "./failures.ts";
import { backendError, frontEndError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

async function meaningOf(answer: Response | Error): Promise<CalendarFailure> {
  const { fetch } = recordingFetch(answer);
  return classifyFailure(await exchange(fetch, "https://google.test/", {}), 3);
}

test.each<[string, Response, CalendarFailure]>([
  [
    "403 rateLimitExceeded",
    backendError(403, "rateLimitExceeded"),
    { kind: "rateLimited", retryAfterMs: null },
  ],
  [
    "403 userRateLimitExceeded",
    backendError(403, "userRateLimitExceeded"),
    { kind: "rateLimited", retryAfterMs: null },
  ],
  [
    "429 rateLimitExceeded",
    backendError(429, "rateLimitExceeded"),
    { kind: "rateLimited", retryAfterMs: null },
  ],
  [
    "429 without a word",
    new Response("", { status: 429 }),
    { kind: "rateLimited", retryAfterMs: null },
  ],
  ["403 quotaExceeded", backendError(403, "quotaExceeded"), { kind: "quotaExhausted" }],
  ["429 quotaExceeded", backendError(429, "quotaExceeded"), { kind: "quotaExhausted" }],
  ["403 dailyLimitExceeded", backendError(403, "dailyLimitExceeded"), { kind: "quotaExhausted" }],
  [
    "403 variableTermLimitExceeded",
    backendError(403, "variableTermLimitExceeded"),
    { kind: "quotaExhausted" },
  ],
  ["401 authError", backendError(401, "authError"), { kind: "tokenRefused" }],
  ["401 in HTML", new Response("<html>", { status: 401 }), { kind: "tokenRefused" }],
  [
    "403 insufficientPermissions",
    backendError(403, "insufficientPermissions"),
    { kind: "scopeMissing", tokenVersion: 3 },
  ],
  [
    "403 ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    frontEndError(403, "forbidden", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    { kind: "scopeMissing", tokenVersion: 3 },
  ],
  [
    "403 accessNotConfigured",
    backendError(403, "accessNotConfigured"),
    { kind: "operatorFault", why: "calendar_api_disabled" },
  ],
  [
    "403 SERVICE_DISABLED",
    frontEndError(403, "forbidden", "SERVICE_DISABLED"),
    { kind: "operatorFault", why: "calendar_api_disabled" },
  ],
  [
    "403 forbidden",
    backendError(403, "forbidden"),
    { kind: "refused", why: "google_403_forbidden" },
  ],
  [
    "403 requiredAccessLevel",
    backendError(403, "requiredAccessLevel"),
    { kind: "refused", why: "google_403_requiredAccessLevel" },
  ],
  ["403 in HTML", new Response("<html>", { status: 403 }), { kind: "refused", why: "google_403" }],
  [
    "400 timeRangeEmpty",
    backendError(400, "timeRangeEmpty"),
    { kind: "refused", why: "google_400_timeRangeEmpty" },
  ],
  [
    "400 with an error that is a word",
    json({ error: "invalid_grant" }, 400),
    { kind: "refused", why: "google_400" },
  ],
  ["404 notFound", backendError(404, "notFound"), { kind: "refused", why: "google_404_notFound" }],
  ["408", new Response("", { status: 408 }), { kind: "unavailable", why: "google_408" }],
  [
    "500 backendError",
    backendError(500, "backendError"),
    { kind: "unavailable", why: "google_500" },
  ],
  [
    "503 that speaks of rates",
    backendError(503, "rateLimitExceeded"),
    { kind: "unavailable", why: "google_503" },
  ],
  [
    "a redirect",
    new Response(null, { status: 302, headers: { Location: "https://evil.test" } }),
    { kind: "refused", why: "google_302" },
  ],
])("R5.3 %s is named for what it is", async (_what, answer, meaning) => {
  expect(await meaningOf(answer)).toEqual(meaning);
});

test("R5.3 no answer at all is unavailable, with its cause", async () => {
  expect(await meaningOf(new TypeError("fetch failed"))).toEqual({
    kind: "unavailable",
    why: "network",
  });
});

test("R5.3 one odd item in an error does not hide the others' reasons", async () => {
  const error = {
    errors: [{ reason: 5 }, "text", { reason: "rateLimitExceeded" }],
    details: ["text"],
  };
  expect(await meaningOf(json({ error }, 403))).toEqual({
    kind: "rateLimited",
    retryAfterMs: null,
  });
});

test.each([
  ["seconds", { "Retry-After": "120" }, 120_000],
  ["no seconds", { "Retry-After": "0" }, 0],
  [
    "a date, counted from the answer's own",
    { "Retry-After": "Tue, 01 Dec 2026 09:02:00 GMT", Date: "Tue, 01 Dec 2026 09:00:00 GMT" },
    120_000,
  ],
  [
    "a date that has passed",
    { "Retry-After": "Tue, 01 Dec 2026 08:00:00 GMT", Date: "Tue, 01 Dec 2026 09:00:00 GMT" },
    0,
  ],
  ["a date beside no other", { "Retry-After": "Tue, 01 Dec 2026 09:02:00 GMT" }, null],
  ["a year", { "Retry-After": "31536000" }, 86_400_000],
  ["nonsense", { "Retry-After": "soon", Date: "Tue, 01 Dec 2026 09:00:00 GMT" }, null],
  ["nothing", {}, null],
])("R5.3 Retry-After may be %s", (_what, headers, ms) => {
  expect(retryAfterMs(new Headers(headers as Record<string, string>))).toBe(ms);
});

test("R5.3 a rate limit carries its Retry-After along", async () => {
  const answer = json({ error: { errors: [{ reason: "rateLimitExceeded" }] } }, 403, {
    "Retry-After": "7",
  });
  expect(await meaningOf(answer)).toEqual({ kind: "rateLimited", retryAfterMs: 7_000 });
});
