import type { Fetch } from "./exchange.server.ts";

export interface SentRequest {
  method: string;
  url: URL;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when there is none. */
  body: Record<string, unknown>;
  redirect: string | undefined;
}

type Answer = Response | Error | "never";

/** Google as told: gives the answers one after the other, and keeps what was sent. */
export function recordingFetch(...answers: Answer[]): { fetch: Fetch; sent: SentRequest[] } {
  const sent: SentRequest[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const isForm = init?.body instanceof URLSearchParams;
    const text = isForm ? String(init.body) : await request.text();
    sent.push({
      method: request.method,
      url: new URL(input),
      headers: request.headers,
      text,
      body: text.startsWith("{") ? JSON.parse(text) : undefined,
      redirect: init?.redirect,
    });
    const answer = answers[sent.length - 1] ?? new Error("no answer was prepared");
    if (answer === "never") return untilAborted(init?.signal);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { fetch, sent };
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** The Calendar backend's error shape. */
export function backendError(status: number, reason: string, message = reason): Response {
  const errors = [{ domain: "calendar", reason, message }];
  return json({ error: { errors, code: status, message } }, status);
}

/** The API front end's: `status` and `details` beside it. */
export function frontEndError(status: number, reason: string, detail: string): Response {
  const error = {
    code: status,
    message: "Refused.",
    errors: [{ message: "Refused", domain: "global", reason }],
    status: "PERMISSION_DENIED",
    details: [
      { "@type": "type.googleapis.com/google.rpc.Help", links: [] },
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: detail,
        domain: "googleapis.com",
      },
    ],
  };
  return json({ error }, status);
}
