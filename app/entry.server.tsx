import type { AppLoadContext, EntryContext } from "@remix-run/cloudflare";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToReadableStream } from "react-dom/server.browser";
import { contentSecurityPolicy, type PageScripts } from "./http/security-headers.ts";
import { logError } from "./log.server.ts";
import { NonceContext } from "./ui/nonce.ts";

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
) {
  const scripts = scriptsOf(remixContext, context.cspNonce);
  const nonce = scripts.kind === "nonce" ? scripts.nonce : undefined;
  const page = (
    <NonceContext.Provider value={nonce}>
      <RemixServer context={remixContext} url={request.url} nonce={nonce} />
    </NonceContext.Provider>
  );
  let answer = status;
  const stream = await renderToReadableStream(page, {
    nonce,
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
    contentSecurityPolicy(scripts, context.env.GOOGLE_ACCOUNTS_ORIGIN),
  );
  return new Response(stream, { status: answer, headers });
}

/** Pages say in their `handle` which scripts they want; all others get none. */
function scriptsOf(
  { staticHandlerContext, routeModules }: EntryContext,
  nonce: string,
): PageScripts {
  const wanted = staticHandlerContext.matches.map(
    ({ route }) => (routeModules[route.id]?.handle as { scripts?: string } | undefined)?.scripts,
  );
  // Also where a form could not be stored: the page that keeps it is the route's own.
  if (wanted.includes("enhance")) return { kind: "file" };
  if (staticHandlerContext.errors) return { kind: "none" };
  return wanted.some((scripts) => scripts) ? { kind: "nonce", nonce } : { kind: "none" };
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
