// What guests and hosts change about bookings that stand.
import type { AppContext } from "#app/load-context.server.ts";
import { cancelBooking } from "#app/use-cases/cancel-booking.server.ts";
import { chooseCalendar } from "#app/use-cases/choose-calendar.server.ts";
import { editBooking } from "#app/use-cases/edit-booking.server.ts";
import { keepWithoutCalendar } from "#app/use-cases/keep-without-calendar.server.ts";
import { moveBooking } from "#app/use-cases/move-booking.server.ts";
import { putBackTime } from "#app/use-cases/put-back-time.server.ts";
import { restoreEvent } from "#app/use-cases/restore-event.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { takeGoogleTime } from "#app/use-cases/take-google-time.server.ts";
import type { Attempt, Story } from "./ledger.ts";
import { pickStory, type Row, residentOf, rowOf, type Town } from "./town.ts";
import { KINDS } from "./world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const MOST_TRIES = 3;

type Change = (
  context: AppContext,
  request: { key: Story["key"]; expectedRevision: number },
) => Promise<{ kind: string }>;

/** Changes a booking as somebody does who has its page before them. */
async function change(
  town: Town,
  story: Story,
  what: string,
  changes: Attempt["changes"],
  ask: Change,
): Promise<void> {
  const { clock, random, d1, ledger } = town;
  const row = await rowOf(d1, story.key);
  if (!row) return;
  const { revision } = row;
  const verdict = "unknown";
  const attempt: Attempt = { at: clock.now(), what, revision: revision + 1, changes, verdict };
  story.attempts.push(attempt);
  ledger.touch(story.key.id);
  // Some look at a page for a while before they press.
  if (random.chance(0.15)) await clock.sleep(random.between(SECOND_MS, 10 * MINUTE_MS));
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    if (await tryOnce(town, story, attempt, ask, tries === 1)) break;
    if (random.chance(0.3)) return;
    await clock.sleep(random.between(SECOND_MS, 5 * MINUTE_MS));
  }
  if (attempt.verdict === "accepted") await town.afterwards(story);
}

/** @returns whether there was an answer */
async function tryOnce(
  { machine, tally, trace }: Town,
  { key }: Story,
  attempt: Attempt,
  ask: Change,
  isFirst: boolean,
): Promise<boolean> {
  const { what, revision } = attempt;
  const request = { key, expectedRevision: revision - 1 };
  const served = await machine.serve(what, (context) => ask(context, request));
  const outcome = served.kind === "answered" ? served.value.kind : served.kind;
  tally.count("outcome", `${what}: ${outcome}`);
  if (trace.isOn) trace.note("person", `${what} ${key.id} as of ${revision - 1} -> ${outcome}`);
  if (served.kind !== "answered") return false;
  if (outcome === "done") attempt.verdict = "accepted";
  // What a first try without an answer has done, a second one's refusal does not undo.
  else if (isFirst) attempt.verdict = "refused";
  return true;
}

/** Mostly one that still stands. */
function pickStanding(town: Town): Story | null {
  if (town.random.chance(0.1)) return pickStory(town);
  return pickStory(
    town,
    ({ attempts }) =>
      !attempts.some(({ what, verdict }) => what === "cancel" && verdict === "accepted"),
  );
}

export async function move(town: Town): Promise<void> {
  const story = pickStanding(town);
  if (story) await moveStory(town, story);
}

export async function moveStory(town: Town, story: Story): Promise<void> {
  const kind = KINDS.find(({ location }) => location === story.location) ?? KINDS[0];
  if (!kind) return;
  const startsAt = town.random.pick(town.slotsOf(residentOf(town, story), kind));
  const by = town.random.pick(["guest", "host"] as const);
  await change(town, story, "move", { startsAt }, (context, request) =>
    moveBooking(context, { ...request, by, startsAt }),
  );
}

export async function edit(town: Town): Promise<void> {
  const story = pickStanding(town);
  if (story) await editStory(town, story);
}

export async function editStory(town: Town, story: Story): Promise<void> {
  const { random } = town;
  const by = random.pick(["guest", "host"] as const);
  const word = `edit ${story.attempts.length}`;
  const changes =
    by === "guest"
      ? random.pick([{ notes: `New notes <${word}>` }, { guestName: `Guest, ${word}` }])
      : random.pick([{ title: `Title, ${word}` }, { place: `Room of ${word}` }]);
  await change(town, story, "edit", changes, (context, request) =>
    editBooking(context, { ...request, by, changes }),
  );
}

export async function cancel(town: Town): Promise<void> {
  const story = pickStanding(town);
  if (story) await cancelStory(town, story);
}

export async function cancelStory(town: Town, story: Story): Promise<void> {
  const by = town.random.pick(["guest", "host"] as const);
  await change(town, story, "cancel", { status: "cancelled" }, (context, request) =>
    cancelBooking(context, { ...request, by, reason: "something came up" }),
  );
}

/** What the host's page offers for a booking whose event was removed in Google. */
export async function settleRemoval(town: Town): Promise<void> {
  const story = await pickInState(town, ["removed_in_google"]);
  if (!story) return;
  if (town.random.chance(0.3)) return cancelStory(town, story);
  await change(town, story, "restore", { inCalendar: true }, restoreEvent);
}

/** What it offers for one that was moved in Google. */
export async function takeTime(town: Town): Promise<void> {
  const story = await pickInState(town, ["drifted"]);
  if (story) await change(town, story, "take time", { startsAt: null }, takeGoogleTime);
}

export async function putBack(town: Town): Promise<void> {
  const story = await pickInState(town, ["drifted"]);
  if (story) await change(town, story, "put back", {}, putBackTime);
}

export async function chooseAnother(town: Town): Promise<void> {
  const story = await pickInState(town, ["parked", "retrying", "waiting_for_reconnect"]);
  if (!story) return;
  const owned = town.sandbox
    .state()
    .subscriptions.filter((entry) => entry.email === residentOf(town, story).email)
    .filter(({ accessRole }) => accessRole === "owner");
  const { calendarId } = town.random.pick(owned);
  await change(town, story, "choose calendar", { inCalendar: true }, (context, request) =>
    chooseCalendar(context, { ...request, calendarId }),
  );
}

export async function keepWithout(town: Town): Promise<void> {
  const story = await pickInState(town, ["parked", "removed_in_google", "retrying"]);
  if (story) {
    await change(town, story, "keep without", { inCalendar: false }, keepWithoutCalendar);
  }
}

export async function tryNow(town: Town): Promise<void> {
  const story = await pickInState(town, ["parked", "retrying", "pending", "drifted"]);
  if (story) await pressTryNow(town, story);
}

export async function pressTryNow({ machine, tally }: Town, { key }: Story): Promise<void> {
  const served = await machine.serve("try now", (context) => retrySync(context, key));
  tally.count(
    "outcome",
    `try now: ${served.kind === "answered" ? served.value.kind : served.kind}`,
  );
}

/** Mostly a booking for which the page offers it; at times any, from a page that is out of date. */
async function pickInState(town: Town, states: string[]): Promise<Story | null> {
  if (town.random.chance(0.15)) return pickStory(town);
  const placeholders = states.map(() => "?").join(", ");
  const { results } = await town.d1
    .prepare(`SELECT booking_id AS id FROM booking_syncs WHERE state IN (${placeholders})`)
    .bind(...states)
    .all<Pick<Row, "id">>();
  const ids = new Set(results.map(({ id }) => id));
  return pickStory(town, ({ key }) => ids.has(key.id));
}
