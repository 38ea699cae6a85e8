import { findConnection } from "#db/calendar-connections.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../../load-context.server.ts";

/** Whether bookings go to a calendar; `disconnecting`: not any more, and what has to leave it still does. */
export type CalendarPresence = "connected" | "disconnecting" | "none";

export async function calendarPresence(
  { db }: Pick<AppContext, "db">,
  host: Host,
): Promise<CalendarPresence> {
  const { googleCalendarEnabled, googleCalendarConnectionId: id } = host;
  if (googleCalendarEnabled) return "connected";
  const last = id ? await findConnection(db, host.id, id) : null;
  return last?.status === "disconnecting" ? "disconnecting" : "none";
}
