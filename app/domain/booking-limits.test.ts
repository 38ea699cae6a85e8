import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { BOOKING_LIMITS, GUEST_CHANGE_LIMITS } from "./booking-limits.ts";

const triggerNamed = async (name: string) => {
  const trigger = await env.DB.prepare(
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?",
  )
    .bind(name)
    .first<{ sql: string }>();
  return trigger?.sql ?? "";
};

test("R7.7 the trigger that counts bookings has the numbers that are named here", async () => {
  const sql = await triggerNamed("booking_requests_are_bounded");
  const limits = [...sql.matchAll(/'(too_many_\w+)'\) WHERE (\d+) <= \(/g)];
  expect(Object.fromEntries(limits.map(([, why, most]) => [why, Number(most)]))).toEqual({
    too_many_by_guest: BOOKING_LIMITS.byGuest,
    too_many_from_address: BOOKING_LIMITS.fromAddress,
    too_many_for_host: BOOKING_LIMITS.forHost,
  });
  const windows = [...sql.matchAll(/at > NEW\.at - (\d+)/g)].map(([, ms]) => Number(ms));
  expect(windows).toEqual([1, 1, 1].map(() => BOOKING_LIMITS.withinMs));
});

test("R7.8 the trigger that counts what guests change has the numbers that are named here", async () => {
  const sql = await triggerNamed("booking_history_bounds_guests");
  const limits = [...sql.matchAll(/WHERE (\d+) <= \([^;]*?at > NEW\.at - (\d+)/g)];
  expect(limits.map(([, most, ms]) => [Number(most), Number(ms)])).toEqual([
    [GUEST_CHANGE_LIMITS.withinHour, 3_600_000],
    [GUEST_CHANGE_LIMITS.withinDay, 86_400_000],
  ]);
});
