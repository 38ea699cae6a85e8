import { data } from "@remix-run/cloudflare";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import { findHostByHandle, type Host } from "#db/hosts.server.ts";
import { durationsOf } from "../domain/durations.ts";
import type { AppContext } from "../load-context.server.ts";
import type { SlotPage } from "../use-cases/offer-slots.server.ts";

type Context = Pick<AppContext, "db">;

/** Whoever has an old link to one event type may find another. */
const nothingAt = ({ handle, name }: Host) =>
  data({ hostPage: { name, path: `/${handle}` } }, { status: 404 });

/** The host behind a public address. @throws a 404 Response when there is none, or the page is switched off */
export async function requireHostPage({ db }: Context, handle: string | undefined): Promise<Host> {
  const host = await findHostByHandle(db, handle?.toLowerCase() ?? "");
  if (!host) throw new Response(null, { status: 404 });
  return host;
}

/**
 * One of a host's event types.
 * @throws a 404 that leads to the host's page, when there is none or it is switched off
 * @param duration in minutes, as an address or a form names it; null for the one that it is shown with
 */
export async function requireEventType(
  { db }: Context,
  host: Host,
  slug: string | undefined,
  duration: string | null,
): Promise<SlotPage> {
  const eventType = await findActiveEventType(db, host.id, slug?.toLowerCase() ?? "");
  if (!eventType) throw nothingAt(host);
  const asked = durationsOf(eventType).find((minutes) => String(minutes) === duration);
  const durationMinutes = asked ?? eventType.durationMinutes;
  return { host, eventType, durationMinutes, moving: null };
}

/**
 * Both, as an address names them.
 * @param duration in minutes, as an address or a form names it; null for the one that it is shown with
 */
export async function requireEventTypePage(
  context: Context,
  params: { handle?: string; eventType?: string },
  duration: string | null,
): Promise<SlotPage> {
  const host = await requireHostPage(context, params.handle);
  return requireEventType(context, host, params.eventType, duration);
}
