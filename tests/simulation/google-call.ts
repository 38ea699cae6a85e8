// A call to Google, taken apart.
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { GoogleEndpoint } from "./faults.ts";

/** What the app passes to `fetch`. */
export interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | URLSearchParams | undefined;
  endpoint: GoogleEndpoint;
  /** Of an event of ours. */
  eventId: string | null;
}

export function takeApart(url: string, init: RequestInit): Asked {
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
  if (pathname === "/revoke") return "revoke";
  if (method === "PATCH") return "patch";
  if (method === "DELETE") return "delete";
  if (method === "POST" && pathname.endsWith("/events")) return "insert";
  return event ? "get" : "read";
}

export function asksForMeet({ endpoint, body }: Asked): boolean {
  return endpoint === "insert" && String(body).includes("createRequest");
}

/** Whose refresh token it shows; null when it is none, or one that Google does not know. */
export function accountOf({ body }: Asked, sandbox: GoogleSandbox): string | null {
  const token = new URLSearchParams(String(body)).get("refresh_token") ?? "";
  const { refreshTokens, accounts } = sandbox.state();
  return accounts.find(({ sub }) => sub === refreshTokens[token]?.sub)?.email ?? null;
}

/** For traces. */
export function described({ method, url, headers, body }: Asked): string {
  const { pathname, search } = new URL(url);
  const match = headers["If-Match"] ? ` If-Match ${headers["If-Match"]}` : "";
  const shown = pathname === "/token" || body === undefined ? "" : ` ${body}`;
  return `${method} ${decodeURIComponent(pathname)}${search}${match}${shown}`;
}
