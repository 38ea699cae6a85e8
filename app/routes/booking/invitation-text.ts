import type { BookingWithSync } from "#db/bookings.server.ts";

export interface InvitationText {
  tone: "good" | "plain" | "warn";
  text: string;
}

/** What the guest can expect in their inbox, honestly. */
export function invitationText({ booking, sync }: BookingWithSync): InvitationText {
  const isCancelled = booking.status === "cancelled";
  if (booking.inviter === "own") {
    return {
      tone: "plain",
      text: isCancelled
        ? "No mail is sent about this."
        : "No mail is sent about this booking. Please note the time, and keep the address of this page.",
    };
  }
  const { email } = booking.guest;
  if (isCancelled) {
    return sync.state === "synced"
      ? { tone: "plain", text: "It has been removed from the calendar." }
      : { tone: "plain", text: "It is being removed from the calendar." };
  }
  if (sync.state === "synced") {
    return { tone: "good", text: `Google has sent an invitation to ${email}.` };
  }
  if (sync.state === "pending" && sync.attempts <= 1) {
    return { tone: "plain", text: `An invitation from Google is on its way to ${email}.` };
  }
  return {
    tone: "warn",
    text: `Your booking stands. The invitation to ${email} is late, because the calendar can’t be reached at the moment; it will follow by itself.`,
  };
}
