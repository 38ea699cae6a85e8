import type { Call } from "../call.ts";
import { stableHash } from "../stable-hash.ts";
import { CalendarError, invalid } from "./errors.ts";

/**
 * Cuts one page out of a list. A page token only continues the list it came from: with other
 * parameters it is refused.
 */
export function pageOf<T>(
  call: Call,
  items: T[],
  limits: { usual: number; most: number },
): { items: T[]; nextPageToken?: string } {
  const query = call.url.searchParams;
  const size = Math.min(countParameter(query, "maxResults") ?? limits.usual, limits.most);
  const fingerprint = fingerprintOf(call);
  const token = query.get("pageToken");
  const from = token === null ? 0 : offsetIn(token, fingerprint);
  const to = from + size;
  return {
    items: items.slice(from, to),
    ...(to < items.length ? { nextPageToken: btoa(`${fingerprint}:${to}`) } : {}),
  };
}

function offsetIn(token: string, fingerprint: string): number {
  const refused = new CalendarError(400, "invalid", {
    message: "Invalid page token value.",
    location: "pageToken",
  });
  try {
    const [madeFor, offset] = atob(token).split(":");
    if (madeFor === fingerprint && /^\d+$/.test(offset ?? "")) return Number(offset);
  } catch {
    // Not base64: refused below like any other token that was not made here.
  }
  throw refused;
}

function fingerprintOf(call: Call): string {
  const parameters = [...call.url.searchParams]
    .filter(([name]) => !["pageToken", "maxResults", "fields", "prettyPrint"].includes(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return stableHash(`${call.url.pathname}?${parameters.join("&")}`).toString(36);
}

function countParameter(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(value)) throw invalid(`Invalid value '${value}'.`, name);
  return Number(value);
}

/** A parameter that is either true or false. */
export function flagParameter(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? "false";
  if (value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${value}`, name);
  return value === "true";
}
