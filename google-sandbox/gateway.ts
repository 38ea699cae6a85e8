import { CalendarError, calendarErrorResponse } from "./calendar/errors.ts";
import type { Call, Effect, Endpoint, EndpointName } from "./call.ts";
import { damaged } from "./damaged-replies.ts";
import { findEndpoint } from "./endpoints.ts";
import { refusal } from "./fault-replies.ts";
import { ReplyLost, takeFault, WIRE_EFFECTS } from "./faults.ts";
import { OAuthError, oauthErrorResponse } from "./oauth/errors.ts";
import type { Fault, FaultEffect, Store } from "./state.ts";

/** One call of a Google endpoint, as tests count them. It never holds a token. */
export type ApiCall = {
  at: number;
  endpoint: EndpointName;
  method: string;
  path: string;
  /** Only of calendar calls: the others may carry secrets in it. */
  query: string;
  /** Null when the client got no answer. */
  status: number | null;
  fault: FaultEffect | null;
};

/** The door to Google's endpoints: it lets calls in, switches faults and keeps the journal. */
export type Gateway = {
  /** Answers a call, or returns null when no endpoint of Google has this address. */
  serve: (call: Call) => Promise<Response> | null;
  requests: () => ApiCall[];
  /** Resolves when every effect that was to land late has landed. */
  settled: () => Promise<void>;
};

const MOST_CALLS_KEPT = 2000;

type Door = {
  store: Store;
  sleep: (ms: number) => Promise<void>;
  journal: ApiCall[];
  /** Effects that are still to land. */
  landing: Set<Promise<unknown>>;
};

export function createGateway(
  store: Store,
  endpoints: Endpoint[],
  sleep: (ms: number) => Promise<void>,
): Gateway {
  const door: Door = { store, sleep, journal: [], landing: new Set() };
  return {
    serve: (call) => {
      const found = findEndpoint(endpoints, call);
      return found === null ? null : serveEndpoint(door, call, found.endpoint, found.pathValues);
    },
    requests: () => structuredClone(door.journal),
    settled: async () => {
      await Promise.all(door.landing);
    },
  };
}

async function serveEndpoint(
  door: Door,
  call: Call,
  endpoint: Endpoint,
  pathValues: string[],
): Promise<Response> {
  const { store } = door;
  const fault = takeFault(store, call, endpoint.name, WIRE_EFFECTS);
  const admit = () => endpoint.admit(store, call, pathValues);
  const response = await answerUnder(door, fault, endpoint.name, admit);
  note(door, call, endpoint.name, response?.status ?? null, fault);
  if (response === null) throw new ReplyLost();
  return response;
}

/** What the client gets; null when the reply is lost. */
async function answerUnder(
  door: Door,
  fault: Fault | null,
  name: EndpointName,
  admit: () => Effect,
): Promise<Response | null> {
  if (fault?.effect === "refuse") return refusal(fault, name);
  if (fault?.effect === "unreachable") return null;
  const effect = admitted(admit);
  if (fault?.effect === "late") {
    landLater(door, effect, fault.delayMs);
    return null;
  }
  if (fault?.effect === "slow") await door.sleep(fault.delayMs);
  const response = await answerTo(effect);
  return fault?.effect === "drop-reply" ? null : damaged(response, fault);
}

function landLater({ sleep, landing }: Door, effect: Effect, delayMs: number): void {
  const landed = sleep(delayMs).then(() => answerTo(effect));
  landing.add(landed);
  landed.finally(() => landing.delete(landed)).catch(() => undefined);
}

function note(
  { store, journal }: Door,
  call: Call,
  endpoint: EndpointName,
  status: number | null,
  fault: Fault | null,
): void {
  journal.push({
    at: store.now(),
    endpoint,
    method: call.method,
    path: call.url.pathname,
    query: call.url.pathname.startsWith("/calendar/") ? safeQuery(call.url) : "",
    status,
    fault: fault?.effect ?? null,
  });
  journal.splice(0, journal.length - MOST_CALLS_KEPT);
}

function admitted(admit: () => Effect): Effect {
  try {
    return admit();
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function answerTo(effect: Effect): Promise<Response> {
  try {
    return await effect();
  } catch (error) {
    if (error instanceof CalendarError) return calendarErrorResponse(error);
    if (error instanceof OAuthError) return oauthErrorResponse(error);
    throw error;
  }
}

function safeQuery(url: URL): string {
  const query = new URLSearchParams(url.search);
  for (const name of ["access_token", "oauth_token", "key"]) query.delete(name);
  return query.toString();
}
