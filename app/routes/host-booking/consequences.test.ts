import { expect, test } from "vitest";
import { aBooking } from "../../domain/booking.fixtures.ts";
import type { SyncState } from "../../domain/sync-state.ts";
import { mailNote } from "../../ui/mail-note.ts";
import { consequencesOf } from "./consequences.ts";

const { start, end } = aBooking().meeting;
const mailed = ["restore", "putBack", "chooseCalendar"] as const;

function found(state: SyncState, booking = aBooking()) {
  const sync = { state, syncedAt: 1, notBeforeAt: 0, lastOutcome: null, attempts: 1 };
  return { booking, sync, where: null };
}

test("D4.7 where Google invites, each choice says what Google sends", () => {
  const does = consequencesOf(found("drifted"), start);
  for (const choice of mailed) expect(does[choice]).toMatch(/Google (sends|tells) Grace Hopper/);
  expect(does.takeTime).toContain("Nobody is mailed");
  expect(does.keepWithout).toContain("Nobody is mailed");
});

test("D4.7 a removed event, and one that the host did without, come back with a new invitation", () => {
  const keptWithout = found("synced", aBooking({ inCalendar: false }));
  for (const without of [found("removed_in_google"), keptWithout]) {
    expect(consequencesOf(without, start).restore).toContain("Google sends Grace Hopper");
  }
});

test("D4.7 where nobody is mailed, no choice says otherwise", () => {
  const own = consequencesOf(found("drifted", aBooking({ inviter: "own" })), start);
  const over = consequencesOf(found("drifted"), end);
  for (const choice of mailed) {
    expect(own[choice]).toContain("Nobody is mailed: please tell Grace Hopper yourself.");
    expect(over[choice]).not.toMatch(/Google (sends|tells)/);
  }
});

test("D4.7 before a removed booking is called off, this page and the next say the same of the mail", () => {
  for (const booking of [aBooking(), aBooking({ inviter: "own" })]) {
    const removed = found("removed_in_google", booking);
    const next = mailNote("cancellation", removed, start - 1);
    expect(next).toMatch(/^Nobody mails Grace Hopper/);
    expect(consequencesOf(removed, start - 1).cancel).toContain(next);
  }
});
