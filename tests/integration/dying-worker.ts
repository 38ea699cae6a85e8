import type { Worker, World } from "./world.ts";

/**
 * How a Worker ends at its n-th call to D1, Google or the queue: before the call leaves, when the call has done its work
 * but its answer is lost, or with the call still on its way, to arrive a minute later.
 */
export const DEATHS = ["before", "after", "late"] as const;
export type Death = (typeof DEATHS)[number];

export interface DyingWorker extends Worker {
  hasDied: () => boolean;
}

/** A Worker that lives for `calls` calls. Once it is dead, nothing that it does reaches anything. */
export function dyingWorker(world: World, calls: number, death: Death): DyingWorker {
  let made = 0;
  let isDead = false;

  const countCall = () => {
    if (isDead) throw new Error("this Worker is dead");
    made += 1;
    if (made === calls && death !== "after") die();
  };
  const countAnswer = () => {
    if (isDead) throw new Error("this Worker is dead");
    if (made === calls) die();
  };
  const counted = async <T>(send: () => Promise<T>) => {
    countCall();
    const answer = await send();
    countAnswer();
    return answer;
  };
  const die = () => {
    isDead = true;
    throw new Error("this Worker dies");
  };

  return {
    ...world.worker({
      database: { before: countCall, after: countAnswer },
      google: (send) => {
        const isLast = made + 1 === calls && !isDead;
        if (isLast && death === "late") landLater(world, send);
        return counted(send);
      },
      queue: counted,
    }),
    hasDied: () => isDead,
  };
}

function landLater({ clock }: World, send: () => Promise<Response>): void {
  clock.sleep(60_000).then(send, () => undefined);
}
