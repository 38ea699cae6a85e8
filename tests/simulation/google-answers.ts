// What becomes of a call to Google, fault by fault.
import { ReplyLost } from "#google-sandbox/faults.ts";
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { FaultEffect } from "#google-sandbox/state.ts";
import type { GoogleFault } from "./faults.ts";
import type { Asked } from "./google-call.ts";
import type { Random } from "./random.ts";

const MINUTE_MS = 60_000;

/** Puts the call to the sandbox, in the one turn of the clock in which no other call can take its fault. */
export async function answerUnder(
  sandbox: GoogleSandbox,
  asked: Asked,
  fault: GoogleFault | null,
  random: Random,
): Promise<Response> {
  if (fault === "lost_before") throw new ReplyLost();
  const switched = fault && switchedInSandbox(fault, random);
  if (switched) sandbox.faults.add(switched);
  const { method, url, headers, body } = asked;
  try {
    const response = await sandbox.fetch(url, { method, headers, body, redirect: "manual" });
    if (fault === "cut_off") return cutOff(response);
    if (fault === "wrong_types") return withWrongTypes(response);
    if (fault === "error_after") return new Response("", { status: 500 });
    return response;
  } finally {
    if (switched) sandbox.faults.clear();
  }
}

interface SandboxFault {
  effect: FaultEffect;
  status?: number;
  reason?: string;
  retryAfter?: number;
  delayMs?: number;
}

function switchedInSandbox(fault: GoogleFault, random: Random): SandboxFault | null {
  const refuse = (status: number, reason?: string): SandboxFault => ({
    effect: "refuse",
    status,
    reason,
  });
  switch (fault) {
    case "rate_429":
      return random.chance(0.5)
        ? refuse(429)
        : { ...refuse(429), retryAfter: random.between(1, 600) };
    case "rate_403":
      return refuse(403, random.pick(["rateLimitExceeded", "userRateLimitExceeded"]));
    case "quota_403":
      return refuse(403, random.pick(["quotaExceeded", "dailyLimitExceeded"]));
    case "error_500":
      return refuse(500);
    case "error_503":
      return refuse(503);
    case "html_502":
      return refuse(502);
    case "refused_401":
      return refuse(401);
    case "forbidden_403":
      return refuse(403, "forbidden");
    case "invalid_grant":
      return refuse(400, "invalid_grant");
    case "lie_404":
      return refuse(404);
    case "lie_409":
      return refuse(409);
    case "lie_410":
      return refuse(410);
    case "lie_412":
      return refuse(412);
    case "lost_after":
      return { effect: "drop-reply" };
    case "late":
      return { effect: "late", delayMs: random.between(1, random.pick([5, 60, 240])) * MINUTE_MS };
    case "meet_pending":
      return { effect: "meet-pending", delayMs: random.between(1_000, 10 * MINUTE_MS) };
    case "meet_failed":
      return { effect: "meet-failure" };
    case "meet_not_allowed":
      return { effect: "meet-not-allowed" };
    default:
      return null;
  }
}

async function cutOff(response: Response): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  return new Response(status === 204 ? null : text.slice(0, Math.floor(text.length / 2)), {
    status,
    headers,
  });
}

/** Every list a number, every number a text, every object within the answer a list. */
async function withWrongTypes(response: Response): Promise<Response> {
  const { status, headers } = response;
  if (status === 204) return response;
  const body: Record<string, unknown> = JSON.parse(await response.text());
  const mangled = Object.entries(body).map(([key, value]) => [key, mangle(value)]);
  return new Response(JSON.stringify(Object.fromEntries(mangled)), { status, headers });
}

function mangle(value: unknown): unknown {
  if (Array.isArray(value)) return value.length;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return [value];
  return value === null ? 0 : [];
}
