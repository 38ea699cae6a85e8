import { expect, test } from "vitest";
import {
  readEndOfHours,
  readHours,
  readTimeOfDay,
  readWeekDraft,
  type WeekDraft,
  weekDraftOf,
  withHoursAdded,
  withHoursCopied,
  withHoursRemoved,
} from "./hours-draft.ts";

const row = (from: string, to: string) => ({ from, to });
const monday = (...rows: { from: string; to: string }[]): WeekDraft => [
  rows,
  ...Array.from({ length: 6 }, () => []),
];

test("R7.3 a time of day is hours and minutes, and nothing else", () => {
  expect(["00:00", "9:05", " 23:59 "].map(readTimeOfDay)).toEqual([0, 545, 1439]);
  for (const text of [
    "",
    "24:00",
    "25:00",
    "12:60",
    "12",
    "12:5",
    "-1:00",
    "12:00:00",
    "１２:00",
  ]) {
    expect([text, readTimeOfDay(text)]).toEqual([text, null]);
  }
});

test("R7.3 hours can end at midnight, written either way", () => {
  expect(["00:00", "24:00", "23:00", "24:01"].map(readEndOfHours)).toEqual([
    1440,
    1440,
    1380,
    null,
  ]);
});

test("R7.3 what is stored comes back as it was, the end of the day among it", () => {
  const weeklyHours = [
    { weekday: 1, fromMinutes: 0, toMinutes: 720 },
    { weekday: 1, fromMinutes: 780, toMinutes: 1440 },
    { weekday: 7, fromMinutes: 545, toMinutes: 600 },
  ];
  const week = weekDraftOf(weeklyHours);
  expect(week[0]).toEqual([row("00:00", "12:00"), row("13:00", "00:00")]);
  expect(readHours(week)).toEqual({ kind: "sound", weeklyHours });
});

test("R7.3 the rows of a form come in their order, whatever else it holds", () => {
  const week = readWeekDraft({
    name: "x",
    "to-1-10": "17:00",
    "from-1-10": "13:00",
    "from-1-2": "09:00",
    "from-8-0": "09:00",
    "from-7-0": "10:00",
    "to-7-0": "",
  });
  expect(week[0]).toEqual([row("09:00", ""), row("13:00", "17:00")]);
  expect(week[6]).toEqual([row("10:00", "")]);
  expect(week.flat()).toHaveLength(3);
});

test("R7.3 hours are added after those that are there, as far as the day goes", () => {
  expect(withHoursAdded(monday(), 1)[0]).toEqual([row("09:00", "17:00")]);
  expect(withHoursAdded(monday(row("09:00", "12:00")), 1)[0]?.[1]).toEqual(row("13:00", "14:00"));
  expect(withHoursAdded(monday(row("09:00", "22:00")), 1)[0]?.[1]).toEqual(row("23:00", "00:00"));
  expect(withHoursAdded(monday(row("09:00", "23:00")), 1)[0]?.[1]).toEqual(row("", ""));
  expect(withHoursAdded(monday(row("09:00", "soon")), 1)[0]?.[1]).toEqual(row("", ""));
});

test("R7.3 one row is removed, and one day copied to those that are named", () => {
  const week = monday(row("09:00", "12:00"), row("13:00", "17:00"));
  expect(withHoursRemoved(week, 1, 0)[0]).toEqual([row("13:00", "17:00")]);
  expect(withHoursRemoved(week, 1, 9)).toEqual(week);
  const copied = withHoursCopied(week, 1, [2, 7]);
  expect([copied[1], copied[2], copied[6]]).toEqual([week[0], [], week[0]]);
});

test.each<[string, WeekDraft, Record<string, string>]>([
  [
    "overlap",
    monday(row("09:00", "12:00"), row("11:00", "13:00")),
    { "from-1-1": "These hours overlap others of this day." },
  ],
  [
    "end before they begin",
    monday(row("12:00", "09:00")),
    { "to-1-0": expect.stringContaining("from 00:00 on the next") },
  ],
  [
    "last no time",
    monday(row("12:00", "12:00")),
    { "to-1-0": expect.stringContaining("end before") },
  ],
  ["are 25 hours long", monday(row("00:00", "25:00")), { "to-1-0": "Enter a time such as 17:00." }],
  [
    "are no times",
    monday(row("", "")),
    { "from-1-0": "Enter a time such as 09:00.", "to-1-0": "Enter a time such as 17:00." },
  ],
])("R7.3 hours that %s are refused beside their field", (_what, week, errors) => {
  expect(readHours(week)).toEqual({ kind: "refused", errors });
});

test("R7.3 each row is told what is wrong with it, beside sound ones and wrong ones", () => {
  const week = monday(row("x", "10:00"), row("10:00", "12:00"), row("11:00", "09:00"));
  week[6] = [row("08:00", "09:00"), row("08:30", "10:00")];
  expect(readHours(week)).toMatchObject({
    errors: {
      "from-1-0": expect.any(String),
      "to-1-2": expect.any(String),
      "from-7-1": expect.any(String),
    },
  });
});

test("R7.3 hours that meet are no overlap; more than a dozen a day are too many", () => {
  expect(readHours(monday(row("09:00", "12:00"), row("12:00", "13:00"))).kind).toBe("sound");
  const many = Array.from({ length: 13 }, (_, hour) =>
    row(`${10 + (hour % 12)}:00`, `${10 + (hour % 12)}:30`),
  );
  expect(readHours(monday(...many))).toMatchObject({
    kind: "refused",
    errors: { "day-1": "At most 12 ranges a day." },
  });
});
