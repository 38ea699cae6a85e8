// Each minute. Wakes and clears; decides nothing.
import { deleteBookingRequests } from "#db/booking-requests.server.ts";
import { deleteExpiredSessions } from "#db/hosts.server.ts";
import { deleteExpiredOAuthFlows } from "#db/oauth-flows.server.ts";
import { KEEP_ENDED_FLOWS_MS } from "../auth/oauth-flow.server.ts";
import { KEEP_REQUESTS_MS } from "../domain/booking-limits.ts";
import type { AppContext } from "../load-context.server.ts";
import { logError } from "../log.server.ts";
import { finishLeaving } from "../use-cases/finish-leaving.server.ts";
import { reconcileCalendars } from "../use-cases/reconcile-calendars.server.ts";
import { rotateTokenKeys } from "../use-cases/rotate-token-keys.server.ts";
import { wakeDueSyncs } from "../use-cases/wake-due-syncs.server.ts";

/** What cron does each minute. */
export async function runScheduled(context: AppContext): Promise<void> {
  const { db, now } = context;
  // Each for itself: a queue that is away must not stop the clearing.
  const works = {
    wake_due_syncs: () => wakeDueSyncs(context),
    delete_expired_oauth_flows: () => deleteExpiredOAuthFlows(db, now() - KEEP_ENDED_FLOWS_MS),
    delete_booking_requests: () => forgetBookingRequests(context),
    delete_expired_sessions: () => deleteExpiredSessions(db, now()),
    rotate_token_keys: () => rotateTokenKeys(context),
    // Last, for these wait for Google.
    finish_leaving: () => finishLeaving(context),
    reconcile_calendars: () => reconcileCalendars(context),
  };
  for (const [what, work] of Object.entries(works)) {
    await work().catch((error) => logError(what, error));
  }
}

const MOST_PAGES = 10;

/** In the first minute of each hour; should there be more than ten pages, the next hour goes on. */
async function forgetBookingRequests({ db, now }: AppContext): Promise<void> {
  if (new Date(now()).getUTCMinutes() !== 0) return;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (!(await deleteBookingRequests(db, now() - KEEP_REQUESTS_MS))) return;
  }
}
