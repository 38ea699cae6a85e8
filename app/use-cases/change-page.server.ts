import { notUnique } from "#db/database.server.ts";
import { type Host, isHandleFree, updatePage } from "#db/hosts.server.ts";
import { checkHandle, handleWithSuffix } from "../domain/handle.ts";
import type { AppContext } from "../load-context.server.ts";

export type ChangePageOutcome =
  | { kind: "changed" }
  | { kind: "handleRefused"; problem: "too_short" | "too_long" | "malformed" | "reserved" }
  | { kind: "handleTaken"; suggestion: string | null };

const MOST_SUGGESTIONS = 20;

/** Changes the public address and the zone of the host's hours. */
export async function changePage(
  { db, now }: Pick<AppContext, "db" | "now">,
  host: Host,
  wanted: { handle: string; timeZone: string },
): Promise<ChangePageOutcome> {
  const check = checkHandle(wanted.handle);
  if (!check.ok) return { kind: "handleRefused", problem: check.problem };
  const { handle } = check;
  try {
    await updatePage(db, host.id, { handle, timeZone: wanted.timeZone }, now());
    return { kind: "changed" };
  } catch (error) {
    if (notUnique(error) !== "users.handle") throw error;
    return { kind: "handleTaken", suggestion: await suggest(db, handle) };
  }
}

async function suggest(db: AppContext["db"], taken: string): Promise<string | null> {
  for (let n = 2; n < MOST_SUGGESTIONS; n++) {
    const handle = handleWithSuffix(taken, n);
    if (await isHandleFree(db, handle)) return handle;
  }
  return null;
}
