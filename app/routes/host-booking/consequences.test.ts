import { expect, test } from "vitest";
import { aBooking } from "../../domain/booking.fixtures.ts";
import { consequencesOf } from "./consequences.ts";

const booking = aBooking();
const mailed = ["restore", "putBack", "chooseCalendar"] as const;

test("D4.7 where Google invites, each choice says what Google sends", () => {
  const does = consequencesOf(booking, booking.meeting.start);
  for (const choice of mailed) expect(does[choice]).toMatch(/Google (sends|tells) Grace Hopper/);
  expect(does.takeTime).toContain("Nobody is mailed");
  expect(does.keepWithout).toContain("Nobody is mailed");
});

test("D4.7 where nobody is mailed, no choice says otherwise", () => {
  const own = consequencesOf(aBooking({ inviter: "own" }), booking.meeting.start);
  const over = consequencesOf(booking, booking.meeting.end);
  for (const choice of mailed) {
    expect(own[choice]).toContain("Nobody is mailed: please tell Grace Hopper yourself.");
    expect(over[choice]).not.toMatch(/Google (sends|tells)/);
  }
});
