// Who does what, and how often.
import {
  cancel,
  chooseAnother,
  edit,
  keepWithout,
  move,
  putBack,
  settleRemoval,
  takeTime,
  tryNow,
} from "./change-operations.ts";
import {
  deleteInGoogle,
  emptyTrash,
  leaveCalendar,
  moveInGoogle,
  recolourInGoogle,
} from "./google-operations.ts";
import { book, competeForSlot, submitTwice } from "./guest-operations.ts";
import {
  chooseDestination,
  disconnect,
  expireTokens,
  killTokens,
  reconnectSomebody,
  rollOut,
  rotateKeys,
} from "./host-operations.ts";
import { type Random, swarm } from "./random.ts";
import type { Town } from "./town.ts";

interface Operation {
  /** Of a hundred. */
  weight: number;
  act: (town: Town) => Promise<void>;
}

export const OPERATIONS = {
  book: { weight: 26, act: book },
  "submit twice": { weight: 5, act: submitTwice },
  "two at one slot": { weight: 4, act: competeForSlot },
  move: { weight: 13, act: move },
  edit: { weight: 9, act: edit },
  cancel: { weight: 10, act: cancel },
  "delete in Google": { weight: 4, act: deleteInGoogle },
  "move in Google": { weight: 5, act: moveInGoogle },
  "recolour in Google": { weight: 2, act: recolourInGoogle },
  "empty the trash": { weight: 1.5, act: emptyTrash },
  "leave a calendar": { weight: 1.5, act: leaveCalendar },
  "kill tokens": { weight: 1, act: killTokens },
  "expire tokens": { weight: 1, act: expireTokens },
  disconnect: { weight: 1, act: disconnect },
  reconnect: { weight: 2, act: reconnectSomebody },
  "other destination": { weight: 2, act: chooseDestination },
  "rotate keys": { weight: 1, act: rotateKeys },
  "roll out": { weight: 0.5, act: rollOut },
  "try now": { weight: 2.5, act: tryNow },
  "settle removal": { weight: 2.5, act: settleRemoval },
  "take time": { weight: 2, act: takeTime },
  "put back": { weight: 2, act: putBack },
  "choose calendar": { weight: 1.5, act: chooseAnother },
  "keep without": { weight: 1, act: keepWithout },
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const WEIGHTS = Object.fromEntries(
  Object.entries(OPERATIONS).map(([name, { weight }]) => [name, weight]),
) as Record<OperationName, number>;

export interface Planned {
  /** After the one before, in ms. */
  gap: number;
  name: OperationName;
}

/** What will be done and when: bursts at one instant, and hours in which nothing happens. */
export function planOperations(random: Random, count: number): Planned[] {
  // Without bookings there is nothing to do anything about.
  const weights = { ...swarm(random, WEIGHTS), book: WEIGHTS.book };
  return Array.from({ length: count }, () => ({
    gap: gapBefore(random),
    name: random.weighted(weights),
  }));
}

function gapBefore(random: Random): number {
  switch (random.weighted({ none: 20, moments: 20, seconds: 25, minutes: 24, hours: 11 })) {
    case "none":
      return 0;
    case "moments":
      return random.between(50, 1_500);
    case "seconds":
      return random.between(1_500, 30 * SECOND_MS);
    case "minutes":
      return random.between(30 * SECOND_MS, 10 * MINUTE_MS);
    case "hours":
      return random.between(10 * MINUTE_MS, 240 * MINUTE_MS);
  }
}
