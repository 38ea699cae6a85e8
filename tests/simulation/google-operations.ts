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

/** A calendar is out of reach for some hours: left by mistake, or while somebody else owns it. */
export async function leaveCalendar(town: Town): Promise<void> {
  const { random, clock, sandbox, residents, trace } = town;
  const { email } = random.pick(residents);
  const others = sandbox
    .state()
    .subscriptions.filter((entry) => entry.email === email && !entry.isPrimary)
    .filter(({ accessRole }) => accessRole === "owner");
  if (others.length === 0) return;
  const { calendarId } = random.pick(others);
  const left = sandbox.byHand.leaveCalendar(email, calendarId);
  if (trace.isOn) trace.note("host", `${email} leaves ${calendarId}`);
  await clock.sleep(random.between(MINUTE_MS, random.pick([30, 360]) * MINUTE_MS));
  sandbox.byHand.rejoinCalendar(left);
  if (trace.isOn) trace.note("host", `${email} is back on ${calendarId}`);
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
  const { subscriptions } = town.sandbox.state();
  return [...liveEventsOf(town.sandbox.state()).entries()].flatMap(([id, live]) => {
    const story = town.ledger.stories.get(id);
    if (!story) return [];
    const { email } = residentOf(town, story);
    const isListed = ({ calendarId }: LiveEvent) =>
      subscriptions.some((entry) => entry.email === email && entry.calendarId === calendarId);
    return live.filter(isListed).map((one) => ({ ...one, story, email }));
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
