import { expect, test } from "vitest";
import { type BookingCount, countsByEventType, countsByWeek, lastWeeks } from "./booking-weeks.ts";

const HOUR_MS = 3_600_000;
const iso = (instant: number) => new Date(instant).toISOString();

test("R7.9 the last weeks end with the one that is under way, Monday to Monday on the host's clocks", () => {
  const weeks = lastWeeks(Date.parse("2026-11-23T02:00:00Z"), "Europe/Berlin", 3);
  expect(weeks.map(({ monday }) => monday)).toEqual(["2026-11-09", "2026-11-16", "2026-11-23"]);
  expect(weeks.map(({ interval }) => iso(interval.start))).toEqual([
    "2026-11-08T23:00:00.000Z",
    "2026-11-15T23:00:00.000Z",
    "2026-11-22T23:00:00.000Z",
  ]);
  expect(iso(weeks[2]?.interval.end ?? 0)).toBe("2026-11-29T23:00:00.000Z");
});

test("R7.9 an hour before midnight on Sunday it is still last week in New York, and this one in Berlin", () => {
  const now = Date.parse("2026-11-23T04:00:00Z");
  expect(lastWeeks(now, "America/New_York", 1)[0]?.monday).toBe("2026-11-16");
  expect(lastWeeks(now, "Europe/Berlin", 1)[0]?.monday).toBe("2026-11-23");
});

test("R7.9 a week in which clocks change is an hour longer or shorter, and none is missed between weeks", () => {
  const weeks = lastWeeks(Date.parse("2026-11-05T12:00:00Z"), "Europe/Berlin", 33);
  const hours = weeks.map(({ interval }) => (interval.end - interval.start) / HOUR_MS);
  expect(hours.filter((length) => length !== 168)).toEqual([167, 169]);
  for (const [index, { interval }] of weeks.slice(1).entries()) {
    expect(interval.start).toBe(weeks[index]?.interval.end);
  }
});

test("R7.9 a week whose midnight or day was skipped still joins its neighbours", () => {
  // Samoa left out Friday 30 December 2011; Beirut begins summer at midnight, on a Sunday.
  for (const [zone, now, days] of [
    ["Pacific/Apia", "2012-01-05T12:00:00Z", 6],
    ["Asia/Beirut", "2026-04-02T12:00:00Z", 7 - 1 / 24],
  ] as const) {
    const [before, after] = lastWeeks(Date.parse(now), zone, 2);
    expect(before?.interval.end).toBe(after?.interval.start);
    const length = (before?.interval.end ?? 0) - (before?.interval.start ?? 0);
    expect([zone, length / 24 / HOUR_MS]).toEqual([zone, days]);
  }
});

const COUNTS: BookingCount[] = [
  { week: 0, eventTypeId: "intro", status: "confirmed", count: 2 },
  { week: 2, eventTypeId: "intro", status: "cancelled", count: 1 },
  { week: 2, eventTypeId: "long", status: "confirmed", count: 3 },
];

test("R7.9 weeks without a booking count none, and what was called off is counted by itself", () => {
  expect(countsByWeek(COUNTS, 3)).toEqual([
    { confirmed: 2, cancelled: 0 },
    { confirmed: 0, cancelled: 0 },
    { confirmed: 3, cancelled: 1 },
  ]);
  expect(countsByWeek([], 1)).toEqual([{ confirmed: 0, cancelled: 0 }]);
});

test("R7.9 event types are counted over all weeks, the most booked first", () => {
  expect(countsByEventType(COUNTS)).toEqual([
    { eventTypeId: "long", confirmed: 3, cancelled: 0 },
    { eventTypeId: "intro", confirmed: 2, cancelled: 1 },
  ]);
});
