import type { AppLoadContext, EntryContext } from "@remix-run/cloudflare";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToReadableStream } from "react-dom/server.browser";
import { contentSecurityPolicy } from "./http/security-headers.ts";
import { logError } from "./log.server.ts";
import { NonceContext } from "./ui/nonce.ts";

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
) {
  const nonce = hasScripts(remixContext) ? context.cspNonce : null;
  const page = (
    <NonceContext.Provider value={nonce ?? undefined}>
      <RemixServer context={remixContext} url={request.url} nonce={nonce ?? undefined} />
    </NonceContext.Provider>
  );
  let answer = status;
  const stream = await renderToReadableStream(page, {
    nonce: nonce ?? undefined,
    signal: request.signal,
    onError(error) {
      answer = 500;
      logError("render", error, { path: firstSegment(request) });
    },
  });
  // A page without scripts could never replace a fallback, so nothing is streamed: it arrives whole.
  await stream.allReady;
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set(
    "Content-Security-Policy",
    contentSecurityPolicy(nonce, context.env.GOOGLE_ACCOUNTS_ORIGIN),
  );
  return new Response(stream, { status: answer, headers });
}

/** Pages say in their `handle` whether they want scripts; all others get none. */
function hasScripts(remixContext: EntryContext): boolean {
  if (remixContext.staticHandlerContext.errors) return false;
  return remixContext.staticHandlerContext.matches.some(({ route }) => {
    const handle = remixContext.routeModules[route.id]?.handle as { scripts?: string } | undefined;
    return handle?.scripts !== undefined;
  });
}

/** Whatever a loader or action did not expect; a thrown 404 and its like are answers. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  logError("request", error, { path: firstSegment(request) });
}

/** The rest may hold a capability. */
function firstSegment(request: Request): string {
  return `/${new URL(request.url).pathname.split("/")[1] ?? ""}`;
}
