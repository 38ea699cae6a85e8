const always: Record<string, string> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

/** For this host alone: what else its owner runs on the domain, and whether on https, is not ours to decide. */
const onHttps = { "Strict-Transport-Security": "max-age=31536000" };

/** Adds the headers that every answer carries; a route's own value wins. */
export function withSecurityHeaders(response: Response, request: Request): Response {
  const headers = new Headers(response.headers);
  const own = request.url.startsWith("https:") ? { ...always, ...onHttps } : always;
  for (const [name, value] of Object.entries(own)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  if (!headers.has("Content-Security-Policy")) {
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

/**
 * The policy of a page.
 * @param nonce of the page's scripts; null for a page without any, where none may run.
 * @param accountsOrigin Google's sign-in: forms of ours redirect there, which `form-action` covers.
 */
export function contentSecurityPolicy(nonce: string | null, accountsOrigin: string): string {
  return [
    "default-src 'none'",
    nonce ? `script-src 'nonce-${nonce}' 'strict-dynamic'` : "script-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    nonce ? "connect-src 'self'" : "connect-src 'none'",
    `form-action 'self' ${accountsOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
