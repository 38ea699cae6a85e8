import { expect, test } from "vitest";
import { monthInterval, viewMonth } from "./month-view.ts";

const LONDON = "Europe/London";
const slot = (text: string, minutes = 30) => {
  const start = Date.parse(text);
  return { start, end: start + minutes * 60_000 };
};

const asked = (changes: Partial<Parameters<typeof viewMonth>[1]> = {}) => ({
  month: "2026-12",
  day: null,
  zone: LONDON,
  now: Date.parse("2026-12-01T08:00:00Z"),
  lastBookableDay: "2027-01-30",
  ...changes,
});

test("R7.4 a month has all its days", () => {
  const view = viewMonth([], asked());
  expect(view.days).toHaveLength(31);
  expect(view.days[0]).toMatchObject({
    date: "2026-12-01",
    number: 1,
    isToday: true,
    isFree: false,
  });
  expect(view.days.filter(({ isToday }) => isToday)).toHaveLength(1);
});

test("R7.4 weeks begin with the day that they begin with for whoever reads", () => {
  const firstFor = (locale?: string) =>
    viewMonth([], asked(), locale ? { locale } : {}).firstWeekday;
  expect([firstFor(), firstFor("en-GB"), firstFor("en-US")]).toEqual([1, 1, 7]);
});

test("R7.4 the first free day is selected, with its slots", () => {
  const slots = [
    slot("2026-12-03T09:00:00Z"),
    slot("2026-12-03T09:30:00Z"),
    slot("2026-12-04T09:00:00Z"),
  ];
  const view = viewMonth(slots, asked());
  expect(view.selected).toMatchObject({
    date: "2026-12-03",
    slots: [{ start: "2026-12-03T09:00:00Z" }, { start: "2026-12-03T09:30:00Z" }],
  });
  expect(view.days.filter(({ isFree }) => isFree).map(({ date }) => date)).toEqual([
    "2026-12-03",
    "2026-12-04",
  ]);
  expect(view.days.filter(({ isSelected }) => isSelected).map(({ date }) => date)).toEqual([
    "2026-12-03",
  ]);
  expect(view.otherDay).toBeNull();
});

test("R7.4 a chosen day without slots names the next free day", () => {
  const view = viewMonth(
    [slot("2026-12-09T09:00:00Z"), slot("2026-12-05T09:00:00Z")],
    asked({ day: "2026-12-04" }),
  );
  expect(view.selected).toMatchObject({ date: "2026-12-04", slots: [] });
  expect(view.otherDay).toMatchObject({ date: "2026-12-05", isNext: true });
});

test("R7.4 a chosen day after the last free one names none, and a month without slots selects nothing", () => {
  const view = viewMonth([slot("2026-12-02T09:00:00Z")], asked({ day: "2026-12-04" }));
  expect(view.otherDay).toBeNull();
  expect(viewMonth([], asked()).selected).toBeNull();
});

test("R7.4 slots stand under the day on which they start in the guest's zone", () => {
  const late = [slot("2026-12-03T15:30:00Z")];
  expect(viewMonth(late, asked({ zone: "Asia/Tokyo" })).selected?.date).toBe("2026-12-04");
  expect(viewMonth(late, asked({ zone: "America/Los_Angeles" })).selected?.date).toBe("2026-12-03");
});

test("R7.4 the zone is named with its offset on the day that is shown, not that of today", () => {
  const now = Date.parse("2027-03-01T08:00:00Z");
  const labelOf = (month: string, day: string | null) =>
    viewMonth([], asked({ now, month, day, lastBookableDay: "2027-05-01" })).zoneLabel;
  expect(labelOf("2027-03", "2027-03-02")).toBe("Europe/London (GMT)");
  expect(labelOf("2027-03", "2027-03-28")).toBe("Europe/London (GMT, then GMT+1)");
  expect(labelOf("2027-03", "2027-03-29")).toBe("Europe/London (GMT+1)");
  expect(labelOf("2027-04", null)).toBe("Europe/London (GMT+1)");
});

test("R7.4 one can go no further back than today and no further on than the booking window", () => {
  const steps = (month: string) => {
    const { previousMonth, nextMonth } = viewMonth([], asked({ month }));
    return [previousMonth, nextMonth];
  };
  expect(steps("2026-12")).toEqual([null, "2027-01"]);
  expect(steps("2027-01")).toEqual(["2026-12", null]);
});

test("R7.4 which month is this month is decided in the guest's zone", () => {
  const now = Date.parse("2026-11-30T23:30:00Z");
  expect(viewMonth([], asked({ now })).previousMonth).toBe("2026-11");
  expect(viewMonth([], asked({ now, zone: "Asia/Tokyo" })).previousMonth).toBeNull();
});

test("R7.4 a month is as long as its days in the guest's zone, when clocks change too", () => {
  const hours = (month: string, zone: string) => {
    const { start, end } = monthInterval(month, zone);
    return (end - start) / 3_600_000;
  };
  expect(monthInterval("2026-12", "Asia/Tokyo")).toEqual({
    start: Date.parse("2026-11-30T15:00:00Z"),
    end: Date.parse("2026-12-31T15:00:00Z"),
  });
  expect(hours("2026-03", LONDON)).toBe(31 * 24 - 1);
  expect(hours("2026-10", LONDON)).toBe(31 * 24 + 1);
});

test("R7.3 the slots of a day are told apart by when they begin, on the clocks of whoever reads", () => {
  const hours = [2, 9, 11.5, 12, 16.5, 17, 23];
  const slots = hours.map((hour) => {
    const start = Date.UTC(2026, 2, 3) + hour * 3_600_000;
    return { start, end: start + 900_000 };
  });
  const asked = { month: "2026-03", day: "2026-03-03", now: 0, lastBookableDay: "2026-12-31" };
  const parts = (zone: string) =>
    viewMonth(slots, { ...asked, zone }).selected?.parts.map(({ name, slots: of }) => [
      name,
      of.map(({ time }) => time),
    ]);
  expect(parts("UTC")).toEqual([
    ["Night", ["02:00"]],
    ["Morning", ["09:00", "11:30"]],
    ["Afternoon", ["12:00", "16:30"]],
    ["Evening", ["17:00", "23:00"]],
  ]);
  expect(parts("Asia/Tokyo")?.map(([name]) => name)).toEqual(["Morning", "Evening"]);
});
