import { expect, test } from "vitest";
import { formatSlotName } from "../ui/time-text.ts";
import { readerLocale } from "./reader-locale.ts";

const slot = { start: Date.UTC(2026, 2, 3, 13, 30), end: Date.UTC(2026, 2, 3, 14) };
const localeOf = (wanted?: string) =>
  readerLocale(
    new Request("https://x.test", { headers: wanted ? { "Accept-Language": wanted } : {} }),
  );

test.each([
  [undefined, "en-GB"],
  ["*", "en-GB"],
  ["de-DE,de;q=0.9,en;q=0.8", "en-GB"],
  ["fr", "en-GB"],
  ["en-US,en;q=0.5", "en-US"],
  ["en;q=0.5", "en-US"],
  ["EN-au", "en-AU"],
  ["ar-EG,ar;q=0.9", "en-AU"],
  ["zh-Hant-TW", "en-GB"],
  ["xx-YY-zz; drop table", "en-GB"],
  ["en-<script>", "en-GB"],
])("R7.4 a browser that wants %s reads times as in %s", (wanted, locale) => {
  expect(localeOf(wanted)).toBe(locale);
});

test("R7.4 the same slot on a 12-hour and on a 24-hour clock", () => {
  const named = (wanted: string) =>
    formatSlotName(slot, "UTC", { locale: localeOf(wanted) }).replaceAll(/\s/g, " ");
  expect(named("de-DE")).toBe("Tuesday 3 March, 13:30 to 14:00");
  expect(named("en-US")).toBe("Tuesday, March 3, 1:30 PM to 2:00 PM");
  expect(named("hi-IN")).toMatch(/^Tuesday,? 3 March, 1:30 pm to 2:00 pm$/);
});
