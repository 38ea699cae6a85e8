import { expect, test } from "vitest";
import { createCalendarClient } from "./calendar-client.server.ts";
import { putTogether, questionsAbout } from "./free-busy-questions.ts";
import { backendError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 2);
const ADA = "ada@example.com";
const days = (from: number, to: number) => ({
  start: NOW + from * DAY_MS,
  end: NOW + to * DAY_MS,
});

test("R7.6 what fits into one question is one", () => {
  expect(questionsAbout([ADA], days(0, 90))).toEqual([{ calendarIds: [ADA], range: days(0, 90) }]);
  expect(questionsAbout([], days(0, 400))).toEqual([]);
});

test("R7.6 longer ranges are cut after 90 days, without holes, and more calendars after 50", () => {
  const ids = Array.from({ length: 51 }, (_, number) => `${number}@example.com`);
  const questions = questionsAbout(ids, days(0, 200));
  expect(questions.map(({ range }) => range)).toEqual([
    days(0, 90),
    days(90, 180),
    days(180, 200),
    days(0, 90),
    days(90, 180),
    days(180, 200),
  ]);
  expect(questions.map(({ calendarIds }) => calendarIds.length)).toEqual([50, 50, 50, 1, 1, 1]);
  expect(questionsAbout(ids.slice(1), days(0, 402))).toHaveLength(5);
});

test("R7.6 what lasts across the border of two questions is one busy time", () => {
  const read = (from: number, to: number) => ({
    calendarId: ADA,
    kind: "read" as const,
    busy: [days(from, to)],
  });
  expect(putTogether([read(88, 90), read(90, 91)])).toEqual([
    { calendarId: ADA, kind: "read", busy: [days(88, 91)] },
  ]);
});

test("R7.6 a calendar that one of the questions could not read is unreadable, never half free", () => {
  const read = { calendarId: ADA, kind: "read" as const, busy: [days(1, 2)] };
  const unreadable = { calendarId: ADA, kind: "unreadable" as const, why: "internalError" };
  expect(putTogether([read, unreadable])).toEqual([unreadable]);
  expect(putTogether([unreadable, read])).toEqual([unreadable]);
});

test("R7.6 one question that fails fails them all", async () => {
  const { fetch, sent } = recordingFetch(
    json({ calendars: { [ADA]: { busy: [] } } }),
    backendError(503, "backendError"),
  );
  const client = createCalendarClient("https://google.test", fetch);
  const answer = await client.busyTimes({ token: "t", version: 1 }, [ADA], days(0, 100), 1_000);
  expect(answer.kind).toBe("unavailable");
  expect(sent).toHaveLength(2);
});
