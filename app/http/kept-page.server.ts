// Pages that a browser keeps and asks about again: as long as nothing has changed, the answer costs one row.
import { data } from "@remix-run/cloudflare";
import type { Host } from "#db/hosts.server.ts";
import { digest } from "../crypto/digest.server.ts";
import type { AppContext } from "../load-context.server.ts";

const MINUTE_MS = 60_000;
/** So often Google is asked for busy times, as long as somebody looks at the page. */
const ASK_GOOGLE_AFTER_MS = 60_000;

/**
 * A page of a host, or 304 where the browser has it as it would be now.
 * @param host as just read: the row counts up with whatever the page shows (rules, bookings, busy times)
 * @param zone of whoever reads it, and how they write times (`locale`); "" where no times are shown
 */
export async function keptPage<T>(
  context: AppContext,
  request: Request,
  { host, zone, locale }: { host: Host; zone: string; locale: string },
  view: () => Promise<T>,
) {
  const tag = await tagOf(context, request, host, `${zone} ${locale}`);
  // Not for a shared cache: the zone may be a guess by where the request comes from.
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  const asksGoogle = zone !== "" && isGoogleToBeAsked(host, context.now());
  const isKept = isKnown(request, tag) && !asksGoogle;
  // Nothing renders a 304, so nothing reads its data.
  if (isKept) return data(null as never, { status: 304, headers });
  return data(await view(), { headers });
}

/** All that a page is made of. Weak, since it may be compressed on its way (RFC 9110 section 8.8.1). */
async function tagOf(
  { env, now }: AppContext,
  request: Request,
  host: Host,
  reader: string,
): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const { busyTimesAskedAt, ...shown } = host;
  // Rules are whole minutes: what is free changes after one has begun, the date as it begins.
  const minutes = now() / MINUTE_MS;
  const parts = [
    ...[env.CF_VERSION_METADATA?.id ?? "", JSON.stringify(shown), reader, pathname, search],
    ...[Math.floor(minutes), Math.ceil(minutes)],
  ];
  return `W/"${await digest(...parts)}"`;
}

function isKnown(request: Request, tag: string): boolean {
  const known = request.headers.get("If-None-Match") ?? "";
  return known.split(",").some((one) => one.trim().replace(/^W\//, "") === tag.slice(2));
}

/** Then the page has to be made, since that asks; whoever comes next sees what Google said. */
function isGoogleToBeAsked(host: Host, now: number): boolean {
  const { googleCalendarEnabled, busyTimesAskedAt } = host;
  if (!googleCalendarEnabled) return false;
  return busyTimesAskedAt === null || busyTimesAskedAt <= now - ASK_GOOGLE_AFTER_MS;
}
