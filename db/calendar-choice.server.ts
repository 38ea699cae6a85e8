// What a host chose among their calendars.
import { and, eq, sql } from "drizzle-orm";
import type { Destination } from "#app/domain/calendar-event.ts";
import type { Database } from "./database.server.ts";
import { calendars } from "./schema/calendar-connections.server.ts";
import { users } from "./schema/hosts.server.ts";

/** Where new bookings go, and which calendars take slots away: another set of slots, so other rules. */
export async function saveCalendarChoice(
  db: Database,
  { hostId, connectionId }: { hostId: string; connectionId: string },
  destinationId: string,
  conflictIds: string[],
  now: number,
): Promise<void> {
  const ids = JSON.stringify(conflictIds);
  await db.batch([
    db
      .update(users)
      .set({
        googleCalendarId: destinationId,
        rulesVersion: sql`${users.rulesVersion} + 1`,
        updatedAt: now,
      })
      .where(and(eq(users.id, hostId), eq(users.googleCalendarConnectionId, connectionId))),
    db
      .update(calendars)
      .set({ blocksSlots: sql`${calendars.calendarId} IN (SELECT value FROM json_each(${ids}))` })
      .where(and(eq(calendars.hostId, hostId), eq(calendars.connectionId, connectionId))),
  ]);
}

/** A statement for `db.batch`: new bookings go to another calendar, if they went to this one. */
export function saveDestination(
  db: Database,
  hostId: string,
  from: Destination,
  to: Destination,
  now: number,
) {
  return db
    .update(users)
    .set({
      googleCalendarConnectionId: to.connectionId,
      googleCalendarId: to.calendarId,
      updatedAt: now,
    })
    .where(
      and(
        eq(users.id, hostId),
        eq(users.googleCalendarConnectionId, from.connectionId),
        eq(users.googleCalendarId, from.calendarId),
      ),
    );
}
