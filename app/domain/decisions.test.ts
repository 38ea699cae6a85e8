import { expect, test } from "vitest";
import { aBooking } from "./booking.fixtures.ts";
import { canDecide, type Decision } from "./decisions.ts";

const EVERY_DECISION = Object.keys(canDecide) as Decision[];
const { start, end } = aBooking().meeting;

function decisions(now: number, booking = aBooking()) {
  return EVERY_DECISION.filter((decision) => canDecide[decision](booking, now));
}

test("R7.8 while the meeting is not over, everything can be decided about its event", () => {
  expect(decisions(start)).toEqual(EVERY_DECISION);
  expect(decisions(end - 1)).toEqual(EVERY_DECISION);
});

test("R7.8 once it is over, only to follow Google or to do without an event", () => {
  expect(decisions(end)).toEqual(["takeTime", "keepWithout"]);
});

test("R7.8 about a cancelled booking nothing is decided", () => {
  expect(decisions(start, aBooking({ status: "cancelled" }))).toEqual([]);
});
