// The built Worker with a database that fails when a request says so: its pages for that are the app's own.
import { type BuiltWorker, startBuiltWorker } from "../built-worker.ts";

/** `away`: D1 can't be reached; `broken`: it has none of our tables. */
export const DATABASE_HEADER = "x-database";

const outer = `
import worker from "./entry.worker.js";
const errors = {
  away: "D1_ERROR: Network connection lost.",
  broken: "D1_ERROR: no such table: users: SQLITE_ERROR",
};
const failing = (message) => {
  const fail = () => Promise.reject(new Error(message));
  const statement = { bind: () => statement, all: fail, first: fail, raw: fail, run: fail };
  return { prepare: () => statement, batch: fail, exec: fail };
};
export default {
  ...worker,
  fetch: (request, env, executionContext) => {
    const message = errors[request.headers.get("${DATABASE_HEADER}")];
    return worker.fetch(request, message ? { ...env, DB: failing(message) } : env, executionContext);
  },
};
`;

/** As `startBuiltWorker`; it can't reach its database where the header says so. */
export function startFailingWorker(): Promise<BuiltWorker> {
  return startBuiltWorker({ source: outer });
}
