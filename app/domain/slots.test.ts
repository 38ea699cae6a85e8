import { expect, test } from "vitest";
import {
  type BookedTime,
  type BookingWindow,
  blockOf,
  bookableDates,
  conflicts,
  findSlot,
  LONGEST_BLOCK_MS,
  listSlots,
  nothingTaken,
  type SlotRules,
  slotsByDay,
  type Taken,
} from "./slots.ts";
import { dayInterval } from "./time-zone.ts";

const MINUTE_MS = 60_000;
const NOTHING = nothingTaken;
const LONG_AGO = Date.parse("2026-02-20T12:00Z");
const at = (text: string) => Date.parse(text);
const between = (start: string, end: string) => ({ start: at(start), end: at(end) });
const on = (clock: string) => at(`2026-03-02T${clock}Z`);
const during = (from: string, to: string) => ({ start: on(from), end: on(to) });
const booked = (from: string, to: string, before = 0, after = 0): BookedTime => ({
  meeting: during(from, to),
  block: blockOf(during(from, to), before, after),
});

const rolling = (days: number): BookingWindow => ({ kind: "rolling", days });

/** Open every day from 9:00 to 12:00 UTC, unless said otherwise. */
function rulesWith(
  changes: Partial<SlotRules> & { zone?: string; hours?: number[] } = {},
): SlotRules {
  const { zone = "UTC", hours = [9, 12], ...rules } = changes;
  const [from = 0, to = 0] = hours;
  return {
    schedule: {
      timeZone: zone,
      weeklyHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        fromMinutes: from * 60,
        toMinutes: to * 60,
      })),
      overrides: [],
    },
    durationMinutes: 30,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minimumNoticeMinutes: 0,
    bookingWindow: rolling(60),
    limits: { perDay: null, perWeek: null },
    slotStepMinutes: 30,
    ...rules,
  };
}

/** Starts on 2026-03-02 as UTC clock times. */
function startsOn(rules: SlotRules, taken: Taken = NOTHING, now = LONG_AGO): string[] {
  return listSlots(rules, taken, now, between("2026-03-02T00:00Z", "2026-03-03T00:00Z")).map(
    (slot) => new Date(slot.start).toISOString().slice(11, 16),
  );
}

