import { expect, test } from "vitest";
import { draftOf, fieldsOfDates, noDates, readRemoved } from "./dates-draft.ts";
import { viewDatesMonth } from "./dates-month.ts";

const dates = {
  today: "2026-12-15",
  weeklyHours: [1, 2, 3, 4, 5].map((weekday) => ({
    ...{ weekday, fromMinutes: 540, toMinutes: 1020 },
  })),
  overrides: [
    { id: "past", firstDay: "2026-12-01", lastDay: "2026-12-02", ranges: [] },
    {
      ...{ id: "other", firstDay: "2026-12-19", lastDay: "2026-12-19" },
      ranges: [{ fromMinutes: 600, toMinutes: 1440 }],
    },
    { id: "off", firstDay: "2026-12-24", lastDay: "2027-01-03", ranges: [] },
  ],
};

const view = (asked = "", changes: Partial<typeof dates> = {}) =>
  viewDatesMonth({ ...dates, ...changes }, new URLSearchParams(asked));

const dayOf = (date: string, asked = "") =>
  view(asked || `month=${date.slice(0, 7)}`).days.find((day) => day.date === date);

test("R7.3 this month comes first: all its days, today among them", () => {
  const { month, title, days, chosen } = view();
  expect([month, title, days.length, chosen]).toEqual([...["2026-12", "December 2026", 31, null]]);
  expect(days.filter(({ isToday }) => isToday).map(({ date }) => date)).toEqual(["2026-12-15"]);
  expect(days.filter(({ isPast }) => isPast)).toHaveLength(14);
});

test("R7.3 each day says what it has", () => {
  expect(dayOf("2026-12-15")).toMatchObject({
    kind: "usual",
    name: "Tuesday 15 December 2026, today",
  });
  expect(dayOf("2026-12-16")).toMatchObject({ kind: "usual", name: "Wednesday 16 December 2026" });
  expect(dayOf("2026-12-20")).toMatchObject({
    kind: "closed",
    name: "Sunday 20 December 2026: no weekly hours",
  });
  expect(dayOf("2026-12-19")).toMatchObject({
    kind: "hours",
    name: "Saturday 19 December 2026: other hours, 10:00 – 24:00",
  });
  for (const date of ["2026-12-24", "2026-12-31", "2027-01-01", "2027-01-03", "2026-12-02"]) {
    expect(dayOf(date)).toMatchObject({ kind: "off", name: expect.stringMatching(/: day off$/) });
  }
  expect(dayOf("2026-12-23")?.kind).toBe("usual");
  expect(dayOf("2027-01-04")?.kind).toBe("usual");
});

test("R7.3 a day that is chosen brings its month, its weekly hours and what it has instead", () => {
  const chosen = view("month=2026-12&day=2027-01-02");
  expect(chosen.month).toBe("2027-01");
  expect(chosen.days.filter(({ isChosen }) => isChosen).map(({ date }) => date)).toEqual([
    "2027-01-02",
  ]);
  expect(chosen.chosen).toEqual({
    date: "2027-01-02",
    name: "Saturday 2 January 2027",
    weekly: "Not available",
    override: {
      id: "off",
      dates: "Thursday 24 December 2026 to Sunday 3 January 2027",
      hours: "Not available",
      undo: { firstDay: "2026-12-24", lastDay: "2027-01-03", kind: "off" },
    },
  });
  expect(view("day=2026-12-16").chosen).toMatchObject({
    weekly: "09:00 – 17:00",
    override: null,
  });
});

test.each([
  "month=2026-13",
  "month=x",
  "month=",
  "month=2026-11",
  "month=9999-01",
  "month=2029-01",
  "month=2026-12-01",
  "month=__proto__",
  "day=x",
  "day=2026-02-30",
  "day=2026-12-14",
  "day=9999-12-31",
  "day=2199-12-31",
  "month=2026-13&day=2026-13-01",
])("R7.3 what asks for no month in reach shows this month, and nothing chosen: %s", (asked) => {
  expect(view(asked)).toMatchObject({ month: "2026-12", chosen: null, previousMonth: null });
});

test("R7.3 a day that can't be chosen leaves the month as it was asked for", () => {
  expect(view("month=2027-02&day=2026-12-01")).toMatchObject({ month: "2027-02", chosen: null });
});

test("R7.3 one can go from this month two years ahead, and further only to dates on the list", () => {
  const steps = (asked: string, overrides = dates.overrides) => {
    const { previousMonth, nextMonth } = view(asked, { overrides });
    return [previousMonth, nextMonth];
  };
  expect(steps("")).toEqual([null, "2027-01"]);
  expect(steps("month=2027-01")).toEqual(["2026-12", "2027-02"]);
  expect(steps("month=2028-12")).toEqual(["2028-11", null]);
  const far = { id: "far", firstDay: "2199-12-01", lastDay: "2199-12-31", ranges: [] };
  expect(steps("month=2199-12", [far])).toEqual(["2199-11", null]);
  expect(view("day=2199-12-31", { overrides: [far] }).chosen?.override?.id).toBe("far");
});

test("R7.3 what was removed can be put back as it was, unless it is over, back already, or more than the form holds", () => {
  const ranges = [
    { fromMinutes: 0, toMinutes: 90 },
    { fromMinutes: 600, toMinutes: 1440 },
  ];
  const removed = { firstDay: "2026-12-19", lastDay: "2026-12-20", ranges };
  const told = (stored: typeof removed) =>
    new URLSearchParams({ notice: "removed", ...fieldsOfDates(draftOf(stored) ?? noDates) });
  expect(readRemoved(told(removed), "2026-12-20", dates.overrides.slice(2))).toEqual({
    dates: "Saturday 19 December 2026 to Sunday 20 December 2026",
    hours: "00:00 – 01:30, 10:00 – 24:00",
    undo: {
      ...{ firstDay: "2026-12-19", lastDay: "2026-12-20", kind: "hours" },
      rows: [
        { from: "00:00", to: "01:30" },
        { from: "10:00", to: "00:00" },
        { from: "", to: "" },
      ],
    },
  });
  expect(readRemoved(told({ ...removed, ranges: [] }), "2026-12-19", [])?.undo.kind).toBe("off");
  expect(readRemoved(told(removed), "2026-12-21", [])).toBeNull();
  expect(readRemoved(told(removed), "2026-12-20", dates.overrides)).toBeNull();
  const many = [1, 2, 3, 4].map((hour) => ({ fromMinutes: hour * 60, toMinutes: hour * 60 + 30 }));
  expect(draftOf({ ...removed, ranges: many })).toBeNull();
});

test.each([
  "",
  "notice=removed",
  "notice=saved&firstDay=2026-12-19&kind=off",
  "notice=removed&firstDay=x&kind=off",
  "notice=removed&firstDay=9999-12-19&kind=off",
  "notice=removed&firstDay=2026-12-19&kind=free",
  "notice=removed&firstDay=2026-12-19&kind=hours&from-0=25:00&to-0=26:00",
  "notice=removed&firstDay=2026-12-19&lastDay=2026-12-18&kind=off",
])("R7.3 an address that tells of nothing that could be put back offers nothing: %s", (told) => {
  expect(readRemoved(new URLSearchParams(told), dates.today, [])).toBeNull();
});
