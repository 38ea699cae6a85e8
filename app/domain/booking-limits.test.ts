import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { BOOKING_LIMITS } from "./booking-limits.ts";

test("R7.7 the trigger that counts bookings has the numbers that are named here", async () => {
  const trigger = await env.DB.prepare(
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'booking_requests_are_bounded'",
  ).first<{ sql: string }>();
  const sql = trigger?.sql ?? "";
  const limits = [...sql.matchAll(/'(too_many_\w+)'\) WHERE (\d+) <= \(/g)];
  expect(Object.fromEntries(limits.map(([, why, most]) => [why, Number(most)]))).toEqual({
    too_many_by_guest: BOOKING_LIMITS.byGuest,
    too_many_from_address: BOOKING_LIMITS.fromAddress,
    too_many_for_host: BOOKING_LIMITS.forHost,
  });
  const windows = [...sql.matchAll(/at > NEW\.at - (\d+)/g)].map(([, ms]) => Number(ms));
  expect(windows).toEqual([1, 1, 1].map(() => BOOKING_LIMITS.withinMs));
});
