import { findConnection } from "#db/calendar-connections.server.ts";
import { listConflictCalendars } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../load-context.server.ts";

/** Whether the host's calendar can't be asked, for as long as they do nothing: access is gone, not only Google away. */
export async function isOutOfReach({ db }: Pick<AppContext, "db">, host: Host): Promise<boolean> {
  const { googleCalendarEnabled, googleCalendarConnectionId: id } = host;
  const connection = googleCalendarEnabled && id ? await findConnection(db, host.id, id) : null;
  return connection !== null && connection.status !== "active";
}

/** Whether every guest is refused for as long as it stays so: the host wants no bookings then. */
export async function isRefusingAll(context: Pick<AppContext, "db">, host: Host): Promise<boolean> {
  const { googleCalendarConnectionId: id } = host;
  if (host.whenBusyTimesUnknown === "accept" || !id) return false;
  if (!(await isOutOfReach(context, host))) return false;
  // Where no calendar takes slots away, there is nothing to be unknown.
  return (await listConflictCalendars(context.db, host.id, id)).length > 0;
}
