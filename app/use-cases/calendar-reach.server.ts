import { findConnection } from "#db/calendar-connections.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../load-context.server.ts";

/** Whether the host's calendar can't be asked, for as long as they do nothing: access is gone, not only Google away. */
export async function isOutOfReach({ db }: Pick<AppContext, "db">, host: Host): Promise<boolean> {
  const { googleCalendarEnabled, googleCalendarConnectionId: id } = host;
  const connection = googleCalendarEnabled && id ? await findConnection(db, host.id, id) : null;
  return connection !== null && connection.status !== "active";
}
