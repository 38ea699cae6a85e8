import { expect, test } from "vitest";
import { explainDay, type NamedTaken, type Reason } from "./slot-reasons.ts";
import { plainSlotRules } from "./slot-rules.fixtures.ts";
import { blockOf, type SlotRules } from "./slots.ts";

const DAY = "2026-03-02";
const NOW = Date.parse("2026-03-01T12:00Z");
const NOTHING: NamedTaken = { bookings: [], busy: [], datesBooked: [] };
const during = (from: string, to: string) => ({
  start: Date.parse(`${DAY}T${from}Z`),
  end: Date.parse(`${DAY}T${to}Z`),
});

/** Open every day from 9:00 to 11:00 UTC, in steps of an hour, unless said otherwise. */
function rulesWith(changes: Partial<SlotRules> = {}): SlotRules {
  const hours = { fromMinutes: 9 * 60, toMinutes: 11 * 60 };
  const weeklyHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...hours }));
  const schedule = { timeZone: "UTC", weeklyHours, overrides: [] };
  return plainSlotRules(schedule, { durationMinutes: 60, slotStepMinutes: 60, ...changes });
}

/** The reasons at 9:00 and at 10:00, by their kinds. */
function reasonsWithin(rules: SlotRules, taken = NOTHING, now = NOW): Reason[][] {
  const { start, end } = during("09:00", "11:00");
  return explainDay(rules, taken, now, DAY)
    .filter((explained) => explained.start >= start && explained.start < end)
    .map(({ reasons }) => reasons);
}

test("R7.6 a whole day is explained, step by step", () => {
  const explained = explainDay(rulesWith(), NOTHING, NOW, DAY);
  expect(explained).toHaveLength(24);
  const offered = explained.filter(({ reasons }) => reasons.length === 0);
  expect(offered.map(({ start }) => new Date(start).toISOString().slice(11, 16))).toEqual([
    "09:00",
    "10:00",
  ]);
  expect(explained[0]?.reasons).toEqual([{ kind: "outsideHours" }]);
});

test("R7.6 a booking is named, and so is the one that is only too near", () => {
  const meeting = during("09:00", "09:30");
  const bookings = [{ id: "b", meeting, block: blockOf(meeting, 0, 45) }];
  expect(reasonsWithin(rulesWith(), { ...NOTHING, bookings })).toEqual([
    [{ kind: "booked", bookingId: "b", isBuffer: false }],
    [{ kind: "booked", bookingId: "b", isBuffer: true }],
  ]);
});

test("R7.6 a busy time is named by its calendar, and buffers keep away from it", () => {
  const busy = [{ calendarId: "c", ...during("08:30", "09:30") }];
  const rules = rulesWith({ bufferBeforeMinutes: 45 });
  expect(reasonsWithin(rules, { ...NOTHING, busy })).toEqual([
    [{ kind: "busy", calendarId: "c", isBuffer: false }],
    [{ kind: "busy", calendarId: "c", isBuffer: true }],
  ]);
});

test("R7.6 what a calendar holds within a booking is its own event, and not named once more", () => {
  const meeting = during("09:00", "10:00");
  const bookings = [{ id: "b", meeting, block: blockOf(meeting, 0, 45) }];
  const busy = [{ calendarId: "c", ...meeting }];
  const rules = rulesWith({ bufferBeforeMinutes: 45 });
  expect(reasonsWithin(rules, { ...NOTHING, bookings, busy })).toEqual([
    [{ kind: "booked", bookingId: "b", isBuffer: false }],
    [{ kind: "booked", bookingId: "b", isBuffer: true }],
  ]);
  const longer = [{ calendarId: "c", ...during("09:00", "10:15") }];
  expect(reasonsWithin(rules, { ...NOTHING, bookings, busy: longer })[1]).toContainEqual({
    kind: "busy",
    calendarId: "c",
    isBuffer: false,
  });
});

test("R7.6 what is past, too soon, or outside the booking window says so", () => {
  const at = (time: string) => Date.parse(`${DAY}T${time}Z`);
  const notice = rulesWith({ minimumNoticeMinutes: 60 });
  expect(reasonsWithin(notice, NOTHING, at("09:30"))).toEqual([
    [{ kind: "past" }],
    [{ kind: "tooSoon" }],
  ]);
  const tomorrow = { kind: "range", firstDay: "2026-03-03", lastDay: "2026-03-04" } as const;
  for (const bookingWindow of [tomorrow, { kind: "rolling", days: 0 } as const]) {
    expect(reasonsWithin(rulesWith({ bookingWindow }))).toEqual([
      [{ kind: "outsideWindow" }],
      [{ kind: "outsideWindow" }],
    ]);
  }
});

test("R7.6 a day or a week that is full says which", () => {
  const taken = { ...NOTHING, datesBooked: [DAY] };
  const limited = (perDay: number | null, perWeek: number | null) =>
    reasonsWithin(rulesWith({ limits: { perDay, perWeek } }), taken)[0];
  expect(limited(1, 1)).toEqual([{ kind: "limitReached", per: "day" }]);
  expect(limited(2, 1)).toEqual([{ kind: "limitReached", per: "week" }]);
  expect(limited(2, 2)).toEqual([]);
});

test("R7.3 a day off is told from hours that are never open", () => {
  const rules = rulesWith();
  const overrides = [{ from: DAY, to: DAY, ranges: [] }];
  const dayOff = { ...rules, schedule: { ...rules.schedule, overrides } };
  expect(reasonsWithin(dayOff)).toEqual([[{ kind: "override" }], [{ kind: "override" }]]);
  expect(explainDay(dayOff, NOTHING, NOW, DAY)[0]?.reasons).toEqual([{ kind: "outsideHours" }]);
});

test("R7.6 all that stands in the way is told, not the first of it", () => {
  const meeting = during("09:00", "10:00");
  const taken = {
    bookings: [{ id: "b", meeting, block: meeting }],
    busy: [{ calendarId: "c", ...during("09:00", "10:15") }],
    datesBooked: [DAY],
  };
  const rules = rulesWith({ limits: { perDay: 1, perWeek: null } });
  expect(reasonsWithin(rules, taken)[0]?.map(({ kind }) => kind)).toEqual([
    "limitReached",
    "booked",
    "busy",
  ]);
});
