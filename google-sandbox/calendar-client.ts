import type { GoogleSandbox } from "./sandbox.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type AnyJson = any;

export type CalendarAnswer = { status: number; headers: Headers; body: AnyJson };

export type CalendarClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<CalendarAnswer>;

/** Calls the Calendar API with one access token, for tests. */
export function calendarClient(
  sandbox: Pick<GoogleSandbox, "fetch">,
  accessToken: string | null,
): CalendarClient {
  return async (method, path, body, headers = {}) => {
    const response = await sandbox.fetch(`https://www.google.test/calendar/v3${path}`, {
      method,
      headers: {
        ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };
}
