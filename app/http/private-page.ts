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
