import { findSchedule } from "#db/schedules.server.ts";
import type { AppContext } from "../../load-context.server.ts";

/** The host's schedule with its overrides. @throws a 404 Response when the host has none with this id */
export async function requireSchedule(
  { db }: Pick<AppContext, "db">,
  hostId: string,
  scheduleId: string | undefined,
) {
  const found = await findSchedule(db, hostId, scheduleId ?? "");
  if (!found) throw new Response(null, { status: 404 });
  return found;
}
