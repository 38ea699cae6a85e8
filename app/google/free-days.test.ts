import { expect, test } from "vitest";
import { createCalendarClient } from "./calendar-client.server.ts";
import { backendError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

const TOKEN = { token: "ya29.secret", version: 3 };
const RANGE = { start: Date.UTC(2026, 7, 1), end: Date.UTC(2026, 9, 1) };

const allDay = (changes: object = {}) => ({
  status: "confirmed",
  transparency: "transparent",
  eventType: "default",
  summary: "Holiday",
  start: { date: "2026-08-03" },
  end: { date: "2026-08-08" },
  ...changes,
});

async function listed(...items: unknown[]) {
  const { fetch, sent } = recordingFetch(json({ items }));
  const client = createCalendarClient("https://google.test", fetch);
  const answer = await client.listFreeDays(TOKEN, "a@example.com", RANGE, 1_000);
  return { answer, sent };
}

test("R7.3 a whole day marked free is listed with its title, its last day included", async () => {
  const { answer, sent } = await listed(allDay());
  expect(answer).toEqual({
    kind: "listed",
    days: [{ title: "Holiday", firstDay: "2026-08-03", lastDay: "2026-08-07" }],
  });
  expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
    timeMin: "2026-08-01T00:00:00.000Z",
    timeMax: "2026-10-01T00:00:00.000Z",
    singleEvents: "true",
    orderBy: "startTime",
    maxResults: "500",
    fields: "items(status,transparency,eventType,summary,start/date,end/date)",
  });
});

test.each([
  ["is busy", { transparency: undefined }],
  ["was deleted", { status: "cancelled" }],
  ["is a birthday", { eventType: "birthday" }],
  ["is a place of work", { eventType: "workingLocation" }],
  ["has times", { start: { dateTime: "2026-08-03T10:00:00Z" }, end: {} }],
  ["has no dates that are any", { start: { date: "2026-99-99" } }],
])("R7.3 what %s is none", async (_what, change) => {
  expect((await listed(allDay(change))).answer).toEqual({ kind: "listed", days: [] });
});

test("R7.3 what Google can't say, or says in another shape, is no list", async () => {
  const ask = (answer: Response) =>
    createCalendarClient("https://google.test", recordingFetch(answer).fetch).listFreeDays(
      TOKEN,
      "a@example.com",
      RANGE,
      1_000,
    );
  expect((await ask(backendError(503, "backendError"))).kind).toBe("unavailable");
  expect(await ask(json({ items: "none" }))).toMatchObject({ why: "malformed_answer" });
});
