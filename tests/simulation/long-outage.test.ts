import { expect, test } from "vitest";
import { longOutageInThread } from "./long-outage-in-thread.ts";

test("R3.6 after a day without Google every booking of that day is delivered, paced and the oldest first, and nobody else waits", async () => {
  const bookings = 60;
  const report = await longOutageInThread(bookings);
  console.log(report);
  expect(report).toMatchObject({ bookings, notDelivered: 0, settled: bookings, mails: bookings });
  expect(report.lastedMs).toBeLessThan(5 * 60_000);
  expect(report.percentYoungerFirst).toBeLessThan(20);
  expect(report.mostCallsAMinute).toBeLessThanOrEqual(600);
  expect(report.otherHostMs).toBeLessThan(10_000);
}, 120_000);
