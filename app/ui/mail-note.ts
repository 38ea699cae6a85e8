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

/** What a guest reads before a change: whether Google mails them about it, and where its host sees it. */
export function guestMailNote(news: News, found: Found, now: number, hostName: string): string {
  const mail = guestMailAbout(news, found, now);
  const isLeft = found.where?.leaving && mail !== "never";
  return notesForGuest[isLeft ? "onceReconnected" : mail](hostName, news);
}

const mailed: Record<News, string> = {
  newTime: "about the new time",
  // The guest's name is in the title of the event; of its description nobody is told.
  newTexts: "about a changed name, not about notes",
  cancellation: "about the cancellation",
};
const unmailed: Record<News, string> = { ...mailed, newTexts: "about the change" };

const seenHere = (host: string) =>
  `${host} sees it in Slotkeeper; if it is soon, tell them yourself too.`;

const notesForGuest: Record<GuestMail, (host: string, news: News) => string> = {
  now: (host, news) => `Google mails you ${mailed[news]}; ${host} sees it in their calendar.`,
  onceReached: (host, news) =>
    `Google mails you ${mailed[news]} once the calendar can be reached; ${host} sees it in Slotkeeper at once.`,
  onceReconnected: (host, news) =>
    `Google mails you ${mailed[news]} only once ${host} has connected the calendar again; until then ${host} sees it in Slotkeeper alone.`,
  uncertain: (host, news) => `Google may not mail you ${unmailed[news]}. ${seenHere(host)}`,
  never: (host, news) => `No mail is sent ${unmailed[news]}. ${seenHere(host)}`,
};
