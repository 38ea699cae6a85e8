import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { formatDay, formatRange, formatSlotName } from "./time-text.ts";
import { unbrokenDate } from "./unbroken-date.tsx";

const meeting = { start: Date.parse("2026-11-23T22:30Z"), end: Date.parse("2026-11-24T00:30Z") };
const halfHour = { start: meeting.start, end: meeting.start + 1_800_000 };

const markupOf = (text: string) => renderToStaticMarkup(<p>{unbrokenDate(text)}</p>);
const textOf = (text: string) => markupOf(text).replace(/<[^>]*>/g, "");
/** What is kept on one line, as an element of its own. */
const rangeOf = (text: string) =>
  /<span [^>]*nowrap[^>]*>(.*)<\/span><\/p>$/.exec(markupOf(text))?.[1];

test("R7.4 a date breaks after its weekday at most, never before its year, however it is written", () => {
  expect(textOf(formatDay("2026-11-23"))).toBe("Monday 23\u00a0November\u00a02026");
  for (const locale of ["en-GB", "en-US", "en-AU", "en-IN"]) {
    const text = formatRange(meeting, "UTC", { locale });
    const kept = textOf(text);
    expect(kept.replace(/\s/g, " ")).toBe(text.replace(/\s/g, " "));
    expect(kept).not.toMatch(/ 2026/);
  }
});

test("R7.4 the times of a range stay together, and are copied as they are read", () => {
  expect(rangeOf("Tuesday 3 March 2026, 13:30 – 14:00")).toBe("13:30 – 14:00");
  expect(rangeOf("Tuesday 3 March, 13:30 to 14:00")).toBe("13:30 to 14:00");
  expect(rangeOf("13:30 – 14:00")).toBe("13:30 – 14:00");
});

test.each([
  ["en-US", "10:30\u00a0PM"],
  ["en-AU", "10:30\u00a0pm"],
  ["en-CA", "10:30\u00a0p.m."],
])("R7.4 a time on twelve hours keeps its AM or PM, also in a range: %s", (locale, time) => {
  for (const text of [formatRange, formatSlotName].map((as) => as(halfHour, "UTC", { locale }))) {
    expect(textOf(text)).toContain(time);
    expect(rangeOf(text)?.startsWith(time)).toBe(true);
  }
});

test("R7.4 a text without a date or a range stays as it is", () => {
  for (const text of ["Tuesday 3 March, 13:30", "23:30 – Wednesday 4 March, 00:30", ""]) {
    expect(markupOf(text)).toBe(`<p>${text}</p>`);
  }
});
