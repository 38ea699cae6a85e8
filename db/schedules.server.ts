// The host's schedules: weekly hours, and the dates that differ. Every change of them bumps the host's rules_version by
// trigger; each is one batch, so of two at once the later one counts whole.
import { and, asc, eq, gte, lte, sql } from "drizzle-orm";
import type { WallRange, WeeklyHours } from "#app/domain/schedule.ts";
import type { Database } from "./database.server.ts";
import { dateOverrides, eventTypes, schedules } from "./schema/availability.server.ts";

export type StoredSchedule = typeof schedules.$inferSelect;
export type StoredOverride = Omit<typeof dateOverrides.$inferSelect, "hostId" | "scheduleId">;

/** More than a host keeps apart. */
export const MOST_SCHEDULES = 20;
/** Fewer than a public page reads (500). */
export const MOST_OVERRIDES = 400;
const MOST_EVENT_TYPES = 200;

export interface ScheduleUse {
  schedule: StoredSchedule;
  /** Titles of the event types that use it. */
  usedBy: string[];
}

export interface ScheduleContent {
  name: string;
  timeZone: string;
  weeklyHours: WeeklyHours[];
}

/** All schedules of the host, the default one first, then by name. */
export async function listSchedules(db: Database, hostId: string): Promise<ScheduleUse[]> {
  const [found, uses] = await db.batch([
    db.select().from(schedules).where(eq(schedules.hostId, hostId)).limit(MOST_SCHEDULES),
    usesOf(db, hostId),
  ]);
  const byName = found.sort(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || a.name.localeCompare(b.name, "en"),
  );
  return byName.map((schedule) => ({ schedule, usedBy: titlesOf(uses, schedule.id) }));
}

/** One schedule with all its overrides in order; null when the host has none with this id. */
export async function findSchedule(
  db: Database,
  hostId: string,
  id: string,
): Promise<(ScheduleUse & { overrides: StoredOverride[] }) | null> {
  const [[schedule], uses, overrides] = await db.batch([
    db
      .select()
      .from(schedules)
      .where(and(eq(schedules.hostId, hostId), eq(schedules.id, id))),
    usesOf(db, hostId),
    db
      .select({
        id: dateOverrides.id,
        firstDay: dateOverrides.firstDay,
        lastDay: dateOverrides.lastDay,
        ranges: dateOverrides.ranges,
      })
      .from(dateOverrides)
      .where(and(eq(dateOverrides.hostId, hostId), eq(dateOverrides.scheduleId, id)))
      .orderBy(asc(dateOverrides.firstDay))
      .limit(MOST_OVERRIDES),
  ]);
  return schedule ? { schedule, usedBy: titlesOf(uses, id), overrides } : null;
}

function usesOf(db: Database, hostId: string) {
  return db
    .select({ title: eventTypes.title, scheduleId: eventTypes.scheduleId })
    .from(eventTypes)
    .where(eq(eventTypes.hostId, hostId))
    .orderBy(asc(eventTypes.title))
    .limit(MOST_EVENT_TYPES);
}

const titlesOf = (uses: { title: string; scheduleId: string }[], id: string) =>
  uses.filter(({ scheduleId }) => scheduleId === id).map(({ title }) => title);

/** @returns false when the host has as many as there may be */
export async function createSchedule(
  db: Database,
  hostId: string,
  id: string,
  { name, timeZone, weeklyHours }: ScheduleContent,
): Promise<boolean> {
  const stored = await db
    .insert(schedules)
    .select(
      // In the order of the table's columns.
      sql`SELECT ${hostId}, ${id}, ${name}, ${timeZone}, ${JSON.stringify(weeklyHours)}, 0
        WHERE (SELECT count(*) FROM ${schedules} WHERE ${schedules.hostId} = ${hostId}) < ${MOST_SCHEDULES}`,
    )
    .returning({ id: schedules.id });
  return stored.length > 0;
}

/** Replaces name, zone and weekly hours as one. @returns false when the host has no such schedule */
export async function saveSchedule(
  db: Database,
  hostId: string,
  id: string,
  { name, timeZone, weeklyHours }: ScheduleContent,
): Promise<boolean> {
  const saved = await db
    .update(schedules)
    .set({ name, timeZone, weeklyHours })
    .where(and(eq(schedules.hostId, hostId), eq(schedules.id, id)))
    .returning({ id: schedules.id });
  return saved.length > 0;
}

