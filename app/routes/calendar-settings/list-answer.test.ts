import { expect, test } from "vitest";
import { listAnswer } from "./list-answer.ts";

const listed = (...names: string[]) => names.map((name) => ({ calendarId: `${name}@g`, name }));
const asOf = "14:05 Europe/Berlin (GMT+1)";
const answer = (before: string[], after: string[]) =>
  listAnswer({ listing: "listed", before: listed(...before), after: listed(...after), asOf })?.text;

test("R2.1 an unchanged list is said to be up to date, with its length and the time", () => {
  expect(answer(["Ada"], ["Ada"])).toBe(
    "The list is up to date: 1 calendar, as of 14:05 Europe/Berlin (GMT+1).",
  );
});

test("R2.1 what came and what went is named, of many only the first", () => {
  expect(answer(["Ada", "Family"], ["Ada", "A", "B", "C", "D"])).toBe(
    "The list is up to date: 5 calendars, as of 14:05 Europe/Berlin (GMT+1). New: A, B, C and 1 more. No longer there: Family.",
  );
});

test("R2.5 a list that did not come is not said to have come", () => {
  const both = { before: listed("Ada"), after: listed("Ada"), asOf };
  expect(listAnswer({ listing: "unavailable", ...both })).toMatchObject({
    tone: "warn",
    text: expect.stringContaining("Google did not answer, as of 14:05"),
  });
  expect(listAnswer({ listing: "noAccess", ...both })).toBeNull();
});
