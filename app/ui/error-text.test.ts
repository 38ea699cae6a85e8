import { expect, test } from "vitest";
import { errorText } from "./error-text.ts";

test.each([400, 404, 405, 409, 410, 413, 422, 429, 500, 503])(
  "D7 the page of a %i says what happened and what to do, without a word of computers",
  (status) => {
    const { title, text } = errorText(status);
    expect(title.length).toBeGreaterThan(10);
    expect(text.length).toBeGreaterThan(30);
    expect(title + text).not.toMatch(/HTTP|status|server|exception|invalid|entity|\d{3}/i);
  },
);

test("D7 another try is offered where it may help, and nowhere else", () => {
  const offered = [400, 404, 409, 410, 413, 422, 429, 500, 503, 504].filter(
    (status) => errorText(status).canTryAgain,
  );
  expect(offered).toEqual([429, 500, 503, 504]);
  expect(errorText(418).title).toBe(errorText(500).title);
});

test("D7 a host who looks for what they have deleted is not sent to ask somebody", () => {
  const path = "/event-types/0123456789abcdef0123456789abcdef";
  expect(errorText(404, path).text).toContain("deleted");
  for (const other of ["/ada", "/ada/intro", "/bookings-of-ada/intro"]) {
    expect(errorText(404, other)).toEqual(errorText(404));
  }
  expect(errorText(503, path)).toEqual(errorText(503));
});