/** Makes one schedule the default, and no other. @returns false when the host has no such schedule */
export async function makeDefault(db: Database, hostId: string, id: string): Promise<boolean> {
  const changed = await db
    .update(schedules)
    .set({ isDefault: sql`${schedules.id} = ${id}` })
    .where(
      and(
        eq(schedules.hostId, hostId),
        sql`EXISTS (SELECT 1 FROM schedules AS chosen WHERE chosen.host_id = ${hostId} AND chosen.id = ${id})`,
      ),
    )
    .returning({ id: schedules.id });
  return changed.length > 0;
}

/** Deletes a schedule with its overrides, unless it is the default or in use. @returns whether it did */
export async function deleteSchedule(db: Database, hostId: string, id: string): Promise<boolean> {
  const mayGo = sql`EXISTS (SELECT 1 FROM schedules AS going
      WHERE going.host_id = ${hostId} AND going.id = ${id} AND going.is_default = 0)
    AND NOT EXISTS (SELECT 1 FROM event_types AS using_it
      WHERE using_it.host_id = ${hostId} AND using_it.schedule_id = ${id})`;
  const [, deleted] = await db.batch([
    db
      .delete(dateOverrides)
      .where(and(eq(dateOverrides.hostId, hostId), eq(dateOverrides.scheduleId, id), mayGo)),
    db
      .delete(schedules)
      .where(and(eq(schedules.hostId, hostId), eq(schedules.id, id), mayGo))
      .returning({ id: schedules.id }),
  ]);
  return deleted.length > 0;
}

export type NewOverride = StoredOverride & { hostId: string; scheduleId: string };

/**
 * Stores hours for dates, or days off, unless another override has one of these dates, or there are too many, or the host
 * has no such schedule: all decided by the one statement that writes. @returns whether it did
 */
export async function addDateOverride(db: Database, override: NewOverride): Promise<boolean> {
  const { hostId, scheduleId, id, firstDay, lastDay, ranges } = override;
  const ofSchedule = sql`host_id = ${hostId} AND schedule_id = ${scheduleId}`;
  const stored = await db
    .insert(dateOverrides)
    .select(
      // In the order of the table's columns.
      sql`SELECT ${hostId}, ${scheduleId}, ${id}, ${firstDay}, ${lastDay}, ${JSON.stringify(ranges)}
        WHERE EXISTS (SELECT 1 FROM schedules WHERE host_id = ${hostId} AND id = ${scheduleId})
          AND NOT EXISTS (SELECT 1 FROM date_overrides
            WHERE ${ofSchedule} AND first_day <= ${lastDay} AND last_day >= ${firstDay})
          AND (SELECT count(*) FROM date_overrides WHERE ${ofSchedule}) < ${MOST_OVERRIDES}`,
    )
    .returning({ id: dateOverrides.id });
  return stored.length > 0;
}

/** The first override that has one of these dates; null when none has. */
export async function findOverrideOn(
  db: Database,
  { hostId, scheduleId }: { hostId: string; scheduleId: string },
  { firstDay, lastDay }: { firstDay: string; lastDay: string },
): Promise<{ firstDay: string; lastDay: string; ranges: WallRange[] } | null> {
  const found = await db
    .select()
    .from(dateOverrides)
    .where(
      and(
        eq(dateOverrides.hostId, hostId),
        eq(dateOverrides.scheduleId, scheduleId),
        lte(dateOverrides.firstDay, lastDay),
        gte(dateOverrides.lastDay, firstDay),
      ),
    )
    .orderBy(asc(dateOverrides.firstDay))
    .limit(1)
    .get();
  return found ?? null;
}

/** @returns what was removed; null for what is not there, which is no error: it was removed before */
export async function removeDateOverride(
  db: Database,
  { hostId, scheduleId }: { hostId: string; scheduleId: string },
  id: string,
): Promise<StoredOverride | null> {
  const [removed] = await db
    .delete(dateOverrides)
    .where(
      and(
        eq(dateOverrides.hostId, hostId),
        eq(dateOverrides.scheduleId, scheduleId),
        eq(dateOverrides.id, id),
      ),
    )
    .returning({
      id: dateOverrides.id,
      firstDay: dateOverrides.firstDay,
      lastDay: dateOverrides.lastDay,
      ranges: dateOverrides.ranges,
    });
  return removed ?? null;
}
