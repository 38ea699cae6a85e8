// Safeguards, each of which can be switched off from outside: by what is said to Google and D1 and what is heard from
// them. The simulation has to notice.
import type { Asked } from "./google-link.ts";

/** What stands between the app and the world, where a safeguard can be taken out. */
export interface Safeguards {
  request: (asked: Asked) => Asked;
  response: (asked: Asked, response: Response) => Response;
  sql: (sql: string) => string;
  result: <T>(sql: string, result: D1Result<T>) => D1Result<T>;
}

/** Nothing is taken out. */
export const intact: Safeguards = {
  request: (asked) => asked,
  response: (_asked, response) => response,
  sql: (sql) => sql,
  result: (_sql, result) => result,
};

export type SafeguardName = never;

export const SAFEGUARDS: SafeguardName[] = [];

/** Everything intact but one. */
export function safeguardsWithout(_name: SafeguardName): Safeguards {
  return intact;
}
