import { type EventType, findActiveEventType } from "#db/booking-pages.server.ts";
import { findHostByHandle, type Host } from "#db/hosts.server.ts";
import type { AppContext } from "../load-context.server.ts";

type Context = Pick<AppContext, "db">;

/** The host behind a public address. @throws a 404 Response when there is none, or the page is switched off */
export async function requireHostPage({ db }: Context, handle: string | undefined): Promise<Host> {
  const host = await findHostByHandle(db, handle?.toLowerCase() ?? "");
  if (!host) throw new Response(null, { status: 404 });
  return host;
}

/** The same, with one of its event types. */
export async function requireEventTypePage(
  context: Context,
  params: { handle?: string; eventType?: string },
): Promise<{ host: Host; eventType: EventType }> {
  const host = await requireHostPage(context, params.handle);
  const eventType = await findActiveEventType(context.db, host.id, params.eventType ?? "");
  if (!eventType) throw new Response(null, { status: 404 });
  return { host, eventType };
}
