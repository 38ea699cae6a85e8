/**
 * Refuses requests that change something and come from another site's page.
 * Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; a request with neither was made
 * by no page, so it carries nobody's cookies against their will (the rule of Go's net/http CrossOriginProtection).
 * @returns the refusal, or null when the request may go on.
 */
export function refuseCrossSite(request: Request): Response | null {
  if (request.method === "GET" || request.method === "HEAD") return null;
  const site = request.headers.get("Sec-Fetch-Site");
  if (site === "same-origin" || site === "none") return null;
  if (site === null && isFromHere(request)) return null;
  return new Response("This request came from another website, so it was refused.\n", {
    status: 403,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}

/**
 * The request for Remix, which compares Origin with Host once more, or with a host that anybody may claim, and answers 500
 * when they differ or one is malformed.
 * @param request that `refuseCrossSite` lets through
 */
export function withoutOrigin(request: Request): Request {
  if (!request.headers.has("Origin")) return request;
  const headers = new Headers(request.headers);
  headers.delete("Origin");
  return new Request(request, { headers });
}

function isFromHere(request: Request): boolean {
  const origin = request.headers.get("Origin");
  return origin === null || origin === new URL(request.url).origin;
}
