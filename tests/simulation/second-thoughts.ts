// People change their minds, and hosts go and see in Google what has come of a booking: it is then, while the first thing
// is still under way, that another gets in its way.
import { cancelStory, editStory, moveStory } from "./change-operations.ts";
import type { Asked } from "./google-call.ts";
import { accountOf } from "./google-call.ts";
import { meddle } from "./google-operations.ts";
import { reconnect } from "./host-operations.ts";
import type { Story } from "./ledger.ts";
import type { Town } from "./town.ts";

const SECOND_MS = 1_000;

export async function haveSecondThoughts(town: Town, story: Story): Promise<void> {
  const { random, clock, tally } = town;
  const what = random.weighted({ nothing: 65, move: 5, edit: 7, cancel: 6, meddle: 17 });
  if (what === "nothing") return;
  tally.count("second thoughts", what);
  if (what === "meddle") {
    await clock.sleep(random.between(SECOND_MS, 90 * SECOND_MS));
    meddle(town, story);
    return;
  }
  await clock.sleep(random.between(0, 4 * SECOND_MS));
  const change = { move: moveStory, edit: editStory, cancel: cancelStory }[what];
  await change(town, story);
}

/** While a Worker sleeps that has written to Google or asked for a token, the world goes on just there. */
export async function goOnWhileOneSleeps(town: Town, asked: Asked): Promise<void> {
  const { random, clock, ledger, sandbox, residents, tally } = town;
  if (random.chance(0.6)) return;
  const story = asked.eventId === null ? null : ledger.storyOfEvent(asked.eventId);
  const email = asked.endpoint === "token" ? accountOf(asked, sandbox) : null;
  const resident = residents.find((one) => one.email === email);
  await clock.sleep(random.between(0, 40 * SECOND_MS));
  if (story) meddle(town, story);
  if (resident) await reconnect(town, resident);
  if (story || resident) tally.count("while one sleeps", story ? "meddle" : "reconnect");
}
