// What other schedulers got wrong about time, each with its own dates. cal.com's numbers are those of
// its issue tracker; the CloudMeet cases were measured on its commit eae3d38.
import { expect, test } from "vitest";
import type { Interval } from "./interval.ts";
import type { Schedule } from "./schedule.ts";
import { plainSlotRules } from "./slot-rules.fixtures.ts";
import {
  findSlot,
  listSlots,
  nothingTaken,
  type SlotRules,
  slotsByDay,
  type Taken,
} from "./slots.ts";
import { addDays, dayInterval, monthDays } from "./time-zone.ts";
import { wallClock } from "./wall-clock.fixtures.ts";

const MINUTE_MS = 60_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WORKDAYS = [1, 2, 3, 4, 5];
const SUNDAY = [7];

const at = (text: string) => Date.parse(text);
const utc = (instant: number) => new Date(instant).toISOString().replace(":00.000Z", "Z");

/** "9:00-17:00" on the weekdays given. */
function hours(timeZone: string, range: string, weekdays = EVERY_DAY): Schedule {
  const [fromMinutes = 0, toMinutes = 0] = range.split("-").map((clock) => {
    const [hour = 0, minute = 0] = clock.split(":").map(Number);
    return hour * 60 + minute;
  });
  const weeklyHours = weekdays.map((weekday) => ({ weekday, fromMinutes, toMinutes }));
  return { timeZone, weeklyHours, overrides: [] };
}

/** The slots of the host's date, asked for a month before unless told otherwise. */
function slotsOn(date: string, rules: SlotRules, taken = nothingTaken, now = weeksBefore(date)) {
  return listSlots(rules, taken, now, dayInterval(date, rules.schedule.timeZone));
}

function weeksBefore(date: string): number {
  return at(`${addDays(date, -30)}T12:00Z`);
}

/** How many, when the first one starts and the last one ends. */
function summary(slots: readonly Interval[]): string {
  const [first, last] = [slots[0], slots.at(-1)];
  return first && last ? `${slots.length}: ${utc(first.start)} to ${utc(last.end)}` : "none";
}

