// The account that Google answered with when another one was awaited: kept in a cookie, so that no link can put a name
// on the page that asks about it.
import { z } from "zod";
import { hostCookie } from "../../auth/cookies.server.ts";
import type { AppContext } from "../../load-context.server.ts";

const OtherAccount = z.object({ sub: z.string().min(1), email: z.string().min(1) });
export type OtherAccount = z.infer<typeof OtherAccount>;

const LIFE_SECONDS = 600;

/** @returns the Set-Cookie header */
export function rememberOtherAccount(
  { env }: Pick<AppContext, "env">,
  account: OtherAccount,
): Promise<string> {
  return cookie(env).serialize(account);
}

/** The account, for ten minutes; null when there is none. */
export async function readOtherAccount(
  request: Request,
  { env }: Pick<AppContext, "env">,
): Promise<OtherAccount | null> {
  const kept: unknown = await cookie(env).parse(request.headers.get("Cookie"));
  return OtherAccount.safeParse(kept).data ?? null;
}

const cookie = (env: AppContext["env"]) =>
  hostCookie(env, "slotkeeper-other-account", LIFE_SECONDS);
