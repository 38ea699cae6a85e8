// What goes wrong, and how often. Each seed has a rate between 5 and 30 %, which is that of calls to Google and of
// messages; what happens to every call of a Worker (D1 and death) is rarer, or nothing would ever get done.
import { createRandom, type Random, swarm } from "./random.ts";
import type { Tally } from "./tally.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What becomes of a call to Google. */
export type GoogleFault =
  /** Refused by Google, with nothing done. */
  | "rate_429"
  | "rate_403"
  | "quota_403"
  | "error_500"
  | "error_503"
  /** It is done, and Google says that something went wrong. */
  | "error_after"
  | "html_502"
  | "refused_401"
  /** A refusal that no retry helps against, until it is given up. */
  | "forbidden_403"
  /** The reply comes when the client has given up; the effect happens. */
  | "slow"
  | "lost_before"
  | "lost_after"
  /** The effect happens minutes or hours after the client gave up. */
  | "late"
  | "cut_off"
  | "wrong_types"
  | "meet_pending"
  | "meet_failed"
  | "meet_not_allowed"
  /**
   * Lies: Google contradicts its own state, once. What it says by 404, 409 and 412 is doubted, so that the oracle need not
   * be lenient; 410 is believed, until the nightly comparison, for Google says it of what it has surely known.
   */
  | "lie_404"
  | "lie_409"
  | "lie_410"
  | "lie_412"
  | "invalid_grant";

export type QueueFault = "lost" | "doubled" | "late" | "refused" | "refused_after";
export type DatabaseFault = "before" | "after" | "away";
export type Fate = "dies_before" | "dies_after" | "pauses";

export type GoogleEndpoint = "token" | "revoke" | "read" | "get" | "insert" | "patch" | "delete";

export interface Faults {
  rate: number;
  google: (endpoint: GoogleEndpoint, hasMeet: boolean) => GoogleFault | null;
  queue: () => QueueFault | null;
  database: () => DatabaseFault | null;
  fateOfCall: (isDelicate: boolean) => Fate | null;
  /** Over an answer after which much changes. */
  sleepsOverIt: () => boolean;
  isCronSilent: () => boolean;
  stop: () => void;
  random: Random;
}

type Weights = Partial<Record<GoogleFault, number>>;

const WIRE = {
  rate_429: 2,
  rate_403: 1,
  quota_403: 0.5,
  error_500: 2,
  error_503: 3,
  error_after: 1,
  html_502: 1,
  refused_401: 1,
  slow: 2,
  lost_before: 2,
  lost_after: 4,
  late: 6,
  cut_off: 0.7,
  wrong_types: 0.7,
} satisfies Weights;

const OF_ENDPOINT: Record<GoogleEndpoint, Weights> = {
  token: { quota_403: 0, rate_403: 0, late: 0, refused_401: 0, invalid_grant: 1.5 },
  // One that Google carries out hours later would end whatever was granted since: nobody could keep that from happening.
  revoke: { late: 0, quota_403: 0, rate_403: 0, refused_401: 0 },
  read: { late: 0, lie_404: 0.2 },
  get: { late: 0, lie_404: 0.3, lie_410: 0.15 },
  insert: { lie_404: 0.2, lie_409: 0.3, forbidden_403: 0.5 },
  patch: { lie_404: 0.3, lie_410: 0.15, lie_412: 0.5, forbidden_403: 0.5 },
  delete: { lie_404: 0.3, lie_410: 0.15, lie_412: 0.5, forbidden_403: 0.5 },
};

const OF_MEET: Weights = { meet_pending: 8, meet_failed: 1, meet_not_allowed: 1 };

const OF_QUEUE: Record<QueueFault, number> = {
  lost: 3,
  doubled: 2,
  late: 3,
  refused: 1,
  refused_after: 1,
};

/** @param lastsUntil by when the operations will be over, roughly: the long outages fall before it */
export function createFaults(
  seed: number,
  now: () => number,
  lastsUntil: number,
  tally: Tally,
): Faults {
  const random = createRandom(seed, "faults");
  const rate = 0.05 + random.next() * 0.25;
  const begin = now();
  const window = (probability: number, ms: number) =>
    random.chance(probability) ? openAt(begin + random.next() * (lastsUntil - begin), ms) : null;
  const openAt = (from: number, ms: number) => ({ from, to: from + ms });
  const isIn = (outage: { from: number; to: number } | null) =>
    outage !== null && now() >= outage.from && now() < outage.to;

  const databaseAway = window(0.3, 2.5 * HOUR_MS);
  const cronSilent = window(0.4, 6 * HOUR_MS);
  const googleAway = window(0.4, random.between(10, 180) * MINUTE_MS);
  const wire = swarm(random, WIRE);
  let isOn = true;

  const roll = <F extends string>(
    group: string,
    probability: number,
    weights: Partial<Record<F, number>>,
  ): F | null => {
    if (!isOn || !random.chance(probability)) return null;
    const fault = random.weighted(weights as Record<F, number>);
    tally.count(group, fault);
    return fault;
  };

  return {
    rate,
    random,
    google: (endpoint, hasMeet) => {
      if (isOn && isIn(googleAway)) {
        tally.count("google fault", "away");
        return "error_503";
      }
      return (
        (hasMeet ? roll<GoogleFault>("google fault", rate, OF_MEET) : null) ??
        roll<GoogleFault>("google fault", rate, { ...wire, ...OF_ENDPOINT[endpoint] })
      );
    },
    queue: () => roll("queue fault", rate, OF_QUEUE),
    database: () => {
      if (isOn && isIn(databaseAway)) {
        tally.count("database fault", "away");
        return "away";
      }
      return roll("database fault", rate / 12, { before: 1, after: 1 });
    },
    fateOfCall: (isDelicate) =>
      isDelicate
        ? roll<Fate>("fate", rate / 3, { dies_before: 1, dies_after: 2, pauses: 3 })
        : roll<Fate>("fate", rate / 15, { dies_before: 2, dies_after: 2, pauses: 1 }),
    sleepsOverIt: () => roll<Fate>("fate", rate, { pauses: 1 }) !== null,
    isCronSilent: () => {
      if (!isOn || !isIn(cronSilent)) return false;
      tally.count("cron", "silent");
      return true;
    },
    stop: () => {
      isOn = false;
    },
  };
}
