// Each minute. Wakes and clears; decides nothing.
import { deleteExpiredSessions } from "#db/hosts.server.ts";
import { deleteExpiredOAuthFlows } from "#db/oauth-flows.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { wakeDueSyncs } from "../use-cases/wake-due-syncs.server.ts";

export async function runScheduled(context: AppContext): Promise<void> {
  await wakeDueSyncs(context);
  await deleteExpiredOAuthFlows(context.db, context.now());
  await deleteExpiredSessions(context.db, context.now());
}