test("R7.6 slots fill the open hours, the last one ending when they do", () => {
  expect(startsOn(rulesWith())).toEqual(["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]);
  expect(startsOn(rulesWith({ durationMinutes: 45 }))).toEqual([
    "09:00",
    "09:30",
    "10:00",
    "10:30",
    "11:00",
  ]);
});

test("R7.2 starts follow the step and the meeting lasts its duration", () => {
  const rules = rulesWith({ durationMinutes: 60, slotStepMinutes: 45 });
  expect(startsOn(rules)).toEqual(["09:00", "09:45", "10:30"]);
  expect(findSlot(rules, NOTHING, LONG_AGO, on("09:45"))).toEqual(during("09:45", "10:45"));
});

test("R7.6 a meeting longer than the open hours has no slot", () => {
  expect(startsOn(rulesWith({ durationMinutes: 180 }))).toEqual(["09:00"]);
  expect(startsOn(rulesWith({ durationMinutes: 181 }))).toEqual([]);
});

test("R7.6 steps are counted from where the hours begin, not from where the range does", () => {
  const rules = rulesWith({ slotStepMinutes: 50 });
  const starts = listSlots(rules, NOTHING, LONG_AGO, during("09:20", "12:00")).map(
    ({ start }) => start,
  );
  expect(starts).toEqual([on("09:50"), on("10:40"), on("11:30")]);
});

test("R7.6 a meeting may cross midnight where the hours do, and steps begin anew each date", () => {
  const rules = rulesWith({ hours: [0, 24], durationMinutes: 60, slotStepMinutes: 420 });
  expect(startsOn(rules)).toEqual(["00:00", "07:00", "14:00", "21:00"]);
  const late = rulesWith({ hours: [0, 24], durationMinutes: 60, slotStepMinutes: 705 });
  expect(startsOn(late)).toEqual(["00:00", "11:45", "23:30"]);
  expect(
    startsOn(rulesWith({ hours: [1, 24], durationMinutes: 60, slotStepMinutes: 675 })),
  ).toEqual(["01:00", "12:15"]);
});

test("R7.6 only starts inside the range are listed: its first instant is, its end is not", () => {
  const starts = listSlots(rulesWith(), NOTHING, LONG_AGO, during("10:00", "11:00"));
  expect(starts.map(({ start }) => start)).toEqual([on("10:00"), on("10:30")]);
  expect(listSlots(rulesWith(), NOTHING, LONG_AGO, during("10:01", "10:30"))).toEqual([]);
  expect(listSlots(rulesWith(), NOTHING, LONG_AGO, during("11:00", "10:00"))).toEqual([]);
});

test("R7.6 a slot never starts in the past", () => {
  expect(startsOn(rulesWith(), NOTHING, on("10:30"))).toEqual(["10:30", "11:00", "11:30"]);
  expect(startsOn(rulesWith(), NOTHING, on("10:30") + 1)).toEqual(["11:00", "11:30"]);
});

test("R7.6 a slot never starts inside the minimum notice", () => {
  const rules = rulesWith({ minimumNoticeMinutes: 120 });
  expect(startsOn(rules, NOTHING, on("09:00"))).toEqual(["11:00", "11:30"]);
  expect(startsOn(rules, NOTHING, on("09:00") + 1)).toEqual(["11:30"]);
});

test("R7.6 the booking window ends with a whole date of the host", () => {
  const rules = rulesWith({
    zone: "Pacific/Kiritimati",
    hours: [0, 24],
    bookingWindow: rolling(1),
  });
  // Already 2 March on Kiritimati, so that 3 March there is the last date: until 10:00 UTC.
  const slots = listSlots(
    rules,
    NOTHING,
    at("2026-03-01T11:00Z"),
    between("2026-03-01T00:00Z", "2026-03-09T00:00Z"),
  );
  expect(slots.at(-1)?.start).toBe(at("2026-03-03T09:30Z"));
});

test("R7.6 a booking window of no days is today only", () => {
  const rules = rulesWith({ bookingWindow: rolling(0) });
  expect(startsOn(rules, NOTHING, on("08:00"))).toHaveLength(6);
  expect(startsOn(rules, NOTHING, at("2026-03-01T23:59Z"))).toEqual([]);
});

test("R7.2 a booking window can name its dates, both included", () => {
  const dates = (firstDay: string, lastDay: string) =>
    rulesWith({ bookingWindow: { kind: "range", firstDay, lastDay } });
  expect(startsOn(dates("2026-03-02", "2026-03-02"))).toHaveLength(6);
  expect(startsOn(dates("2026-03-03", "2026-03-09"))).toEqual([]);
  expect(startsOn(dates("2026-02-23", "2026-03-01"))).toEqual([]);
  expect(startsOn(dates("2026-02-23", "2199-12-31"))).toHaveLength(6);
});

test("R7.2 what a window leaves begins today at the earliest and ends ten years on at the latest", () => {
  const range = (firstDay: string, lastDay: string) =>
    bookableDates({ kind: "range", firstDay, lastDay }, "2026-03-02");
  expect(range("2026-02-01", "2026-03-20")).toEqual({
    ...{ firstDay: "2026-03-02", lastDay: "2026-03-20" },
  });
  expect(range("2026-03-10", "2199-01-01").firstDay).toBe("2026-03-10");
  expect(range("2026-03-10", "2199-01-01").lastDay).toBe("2036-02-28");
  expect(bookableDates(rolling(0), "2026-03-02")).toEqual({
    ...{ firstDay: "2026-03-02", lastDay: "2026-03-02" },
  });
});

test("R7.2 a date with as many bookings as its limit allows offers nothing, the next one does", () => {
  const rules = rulesWith({ limits: { perDay: 2, perWeek: null } });
  const taken = (...datesBooked: string[]) => ({ ...NOTHING, datesBooked });
  expect(startsOn(rules, taken("2026-03-02"))).toHaveLength(6);
  expect(startsOn(rules, taken("2026-03-02", "2026-03-02"))).toEqual([]);
  expect(startsOn(rules, taken("2026-03-01", "2026-03-01", "2026-03-03"))).toHaveLength(6);
});

test("R7.2 weeks are counted from Monday to Sunday, on the host's dates", () => {
  const rules = rulesWith({ limits: { perDay: null, perWeek: 2 } });
  const taken = (...datesBooked: string[]) => ({ ...NOTHING, datesBooked });
  expect(startsOn(rules, taken("2026-03-02", "2026-03-08"))).toEqual([]);
  expect(startsOn(rules, taken("2026-03-01", "2026-03-08"))).toHaveLength(6);
  expect(startsOn(rules, taken("2026-03-09", "2026-03-08"))).toHaveLength(6);
  const inAuckland = rulesWith({ zone: "Pacific/Auckland", limits: { perDay: 1, perWeek: null } });
  const day = dayInterval("2026-03-03", "Pacific/Auckland");
  expect(listSlots(inAuckland, taken("2026-03-02"), LONG_AGO, day)).toHaveLength(6);
  expect(listSlots(inAuckland, taken("2026-03-03"), LONG_AGO, day)).toEqual([]);
});

test("R7.6 slots keep clear of bookings, back to back is allowed", () => {
  const taken = { ...NOTHING, bookings: [booked("10:00", "10:30")] };
  expect(startsOn(rulesWith(), taken)).toEqual(["09:00", "09:30", "10:30", "11:00", "11:30"]);
});

test("R7.6 the gap to a booking is the larger buffer of the two, not their sum", () => {
  const rules = rulesWith({ bufferAfterMinutes: 30, slotStepMinutes: 15 });
  const taken = { ...NOTHING, bookings: [booked("10:30", "11:00", 60, 0)] };
  expect(startsOn(rules, taken)).toEqual(["09:00", "11:00", "11:15", "11:30"]);
  const smaller = { ...NOTHING, bookings: [booked("10:30", "11:00", 15, 0)] };
  expect(startsOn(rules, smaller)).toEqual(["09:00", "09:15", "09:30", "11:00", "11:15", "11:30"]);
});

test("R7.6 a slot's buffers count before and after it", () => {
  const taken = { ...NOTHING, bookings: [booked("10:00", "10:30")] };
  expect(startsOn(rulesWith({ bufferBeforeMinutes: 30 }), taken)).toEqual([
    "09:00",
    "09:30",
    "11:00",
    "11:30",
  ]);
  expect(startsOn(rulesWith({ bufferAfterMinutes: 30 }), taken)).toEqual([
    "09:00",
    "10:30",
    "11:00",
    "11:30",
  ]);
});

test("R7.6 a busy time keeps the whole block away, buffers included", () => {
  const taken = { ...NOTHING, busy: [during("10:00", "10:30")] };
  expect(startsOn(rulesWith(), taken)).toEqual(["09:00", "09:30", "10:30", "11:00", "11:30"]);
  expect(startsOn(rulesWith({ bufferBeforeMinutes: 1 }), taken)).toEqual([
    "09:00",
    "09:30",
    "11:00",
    "11:30",
  ]);
  expect(startsOn(rulesWith({ bufferAfterMinutes: 1 }), taken)).toEqual([
    "09:00",
    "10:30",
    "11:00",
    "11:30",
  ]);
});

test("R7.6 the shortest busy time takes a slot, an empty one does not", () => {
  const busy = { start: on("10:30") - 1, end: on("10:30") };
  expect(startsOn(rulesWith(), { ...NOTHING, busy: [busy] })).not.toContain("10:00");
  expect(startsOn(rulesWith(), { ...NOTHING, busy: [{ ...busy, end: busy.start }] })).toHaveLength(
    6,
  );
});

test("R7.6 busy times may come unsorted, doubled, and reach far past the range", () => {
  const busy = [
    during("11:00", "11:30"),
    between("2026-02-01T00:00Z", "2026-03-02T10:00Z"),
    during("11:00", "11:15"),
  ];
  expect(startsOn(rulesWith(), { ...NOTHING, busy })).toEqual(["10:00", "10:30", "11:30"]);
});

test("R7.6 bookings made by an event type with other rules count with their own buffers", () => {
  const taken = {
    ...NOTHING,
    bookings: [booked("11:30", "11:40", 0, 0), booked("09:10", "09:20", 0, 40)],
  };
  expect(startsOn(rulesWith(), taken)).toEqual(["10:00", "10:30", "11:00"]);
});

test("R7.7 two bookings conflict when the meeting of one overlaps the block of the other", () => {
  expect(conflicts(booked("10:00", "10:30", 0, 30), booked("10:45", "11:00"))).toBe(true);
  expect(conflicts(booked("10:45", "11:00"), booked("10:00", "10:30", 0, 30))).toBe(true);
  expect(conflicts(booked("10:00", "10:30", 0, 30), booked("11:00", "11:30", 30, 0))).toBe(false);
  expect(conflicts(booked("10:00", "10:30"), booked("10:30", "11:00"))).toBe(false);
});

test("R7.6 no slot is found for what is no start of a slot", () => {
  const found = (start: number) => findSlot(rulesWith(), NOTHING, LONG_AGO, start);
  expect(found(on("10:00"))).toEqual(during("10:00", "10:30"));
  const starts = [
    on("10:00") + 1,
    on("10:00") - 0.5,
    on("10:15"),
    on("08:30"),
    on("12:00"),
    at("2020-01-06T10:00Z"),
    at("2036-01-07T10:00Z"),
    at("9999-12-31T10:00Z"),
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ];
  expect(starts.filter((start) => found(start) !== null)).toEqual([]);
});

test("R7.2 rules that no event type may have are refused instead of listed for ever", () => {
  const changes: Partial<SlotRules>[] = [
    { durationMinutes: 0 },
    { slotStepMinutes: 0 },
    { slotStepMinutes: -15 },
    { durationMinutes: 1.5 },
    { bufferBeforeMinutes: -1 },
    { minimumNoticeMinutes: Number.NaN },
    { bookingWindow: rolling(1e9) },
    { durationMinutes: LONGEST_BLOCK_MS / MINUTE_MS, bufferAfterMinutes: 1 },
  ];
  for (const change of changes) expect(() => startsOn(rulesWith(change))).toThrow(RangeError);
  expect(() =>
    startsOn(rulesWith({ durationMinutes: LONGEST_BLOCK_MS / MINUTE_MS })),
  ).not.toThrow();
});

test("R7.4 slots are under the guest's date, in order", () => {
  const slots = [during("10:00", "10:30"), during("14:30", "15:00"), during("15:00", "15:30")];
  const days = slotsByDay(slots, "Asia/Tokyo");
  expect([...days.keys()]).toEqual(["2026-03-02", "2026-03-03"]);
  expect(days.get("2026-03-02")).toEqual([slots[0], slots[1]]);
  expect(days.get("2026-03-03")).toEqual([slots[2]]);
});

test("R7.6 a slot within a repeated hour is offered both times, within a skipped one never", () => {
  const rules = rulesWith({ zone: "Europe/Berlin", hours: [2, 3] });
  const startsIn = (date: string) =>
    listSlots(rules, NOTHING, LONG_AGO, dayInterval(date, "Europe/Berlin")).map(({ start }) =>
      new Date(start).toISOString().slice(11, 16),
    );
  expect(startsIn("2026-03-28")).toEqual(["01:00", "01:30"]);
  expect(startsIn("2026-03-29")).toEqual([]);
  const autumn = { ...rules, bookingWindow: rolling(365) };
  const slots = listSlots(autumn, NOTHING, LONG_AGO, dayInterval("2026-10-25", "Europe/Berlin"));
  expect(slots.map(({ start }) => new Date(start).toISOString().slice(11, 16))).toEqual([
    "00:00",
    "00:30",
    "01:00",
    "01:30",
  ]);
});

test("R7.6 slots stay in order where an evening is repeated across midnight", () => {
  // Goose Bay put its clocks back from 00:01 to 23:01 of the day before, at 03:01 UTC.
  const rules = rulesWith({
    zone: "America/Goose_Bay",
    hours: [0, 24],
    durationMinutes: 1,
    slotStepMinutes: 1,
  });
  const range = between("2010-11-07T02:58Z", "2010-11-07T03:04Z");
  const slots = listSlots(rules, NOTHING, at("2010-11-01T00:00Z"), range);
  expect(slots.map(({ start }) => (start - range.start) / MINUTE_MS)).toEqual([0, 1, 2, 3, 4, 5]);
});
