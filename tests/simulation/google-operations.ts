// What hosts do in Google itself, behind the app's back.
import type { EventResource } from "#google-sandbox/state.ts";
import type { Deed, Story } from "./ledger.ts";
import { type LiveEvent, liveEventsOf, residentOf, type Town } from "./town.ts";

const MINUTE_MS = 60_000;

export async function deleteInGoogle(town: Town): Promise<void> {
  const found = pickEvent(town);
  if (found) deleteEvent(town, found);
}

function deleteEvent(town: Town, { story, email, calendarId, event }: Found): void {
  town.sandbox.byHand.delete(email, calendarId, event.id);
  note(town, story, "deleted", event);
}

export async function moveInGoogle(town: Town): Promise<void> {
  const found = pickEvent(town);
  if (found) moveEvent(town, found);
}

function moveEvent(town: Town, { story, email, calendarId, event }: Found): void {
  const by = town.random.pick([-60, -30, 30, 45, 60, 24 * 60]) * MINUTE_MS;
  const shifted = (time: { dateTime?: string }) => ({
    dateTime: new Date(Date.parse(time.dateTime ?? "") + by).toISOString(),
  });
  const patch = { start: shifted(event.start), end: shifted(event.end) };
  town.sandbox.byHand.change(email, calendarId, event.id, patch);
  note(town, story, "moved", event, Date.parse(patch.start.dateTime));
}

/** Deletes or moves the event of this booking, if there is one. */
export function meddle(town: Town, story: Story): void {
  const found = eventsInGoogle(town).find((event) => event.story === story);
  if (!found) return;
  if (town.random.chance(0.5)) deleteEvent(town, found);
  else moveEvent(town, found);
}

/** It gets another etag by it, and that is all that concerns anybody. */
export async function recolourInGoogle(town: Town): Promise<void> {
  const found = pickEvent(town);
  if (!found) return;
  const { story, email, calendarId, event } = found;
  town.sandbox.byHand.change(email, calendarId, event.id, {
    colorId: String(town.random.between(1, 11)),
  });
  if (town.trace.isOn) town.trace.note("host", `recolours ${event.id} of ${story.key.id}`);
}

/** Deleted events can no longer be read, but their ids stay taken. */
export async function emptyTrash(town: Town): Promise<void> {
  const { random, residents, sandbox, trace } = town;
  const { email } = random.pick(residents);
  const own = sandbox.state().subscriptions.filter((entry) => entry.email === email);
  for (const { calendarId } of own) sandbox.byHand.emptyTrash(email, calendarId);
  if (trace.isOn) trace.note("host", `empties the trash of ${email}`);
}

type Found = LiveEvent & { story: Story; email: string };

function pickEvent(town: Town): Found | null {
  const { random, ledger } = town;
  const events = eventsInGoogle(town);
  if (events.length === 0) return null;
  const recent = events.filter(({ story }) => ledger.recent().includes(story.key.id));
  return random.pick(recent.length > 0 && random.chance(0.4) ? recent : events);
}

function eventsInGoogle(town: Town): Found[] {
  return [...liveEventsOf(town.sandbox.state()).entries()].flatMap(([id, live]) => {
    const story = town.ledger.stories.get(id);
    if (!story) return [];
    const { email } = residentOf(town, story);
    return live.map((one) => ({ ...one, story, email }));
  });
}

function note(
  { clock, trace }: Town,
  story: Story,
  what: Deed["what"],
  { id: eventId, extendedProperties }: EventResource,
  startsAt: number | null = null,
): void {
  const revision = Number(extendedProperties?.private?.rev);
  story.deeds.push({ at: clock.now(), what, eventId, revision, startsAt });
  if (trace.isOn) trace.note("host", `${what} ${eventId} in Google`);
}
