import { expect, test } from "vitest";
import { getSchedule } from "./booking-pages.server.ts";
import {
  addDateOverride,
  createSchedule,
  deleteSchedule,
  findOverrideOn,
  findSchedule,
  listSchedules,
  MOST_SCHEDULES,
  makeDefault,
  removeDateOverride,
  saveSchedule,
} from "./schedules.server.ts";
import { aHostAlone, d1, db, rowsOf } from "./tables.fixtures.ts";

const hours = (fromMinutes: number) => [{ weekday: 1, fromMinutes, toMinutes: 1440 }];
const content = (name: string, fromMinutes = 540) => ({
  ...{ name, timeZone: "Europe/Berlin", weeklyHours: hours(fromMinutes) },
});

async function aHostWith(...names: string[]): Promise<string> {
  const hostId = await aHostAlone("scheduler");
  for (const name of names) await createSchedule(db, hostId, name, content(name));
  return hostId;
}

const used = (hostId: string, scheduleId: string) =>
  d1
    .prepare(
      `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, minimum_notice_minutes,
       booking_window_days, slot_step_minutes, location_kind) VALUES (?, 'type', ?, 'type', 'Talk', 30, 0, 60, 30, 'phone')`,
    )
    .bind(hostId, scheduleId)
    .run();

const override = (hostId: string, id: string, firstDay: string, lastDay: string) => ({
  ...{ hostId, scheduleId: "a", id, firstDay, lastDay, ranges: [] },
});

const rulesVersion = (hostId: string) =>
  d1.prepare("SELECT rules_version AS v FROM users WHERE id = ?").bind(hostId).first<number>("v");

test("R7.3 a schedule is read as it was stored, by its host alone", async () => {
  const hostId = await aHostWith("a");
  await used(hostId, "a");
  const found = await findSchedule(db, hostId, "a");
  expect(found).toEqual({
    schedule: { hostId, id: "a", isDefault: false, ...content("a") },
    usedBy: ["Talk"],
    overrides: [],
  });
  expect(await findSchedule(db, await aHostWith(), "a")).toBeNull();
  expect((await getSchedule(db, hostId, "a")).weeklyHours).toEqual(hours(540));
});

test("R7.3 schedules are listed, the default one first", async () => {
  const hostId = await aHostWith("b", "c", "a");
  expect(await makeDefault(db, hostId, "b")).toBe(true);
  expect(await makeDefault(db, hostId, "c")).toBe(true);
  const listed = await listSchedules(db, hostId);
  expect(listed.map(({ schedule }) => [schedule.name, schedule.isDefault])).toEqual([
    ["c", true],
    ["a", false],
    ["b", false],
  ]);
});

test("R7.3 nobody changes, chooses or deletes another host's schedule", async () => {
  const hostId = await aHostWith("a");
  const stranger = await aHostWith("mine");
  await makeDefault(db, stranger, "mine");
  const before = await rowsOf("SELECT * FROM schedules WHERE host_id = ?", hostId);
  expect(await saveSchedule(db, stranger, "a", content("x"))).toBe(false);
  expect(await makeDefault(db, stranger, "a")).toBe(false);
  expect(await deleteSchedule(db, stranger, "a")).toBe(false);
  expect(await addDateOverride(db, override(stranger, "o", "2026-12-01", "2026-12-01"))).toBe(
    false,
  );
  expect(await rowsOf("SELECT * FROM schedules WHERE host_id = ?", hostId)).toEqual(before);
  expect((await listSchedules(db, stranger))[0]?.schedule.isDefault).toBe(true);
});

test("R7.3 of two saves at once the last one counts whole", async () => {
  const hostId = await aHostWith("a");
  const version = await rulesVersion(hostId);
  await Promise.all([
    saveSchedule(db, hostId, "a", content("first", 60)),
    saveSchedule(db, hostId, "a", content("second", 120)),
  ]);
  const found = await findSchedule(db, hostId, "a");
  const { name, weeklyHours } = found?.schedule ?? {};
  expect([
    ["first", hours(60)],
    ["second", hours(120)],
  ]).toContainEqual([name, weeklyHours]);
  expect(await rulesVersion(hostId)).toBe((version ?? 0) + 2);
});

