// Many bookings of one host at once, or while Google is away.
import { env } from "cloudflare:test";
import type { Interval } from "#app/domain/interval.ts";
import type { Host } from "#db/hosts.server.ts";
import type { ApiCall } from "#google-sandbox/gateway.ts";
import { freeSlots } from "./people.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

/** https://developers.google.com/workspace/calendar/api/guides/quota */
export const MOST_CALLS_A_MINUTE = 600;

/** The most calls in any minute, wherever it begins. */
export function mostInAMinute(calls: ApiCall[]): number {
  const times = calls.map(({ at }) => at).sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - MINUTE_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Slots that lie so far ahead that no meeting begins during a test. */
export async function slotsOf(world: World, of: Host): Promise<Interval[]> {
  const slots = await freeSlots(world.context, of.id);
  await world.settle();
  return slots.filter(({ start }) => start > world.clock.now() + 2 * 86_400_000);
}

/** How many of a host's syncs are in which state. */
export async function statesOf(of: Host): Promise<Record<string, number>> {
  const { results } = await env.DB.prepare(
    "SELECT state, count(*) AS n FROM booking_syncs WHERE host_id = ? GROUP BY state",
  )
    .bind(of.id)
    .all<{ state: string; n: number }>();
  return Object.fromEntries(results.map(({ state, n }) => [state, n]));
}

/** Google's calendars answer nobody. @returns what brings them back */
export function takeGoogleAway(world: World): () => void {
  const writes = ["events.insert", "events.patch", "events.delete"];
  const paths = [...writes, "events.get", "events.list", "freeBusy"];
  const faults = paths.map((path) =>
    world.sandbox.faults.add({ match: { path }, effect: "refuse", status: 503, times: null }),
  );
  return () => {
    for (const { id } of faults) world.sandbox.faults.clear(id);
  };
}
