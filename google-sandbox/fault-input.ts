import { type Call, field, formOf } from "./call.ts";
import { EFFECTS, type NewFault } from "./faults.ts";
import { ID_TOKEN_FLAWS } from "./oauth/id-token-flaws.ts";
import type { FaultEffect } from "./state.ts";

/** Reads a fault from outside; a string is what is wrong with it. */
function parseFault(input: unknown): NewFault | string {
  if (typeof input !== "object" || input === null) return "A fault is a JSON object.";
  const given = input as Record<string, unknown>;
  const wrong = wrongWith(given);
  if (wrong !== null) return wrong;
  const { match, effect, status, reason, retryAfter, body, field, flaw, delayMs, times } = given;
  const read = { match, effect, status, reason, retryAfter, body, field, flaw, delayMs, times };
  return read as NewFault;
}

function wrongWith(given: Record<string, unknown>): string | null {
  const { match, effect, status, retryAfter, body, flaw, delayMs, times } = given;
  if (!EFFECTS.includes(effect as FaultEffect)) {
    return `"effect" must be one of ${EFFECTS.join(", ")}.`;
  }
  if (!isMatch(match)) return '"match" may hold the strings "method", "path" and "grantType".';
  if (status !== undefined && !isWithin(status, 400, 599)) return '"status" must be 400 to 599.';
  if (delayMs !== undefined && !isWithin(delayMs, 0, 86_400_000)) return '"delayMs" is too odd.';
  if (times !== undefined && times !== null && !isWithin(times, 1, 1_000_000)) {
    return '"times" must be a positive integer, or null for "until cleared".';
  }
  for (const name of ["reason", "field"]) {
    if (given[name] !== undefined && typeof given[name] !== "string") {
      return `"${name}" must be a string.`;
    }
  }
  if (effect === "leave-out" && given.field === undefined) {
    return '"field" must tell what is left out.';
  }
  const isFlaw = Object.hasOwn(ID_TOKEN_FLAWS, String(flaw));
  if (effect === "id-token" ? !isFlaw : flaw !== undefined) {
    return `"flaw" of an id token is one of ${Object.keys(ID_TOKEN_FLAWS).join(", ")}.`;
  }
  if (body !== undefined && body !== "html" && body !== "json") {
    return '"body" must be "html" or "json".';
  }
  if (!["undefined", "string", "number"].includes(typeof retryAfter)) {
    return '"retryAfter" must be seconds or an HTTP date.';
  }
  return null;
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

/** The fault in a call: in a form's fields, or as JSON. */
export function faultIn(call: Call): NewFault | string {
  const form = formOf(call);
  if (form !== null) return parseFault(faultInForm(form));
  try {
    return parseFault(JSON.parse(call.body));
  } catch {
    return "A fault is a JSON object.";
  }
}

// A field that was left empty is one that was not given.
function faultInForm(form: URLSearchParams): unknown {
  const text = (name: string) => field(form, name).trim() || undefined;
  const number = (name: string) => {
    const value = text(name);
    return value === undefined ? undefined : Number(value);
  };
  const match = Object.entries({ path: text("path"), grantType: text("grantType") });
  return {
    match: Object.fromEntries(match.filter(([, value]) => value !== undefined)),
    effect: text("effect"),
    status: number("status"),
    reason: text("reason"),
    body: text("body"),
    field: text("field"),
    flaw: text("effect") === "id-token" ? text("flaw") : undefined,
    retryAfter: text("retryAfter"),
    delayMs: number("delayMs"),
    times: form.has("untilCleared") ? null : number("times"),
  };
}
