// Google as a Worker reaches it: slow, at times refusing, lying or losing what it says, and doing late what it was asked.
import type { Fetch } from "#app/google/exchange.server.ts";
import { ReplyLost } from "#google-sandbox/faults.ts";
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { FaultEffect } from "#google-sandbox/state.ts";
import type { Faults, GoogleEndpoint, GoogleFault } from "./faults.ts";
import type { Caller, Invocation } from "./invocation.ts";
import type { Ledger } from "./ledger.ts";
import { patienceOf } from "./platform.ts";
import type { Random } from "./random.ts";
import type { Safeguards } from "./sabotage.ts";
import type { Trace } from "./trace.ts";

interface Wires {
  caller: Caller;
  faults: Faults;
  random: Random;
  trace: Trace;
  ledger: Ledger;
  sabotage: Safeguards;
  sandbox: GoogleSandbox;
}

const MINUTE_MS = 60_000;

/** What the app passes to `fetch`, taken apart. */
interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | URLSearchParams | undefined;
  endpoint: GoogleEndpoint;
  /** Of an event of ours. */
  eventId: string | null;
}

/** The `fetch` of one invocation, for calls to Google only. */
export function linkGoogle(invocation: Invocation, wires: Wires): Fetch {
  const { caller, faults, random, trace, ledger, sabotage, sandbox } = wires;
  return async (url, init = {}) => {
    const asked = sabotage.request(takeApart(url, init));
    const patience = patienceOf(init.signal);
    const fault = faults.google(asked.endpoint, asksForMeet(asked));
    if (fault === "invalid_grant") noteDoubt(sandbox, ledger, asked);
    const story = fault === "lie_410" && asked.eventId && ledger.storyOfEvent(asked.eventId);
    if (story) story.wasLiedAbout = true;
    const write = ledger.noteWrite(invocation, asked);
    const isSilent = fault === "lost_before" || fault === "late" || fault === "lost_after";
    const perform = () =>
      caller.perform(invocation, {
        what: () => `Google ${described(asked)}`,
        there: random.between(20, 400),
        back: backAfter(fault, patience, isSilent, random),
        patience,
        isDelicate: write !== null || asked.endpoint === "token",
        act: async () => {
          const instead = sabotage.instead(asked);
          if (instead) return noteAnd(trace, invocation, asked, null, async () => instead);
          if (fault === "lost_before") return noteAnd(trace, invocation, asked, fault, lost);
          const answer = answerUnder(sandbox, asked, fault, random);
          return noteAnd(trace, invocation, asked, fault, () => answer);
        },
      });
    const response = await perform().finally(() => write && ledger.endWrite(write));
    if (write && response.status < 500 && fault !== "cut_off" && fault !== "wrong_types") {
      write.isKnown = true;
    }
    return sabotage.response(asked, response);
  };
}

/** Google refuses a grant that is good: whoever it belongs to may be asked to connect again. */
function noteDoubt(sandbox: GoogleSandbox, ledger: Ledger, { body }: Asked): void {
  const token = new URLSearchParams(String(body)).get("refresh_token") ?? "";
  const { refreshTokens, accounts } = sandbox.state();
  const account = accounts.find(({ sub }) => sub === refreshTokens[token]?.sub);
  if (account) ledger.doubtGrantOf(account.email);
}

function takeApart(url: string, init: RequestInit): Asked {
  const { method = "GET", body } = init;
  const { pathname } = new URL(url);
  const event = /\/events\/([^/]+)$/.exec(pathname)?.[1] ?? null;
  const isInsert = method === "POST" && pathname.endsWith("/events");
  return {
    method,
    url,
    headers: { ...(init.headers as Record<string, string> | undefined) },
    body: body as Asked["body"],
    endpoint: endpointOf(method, pathname, event),
    eventId: isInsert ? (JSON.parse(String(body)).id ?? null) : event,
  };
}

function endpointOf(method: string, pathname: string, event: string | null): GoogleEndpoint {
  if (pathname === "/token") return "token";
  if (method === "PATCH") return "patch";
  if (method === "DELETE") return "delete";
  if (method === "POST" && pathname.endsWith("/events")) return "insert";
  return event ? "get" : "read";
}

function asksForMeet({ endpoint, body }: Asked): boolean {
  return endpoint === "insert" && String(body).includes("createRequest");
}

function backAfter(
  fault: GoogleFault | null,
  patience: number,
  isSilent: boolean,
  random: Random,
): number {
  if (fault === "slow") return patience + random.between(1_000, 30_000);
  // A lost reply shows at once as a broken connection, or never.
  if (isSilent && random.chance(0.5)) return patience + 1_000;
  return random.between(20, 400);
}

async function lost(): Promise<Response> {
  throw new ReplyLost();
}

/** Puts the call to the sandbox, in the one turn of the clock in which no other call can take its fault. */
async function answerUnder(
  sandbox: GoogleSandbox,
  asked: Asked,
  fault: GoogleFault | null,
  random: Random,
): Promise<Response> {
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

async function noteAnd(
  trace: Trace,
  { name }: Invocation,
  asked: Asked,
  fault: GoogleFault | null,
  answered: () => Promise<Response>,
): Promise<Response> {
  if (!trace.isOn) return answered();
  const what = `Google ${described(asked)}${fault ? ` [${fault}]` : ""}`;
  try {
    const response = await answered();
    const text = await response.clone().text();
    trace.note(name, `${what} -> ${response.status} ${text.replaceAll(/\s+/g, " ").slice(0, 700)}`);
    return response;
  } catch (error) {
    trace.note(name, `${what} -> ${(error as Error).message}`);
    throw error;
  }
}

function described({ method, url, headers, body }: Asked): string {
  const { pathname, search } = new URL(url);
  const match = headers["If-Match"] ? ` If-Match ${headers["If-Match"]}` : "";
  const shown = pathname === "/token" || body === undefined ? "" : ` ${body}`;
  return `${method} ${decodeURIComponent(pathname)}${search}${match}${shown}`;
}

export type { Asked };
