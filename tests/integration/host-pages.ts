// What the pages of a host answer, asked past the router.
import { env } from "cloudflare:test";
import { startSession } from "#app/auth/session.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import type { Host } from "#db/hosts.server.ts";

export interface Asked {
  /** What is posted; without, the page is only looked at. */
  form?: Record<string, string>;
  params?: Record<string, string>;
  query?: string;
  /** Of the host's browser; a new session unless given. */
  cookie?: string;
}

export interface Answer {
  status: number;
  location: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each page has data of its own
  data: any;
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
  const work = (handler as (args: object) => Promise<unknown>)({ request, params, context });
  const answer = await work.catch((thrown: unknown) => thrown);
  if (answer instanceof Response) {
    return { status: answer.status, location: answer.headers.get("Location"), data: null };
  }
  if (answer instanceof Error) throw answer;
  const { data, init } = answer as { data?: unknown; init?: { status?: number } };
  return { status: init?.status ?? 200, location: null, data: data ?? answer };
}
