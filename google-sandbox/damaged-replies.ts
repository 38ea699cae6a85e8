import { htmlRefusal } from "./fault-replies.ts";
import type { Fault } from "./state.ts";

/** What reaches the client of an answer that a fault damages on its way; most faults do not. */
export async function damaged(response: Response, fault: Fault | null): Promise<Response> {
  // An answer without a body has nothing that could be damaged.
  if (response.status === 204) return response;
  switch (fault?.effect) {
    case "cut-off":
      return withText(response, (text) => text.slice(0, Math.floor(text.length / 2)));
    case "html-instead":
      return withText(htmlRefusal(response.status), (text) => text);
    case "wrong-types":
      return withFields(response, (fields) => fields.map(([name, value]) => [name, other(value)]));
    case "leave-out":
      return withFields(response, (fields) => fields.filter(([name]) => name !== fault.field));
  }
  return response;
}

async function withText(response: Response, change: (text: string) => string): Promise<Response> {
  const { status, headers } = response;
  return new Response(change(await response.text()), { status, headers });
}

type Fields = [string, unknown][];

// Only an answer that says something: what a refusal is made of, the faults that refuse decide.
async function withFields(
  response: Response,
  change: (fields: Fields) => Fields,
): Promise<Response> {
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  if (!response.ok || !isJson) return response;
  return withText(response, (text) =>
    JSON.stringify(Object.fromEntries(change(Object.entries(JSON.parse(text))))),
  );
}

/** The same value as another type of JSON. */
function other(value: unknown): unknown {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "boolean") return `${value}?`;
  return Array.isArray(value) ? value.length : 0;
}
