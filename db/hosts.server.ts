import { and, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import type { FirstStep } from "#app/domain/first-steps.ts";
import type { Database } from "./database.server.ts";
import { eventTypes, schedules } from "./schema/availability.server.ts";
import { sessions, users } from "./schema/hosts.server.ts";

export type Host = typeof users.$inferSelect;
export type NewHost = Pick<
  Host,
  "id" | "googleSub" | "email" | "name" | "pictureUrl" | "handle" | "timeZone" | "createdAt"
>;
export type NewSchedule = Omit<typeof schedules.$inferInsert, "hostId">;
export type NewEventType = Omit<typeof eventTypes.$inferInsert, "hostId" | "scheduleId">;

/** A host with a first schedule and event type, all or nothing. Throws on a handle or account that is taken. */
export async function createHost(
  db: Database,
  host: NewHost,
  schedule: NewSchedule,
  eventType: NewEventType,
): Promise<void> {
  const hostId = host.id;
  await db.batch([
    db.insert(users).values({ ...host, firstSteps: [], updatedAt: host.createdAt }),
    db.insert(schedules).values({ ...schedule, hostId }),
    db.insert(eventTypes).values({ ...eventType, hostId, scheduleId: schedule.id }),
  ]);
}

export async function findHostByGoogleSub(db: Database, googleSub: string): Promise<Host | null> {
  return (await db.select().from(users).where(eq(users.googleSub, googleSub)).get()) ?? null;
}

export async function findHost(db: Database, hostId: string): Promise<Host | null> {
  return (await db.select().from(users).where(eq(users.id, hostId)).get()) ?? null;
}

/** A host whose page is switched on. */
export async function findHostByHandle(db: Database, handle: string): Promise<Host | null> {
  const found = await db
    .select()
    .from(users)
    .where(and(eq(users.handle, handle), eq(users.pageEnabled, true)))
    .get();
  return found ?? null;
}

/** The same, also of a page that is switched off. */
export async function findHostOfHandle(db: Database, handle: string): Promise<Host | null> {
  const found = await db.select().from(users).where(eq(users.handle, handle)).get();
  return found ?? null;
}

export async function isHandleFree(db: Database, handle: string): Promise<boolean> {
  const taken = await db.select({ id: users.id }).from(users).where(eq(users.handle, handle)).get();
  return taken === undefined;
}

/** What Google says of the host now; the e-mail may change, the account does not. */
export async function updateProfile(
  db: Database,
  hostId: string,
  profile: Pick<Host, "email" | "name" | "pictureUrl">,
  now: number,
): Promise<void> {
  await db
    .update(users)
    .set({ ...profile, updatedAt: now })
    .where(eq(users.id, hostId));
}

/** The public address and the zone that the default hours are kept in. Throws when the handle is taken. */
export async function updatePage(
  db: Database,
  hostId: string,
  page: Pick<Host, "handle" | "timeZone">,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .update(users)
      .set({ ...page, updatedAt: now })
      .where(eq(users.id, hostId)),
    db
      .update(schedules)
      .set({ timeZone: page.timeZone })
      .where(
        and(
          eq(schedules.hostId, hostId),
          eq(schedules.isDefault, true),
          sql`${schedules.timeZone} <> ${page.timeZone}`,
        ),
      ),
  ]);
}

/** What guests see of a host, and whether they see anything. */
export async function setPublicPage(
  db: Database,
  hostId: string,
  page: Pick<Host, "bio" | "accent" | "pageEnabled">,
  now: number,
): Promise<void> {
  await db
    .update(users)
    .set({ ...page, updatedAt: now })
    .where(eq(users.id, hostId));
}

/** What becomes of a booking for which Google could not be asked whether the host is busy. */
export async function setWhenBusyTimesUnknown(
  db: Database,
  hostId: string,
  choice: Host["whenBusyTimesUnknown"],
  now: number,
): Promise<void> {
  await db
    .update(users)
    .set({ whenBusyTimesUnknown: choice, updatedAt: now })
    .where(eq(users.id, hostId));
}

/**
 * Adds a step to those that were confirmed or skipped: once, however often it is asked, and nothing to a host who is asked
 * nothing any more. @returns them all, or null where nothing is asked
 */
export async function addFirstStep(
  db: Database,
  hostId: string,
  step: FirstStep,
): Promise<FirstStep[] | null> {
  const { firstSteps } = users;
  const [changed] = await db
    .update(users)
    .set({ firstSteps: withFirstStep(step) })
    .where(eq(users.id, hostId))
    .returning({ firstSteps });
  return changed?.firstSteps ?? null;
}

/** What is stored at that moment, since another tab may be taking another step, and this step with it. */
export function withFirstStep(step: FirstStep) {
  const { firstSteps } = users;
  return sql`CASE WHEN EXISTS (SELECT 1 FROM json_each(${firstSteps}) WHERE value = ${step})
    THEN ${firstSteps} ELSE json_insert(${firstSteps}, '$[#]', ${step}) END`;
}

/** From now on the host is asked nothing any more. */
export async function endFirstSteps(db: Database, hostId: string): Promise<void> {
  await db.update(users).set({ firstSteps: null }).where(eq(users.id, hostId));
}

// ---------------------------------------------------------------- sessions

export async function createSession(
  db: Database,
  session: typeof sessions.$inferInsert,
): Promise<void> {
  await db.insert(sessions).values(session);
}

/**
 * The signed-in host and when the session would end by idleness; null when it is unknown or over. Nobody is signed in to
 * an account that is being deleted.
 */
export async function findSessionHost(
  db: Database,
  idHash: string,
  now: number,
): Promise<{ host: Host; idleExpiresAt: number } | null> {
  const found = await db
    .select({ host: users, idleExpiresAt: sessions.idleExpiresAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.hostId))
    .where(
      and(
        eq(sessions.idHash, idHash),
        gt(sessions.expiresAt, now),
        gt(sessions.idleExpiresAt, now),
        isNull(users.deletingSinceAt),
      ),
    )
    .get();
  return found ?? null;
}

export async function prolongSession(
  db: Database,
  idHash: string,
  idleExpiresAt: number,
): Promise<void> {
  await db.update(sessions).set({ idleExpiresAt }).where(eq(sessions.idHash, idHash));
}

export async function deleteSession(db: Database, idHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.idHash, idHash));
}

export type Session = typeof sessions.$inferSelect;

/** The sessions of a host that are not over, the one used last first. */
export async function listSessions(db: Database, hostId: string, now: number): Promise<Session[]> {
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.hostId, hostId),
        gt(sessions.expiresAt, now),
        gt(sessions.idleExpiresAt, now),
      ),
    )
    .orderBy(desc(sessions.idleExpiresAt), desc(sessions.createdAt))
    .limit(MOST_SESSIONS_SHOWN);
}

const MOST_SESSIONS_SHOWN = 50;

/** Ends one session of a host; one of somebody else stays. */
export async function deleteSessionOf(db: Database, hostId: string, idHash: string): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.hostId, hostId), eq(sessions.idHash, idHash)));
}

/** Ends all sessions of a host but one. */
export async function deleteOtherSessions(
  db: Database,
  hostId: string,
  keptIdHash: string,
): Promise<void> {
  await db
    .delete(sessions)
    .where(and(eq(sessions.hostId, hostId), ne(sessions.idHash, keptIdHash)));
}

/** Removes sessions past their absolute end. */
export async function deleteExpiredSessions(db: Database, now: number): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
}
