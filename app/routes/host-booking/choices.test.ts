import { expect, test } from "vitest";
import { aBooking } from "../../domain/booking.fixtures.ts";
import type { SyncState } from "../../domain/sync-state.ts";
import type { Whereabouts } from "../../domain/whereabouts.ts";
import { choicesOf } from "./choices.ts";

const { start, end } = aBooking().meeting;
const before = start - 1;

function choices(
  state: SyncState,
  booking = aBooking(),
  now = before,
  where: Whereabouts | null = null,
  isConnected = true,
) {
  const rest = { notBeforeAt: 0, lastOutcome: null, syncedAt: null, attempts: 1 };
  const sync = { ...rest, state };
  return choicesOf({ booking, sync, where, isConnected }, now);
}

test("R3.6 whatever is tried can be tried now", () => {
  const tried: SyncState[] = ["pending", "retrying", "waiting_for_reconnect", "parked"];
  for (const state of tried) expect(choices(state)).toContain("try");
  expect(choices("not_connected")).toEqual(["connect"]);
});

test("D4.6 what somebody did in Google is the host's to accept or undo", () => {
  expect(choices("removed_in_google").slice(0, 2)).toEqual(["restore", "cancel"]);
  expect(choices("drifted").slice(0, 2)).toEqual(["takeTime", "putBack"]);
});

test("R6.4 what Google refuses can go to another calendar, or stay without one", () => {
  for (const state of ["parked", "waiting_for_reconnect", "removed_in_google"] as const) {
    expect(choices(state)).toEqual(expect.arrayContaining(["chooseCalendar", "keepWithout"]));
  }
});

test("D4.8 a booking kept without a calendar event can be put in after all", () => {
  const kept = aBooking({ inCalendar: false });
  expect(choices("synced", kept)).toEqual(["restore", "chooseCalendar", "try"]);
  expect(choices("retrying", kept)).toEqual(["restore", "chooseCalendar", "try"]);
});

test("D4.8 nothing is offered that its use case would refuse", () => {
  const cancelled = aBooking({ status: "cancelled", cancelledBy: "host" });
  for (const state of ["parked", "removed_in_google", "drifted"] as const) {
    expect(choices(state, cancelled)).toEqual(["try"]);
  }
  expect(choices("removed_in_google", aBooking(), start)).not.toContain("cancel");
  expect(choices("removed_in_google", aBooking(), start)).toContain("restore");
  expect(choices("removed_in_google", aBooking(), end)).toEqual(["keepWithout", "try"]);
  expect(choices("drifted", aBooking(), end)).toEqual(["takeTime", "try"]);
});

const left: Whereabouts = {
  ...{ connectionId: "c", calendarId: "ada@example.com", account: "ada@example.com" },
  ...{
    leaving: "disconnected",
    calendarName: "Work",
    isGone: false,
    isThere: true,
    isAsBooked: true,
    isOlderGone: false,
  },
};

test("R4.1 in a disconnected account nothing can be looked at: what is offered is to connect it again", () => {
  for (const state of ["synced", "parked", "removed_in_google", "drifted"] as const) {
    const offered = choices(state, aBooking(), before, left);
    expect(offered[0]).toBe("reconnect");
    expect(offered).not.toContain("try");
  }
  const inTheMiddle = choices("synced", aBooking(), before, { ...left, leaving: "disconnecting" });
  expect(inTheMiddle).toEqual([]);
});

test("R4.1 nor is that offered where nothing would come of it", () => {
  const cancelled = aBooking({ status: "cancelled", cancelledBy: "host" });
  expect(choices("synced", cancelled, before, left)).toEqual([]);
  expect(choices("synced", aBooking(), end, left)).toEqual([]);
  const kept = choices("synced", aBooking({ inCalendar: false }), before, left);
  expect(kept).toEqual(["chooseCalendar"]);
});

test("R4.1 what is under way there may be tried, and what waits for another reason finds out by it", () => {
  for (const state of ["pending", "retrying", "waiting_for_reconnect"] as const) {
    expect(choices(state, aBooking(), before, left)).toContain("try");
  }
});

test("R4.1 an event is offered to be put in only where that would put it in", () => {
  const kept = aBooking({ inCalendar: false });
  expect(choices("synced", kept, before, left, false)).toEqual(["connectToPut", "chooseCalendar"]);
  expect(choices("synced", kept, before, null, false)[0]).toBe("connectToPut");
  expect(choices("synced", kept, before, left)).toEqual(["chooseCalendar"]);
  expect(choices("synced", kept, end, left, false)).toEqual([]);
  expect(choices("removed_in_google", aBooking(), before, left)).not.toContain("restore");
});

test("R6.4 in a calendar that is gone, another calendar is what is offered first", () => {
  const gone: Whereabouts = { ...left, leaving: null, isGone: true };
  for (const state of ["synced", "retrying", "parked"] as const) {
    expect(choices(state, aBooking(), before, gone)[0]).toBe("chooseCalendar");
  }
  expect(choices("removed_in_google", aBooking(), before, gone)).not.toContain("restore");
});
