// Cloudflare's rate limiting: approximate and counted per location, but before anything else is done. What is exact
// stands in D1.
import { data } from "@remix-run/cloudflare";
import type { AppContext } from "../load-context.server.ts";
import { logError } from "../log.server.ts";

/** The period of the limit, which wrangler.toml sets. */
const PERIOD_SECONDS = 60;

/**
 * Lets a form pass unless its address sends too many of them. An address that is unknown passes, as does everybody where
 * the operator has no such limit, or it fails.
 * @throws a 429 that brings the form back as it was sent: see `useSentForm`
 */
export async function refuseTooMany(
  { env }: Pick<AppContext, "env">,
  address: string | null,
  form: Record<string, string>,
): Promise<void> {
  const limiter = env.BOOKING_RATE_LIMIT;
  if (!limiter || address === null) return;
  const isWithin = await limiter.limit({ key: address }).then(
    ({ success }) => success,
    (error: unknown) => {
      logError("rate_limit", error);
      return true;
    },
  );
  if (isWithin) return;
  throw data({ ...form }, { status: 429, headers: { "Retry-After": String(PERIOD_SECONDS) } });
}