test("R7.3 neither the default schedule nor one in use is deleted, nor its dates", async () => {
  const hostId = await aHostWith("a", "b");
  await addDateOverride(db, override(hostId, "o", "2026-12-01", "2026-12-01"));
  await used(hostId, "a");
  expect(await deleteSchedule(db, hostId, "a")).toBe(false);
  await d1.prepare("UPDATE event_types SET schedule_id = 'b' WHERE host_id = ?").bind(hostId).run();
  await makeDefault(db, hostId, "a");
  expect(await deleteSchedule(db, hostId, "a")).toBe(false);
  expect((await findSchedule(db, hostId, "a"))?.overrides).toHaveLength(1);
  await makeDefault(db, hostId, "b");
  expect(await deleteSchedule(db, hostId, "a")).toBe(true);
  expect(await findSchedule(db, hostId, "a")).toBeNull();
  expect(await rowsOf("SELECT * FROM date_overrides WHERE host_id = ?", hostId)).toEqual([]);
});

test("R7.3 of dates that overlap one is stored, also when both come at once", async () => {
  const hostId = await aHostWith("a");
  const results = await Promise.all([
    addDateOverride(db, override(hostId, "o1", "2026-12-01", "2026-12-05")),
    addDateOverride(db, override(hostId, "o2", "2026-12-05", "2026-12-09")),
  ]);
  expect(results.filter(Boolean)).toHaveLength(1);
  expect(await addDateOverride(db, override(hostId, "o3", "2026-12-10", "2026-12-11"))).toBe(true);
  const key = { hostId, scheduleId: "a" };
  const on = (firstDay: string, lastDay: string) => findOverrideOn(db, key, { firstDay, lastDay });
  expect(await on("2026-12-05", "2026-12-05")).not.toBeNull();
  expect(await on("2026-12-11", "2027-01-01")).toMatchObject({ firstDay: "2026-12-10" });
  expect(await on("2026-12-12", "2027-01-01")).toBeNull();
});

test("R7.3 removing dates changes that schedule alone, and twice is once", async () => {
  const hostId = await aHostWith("a", "b");
  await addDateOverride(db, override(hostId, "o", "2026-12-01", "2026-12-01"));
  expect(await removeDateOverride(db, { hostId, scheduleId: "b" }, "o")).toBeNull();
  expect((await findSchedule(db, hostId, "a"))?.overrides).toHaveLength(1);
  const removed = { id: "o", firstDay: "2026-12-01", lastDay: "2026-12-01", ranges: [] };
  expect(await removeDateOverride(db, { hostId, scheduleId: "a" }, "o")).toEqual(removed);
  expect(await removeDateOverride(db, { hostId, scheduleId: "a" }, "o")).toBeNull();
  expect((await findSchedule(db, hostId, "a"))?.overrides).toEqual([]);
});

test("R7.3 there are at most so many schedules, and at most so many dates", async () => {
  const hostId = await aHostWith("a");
  for (let number = 1; number < MOST_SCHEDULES; number++) {
    expect(await createSchedule(db, hostId, `s${number}`, content("x"))).toBe(true);
  }
  expect(await createSchedule(db, hostId, "more", content("x"))).toBe(false);
  await d1
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 398)
       INSERT INTO date_overrides SELECT ?1, 'a', i, date('2030-01-01', i || ' days'), date('2030-01-01', i || ' days'), '[]' FROM n`,
    )
    .bind(hostId)
    .run();
  expect(await addDateOverride(db, override(hostId, "400", "2027-12-01", "2027-12-01"))).toBe(true);
  expect(await addDateOverride(db, override(hostId, "401", "2028-12-01", "2028-12-01"))).toBe(
    false,
  );
});
