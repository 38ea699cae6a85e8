// db/ holds the schema and the only SQL: one file per table group, functions that take a database and plain values.
// Decisions belong to app/domain, their order to app/use-cases.
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

/** A statement that `db.batch` can run with others, all or nothing. */
export type Statement = Parameters<Database["batch"]>[0][number];

export function openDatabase(d1: D1Database): Database {
  return drizzle(d1);
}

/** What the triggers in migrations/ refuse, by the name that they raise. */
const refusals = [
  "slot_taken",
  "stale_revision",
  "stale_rules",
  "booking_exists",
  "day_full",
  "week_full",
  "unsound_event_type",
  "too_many_by_guest",
  "too_many_from_address",
  "too_many_for_host",
  "too_many_changes",
] as const;

export type Refusal = (typeof refusals)[number];

/** The trigger's name when the database refused a write, null for any other error. */
export function refusalOf(error: unknown): Refusal | null {
  const message = innermostMessage(error);
  // Two like writes of one revision: the second changes nothing, which only its history's key tells.
  if (message.includes("UNIQUE constraint failed: booking_history.")) return "stale_revision";
  return refusals.find((name) => message.includes(`${name}: SQLITE_CONSTRAINT`)) ?? null;
}

/** Whether the database refused a booking or a guest's change of one, because of how many were made of late. */
export function isTooMany(error: unknown): boolean {
  return refusalOf(error)?.startsWith("too_many") ?? false;
}

/** The column of a broken UNIQUE constraint, such as `users.handle`; null for any other error. */
export function notUnique(error: unknown): string | null {
  return /UNIQUE constraint failed: ([\w.]+)/.exec(innermostMessage(error))?.[1] ?? null;
}

/** Whether the database refused a row because it names another one that is not there. */
export function namesNoRow(error: unknown): boolean {
  return innermostMessage(error).includes("FOREIGN KEY constraint failed");
}

/**
 * What the database itself said. Drizzle wraps it in an error whose message holds the statement's parameters, which
 * people wrote.
 */
function innermostMessage(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause !== undefined) at = at.cause;
  return at instanceof Error ? at.message : "";
}
