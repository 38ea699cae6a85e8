// What hosts do with their accounts, and the operator with the keys.

import type { AppContext } from "#app/load-context.server.ts";
import { disconnectCalendar } from "#app/use-cases/disconnect-calendar.server.ts";
import { findHost } from "#db/hosts.server.ts";
import { editStory } from "./change-operations.ts";
import type { Random } from "./random.ts";
import { pickStory, type Town } from "./town.ts";
import { consentAndConnect, keyOf, type Resident } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The person takes Slotkeeper's access away at Google; most notice by and by, and connect again. */
export async function killTokens(town: Town): Promise<void> {
  const { random, trace, clock } = town;
  const resident = pickBusyResident(town);
  endGrant(town, resident);
  if (trace.isOn) trace.note("host", `${resident.email} takes access away at Google`);
  const using = needConnection(town, resident);
  if (random.chance(0.8)) {
    await clock.sleep(whileNobodyNotices(random));
    await reconnect(town, resident);
  }
  await using;
}

/** Mostly whoever has a booking to which something has just happened. */
function pickBusyResident({ random, residents, ledger }: Town): Resident {
  const [recent] = ledger.recent();
  const hostId = ledger.stories.get(recent ?? "")?.key.hostId;
  const busy = residents.find((resident) => resident.hostId === hostId);
  return busy && random.chance(0.7) ? busy : random.pick(residents);
}

/** Things that need the connection, just when it has come to an end. */
async function needConnection(town: Town, { hostId }: Resident): Promise<void> {
  const { random, clock } = town;
  const uses = Array.from({ length: random.between(0, 3) }, async () => {
    const story = pickStory(town, ({ key }) => key.hostId === hostId);
    await clock.sleep(random.between(0, 4_000));
    if (story) await editStory(town, story);
  });
  await Promise.all(uses);
}

/** Some connect again within seconds, when what failed is still under way. */
function whileNobodyNotices(random: Random): number {
  return random.chance(0.5) ? random.between(0, 5_000) : random.between(MINUTE_MS, 8 * HOUR_MS);
}

function endGrant({ sandbox, ledger }: Town, { email }: Resident): void {
  sandbox.killTokens(email);
  ledger.doubtGrantOf(email);
}

export async function expireTokens({ random, sandbox, residents }: Town): Promise<void> {
  sandbox.expireAccessTokens(random.pick(residents).email);
}

/** The host disconnects, events staying where they are, and most connect again by and by. */
export async function disconnect(town: Town): Promise<void> {
  const { random, trace, clock, ledger, machine, tally } = town;
  const resident = pickBusyResident(town);
  ledger.doubtGrantOf(resident.email);
  const served = await machine.serve("disconnect", (context) =>
    disconnectHost(context, resident.hostId),
  );
  const outcome = served.kind === "answered" ? served.value : served.kind;
  ledger.doubtGrantOf(resident.email);
  tally.count("outcome", `disconnect: ${outcome}`);
  if (trace.isOn) trace.note("host", `${resident.email} disconnects -> ${outcome}`);
  await clock.sleep(whileNobodyNotices(random));
  await reconnect(town, resident);
}

async function disconnectHost(context: AppContext, hostId: string): Promise<string> {
  const host = await findHost(context.db, hostId);
  const connectionId = host?.googleCalendarConnectionId;
  if (!connectionId) return "notConnected";
  const { kind } = await disconnectCalendar(context, { hostId, connectionId, events: "stay" });
  return kind;
}

export async function reconnectSomebody(town: Town): Promise<void> {
  await reconnect(town, town.random.pick(town.residents));
}

/** @returns whether it worked */
export async function reconnect(town: Town, { hostId, email }: Resident): Promise<boolean> {
  const { machine, sandbox, tally, trace } = town;
  const served = await machine.serve("reconnect", (context) =>
    consentAndConnect(context, sandbox, hostId),
  );
  const outcome = served.kind === "answered" ? served.value : served.kind;
  tally.count("outcome", `reconnect: ${outcome}`);
  if (trace.isOn) trace.note("host", `${email} connects -> ${outcome}`);
  return outcome === "connected";
}

/** New bookings go to another calendar from now on. */
export async function chooseDestination({
  d1,
  random,
  residents,
  sandbox,
  trace,
}: Town): Promise<void> {
  const { hostId, email } = random.pick(residents);
  const owned = sandbox
    .state()
    .subscriptions.filter((entry) => entry.email === email && entry.accessRole === "owner");
  const { calendarId } = random.pick(owned);
  await d1
    .prepare("UPDATE users SET google_calendar_id = ? WHERE id = ?")
    .bind(calendarId, hostId)
    .run();
  if (trace.isOn) trace.note("host", `${email} sends new bookings to ${calendarId}`);
}

/** A new key for tokens; the old ones stay. Whoever runs already does not know it. */
export async function rotateKeys({ machine, trace }: Town): Promise<void> {
  const env = machine.env();
  const { keys } = env.TOKEN_KEY_RING;
  const current = `k${Object.keys(keys).length + 1}`;
  const ring = { current, keys: { ...keys, [current]: keyOf(Object.keys(keys).length + 1) } };
  machine.deploy({ ...env, TOKEN_KEY_RING: ring });
  if (trace.isOn) trace.note("operator", `rotates keys: ${current} is current`);
}

/** For a while two versions are deployed at once. */
export async function rollOut({ machine, clock, random }: Town): Promise<void> {
  machine.setVersions(true);
  await clock.sleep(random.between(10 * MINUTE_MS, 5 * HOUR_MS));
  machine.setVersions(false);
}