/** "9:30" in the zone. */
function clock(instant: number, zone: string): string {
  const { minutes } = wallClock(instant, zone);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

test("bugs our peers had: an afternoon is not an hour late on a DST day (cal.com #30021)", () => {
  const rules = plainSlotRules(hours("America/New_York", "13:00-18:00"));
  for (const [date, first, last] of [
    ["2026-03-07", "2026-03-07T18:00Z", "2026-03-07T23:00Z"],
    ["2026-03-08", "2026-03-08T17:00Z", "2026-03-08T22:00Z"],
    ["2026-03-09", "2026-03-09T17:00Z", "2026-03-09T22:00Z"],
    ["2026-10-31", "2026-10-31T17:00Z", "2026-10-31T22:00Z"],
    ["2026-11-01", "2026-11-01T18:00Z", "2026-11-01T23:00Z"],
  ] as const) {
    expect(summary(slotsOn(date, rules))).toBe(`10: ${first} to ${last}`);
  }
});

test("bugs our peers had: hours stay at half past seven after the clocks go back (cal.com #4702)", () => {
  const rules = plainSlotRules(hours("America/Chicago", "7:30-16:00"));
  const now = at("2022-09-24T23:00Z");
  expect(summary(slotsOn("2022-11-01", rules, nothingTaken, now))).toBe(
    "17: 2022-11-01T12:30Z to 2022-11-01T21:00Z",
  );
  expect(summary(slotsOn("2022-11-08", rules, nothingTaken, now))).toBe(
    "17: 2022-11-08T13:30Z to 2022-11-08T22:00Z",
  );
});

test("bugs our peers had: the month in which clocks change opens at nine throughout (cal.com #10517)", () => {
  const zone = "America/New_York";
  const rules = plainSlotRules(hours(zone, "9:00-17:00"));
  const now = at("2023-08-01T22:00Z");
  for (const month of ["2023-10", "2023-11", "2023-12", "2024-03"]) {
    for (const date of monthDays(month)) {
      const slots = slotsOn(date, rules, nothingTaken, now);
      const [first, last] = [slots[0], slots.at(-1)];
      expect([
        date,
        slots.length,
        clock(first?.start ?? 0, zone),
        clock(last?.end ?? 0, zone),
      ]).toEqual([date, 16, "9:00", "17:00"]);
    }
  }
});

test("bugs our peers had: a notice that ends on the DST day shifts nothing (cal.com #12137)", () => {
  const zone = "America/New_York";
  const now = at("2023-10-29T14:10Z");
  const month = {
    start: dayInterval("2023-11-01", zone).start,
    end: dayInterval("2023-11-30", zone).end,
  };
  for (const days of [6, 7, 8]) {
    const minimumNoticeMinutes = days * 1_440;
    const rules = plainSlotRules(hours(zone, "9:00-17:00"), { minimumNoticeMinutes });
    const byDay = [...slotsByDay(listSlots(rules, nothingTaken, now, month), zone).values()];
    const [firstDay = [], ...later] = byDay;
    expect(firstDay[0]?.start).toBe(
      // Seven times 24 hours after 10:10 it is 9:10 on the day the clocks have gone back.
      [at("2023-11-04T14:30Z"), at("2023-11-05T14:30Z"), at("2023-11-06T14:30Z")][days - 6],
    );
    expect(later.map((slots) => clock(slots[0]?.start ?? 0, zone))).toEqual(
      later.map(() => "9:00"),
    );
    expect(byDay.map((slots) => clock(slots.at(-1)?.end ?? 0, zone))).toEqual(
      byDay.map(() => "17:00"),
    );
  }
});

test("bugs our peers had: half an hour a week is at half past twelve each week, and can be booked (cal.com #6217)", () => {
  const zone = "America/New_York";
  const rules = plainSlotRules(hours(zone, "12:30-13:00", SUNDAY));
  const now = at("2023-01-31T12:00Z");
  for (let sunday = "2023-02-05"; sunday < "2023-12-31"; sunday = addDays(sunday, 7)) {
    const [slot, ...others] = slotsOn(sunday, rules, nothingTaken, now);
    expect([sunday, others.length, clock(slot?.start ?? 0, zone)]).toEqual([sunday, 0, "12:30"]);
    expect(findSlot(rules, nothingTaken, now, slot?.start ?? 0)).toEqual(slot);
  }
  const weekdays = plainSlotRules(hours("America/Toronto", "9:00-17:00", WORKDAYS));
  const start = at("2023-03-16T13:00Z");
  expect(findSlot(weekdays, nothingTaken, at("2023-02-27T00:26Z"), start)?.start).toBe(start);
});

test("bugs our peers had: looking from another zone and back changes no slot (cal.com #2250)", () => {
  const rules = plainSlotRules(hours("Europe/Paris", "9:00-17:00"));
  const slots = slotsOn("2022-03-29", rules, nothingTaken, at("2022-03-23T09:00Z"));
  const from = (zone: string) =>
    [...slotsByDay(slots, zone)].map(([date, under]) => [
      date,
      under.map((s) => clock(s.start, zone)),
    ]);
  const fromParis = from("Europe/Paris");
  expect(from("Europe/Sarajevo")).toEqual(fromParis);
  expect(from("Europe/Paris")).toEqual(fromParis);
  expect(summary(slots)).toBe("16: 2022-03-29T07:00Z to 2022-03-29T15:00Z");
});

test("bugs our peers had: in zones of half and quarter hours steps start with the hours (cal.com #10161)", () => {
  const hourly = { durationMinutes: 60, slotStepMinutes: 60 };
  for (const zone of ["Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns"]) {
    const starts = (range: string) =>
      slotsOn("2023-07-17", plainSlotRules(hours(zone, range), hourly)).map(({ start }) =>
        clock(start, zone),
      );
    expect([zone, ...starts("7:30-12:00")]).toEqual([zone, "7:30", "8:30", "9:30", "10:30"]);
    expect([zone, ...starts("9:00-12:00")]).toEqual([zone, "9:00", "10:00", "11:00"]);
  }
});

test("bugs our peers had: two working days are two, right in the weeks about the change (tests cal.com skips since 29 October)", () => {
  const zone = "America/New_York";
  const rules = plainSlotRules(hours(zone, "8:00-17:00", WORKDAYS));
  for (const [tuesday, utcHour] of [
    ["2023-10-24", "12"],
    ["2023-10-31", "12"],
    ["2023-11-07", "13"],
    ["2024-03-05", "13"],
    ["2024-03-12", "12"],
  ] as const) {
    const wednesday = addDays(tuesday, 1);
    const range = {
      start: dayInterval(tuesday, zone).start,
      end: dayInterval(wednesday, zone).end,
    };
    const days = [...slotsByDay(listSlots(rules, nothingTaken, weeksBefore(tuesday), range), zone)];
    expect(days.map(([date, slots]) => [date, slots.length, utc(slots[0]?.start ?? 0)])).toEqual([
      [tuesday, 18, `${tuesday}T${utcHour}:00Z`],
      [wednesday, 18, `${wednesday}T${utcHour}:00Z`],
    ]);
    expect(summary(slotsOn(tuesday, rules))).toMatch(`18: ${tuesday}T${utcHour}:00Z`);
  }
});

test.each([
  ["America/Los_Angeles", "2027-03-14", "9:00-17:00", "16: 2027-03-14T16:00Z to 2027-03-15T00:00Z"],
  ["America/Los_Angeles", "2027-11-07", "8:00-16:00", "16: 2027-11-07T16:00Z to 2027-11-08T00:00Z"],
  ["America/New_York", "2027-03-14", "0:00-6:00", "10: 2027-03-14T05:00Z to 2027-03-14T10:00Z"],
  ["America/New_York", "2027-11-07", "0:00-6:00", "14: 2027-11-07T04:00Z to 2027-11-07T11:00Z"],
  ["Australia/Lord_Howe", "2027-10-03", "0:00-6:00", "11: 2027-10-02T13:30Z to 2027-10-02T19:00Z"],
])(
  "bugs our peers had: the offset is that of the slot, not of its wall time read as UTC: %s on %s, %s (CloudMeet)",
  (zone, date, range, expected) => {
    expect(summary(slotsOn(date, plainSlotRules(hours(zone, range))))).toBe(expected);
  },
);

test.each([
  ["Pacific/Auckland", "2027-01-11", "16: 2027-01-10T20:00Z to 2027-01-11T04:00Z"],
  ["Pacific/Auckland", "2027-07-12", "16: 2027-07-11T21:00Z to 2027-07-12T05:00Z"],
  ["Pacific/Kiritimati", "2027-01-11", "16: 2027-01-10T19:00Z to 2027-01-11T03:00Z"],
])(
  "bugs our peers had: hosts far east of Greenwich have sixteen slots on their own date: %s, %s (CloudMeet)",
  (zone, date, expected) => {
    const slots = slotsOn(date, plainSlotRules(hours(zone, "9:00-17:00")));
    expect(summary(slots)).toBe(expected);
    expect([...slotsByDay(slots, zone).keys()]).toEqual([date]);
  },
);

test("bugs our peers had: an evening's slots heed what is busy and booked after midnight UTC (CloudMeet)", () => {
  const rules = plainSlotRules(hours("America/New_York", "17:00-23:00"));
  const clocks = (taken: Taken) =>
    slotsOn("2026-12-15", rules, taken).map(({ start }) => clock(start, "America/New_York"));
  const nine = { start: at("2026-12-16T02:00Z"), end: at("2026-12-16T02:30Z") };
  const booked = { ...nothingTaken, bookings: [{ meeting: nine, block: nine }] };
  expect(clocks(nothingTaken)).toHaveLength(12);
  expect(clocks(booked)).toEqual(clocks(nothingTaken).filter((time) => time !== "21:00"));
  expect(findSlot(rules, booked, weeksBefore("2026-12-15"), nine.start)).toBeNull();
  const wholeEvening = { start: at("2026-12-15T22:00Z"), end: at("2026-12-16T04:00Z") };
  expect(clocks({ ...nothingTaken, busy: [wholeEvening] })).toEqual([]);
});

test.each([
  ["Asia/Kolkata", "16:00-16:30", "2026-12-16", "2:30"],
  ["Australia/Lord_Howe", "15:30-16:00", "2026-12-16", "7:30"],
  ["Pacific/Honolulu", "16:00-16:30", "2026-12-15", "11:00"],
])(
  "bugs our peers had: a guest in %s sees the slot under the guest's own date (CloudMeet)",
  (guestZone, range, date, time) => {
    const slots = slotsOn("2026-12-15", plainSlotRules(hours("America/New_York", range)));
    const days = [...slotsByDay(slots, guestZone)];
    expect(days.map(([day, [slot]]) => [day, clock(slot?.start ?? 0, guestZone)])).toEqual([
      [date, time],
    ]);
  },
);

test.each(["America/New_York", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"])(
  "bugs our peers had: a month's last day has its slots, less its bookings: %s (CloudMeet)",
  (zone) => {
    const rules = plainSlotRules(hours(zone, "0:00-24:00"));
    const lastDay = dayInterval("2026-12-31", zone);
    const month = { start: dayInterval("2026-12-01", zone).start, end: lastDay.end };
    const free = slotsByDay(listSlots(rules, nothingTaken, weeksBefore("2026-12-01"), month), zone);
    expect([free.size, free.get("2026-12-31")?.length]).toEqual([31, 48]);
    const meeting = { start: lastDay.end - 30 * MINUTE_MS, end: lastDay.end };
    const taken = { ...nothingTaken, bookings: [{ meeting, block: meeting }] };
    const left = slotsByDay(listSlots(rules, taken, weeksBefore("2026-12-01"), month), zone);
    expect(left.get("2026-12-31")?.map(({ start }) => start)).not.toContain(meeting.start);
    expect(left.get("2026-12-31")).toHaveLength(47);
  },
);
