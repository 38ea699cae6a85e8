// The times that guests choose from.
import { listSlots, nothingTaken } from "#app/domain/slots.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { slotRulesOf } from "#app/use-cases/offer-slots.server.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import type { Random } from "./random.ts";
import { KINDS, type Kind, MONDAY, type Resident } from "./world.ts";

const DAY_MS = 86_400_000;
/** Few enough for guests to get in each other's way. */
const MOST_STARTS = 100;

export type OpenHours = (resident: Resident, kind: Kind) => readonly number[];

function keyOf({ timeZone }: Resident, { slug }: Kind): string {
  return `${timeZone} ${slug}`;
}

const offered = new Map<string, number[]>();

/** The starts that a page offers on some days, two weeks ahead: no meeting begins while the world is watched. */
export async function openHours(
  context: AppContext,
  residents: Resident[],
  random: Random,
): Promise<OpenHours> {
  const open = new Map<string, number[]>();
  for (const resident of residents) {
    for (const kind of KINDS) {
      const key = keyOf(resident, kind);
      const all = offered.get(key) ?? (await allStarts(context, resident, kind));
      offered.set(key, all);
      const first = random.between(0, Math.max(0, all.length - MOST_STARTS));
      open.set(key, all.slice(first, first + MOST_STARTS));
    }
  }
  return (resident, kind) => open.get(keyOf(resident, kind)) ?? [];
}

async function allStarts(context: AppContext, resident: Resident, kind: Kind): Promise<number[]> {
  const eventType = await findActiveEventType(context.db, resident.hostId, kind.slug);
  if (!eventType) throw new Error(`there is no ${kind.slug}`);
  const { durationMinutes } = eventType;
  const rules = await slotRulesOf(context, { eventType, durationMinutes });
  const range = { start: MONDAY + 14 * DAY_MS, end: MONDAY + 28 * DAY_MS };
  return listSlots(rules, nothingTaken, MONDAY, range).map(({ start }) => start);
}
