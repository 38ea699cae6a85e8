const KNOWN = ["GET", "HEAD", "POST"];

/**
 * Refuses methods that no page of ours has: GET shows, POST acts.
 * @returns the refusal, or null when the request may go on
 */
export function refuseUnknownMethod(request: Request): Response | null {
  if (KNOWN.includes(request.method)) return null;
  return new Response("This address answers to GET, HEAD and POST only.\n", {
    status: 405,
    headers: { Allow: KNOWN.join(", "), "Content-Type": "text/plain; charset=utf-8" },
  });
}
