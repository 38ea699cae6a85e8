import { findTimeZone } from "../domain/time-zone.ts";

/** Where Cloudflare thinks that the request comes from (`request.cf.timezone`); null when it does not say. */
export function guessTimeZone(request: Request): string | null {
  const { cf } = request as Request & { cf?: { timezone?: unknown } };
  return typeof cf?.timezone === "string" ? findTimeZone(cf.timezone) : null;
}
