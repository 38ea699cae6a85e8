// React, Remix and our own code report what went wrong by console.error; a test in which that happens
// fails. A test that expects it says so: vi.spyOn(console, "error").mockImplementation(() => {}).
import { afterEach, beforeEach, expect } from "vitest";

const reported: unknown[][] = [];

console.error = (...message: unknown[]) => {
  reported.push(message);
};

beforeEach(() => {
  reported.length = 0;
});

afterEach(() => {
  expect(reported, "console.error was called").toEqual([]);
});
