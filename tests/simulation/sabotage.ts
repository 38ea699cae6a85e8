// Safeguards, each of which can be switched off from outside: by what is said to Google and D1 and what is heard from
// them. The simulation has to notice; see simulation.test.ts.
import type { Asked } from "./google-call.ts";

/** What stands between the app and the world, where a safeguard can be taken out. */
export interface Safeguards {
  request: (asked: Asked) => Asked;
  /** What Google would answer to this, should the call not get there at all; null: it does. */
  instead: (asked: Asked) => Response | null;
  response: (asked: Asked, response: Response) => Response;
  sql: (sql: string) => string;
  result: <T>(sql: string, result: D1Result<T>) => D1Result<T>;
  /** Before anybody lives there. */
  database: (d1: D1Database) => Promise<void>;
  /** How often something was taken out; 0 when what it looks for is said otherwise by now. */
  hits: () => number;
}

/** Nothing is taken out. */
export const intact: Safeguards = {
  request: (asked) => asked,
  instead: () => null,
  response: (_asked, response) => response,
  sql: (sql) => sql,
  result: (_sql, result) => result,
  database: async () => undefined,
  hits: () => 0,
};

type Sabotage = (hit: () => void) => Partial<Safeguards>;

const SABOTAGES = {
  /** A write that comes late, or from somebody who believes something old, overwrites what is newer. */
  "if-match": (hit) => ({
    request: (asked) => {
      const { "If-Match": etag, ...headers } = asked.headers;
      if (etag === undefined) return asked;
      hit();
      return { ...asked, headers };
    },
  }),

  /** Whoever wakes up after their lease ends the work of whoever has it now. */
  "lease token": (hit) => ({
    sql: rewrite(
      hit,
      isClosing,
      /and "booking_syncs"."lease_token" = \?\)(?= returning)/,
      "and ? IS NOT NULL)",
    ),
  }),

  /** Google makes up the ids, so that a second try is a second event. */
  "deterministic id": (hit) => ({
    request: (asked) => {
      if (asked.endpoint !== "insert") return asked;
      hit();
      const { id: _id, ...body } = JSON.parse(String(asked.body));
      return { ...asked, body: JSON.stringify(body) };
    },
  }),

  /** What was done for an old revision counts for a newer one that came meanwhile. */
  "desired revision": (hit) => ({
    sql: rewrite(hit, isClosing, /"booking_syncs"."desired_revision" = \?/g, "? IS NOT NULL"),
  }),

  /** A cancelled event that was never found counts as gone, though its insert may still land: no id is used up. */
  "unresolved insert": (hit) => ({
    instead: (asked) => {
      if (asked.endpoint !== "insert" || !String(asked.body).includes('"transparency"'))
        return null;
      hit();
      const event = { ...JSON.parse(String(asked.body)), etag: '"1"', status: "confirmed" };
      return new Response(JSON.stringify(event), { status: 200 });
    },
    response: (asked, response) =>
      asked.endpoint === "delete" && response.status === 404
        ? new Response(null, { status: 410 })
        : response,
  }),

  /** Nobody remembers the event in a calendar that was given up. */
  "retired generation": (hit) => ({
    result: (sql, result) => {
      if (!/from "calendar_events" where .* order by .*"generation" asc$/.test(sql)) return result;
      if (result.results.length < 2) return result;
      hit();
      return { ...result, results: result.results.slice(-1) };
    },
  }),

  /** A token's death counts for the one that came after it. */
  "token version": (hit) => ({
    sql: rewrite(
      hit,
      (sql) => isClosing(sql) || isMarking(sql),
      /"calendar_connections"."token_version" = \?/,
      "? IS NOT NULL",
    ),
  }),

  /** Two guests get one slot. */
  "overlap triggers": (hit) => ({
    database: async (d1) => {
      await d1.prepare("DROP TRIGGER bookings_no_overlap_on_insert").run();
      await d1.prepare("DROP TRIGGER bookings_no_overlap_on_update").run();
      hit();
    },
  }),

  /** A change is stored, and nobody is told to sync it. */
  "promise to sync": (hit) => ({
    database: async (d1) => {
      await d1.prepare("DROP TRIGGER bookings_promise_sync_on_update").run();
      hit();
    },
  }),

  /** Guests are mailed whatever changes. */
  "quiet changes": (hit) => ({
    request: (asked) => {
      if (asked.endpoint !== "patch" || !asked.url.includes("sendUpdates=none")) return asked;
      hit();
      return { ...asked, url: asked.url.replace("sendUpdates=none", "sendUpdates=all") };
    },
  }),
} satisfies Record<string, Sabotage>;

export type SafeguardName = keyof typeof SABOTAGES;

export const SAFEGUARDS = Object.keys(SABOTAGES) as SafeguardName[];

/** Everything intact but one. */
export function safeguardsWithout(name: SafeguardName): Safeguards {
  let hits = 0;
  const sabotage: Sabotage = SABOTAGES[name];
  return {
    ...intact,
    ...sabotage(() => {
      hits += 1;
    }),
    hits: () => hits,
  };
}

/** The UPDATE that ends a run; whoever looks for it elsewhere would take out something else. */
function isClosing(sql: string): boolean {
  return /^update "booking_syncs" set .*"state" = CASE WHEN/s.test(sql);
}

/** The UPDATE that marks a connection as unusable. */
function isMarking(sql: string): boolean {
  return /^update "calendar_connections" set .*"status" = \?/s.test(sql);
}

/** Takes a condition out of the statements that are meant; its parameters stay where they are. */
function rewrite(
  hit: () => void,
  isMeant: (sql: string) => boolean,
  condition: RegExp,
  by: string,
): Safeguards["sql"] {
  const known = new Map<string, string>();
  return (sql) => {
    const before = known.get(sql);
    const after = before ?? (isMeant(sql) ? sql.replace(condition, by) : sql);
    if (before === undefined) known.set(sql, after);
    if (after !== sql) hit();
    return after;
  };
}
