import type { Booking } from "./booking.ts";

/** Ada meets Grace on 1 December 2026, from 9:00 to 9:30 UTC. */
export function aBooking(changes: Partial<Booking> = {}): Booking {
  return {
    hostId: "a".repeat(32),
    id: "0123456789abcdef0123456789abcdef",
    eventTypeId: "e".repeat(32),
    title: "30 minute meeting",
    guest: {
      name: "Grace Hopper",
      email: "grace@example.com",
      notes: "",
      timeZone: "America/New_York",
    },
    location: { kind: "google_meet", detail: "" },
    answers: [],
    timeZone: "Europe/London",
    meeting: { start: Date.UTC(2026, 11, 1, 9), end: Date.UTC(2026, 11, 1, 9, 30) },
    block: { start: Date.UTC(2026, 11, 1, 9), end: Date.UTC(2026, 11, 1, 9, 30) },
    status: "confirmed",
    revision: 1,
    timeRevision: 1,
    titleRevision: 1,
    placeRevision: 1,
    textRevision: 1,
    inCalendar: true,
    chosenCalendar: null,
    inviter: "google",
    linkVersion: 1,
    cancelReason: null,
    cancelledBy: null,
    ...changes,
  };
}
