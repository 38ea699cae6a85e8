// The code under test takes a failing fetch for "Google is away" and carries on, so that a forgotten mock
// could pass unnoticed: besides being refused, it fails the test.
import { afterEach, beforeEach, expect } from "vitest";

const sent: string[] = [];

globalThis.fetch = async (input, init) => {
  const { method, url } = new Request(input, init);
  sent.push(`${method} ${url}`);
  throw new TypeError(`No test may send a request that it does not mock: ${method} ${url}`);
};

beforeEach(() => {
  sent.length = 0;
});

afterEach(() => {
  expect(sent, "requests that were not mocked").toEqual([]);
});
