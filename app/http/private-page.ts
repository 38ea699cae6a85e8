/** Headers of pages that are one person's: never stored, never indexed, their address never passed on. */
export const privatePage = {
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex, nofollow",
  "Referrer-Policy": "no-referrer",
};
