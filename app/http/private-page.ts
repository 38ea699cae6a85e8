/**
 * Headers of pages that are one person's: never stored, never indexed, their address never passed on to another site.
 * Not `no-referrer`: under it browsers post forms with `Origin: null` (Fetch standard, "append a request Origin
 * header"), which tells a form of ours from a stranger's no more.
 */
export const privatePage = {
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex, nofollow",
  "Referrer-Policy": "same-origin",
};

/** The same, and when to try again where an answer says so: Remix drops headers that a page does not name. */
export function withRetryAfter(
  page: Record<string, string>,
  { actionHeaders, errorHeaders }: { actionHeaders: Headers; errorHeaders: Headers | undefined },
): Record<string, string> {
  const retryAfter = (errorHeaders ?? actionHeaders).get("Retry-After");
  return retryAfter === null ? page : { ...page, "Retry-After": retryAfter };
}
