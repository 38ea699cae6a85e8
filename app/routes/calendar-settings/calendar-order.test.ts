import { expect, test } from "vitest";
import { splitList } from "./calendar-order.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test("R2.1 a short list is shown whole", () => {
  expect(splitList(upTo(12), () => false)).toEqual({ first: upTo(12), rest: [] });
});

test("R2.1 of 250 calendars the first eight and those in use are in sight, and none is missing", () => {
  const { first, rest } = splitList(upTo(250), (item) => item === 3 || item === 249);
  expect(first).toEqual([...upTo(8), 249]);
  expect([...first, ...rest].sort((a, b) => a - b)).toEqual(upTo(250));
});
