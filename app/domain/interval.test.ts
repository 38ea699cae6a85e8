import { expect, test } from "vitest";
import { clip, contains, intersect, merge, overlaps, subtract } from "./interval.ts";

const between = (start: number, end: number) => ({ start, end });

test("intervals that only touch do not overlap", () => {
  expect(overlaps(between(0, 10), between(10, 20))).toBe(false);
  expect(overlaps(between(10, 20), between(0, 10))).toBe(false);
  expect(overlaps(between(0, 11), between(10, 20))).toBe(true);
});

test("an interval overlaps what lies wholly inside it", () => {
  expect(overlaps(between(0, 100), between(40, 41))).toBe(true);
  expect(overlaps(between(40, 41), between(0, 100))).toBe(true);
});

test("an empty or reversed interval overlaps nothing, not even around it", () => {
  expect(overlaps(between(5, 5), between(0, 10))).toBe(false);
  expect(overlaps(between(0, 10), between(5, 5))).toBe(false);
  expect(overlaps(between(8, 2), between(0, 10))).toBe(false);
});

test("an interval contains itself and not what reaches past either end", () => {
  expect(contains(between(0, 10), between(0, 10))).toBe(true);
  expect(contains(between(0, 10), between(0, 11))).toBe(false);
  expect(contains(between(0, 10), between(-1, 10))).toBe(false);
});

test("the intersection of intervals that only touch is null", () => {
  expect(intersect(between(0, 10), between(10, 20))).toBeNull();
  expect(intersect(between(0, 10), between(5, 20))).toEqual(between(5, 10));
});

test("clipping drops what lies outside and cuts what crosses the edge", () => {
  const intervals = [between(0, 5), between(8, 12), between(15, 25), between(30, 31)];
  expect(clip(intervals, between(10, 20))).toEqual([between(10, 12), between(15, 20)]);
});

test("merging joins what overlaps or touches, sorts, and drops what is empty", () => {
  const intervals = [
    between(20, 30),
    between(0, 10),
    between(10, 15),
    between(17, 17),
    between(2, 3),
  ];
  expect(merge(intervals)).toEqual([between(0, 15), between(20, 30)]);
});

test("merging leaves its input as it was", () => {
  const intervals = [between(20, 30), between(0, 10), between(5, 15)];
  merge(intervals);
  expect(intervals).toEqual([between(20, 30), between(0, 10), between(5, 15)]);
});

test("subtracting cuts a hole, both edges, and whole intervals", () => {
  const intervals = [between(0, 10), between(20, 30), between(40, 50)];
  const removed = [between(3, 5), between(8, 22), between(28, 60)];
  expect(subtract(intervals, removed)).toEqual([between(0, 3), between(5, 8), between(22, 28)]);
});

test("subtracting agrees with a check of each instant", () => {
  const random = randomNumbers(7);
  const some = (count: number) =>
    Array.from({ length: count }, () => {
      const start = random(60);
      return between(start, start + random(12));
    });
  for (let round = 0; round < 500; round++) {
    const intervals = some(1 + random(6));
    const removed = some(random(6));
    const rest = subtract(intervals, removed);
    for (let instant = 0; instant < 80; instant++) {
      const holds = (list: { start: number; end: number }[]) =>
        list.some(({ start, end }) => start <= instant && instant < end);
      expect(holds(rest)).toBe(holds(intervals) && !holds(removed));
    }
    expect(rest).toEqual(merge(rest));
  }
});

function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
