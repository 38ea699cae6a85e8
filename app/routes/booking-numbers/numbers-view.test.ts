import { expect, test } from "vitest";
import { type BookingCount, lastWeeks } from "../../domain/booking-weeks.ts";
import { viewNumbers } from "./numbers-view.ts";

const WEEKS = lastWeeks(Date.parse("2026-11-23T12:00:00Z"), "Europe/Berlin", 3);
const count = (changes: Partial<BookingCount>): BookingCount => ({
  ...{ week: 0, eventTypeId: "intro", status: "confirmed", count: 1 },
  ...changes,
});

test("R7.9 each week is named by its Monday, and the sentence tells what the chart shows", () => {
  const counts = [count({}), count({ week: 2, count: 4 }), count({ week: 2, status: "cancelled" })];
  const view = viewNumbers(WEEKS, counts, new Map([["intro", "Intro call"]]));
  expect(
    view.weeks.map(({ short, confirmed, cancelled }) => [short, confirmed, cancelled]),
  ).toEqual([
    ["9 Nov", 1, 0],
    ["16 Nov", 0, 0],
    ["23 Nov", 4, 1],
  ]);
  expect(view.summary).toBe(
    "5 bookings in 3 weeks; the most, 4, in the week that began on Monday 23 November 2026.",
  );
  expect(view.types).toEqual([{ id: "intro", title: "Intro call", confirmed: 5, cancelled: 1 }]);
});

test("R7.9 with no booking, or none but cancelled ones, no week has the most", () => {
  expect(viewNumbers(WEEKS, [], new Map()).summary).toBe("0 bookings in 3 weeks.");
  const cancelled = viewNumbers(WEEKS, [count({ status: "cancelled" })], new Map());
  expect(cancelled.summary).toBe("0 bookings in 3 weeks.");
  expect(cancelled.types).toMatchObject([{ confirmed: 0, cancelled: 1 }]);
});
