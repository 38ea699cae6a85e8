import { expect, test } from "vitest";
import { placeText, readPlace, searchWords } from "./booking-list.ts";

test("R7.9 a search is its words, each in every spelling that counts as the same", () => {
  expect(searchWords("  Grace  HOPPER ")).toEqual([["grace"], ["hopper"]]);
  expect(searchWords("émile")).toEqual([["émile", "Émile"]]);
  expect(searchWords("Straße")).toEqual([["straße", "strasse"]]);
  expect(searchWords("")).toEqual([]);
});

test("R7.9 a search is bounded: five words, a hundred characters", () => {
  expect(searchWords("a b c d e f g")).toHaveLength(5);
  expect(searchWords("x".repeat(5_000))[0]?.[0]).toHaveLength(100);
});

test("R7.9 a place in the list survives its way through an address; anything else is no place", () => {
  const place = { startsAt: 1_796_115_600_000, id: "0123456789abcdef".repeat(2) };
  expect(readPlace(placeText(place))).toEqual(place);
  for (const text of ["", "1", `-1.${place.id}`, `1e3.${place.id}`, `1.${place.id}0`, "1.x"]) {
    expect(readPlace(text)).toBeNull();
  }
});
