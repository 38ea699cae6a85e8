// Days that the host may take for blocked, and Google does not: all-day events that are marked free.
import { listBusyTimesStates } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { isOwn } from "../domain/calendar-access.ts";
import type { FreeDays } from "../domain/free-days.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { withAccessToken } from "./access-token.server.ts";
import { withinTime } from "./within-time.ts";

/** So far ahead is looked. */
const RANGE_MS = 90 * 86_400_000;
/** Each is a question of its own. */
const MOST_CALENDARS = 5;

/**
 * The all-day events marked free in the host's own conflict calendars, of the next 90 days, in order. Asked live, for their
 * titles are kept nowhere. Empty when Google does not answer within `waitMs`; of others' calendars our permissions show
 * no titles.
 */
export async function listFreeDays(
  context: AppContext,
  host: Host,
  waitMs: number,
): Promise<FreeDays[]> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return [];
  const states = await listBusyTimesStates(context.db, host.id, connectionId);
  const own = states.filter(isOwn).slice(0, MOST_CALENDARS);
  const asking = Promise.all(
    own.map(({ calendarId }) => askAbout(context, host.id, connectionId, calendarId, waitMs)),
  );
  inBackground(context, "list_free_days", asking);
  const answers = (await withinTime(asking, waitMs).catch(() => null)) ?? [];
  return answers.flat().sort((a, b) => a.firstDay.localeCompare(b.firstDay));
}

async function askAbout(
  context: AppContext,
  hostId: string,
  connectionId: string,
  calendarId: string,
  waitMs: number,
): Promise<FreeDays[]> {
  const now = context.now();
  const range = { start: now, end: now + RANGE_MS };
  const answer = await withAccessToken(
    context,
    hostId,
    connectionId,
    (token) => context.google.calendar.listFreeDays(token, calendarId, range, waitMs),
    Number.POSITIVE_INFINITY,
    calendarId,
  );
  return answer.kind === "listed" ? answer.days : [];
}
