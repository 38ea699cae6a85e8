import { createCookie } from "@remix-run/cloudflare";
import type { Env } from "../env.server.ts";

/**
 * A cookie for this host alone. On https it is `__Host-` and Secure, so that no other host and no plain request can
 * set it (RFC 6265bis section 4.1.3.2); on http, which only local use has, browsers would refuse both.
 */
export function hostCookie({ APP_ORIGIN }: Pick<Env, "APP_ORIGIN">, name: string, maxAge: number) {
  const secure = APP_ORIGIN.startsWith("https:");
  return createCookie(secure ? `__Host-${name}` : name, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure,
    maxAge,
  });
}
