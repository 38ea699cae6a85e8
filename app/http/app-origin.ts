import { redirect } from "@remix-run/cloudflare";
import type { AppContext } from "../load-context.server.ts";

/**
 * Where signing in begins, since Google sends people back to APP_ORIGIN, and cookies belong to one host.
 * @throws a redirect to the same page there
 */
export function requireAppOrigin(request: Request, { env }: Pick<AppContext, "env">): void {
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== env.APP_ORIGIN) throw redirect(env.APP_ORIGIN + pathname + search);
}
