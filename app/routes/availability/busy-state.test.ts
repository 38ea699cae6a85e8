import { expect, test } from "vitest";
import type { BusyTimesState } from "#db/calendars.server.ts";
import { viewCalendarState } from "./busy-state.ts";

const NOW = Date.parse("2026-11-02T12:00:00Z");
const HOUR_MS = 3_600_000;

const view = (changes: Partial<BusyTimesState>) =>
  viewCalendarState(
    {
      calendarId: "ada@example.com",
      name: "Ada",
      accessRole: "owner",
      attemptedAt: NOW,
      fetchedAt: NOW,
      unreadableBecause: null,
      ...changes,
    },
    "UTC",
    NOW,
  );

test("R7.6 a calendar that was just read is fine, as of when", () => {
  expect(view({})).toEqual({ name: "Ada", tone: "good", label: "Fine", text: "As of 12:00 UTC." });
  expect(view({ name: "" }).name).toBe("ada@example.com");
});

test("R7.6 one that can't be read now is stale, since when and why", () => {
  const stale = { fetchedAt: NOW - 26 * HOUR_MS, unreadableBecause: "no_answer" };
  expect(view(stale)).toMatchObject({
    tone: "warn",
    label: "Stale",
    text: "Google did not answer. What counts is what was last read on Sunday 1 November 2026 at 10:00 UTC.",
  });
  expect(view({ fetchedAt: NOW - 2 * HOUR_MS })).toMatchObject({
    label: "Stale",
    text: "It was last read at 10:00 UTC.",
  });
});

test("R7.6 one that was never read is unreadable, because of what Google says", () => {
  const never = { fetchedAt: null, unreadableBecause: "notFound" };
  expect(view(never)).toMatchObject({ tone: "bad", label: "Unreadable" });
  expect(view(never).text).toMatch(
    /^Google says that you can’t see it, or that it is gone: nothing/,
  );
  expect(view({ ...never, unreadableBecause: "newReason" }).text).toMatch(/“newReason”/);
  expect(view({ ...never, unreadableBecause: "constructor" }).text).toMatch(/“constructor”/);
});

test("R7.6 one that Google lists no more, and one that was not asked about, say so", () => {
  expect(view({ accessRole: "gone" })).toMatchObject({ tone: "bad", label: "Not on your list" });
  expect(view({ attemptedAt: null, fetchedAt: null })).toMatchObject({ label: "Not asked yet" });
});
