// What a page answers, asked past the router.
import type { AppContext } from "#app/load-context.server.ts";

export interface Answer {
  status: number;
  location: string | null;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each page has data of its own
  data: any;
}

interface Asked {
  request: Request;
  params: Record<string, string>;
  context: AppContext;
}

/** What a loader or action answers, returned or thrown. */
export async function answerOf(handler: unknown, asked: Asked): Promise<Answer> {
  const work = (handler as (args: Asked) => Promise<unknown>)(asked);
  const answer = await work.catch((thrown: unknown) => thrown);
  if (answer instanceof Response) {
    const { status, headers } = answer;
    return { status, headers, location: headers.get("Location"), data: null };
  }
  if (answer instanceof Error) throw answer;
  const { data, init } = answer as { data?: unknown; init?: ResponseInit | null };
  const headers = new Headers(init?.headers);
  return { status: init?.status ?? 200, headers, location: null, data: data ?? answer };
}
