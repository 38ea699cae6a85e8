import { expect, test } from "vitest";
import { aBooking } from "./booking.fixtures.ts";
import { canChange, GUEST_LINK_LIFE_MS } from "./booking.ts";

test("R7.8 a booking can be cancelled, moved and edited until its meeting begins, and not from then on", () => {
  const booking = aBooking();
  expect(canChange(booking, booking.meeting.start - 1)).toBe(true);
  expect(canChange(booking, booking.meeting.start)).toBe(false);
});

test("R7.8 a cancelled booking can't be changed any more", () => {
  const booking = aBooking({ status: "cancelled" });
  expect(canChange(booking, booking.meeting.start - 1)).toBe(false);
});

test("R7.8 guest links live 30 days past the meeting", () => {
  expect(GUEST_LINK_LIFE_MS).toBe(30 * 24 * 60 * 60 * 1000);
});
