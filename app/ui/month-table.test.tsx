import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { monthDays } from "../domain/time-zone.ts";
import { MonthTable } from "./month-table.tsx";

/** What each row of cells holds. */
function rowsOf(month: string, firstWeekday?: number): string[][] {
  const html = renderToStaticMarkup(
    <MonthTable
      labelledBy="month"
      days={monthDays(month).map((date) => ({ date }))}
      {...(firstWeekday && { firstWeekday })}
    >
      {({ date }) => Number(date.slice(8))}
    </MonthTable>,
  );
  return html
    .split("<tr>")
    .slice(1)
    .map((row) =>
      [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell = ""]) => textOf(cell)),
    );
}

const textOf = (html: string) => html.replace(/<[^>]*>/g, "");

test("R7.4 each day stands under its weekday, whichever day the week begins with", () => {
  // The first of December 2026 is a Tuesday.
  const monday = rowsOf("2026-12");
  expect(monday[0]).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
  expect(monday[1]).toEqual(["", "1", "2", "3", "4", "5", "6"]);
  expect(monday.at(-1)).toEqual(["28", "29", "30", "31", "", "", ""]);

  const sunday = rowsOf("2026-12", 7);
  expect(sunday[0]).toEqual(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
  expect(sunday[1]).toEqual(["", "", "1", "2", "3", "4", "5"]);

  const saturday = rowsOf("2026-12", 6);
  expect(saturday[1]).toEqual(["", "", "", "1", "2", "3", "4"]);
});

test("R7.4 a month that begins with the week has no empty cell before it", () => {
  expect(rowsOf("2027-02")[1]?.[0]).toBe("1");
  expect(rowsOf("2026-11", 7)[1]?.[0]).toBe("1");
  expect(rowsOf("2026-11")[1]).toEqual(["", "", "", "", "", "", "1"]);
});
