// What a host is shown once their account is gone: kept in the browser, for nobody is left here whom it could be kept of.
// Counts and flags only, nothing about anybody.
import { z } from "zod";
import { hostCookie } from "../../auth/cookies.server.ts";
import type { AppContext } from "../../load-context.server.ts";

const Receipt = z.object({
  kind: z.enum(["deleted", "deleting"]),
  /** What became of the access to Google; `open`: it has not ended yet, or nobody can tell any more. */
  access: z.enum(["none", "done", "inUse", "pending", "byHand", "open"]),
  bookings: z.enum(["cancel", "keep"]),
  /** How many were called off; null when nobody can tell any more. */
  cancelled: z.number().int().nonnegative().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

const LIFE_SECONDS = 600;

/** @returns the Set-Cookie header */
export function handOutReceipt({ env }: Pick<AppContext, "env">, receipt: Receipt) {
  return cookie(env).serialize(receipt);
}

/** The receipt, for ten minutes; null when there is none. */
export async function readReceipt(
  request: Request,
  { env }: Pick<AppContext, "env">,
): Promise<Receipt | null> {
  const kept: unknown = await cookie(env).parse(request.headers.get("Cookie"));
  return Receipt.safeParse(kept).data ?? null;
}

const cookie = (env: AppContext["env"]) =>
  hostCookie(env, "slotkeeper-account-deleted", LIFE_SECONDS);
