import type { Booking } from "../domain/booking.ts";
import { type GuestMail, guestMailAbout, type MailFacts, type News } from "../domain/guest-mail.ts";
import type { Whereabouts } from "../domain/whereabouts.ts";

type Found = MailFacts & {
  booking: Pick<Booking, "guest" | "location">;
  where: Pick<Whereabouts, "account" | "leaving"> | null;
};

/** What a host reads before a change: who tells the guest about it. */
export function mailNote(news: News, found: Found, now: number): string {
  const { guest, location } = found.booking;
  // Google makes the place of its own meetings.
  const texts = location.kind === "google_meet" ? "a changed title" : "a changed title or place";
  const about = { newTime: "the new time", newTexts: texts, cancellation: "the cancellation" };
  const mail = guestMailAbout(news, found, now);
  const { where } = found;
  if (where?.leaving && mail !== "never") {
    return `Nobody mails ${guest.name} about ${about[news]} until you have connected ${where.account} again: please tell them yourself.`;
  }
  return notes[mail](guest.name, about[news]);
}

const notes: Record<GuestMail, (name: string, about: string) => string> = {
  now: (name, about) => `Google mails ${name} about ${about}.`,
  onceReached: (name, about) =>
    `Google mails ${name} about ${about} as soon as a try gets through.`,
  onceReconnected: (name, about) =>
    `Google mails ${name} about ${about} once you have reconnected Google Calendar. Until then nobody does.`,
  uncertain: (name, about) =>
    `Google may not mail ${name} about ${about}: please tell them yourself.`,
  never: (name, about) => `Nobody mails ${name} about ${about}: please tell them yourself.`,
};
