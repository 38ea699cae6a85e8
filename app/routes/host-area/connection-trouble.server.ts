import { type CalendarConnection, findConnection } from "#db/calendar-connections.server.ts";
import { type ConnectedCalendar, findCalendar } from "#db/calendars.server.ts";
import { countWaitingForReconnect } from "#db/connection-bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { isGone, isOwn } from "../../domain/calendar-access.ts";
import type { AppContext } from "../../load-context.server.ts";
import { isRefusingAll } from "../../use-cases/calendar-reach.server.ts";

const troubles: Partial<Record<CalendarConnection["status"], string>> = {
  needs_reconnect: "Google has ended our access to your calendar.",
  missing_scope: "A permission for your calendar was taken back at Google.",
  blocked: "Your Google administrator has blocked Slotkeeper.",
};

/** Slots and bookings go by what Google said before; see app/use-cases/busy-times. */
const UNREAD = "Busy times stay as last read.";

/** While Google can't say when the host is busy. */
const REFUSING = "Your page takes no bookings meanwhile, as you chose.";

/** What every page says while the calendar that bookings go to can't be reached without its host; null when it can. */
export async function connectionTrouble(
  { db }: Pick<AppContext, "db">,
  host: Host,
): Promise<string | null> {
  const { googleCalendarEnabled, googleCalendarConnectionId: id, googleCalendarId } = host;
  if (!googleCalendarEnabled || !id || !googleCalendarId) return null;
  const [connection, destination] = await Promise.all([
    findConnection(db, host.id, id),
    findCalendar(db, host.id, id, googleCalendarId),
  ]);
  const trouble = connection && troubles[connection.status];
  if (!trouble) return destination && lostText(destination);
  const waiting = await countWaitingForReconnect(db, connection);
  if (!(await isRefusingAll({ db }, host))) return `${trouble} ${waitingText(waiting)} ${UNREAD}`;
  return [trouble, waiting > 0 ? waitingText(waiting) : null, REFUSING].filter(Boolean).join(" ");
}

function lostText(calendar: ConnectedCalendar): string | null {
  if (isOwn(calendar)) return null;
  const { name } = calendar;
  return isGone(calendar)
    ? `The calendar ${name}, which bookings go to, is gone at Google: choose another calendar.`
    : `The calendar ${name}, which bookings go to, is no longer yours to write to: choose another calendar.`;
}

function waitingText(waiting: number): string {
  if (waiting === 0) return "Bookings go on; nothing is lost.";
  if (waiting === 1) return "1 booking waits; nothing is lost.";
  return `${waiting > 99 ? "99+" : waiting} bookings wait; nothing is lost.`;
}
