import { expect, test } from "vitest";
import { cancel, createClock } from "./clock.ts";

test("time jumps from one thing to the next, in order, and ends where it was asked to", async () => {
  const clock = createClock(1_000);
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${clock.now()} ${what}`);
  clock.after(30, () => note("third"));
  clock.after(10, () => note("first"));
  clock.after(10, () => note("second"));
  clock.after(500, () => note("too late"));
  const cancelled = clock.after(20, () => note("cancelled"));
  cancel(cancelled);
  await clock.runUntil(1_100);
  expect(seen).toEqual(["1010 first", "1010 second", "1030 third"]);
  expect(clock.now()).toBe(1_100);
});

test("what follows without waiting has happened before time goes on", async () => {
  const clock = createClock(0);
  const seen: string[] = [];
  const work = async () => {
    await clock.sleep(10);
    for (let turn = 0; turn < 100; turn++) await null;
    seen.push(`work done at ${clock.now()}`);
  };
  work();
  clock.after(11, () => seen.push("next"));
  await clock.runUntil(20);
  expect(seen).toEqual(["work done at 10", "next"]);
});
