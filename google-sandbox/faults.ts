import type { Call } from "./call.ts";
import { ENDPOINT_NAMES, type EndpointName, formOf } from "./call.ts";
import type { Fault, FaultEffect, Store } from "./state.ts";

export type NewFault = {
  match?: { method?: string; path?: string; grantType?: string };
  effect: FaultEffect;
  status?: number;
  reason?: string;
  retryAfter?: string | number;
  body?: "json" | "html";
  delayMs?: number;
  times?: number | null;
};

export type FaultControl = {
  add: (fault: NewFault) => Fault;
  list: () => Fault[];
  /** Clears one fault, or all of them. */
  clear: (id?: string) => void;
};

export const WIRE_EFFECTS: FaultEffect[] = ["refuse", "slow", "drop-reply", "late"];
export const MEET_EFFECTS: FaultEffect[] = ["meet-pending", "meet-failure", "meet-not-allowed"];

const DEFAULT_DELAY_MS: Partial<Record<FaultEffect, number>> = {
  slow: 3_000,
  late: 60_000,
  "meet-pending": 5_000,
};

/** The answer to a call got lost: what a client sees when the connection breaks. */
export class ReplyLost extends TypeError {
  constructor() {
    super("fetch failed", {
      cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
    });
  }
}

/** The faults of a store, to be switched in process. */
export function faultControl(store: Store): FaultControl {
  return {
    add: (fault) => addFault(store, fault),
    list: () => structuredClone(store.state.faults),
    clear: (id) => clearFaults(store, id),
  };
}

function addFault(store: Store, fresh: NewFault): Fault {
  const fault: Fault = {
    id: store.randomId(),
    match: { ...fresh.match },
    effect: fresh.effect,
    status: fresh.status ?? 500,
    reason: fresh.reason ?? null,
    retryAfter: fresh.retryAfter === undefined ? null : String(fresh.retryAfter),
    body: fresh.body ?? (fresh.status === 502 ? "html" : "json"),
    delayMs: fresh.delayMs ?? DEFAULT_DELAY_MS[fresh.effect] ?? 0,
    times: fresh.times === undefined ? 1 : fresh.times,
  };
  store.state.faults.push(fault);
  store.changed();
  return structuredClone(fault);
}

function clearFaults(store: Store, id?: string): void {
  store.state.faults = store.state.faults.filter((fault) => id !== undefined && fault.id !== id);
  store.changed();
}

/** Uses up the oldest fault with one of these effects that is meant for this call. */
export function takeFault(
  store: Store,
  call: Call,
  endpointName: EndpointName,
  effects: FaultEffect[],
): Fault | null {
  const fault = store.state.faults.find(
    (candidate) => effects.includes(candidate.effect) && isMeantFor(candidate, call, endpointName),
  );
  if (fault === undefined) return null;
  if (fault.times !== null) fault.times -= 1;
  if (fault.times === 0) store.state.faults.splice(store.state.faults.indexOf(fault), 1);
  store.changed();
  return fault;
}

function isMeantFor(fault: Fault, call: Call, endpointName: EndpointName): boolean {
  const { method, path, grantType } = fault.match;
  if (method !== undefined && method.toUpperCase() !== call.method) return false;
  if (grantType !== undefined && formOf(call)?.get("grant_type") !== grantType) return false;
  if (path === undefined) return true;
  if (ENDPOINT_NAMES.includes(path as EndpointName)) return path === endpointName;
  return decodedPath(call.url).includes(path);
}

function decodedPath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}

/** Reads a fault from outside; a string is what is wrong with it. */
export function parseFault(input: unknown): NewFault | string {
  if (typeof input !== "object" || input === null) return "A fault is a JSON object.";
  const { match, effect, status, reason, retryAfter, body, delayMs, times } = input as Record<
    string,
    unknown
  >;
  if (!isEffect(effect)) {
    return `"effect" must be one of ${[...WIRE_EFFECTS, ...MEET_EFFECTS].join(", ")}.`;
  }
  if (!isMatch(match)) return '"match" may hold the strings "method", "path" and "grantType".';
  if (status !== undefined && !isWithin(status, 400, 599)) return '"status" must be 400 to 599.';
  if (delayMs !== undefined && !isWithin(delayMs, 0, 86_400_000)) return '"delayMs" is too odd.';
  if (times !== undefined && times !== null && !isWithin(times, 1, 1_000_000)) {
    return '"times" must be a positive integer, or null for "until cleared".';
  }
  if (reason !== undefined && typeof reason !== "string") return '"reason" must be a string.';
  if (body !== undefined && body !== "html" && body !== "json")
    return '"body" must be "html" or "json".';
  if (
    retryAfter !== undefined &&
    typeof retryAfter !== "string" &&
    typeof retryAfter !== "number"
  ) {
    return '"retryAfter" must be seconds or an HTTP date.';
  }
  return { match, effect, status, reason, retryAfter, body, delayMs, times };
}

function isEffect(value: unknown): value is FaultEffect {
  return [...WIRE_EFFECTS, ...MEET_EFFECTS].includes(value as FaultEffect);
}

function isMatch(value: unknown): value is NewFault["match"] {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).every(
    ([key, entry]) => ["method", "path", "grantType"].includes(key) && typeof entry === "string",
  );
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
