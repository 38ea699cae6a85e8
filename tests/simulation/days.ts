// How time passes in a simulated world: first with people and faults, then in peace.
import { pressTryNow } from "./change-operations.ts";
import { reconnect } from "./host-operations.ts";
import { OPERATIONS, type Planned } from "./operations.ts";
import type { Town } from "./town.ts";
import type { Watch } from "./watch.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Cron knocks each minute. Where no row is due, or about to be while somebody holds it, it would find nothing but what it
 * does once a day, so that of those knocks one in three hours is enough.
 */
export function startCron({ clock, d1, machine }: Town): void {
  const due = d1.prepare(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM booking_syncs WHERE due_at IS NOT NULL AND due_at <= ?1 + 120000
       AND (due_at <= ?1 + 1000 OR lease_until IS NOT NULL))
     OR EXISTS (SELECT 1 FROM calendar_connections WHERE status = 'disconnecting')
     OR EXISTS (SELECT 1 FROM pending_revocations WHERE due_at <= ?1)`,
  );
  const knock = async () => {
    clock.after(MINUTE_MS, knock);
    const isThirdHour = clock.now() % (3 * HOUR_MS) < MINUTE_MS;
    const isDue = (await due.bind(clock.now()).first()) !== null;
    if (isThirdHour || isDue) machine.runCron();
  };
  clock.after(MINUTE_MS - (clock.now() % MINUTE_MS), knock);
}

/** Everything that is planned happens, at its time. */
export async function live(town: Town, plan: Planned[], watch: Watch): Promise<void> {
  const { tally } = town;
  for (const { gap, name } of plan) {
    await passTime(town, watch, gap, 10 * MINUTE_MS);
    tally.count("operation", name);
    // Not waited for: the next may begin before this one is done.
    OPERATIONS[name].act(town);
  }
}

/** No more faults: what was begun ends, everybody connects again, presses what pages offer, and days pass. */
export async function comeToRest(town: Town, watch: Watch): Promise<void> {
  const { machine, residents, ledger, d1 } = town;
  machine.setVersions(false);
  await passTime(town, watch, 12 * HOUR_MS);
  for (const resident of residents) reconnect(town, resident);
  await passTime(town, watch, DAY_MS);
  const parked = await d1
    .prepare("SELECT booking_id AS id FROM booking_syncs WHERE state = 'parked'")
    .all<{ id: string }>();
  for (const { id } of parked.results) {
    const story = ledger.stories.get(id);
    if (story) pressTryNow(town, story);
  }
  await passTime(town, watch, 3 * DAY_MS);
}

/** Far more Workers than a world like this needs: something wakes itself over and over. */
const MOST_INVOCATIONS = 10_000;

export class Restless extends Error {}

async function passTime(
  { clock, machine }: Town,
  watch: Watch,
  ms: number,
  lookEvery = HOUR_MS,
): Promise<void> {
  const end = clock.now() + ms;
  do {
    await clock.runUntil(Math.min(end, clock.now() + lookEvery));
    await watch.look();
    if (machine.started() > MOST_INVOCATIONS) throw new Restless();
  } while (clock.now() < end);
}
