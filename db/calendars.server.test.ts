import { expect, test } from "vitest";
import { GONE_ROLE } from "#app/domain/calendar-access.ts";
import { listCalendarsOf } from "./calendars.server.ts";
import { aHost, d1, db, NOW } from "./tables.fixtures.ts";

test("R2.1 the primary calendar comes first, then by name as people count; gone ones are not listed", async () => {
  const hostId = await aHost();
  const add = (name: string, role: string, isPrimary = 0) =>
    d1
      .prepare(
        `INSERT INTO calendars (host_id, connection_id, calendar_id, name, time_zone, access_role, is_primary, blocks_slots, allows_meet, listed_at)
         VALUES (?1, 'connection', ?2, ?2, 'UTC', ?3, ?4, 0, 1, ?5)`,
      )
      .bind(hostId, name, role, isPrimary, NOW)
      .run();
  await add("Team 10", "writer");
  await add("Team 2", "owner");
  await add("Zoe", "owner", 1);
  await add("Old", GONE_ROLE);
  const names = (await listCalendarsOf(db, hostId, "connection")).map(({ name }) => name);
  expect(names).toEqual(["Zoe", "Team 2", "Team 10"]);
  expect(await listCalendarsOf(db, hostId, "other")).toEqual([]);
});
