import { expect, test } from "vitest";
import { aBooking } from "../../domain/booking.fixtures.ts";
import type { Booking } from "../../domain/booking.ts";
import { dayOf, type FoundBooking, viewNext, viewToday } from "./agenda.ts";
import { viewAttention } from "./attention.ts";

const ZONE = "Europe/Berlin";
/** Tuesday 1 December 2026, 10:10 in Berlin. */
const NOW = Date.parse("2026-12-01T09:10:00Z");
const HOUR_MS = 3_600_000;

let bookings = 0;

function found(
  from: string,
  to: string,
  changes: Partial<Booking> = {},
  more: Partial<FoundBooking> = {},
): FoundBooking {
  const meeting = { start: Date.parse(from), end: Date.parse(to) };
  bookings += 1;
  return {
    booking: aBooking({ id: String(bookings).padStart(32, "0"), meeting, ...changes }),
    google: { eventLink: null, meetLink: "https://meet.google.com/abc" },
    busyTimesChecked: true,
    sync: { state: "synced", notBeforeAt: 0, lastOutcome: null, syncedAt: NOW, attempts: 1 },
    where: null,
    ...more,
  };
}

const parked: FoundBooking["sync"] = {
  ...{ state: "parked", notBeforeAt: 0, lastOutcome: "google_403_forbidden" },
  ...{ syncedAt: null, attempts: 1 },
};

test("R7.9 today is a day of the host's zone, from its midnight to the next", () => {
  expect(dayOf(NOW, ZONE)).toEqual({
    date: "2026-12-01",
    range: { start: Date.parse("2026-11-30T23:00Z"), end: Date.parse("2026-12-01T23:00Z") },
  });
  expect(dayOf(NOW, "Pacific/Auckland").date).toBe("2026-12-01");
  expect(dayOf(NOW + 2 * HOUR_MS, "Pacific/Auckland").date).toBe("2026-12-02");
});

test("R7.9 today's are over, under way or still to come, with times of the day that is said above them", () => {
  const day = viewToday(
    [
      found("2026-12-01T08:00Z", "2026-12-01T09:10Z"),
      found("2026-12-01T09:10Z", "2026-12-01T09:30Z"),
      found("2026-12-01T12:00Z", "2026-12-01T12:30Z"),
    ],
    ZONE,
    NOW,
  );
  expect([day.name, day.zone]).toEqual(["Tuesday 1 December 2026", "Europe/Berlin (GMT+1)"]);
  expect(day.rows.map(({ clock, progress }) => [clock, progress])).toEqual([
    ["09:00 – 10:10", "over"],
    ["10:10 – 10:30", "now"],
    ["13:00 – 13:30", "coming"],
  ]);
  expect(day.rows.map(({ meetLink }) => meetLink !== null)).toEqual([false, true, true]);
});

test("R7.9 what began yesterday, or ends tomorrow, says so", () => {
  const { rows } = viewToday(
    [
      found("2026-11-30T22:00Z", "2026-12-01T00:00Z"),
      found("2026-12-01T22:00Z", "2026-12-02T00:00Z"),
    ],
    ZONE,
    NOW,
  );
  expect(rows.map(({ clock }) => clock)).toEqual([
    "Monday 30 November 2026, 23:00 – 01:00",
    "23:00 – Wednesday 2 December 2026, 01:00",
  ]);
});

test("R7.9 what comes next stands under the days of the host's zone, each with the offset that it has then", () => {
  const days = viewNext(
    [
      found("2026-12-02T22:59Z", "2026-12-02T23:10Z"),
      found("2026-12-02T23:00Z", "2026-12-02T23:30Z"),
      found("2027-03-28T10:00Z", "2027-03-28T11:00Z"),
    ],
    ZONE,
    NOW,
  );
  expect(days.map(({ name, zone, rows }) => [name, zone, rows.length])).toEqual([
    ["Wednesday 2 December 2026", "Europe/Berlin (GMT+1)", 1],
    ["Thursday 3 December 2026", "Europe/Berlin (GMT+1)", 1],
    ["Sunday 28 March 2027", "Europe/Berlin (GMT+1, then GMT+2)", 1],
  ]);
});

test("R7.9 on a day on which clocks are changed, the times before that are not given the offset after it", () => {
  const night = found("2026-10-24T22:30Z", "2026-10-24T23:00Z");
  const now = Date.parse("2026-10-24T21:00Z");
  const label = "Europe/Berlin (GMT+2, then GMT+1)";
  expect(viewNext([night], ZONE, now)).toMatchObject([
    { zone: label, rows: [{ clock: "00:30 – 01:00" }] },
  ]);
  expect(viewToday([night], ZONE, night.booking.meeting.start).zone).toBe(label);
});

test("R7.9 D4.8 attention is for what is not fine and not over, each booking once", () => {
  const wrong = found("2026-12-02T09:00Z", "2026-12-02T09:30Z", {}, { sync: parked });
  const rows = viewAttention(
    [
      found("2026-12-02T08:00Z", "2026-12-02T08:30Z"),
      wrong,
      wrong,
      found("2026-12-01T08:00Z", "2026-12-01T08:30Z", {}, { sync: parked }),
    ],
    ZONE,
    NOW,
  );
  expect(rows).toMatchObject([
    {
      ...{ id: wrong.booking.id, tone: "bad", isCancelled: false, zone: "Europe/Berlin (GMT+1)" },
      text: "Needs you: Google answered 403 (forbidden)",
      when: "Wednesday 2 December 2026, 10:00 – 10:30",
    },
  ]);
});

test("R7.6 a booking made while Google could not be asked is told, also beside what else is wrong with it", () => {
  const unchecked = { busyTimesChecked: false };
  const rows = viewAttention(
    [
      found("2026-12-02T08:00Z", "2026-12-02T08:30Z", {}, unchecked),
      found("2026-12-02T09:00Z", "2026-12-02T09:30Z", {}, { ...unchecked, sync: parked }),
      found("2026-12-02T10:00Z", "2026-12-02T10:30Z", { status: "cancelled" }, unchecked),
    ],
    ZONE,
    NOW,
  );
  expect(rows.map(({ text }) => text)).toEqual([
    "May overlap something in your calendar",
    "Needs you: Google answered 403 (forbidden)",
  ]);
  expect(rows[1]?.detail).toContain("May overlap something in your calendar");
});
