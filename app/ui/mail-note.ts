import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";

/** What a host hears before a change: who tells the guest about it. */
export function mailNote(booking: Booking, host: Host, about: string): string {
  const { guest, inviter, inCalendar } = booking;
  const isMailed = inviter === "google" && inCalendar && host.googleCalendarEnabled;
  return isMailed
    ? `Google mails ${guest.name} about ${about}.`
    : `Nobody mails ${guest.name} about ${about}: please tell them yourself.`;
}
