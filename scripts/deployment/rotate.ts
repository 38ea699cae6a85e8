// Carries a rotation out, wherever it takes place.
import { newKeyRing } from "../local/dev-vars.ts";
import {
  countLeft,
  describeCounts,
  type KeyCount,
  type Look,
  nextMove,
  planRotation,
  type RotationPlan,
} from "./rotation.ts";
import type { RotationPlace } from "./rotation-places.ts";

type Say = (line: string) => void;

export interface Surroundings {
  say: Say;
  wait: (ms: number) => Promise<unknown>;
  now: () => number;
}

/** Says how many tokens each key encrypts, and changes nothing. */
export async function report(place: RotationPlace, say: Say): Promise<void> {
  const { plan, counts } = await look(place);
  if (plan.kind === "noRing") throw new Error(place.noRing);
  const current = plan.kind === "finish" ? plan.keyId : null;
  say(`${place.what}: ${describeCounts(counts, current)}.`);
  if (plan.kind !== "finish") return;
  const left = countLeft(counts, plan.keyId);
  say(
    left > 0
      ? `${left} still to be sealed anew with ${plan.keyId} (${plan.name}).`
      : `No token needs another key than ${plan.keyId}; \`npm run tokens:rotate\` makes sure and says what to delete.`,
  );
}

/**
 * Adds a key unless an earlier rotation is not over, waits until no token needs another one, and says what may go.
 * @throws what the person should know when nothing moves
 */
export async function rotate(place: RotationPlace, surroundings: Surroundings): Promise<void> {
  const { say } = surroundings;
  const { plan, counts } = await look(place);
  if (plan.kind === "noRing") throw new Error(place.noRing);
  say(`${place.what}: ${describeCounts(counts, plan.keyId)}.`);
  if (plan.kind === "addRing") {
    say(`Adding ${plan.name} with the new key ${plan.keyId}…`);
    await place.add(plan.name, newKeyRing(plan.keyId));
    say(place.afterAdding);
  } else {
    say(`${plan.name} was added before. No other key is made until that rotation is over.`);
  }
  await untilSealedAnew(place, plan.keyId, surroundings);
  tellWhatMayGo(place, plan, say);
}

async function look(place: RotationPlace): Promise<{ plan: RotationPlan; counts: KeyCount[] }> {
  const names = await place.ringNames();
  // Without a ring there may be no database either.
  const counts = names.length > 0 ? await place.countTokens() : [];
  return { plan: planRotation(names, counts), counts };
}

async function untilSealedAnew(
  place: RotationPlace,
  keyId: string,
  { say, wait, now }: Surroundings,
): Promise<void> {
  const looks: Look[] = [];
  let said = "";
  for (;;) {
    const left = countLeft(await place.countTokens(), keyId);
    looks.push({ atMs: now(), left });
    const line =
      left > 0
        ? `${left} tokens left to be sealed anew with ${keyId}; cron does up to 100 a minute…`
        : "None is left. Looking on for two minutes, for a Worker that started earlier may still write…";
    if (line !== said) say(line);
    said = line;
    const move = nextMove(looks);
    if (move.kind === "done") return;
    if (move.kind === "stalled") throw new Error(place.stalled);
    await wait(move.inMs);
  }
}

function tellWhatMayGo(
  place: RotationPlace,
  { olderNames }: { olderNames: string[] },
  say: Say,
): void {
  say(`Done: all tokens are sealed with the new key. No token needs these any more:`);
  for (const name of olderNames) say(`  ${place.howToDelete(name)}`);
  say(
    "Deleting can't be undone. A backup from before this rotation can only be used with the old key: keep it for as long as you may want to restore one.",
  );
}
