import { expect, test } from "vitest";
import {
  countLeft,
  describeCounts,
  type KeyCount,
  type Look,
  nextMove,
  planRotation,
} from "./rotation.ts";

const MINUTE_MS = 60_000;
const counts = (tokens: Record<string, number>): KeyCount[] =>
  Object.entries(tokens).map(([keyId, count]) => ({ keyId, tokens: count }));

test("R5.1 a rotation adds the ring of the next number", () => {
  expect(planRotation(["LINK_KEY_RING", "TOKEN_KEY_RING"], counts({ k1: 4 }))).toEqual({
    kind: "addRing",
    name: "TOKEN_KEY_RING_2",
    keyId: "k2",
    olderNames: ["TOKEN_KEY_RING"],
  });
});

test("R5.1 after the old ring was deleted the numbers go on", () => {
  expect(planRotation(["TOKEN_KEY_RING_9"], counts({ k9: 4 }))).toMatchObject({
    kind: "addRing",
    name: "TOKEN_KEY_RING_10",
    keyId: "k10",
  });
});

test("R5.1 an id that a token names is never given to another key, though its ring is not there", () => {
  expect(planRotation(["TOKEN_KEY_RING"], counts({ k1: 4, k7: 1, other: 3 }))).toMatchObject({
    name: "TOKEN_KEY_RING_8",
    keyId: "k8",
  });
});

test("R5.1 while there are older rings no other one is made, however often it is run", () => {
  const names = ["TOKEN_KEY_RING_10", "TOKEN_KEY_RING", "TOKEN_KEY_RING_2"];
  for (const tokens of [counts({}), counts({ k1: 4 }), counts({ k10: 4 })]) {
    expect(planRotation(names, tokens)).toEqual({
      kind: "finish",
      name: "TOKEN_KEY_RING_10",
      keyId: "k10",
      olderNames: ["TOKEN_KEY_RING", "TOKEN_KEY_RING_2"],
    });
  }
});

test("R5.1 where there is no ring yet, none is made here: a deployment makes the first", () => {
  expect(planRotation(["LINK_KEY_RING", "TOKEN_KEY_RING_new"], [])).toEqual({ kind: "noRing" });
});

test("R5.1 whatever another key encrypts is left to do", () => {
  expect(countLeft(counts({ k1: 3, k2: 40, k3: 1 }), "k2")).toBe(4);
  expect(countLeft([], "k2")).toBe(0);
});

const looks = (...pairs: [minute: number, left: number][]): Look[] =>
  pairs.map(([minute, left]) => ({ atMs: minute * MINUTE_MS, left }));

test("R5.1 it is over when nothing was left for two minutes", () => {
  expect(nextMove(looks([0, 4], [1, 0]))).toEqual({ kind: "lookAgain", inMs: 20_000 });
  expect(nextMove(looks([0, 4], [1, 0], [2.9, 0]))).toMatchObject({ kind: "lookAgain" });
  expect(nextMove(looks([0, 4], [1, 0], [3, 0]))).toEqual({ kind: "done" });
  expect(nextMove(looks([0, 0], [2, 0]))).toEqual({ kind: "done" });
});

test("R5.1 a token that an older Worker wrote in between begins the two minutes anew", () => {
  expect(nextMove(looks([0, 0], [1, 1], [2, 0]))).toMatchObject({ kind: "lookAgain" });
  expect(nextMove(looks([0, 0], [1, 1], [2, 0], [4, 0]))).toEqual({ kind: "done" });
});

test("R5.1 15 minutes without a change, and the person is told; with one, it goes on", () => {
  expect(nextMove(looks([0, 4], [14, 4]))).toMatchObject({ kind: "lookAgain" });
  expect(nextMove(looks([0, 4], [15, 4]))).toEqual({ kind: "stalled" });
  expect(nextMove(looks([0, 5], [14, 4], [28, 4]))).toMatchObject({ kind: "lookAgain" });
});

test("R5.1 many tokens are counted every ten minutes only", () => {
  expect(nextMove(looks([0, 200_000]))).toEqual({ kind: "lookAgain", inMs: 10 * MINUTE_MS });
});

test("R5.1 the counts are told with the current key", () => {
  expect(describeCounts(counts({ k1: 1, k2: 40 }), "k2")).toBe(
    "k1: 1 token, k2 (current): 40 tokens",
  );
  expect(describeCounts([], "k2")).toBe("no tokens are stored");
});
