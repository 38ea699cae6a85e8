import { expect, test } from "vitest";
import type { Host } from "#db/hosts.server.ts";
import { aBooking } from "../domain/booking.fixtures.ts";
import { mailNote } from "./mail-note.ts";

const host = (googleCalendarEnabled: boolean) => ({ googleCalendarEnabled }) as Host;

test("R7.8 a host hears that Google mails the guest only where it does", () => {
  expect(mailNote(aBooking(), host(true), "the new time")).toBe(
    "Google mails Grace Hopper about the new time.",
  );
  const nobody = "Nobody mails Grace Hopper about the new time: please tell them yourself.";
  expect(mailNote(aBooking({ inviter: "own" }), host(true), "the new time")).toBe(nobody);
  expect(mailNote(aBooking({ inCalendar: false }), host(true), "the new time")).toBe(nobody);
  expect(mailNote(aBooking(), host(false), "the new time")).toBe(nobody);
});
