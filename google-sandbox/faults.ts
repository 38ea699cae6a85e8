import { type Call, ENDPOINT_NAMES, type EndpointName, formOf } from "./call.ts";
import { OAUTH_REFUSALS } from "./oauth/errors.ts";
import { type Fault, type FaultEffect, type IdTokenFlaw, lookUp, type Store } from "./state.ts";

export type NewFault = {
  match?: { method?: string; path?: string; grantType?: string };
  effect: FaultEffect;
  status?: number;
  reason?: string;
  retryAfter?: string | number;
  body?: "json" | "html";
  field?: string;
  flaw?: IdTokenFlaw;
  delayMs?: number;
  times?: number | null;
};

export type FaultControl = {
  add: (fault: NewFault) => Fault;
  list: () => Fault[];
  /** Clears one fault, or all of them. */
  clear: (id?: string) => void;
};

export const WIRE_EFFECTS: FaultEffect[] = [
  "refuse",
  "slow",
  "unreachable",
  "drop-reply",
  "late",
  "cut-off",
  "html-instead",
  "wrong-types",
  "leave-out",
];
/** What a person is sent back to the application with, where a code was due. */
export const CALLBACK_EFFECTS: FaultEffect[] = ["callback-error"];
export const ID_TOKEN_EFFECTS: FaultEffect[] = ["id-token"];
export const MEET_EFFECTS: FaultEffect[] = ["meet-pending", "meet-failure", "meet-not-allowed"];

/** Every effect that a fault can have. */
export const EFFECTS: FaultEffect[] = [
  ...WIRE_EFFECTS,
  ...CALLBACK_EFFECTS,
  ...ID_TOKEN_EFFECTS,
  ...MEET_EFFECTS,
];

const DEFAULT_DELAY_MS: Partial<Record<FaultEffect, number>> = {
  slow: 3_000,
  late: 60_000,
  "meet-pending": 5_000,
};

/** No answer to a call: what a client sees when the connection breaks, or never comes about. */
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
  const usualStatus = lookUp(OAUTH_REFUSALS, fresh.reason ?? "")?.status ?? 500;
  const fault: Fault = {
    id: store.randomId(),
    match: { ...fresh.match },
    effect: fresh.effect,
    status: fresh.status ?? usualStatus,
    reason: fresh.reason ?? null,
    retryAfter: fresh.retryAfter === undefined ? null : String(fresh.retryAfter),
    body: fresh.body ?? (fresh.status === 502 ? "html" : "json"),
    ...(fresh.field === undefined ? {} : { field: fresh.field }),
    ...(fresh.flaw === undefined ? {} : { flaw: fresh.flaw }),
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
