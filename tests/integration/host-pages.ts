// The pages of a host, asked by the host.
import { env } from "cloudflare:test";
import { startSession } from "#app/auth/session.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";

export interface Asked {
  /** What is posted; without, the page is only looked at. */
  form?: Record<string, string>;
  params?: Record<string, string>;
  query?: string;
  /** Of the host's browser; a new session unless given. */
  cookie?: string;
}

/** What a loader or action answers this host, returned or thrown. */
export async function askPage(
  context: AppContext,
  host: Host,
  handler: unknown,
  { form, params = {}, query = "", cookie }: Asked = {},
): Promise<Answer> {
  const Cookie = cookie ?? (await startSession(context, host.id));
  const request = new Request(`${env.APP_ORIGIN}/?${query}`, {
    headers: { Cookie },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return answerOf(handler, { request, params, context });
}
