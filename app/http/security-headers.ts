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
  // A 304 has no page of its own: some browsers would put its headers in the place of those of the page that they kept.
  if (!headers.has("Content-Security-Policy") && response.status !== 304) {
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

/**
 * What may run on a page: nothing; the one file that guests' pages are nicer with, named by where it is, since a page that
 * a browser has kept would know no new nonce; or the scripts that carry this page's nonce, and what they load.
 */
export type PageScripts = { kind: "none" } | { kind: "file" } | { kind: "nonce"; nonce: string };

function scriptSource(scripts: PageScripts): string {
  switch (scripts.kind) {
    case "none":
      return "'none'";
    case "file":
      return "'self'";
    case "nonce":
      return `'nonce-${scripts.nonce}' 'strict-dynamic'`;
  }
}

/**
 * The policy of a page.
 * @param accountsOrigin Google's sign-in: forms of ours redirect there, which `form-action` covers.
 */
export function contentSecurityPolicy(scripts: PageScripts, accountsOrigin: string): string {
  return [
    "default-src 'none'",
    `script-src ${scriptSource(scripts)}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    scripts.kind === "none" ? "connect-src 'none'" : "connect-src 'self'",
    `form-action 'self' ${accountsOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
