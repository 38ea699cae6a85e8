import { expect, test } from "vitest";
import { aBooking } from "../domain/booking.fixtures.ts";
import { whyUnchangeable } from "./unchangeable-text.ts";

const booking = aBooking();
const { start, end } = booking.meeting;

test("R7.8 until a meeting begins nothing stands in the way; then the page says what does", () => {
  const begun = "This meeting has begun or is over, so it can’t be moved.";
  expect(whyUnchangeable(booking, start - 1, "moved")).toBeNull();
  expect(whyUnchangeable(booking, start, "moved")).toBe(begun);
  expect(whyUnchangeable(booking, end + 1, "moved")).toBe(begun);
});

test("R7.8 of a cancelled booking the page says that it is cancelled, at any time", () => {
  const cancelled = aBooking({ status: "cancelled" });
  for (const now of [start - 1, end + 1]) {
    const text = "This booking is cancelled, so it can’t be changed.";
    expect(whyUnchangeable(cancelled, now, "changed")).toBe(text);
  }
});
