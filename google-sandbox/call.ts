import type { Store } from "./state.ts";

/** One HTTP request, fully read, so that what it asks can also be done after it is gone. */
export type Call = {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
};

/** What remains to be done once a call has been let in. */
export type Effect = () => Response | Promise<Response>;

export const ENDPOINT_NAMES = [
  "authorize",
  "token",
  "revoke",
  "userinfo",
  "certs",
  "calendarList.list",
  "calendarList.get",
  "freeBusy",
  "events.list",
  "events.insert",
  "events.get",
  "events.patch",
  "events.update",
  "events.delete",
] as const;

export type EndpointName = (typeof ENDPOINT_NAMES)[number];

/** One of Google's endpoints. `admit` checks who calls; the effect it returns does the work. */
export type Endpoint = {
  name: EndpointName;
  method: string;
  path: RegExp;
  admit: (store: Store, call: Call, pathValues: string[]) => Effect;
};

const LONGEST_BODY = 1_000_000;

/** Reads a request, or says why it cannot be read. */
export async function readCall(request: Request): Promise<Call | Response> {
  // Not text(): workerd warns about that for a form, which it does not count as text.
  const body = new TextDecoder().decode(await request.arrayBuffer());
  if (body.length > LONGEST_BODY) return new Response("Request too large", { status: 413 });
  const method = request.method === "HEAD" ? "GET" : request.method;
  return { method, url: new URL(request.url), headers: request.headers, body };
}

/** The form fields of a call, or null when its body is not a form. */
export function formOf(call: Call): URLSearchParams | null {
  const type = (call.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return null;
  return new URLSearchParams(call.body);
}

/** A field of a form as text, empty when it is missing. */
export function field(form: URLSearchParams, name: string): string {
  return form.get(name) ?? "";
}

export function bearerOf(call: Call): string | null {
  const header = call.headers.get("authorization");
  if (header === null) return null;
  return /^Bearer +(\S+)$/i.exec(header.trim())?.[1] ?? "";
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return new Response(`${JSON.stringify(body, null, 1)}\n`, {
    status,
    headers: {
      "content-type": "application/json; charset=UTF-8",
      "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
      ...headers,
    },
  });
}

export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
