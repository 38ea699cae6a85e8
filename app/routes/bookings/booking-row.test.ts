import { expect, test } from "vitest";
import { type BookingRow, byDay } from "./booking-row.ts";

const row = (id: string, day: string): BookingRow => ({
  ...{ id, day, time: "10:00 – 10:30", zone: "Europe/Berlin (GMT+1)" },
  ...{ title: "Intro call", guest: { name: "Grace", email: "grace@example.org" } },
  ...{ isCancelled: false, cancelled: null, sync: { tone: "good", text: "On your calendar" } },
});

test("R7.9 rows stand under their day, days and rows in the order of the list", () => {
  const rows = [row("a", "Monday"), row("b", "Monday"), row("c", "Tuesday")];
  const days = byDay(rows).map(({ day, rows }) => [day, rows.map(({ id }) => id)]);
  expect(days).toEqual([
    ["Monday", ["a", "b"]],
    ["Tuesday", ["c"]],
  ]);
  expect(byDay([])).toEqual([]);
});
